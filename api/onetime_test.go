package api

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"earshot/feedback"
)

func TestOneTimeCodes(t *testing.T) {
	w := newWorld(t)
	codes := NewCodes(testSecret, "")
	made, err := codes.Make(testWardCode, "https://earshot.example/", "Hip clinic,  March", 500)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range made {
		if seen[c.Code] || strings.ContainsAny(c.Code, "ILOU") || c.URL != "https://earshot.example/f/LARK?code="+c.Code {
			t.Fatalf("code %s at %s", c.Code, c.URL)
		}
		seen[c.Code] = true
	}
	answer := func(code, rating string) string {
		v := carried(w.do(http.MethodGet, "/f/LARK?code="+code, "").Body.String())
		v.Set("rating", rating)
		return w.sendForm("LARK", v).Header().Get("Location")
	}
	first := made[0].Code
	if page := w.do(http.MethodGet, "/f/LARK?code="+first, "").Body.String(); !strings.Contains(page, `href="/f/LARK?lang=cy&amp;code=`+first+`"`) {
		t.Error("the code is lost when another language is chosen")
	}
	if to := answer(first, "1"); to != "/f/LARK/thanks" {
		t.Fatalf("the first answer leads to %q", to)
	}
	// The same code again, as somebody may type it, from a fresh page.
	typed := strings.ToLower(strings.NewReplacer("-", "", "0", "O", "1", "l").Replace(first))
	for _, code := range []string{first, typed} {
		if to := answer(code, "5"); to != "/f/LARK/thanks?used=yes" {
			t.Errorf("the second answer with %s leads to %q", code, to)
		}
	}
	if !strings.Contains(w.do(http.MethodGet, "/f/LARK/thanks?used=yes", "").Body.String(), "The first answer is the one that counts") {
		t.Error("nobody is told that the code was used")
	}
	if to := answer(made[1].Code, "2"); to != "/f/LARK/thanks" {
		t.Errorf("another code leads to %q", to)
	}
	got := w.ledger.stored()
	if len(got) != 2 || got[0].Response.Rating != feedback.VeryGood || got[1].Response.Rating != feedback.Good {
		t.Fatalf("stored %+v", got)
	}
	want := codes.Survey("hip clinic, march")
	if got[0].Response.Source != want || got[1].Response.Source != want || want == codes.Survey("hip clinic, april") {
		t.Errorf("stored under %s, want %s", got[0].Response.Source, want)
	}
}

// TestOneTimeCodeFaults tries codes that were not made for this form.
func TestOneTimeCodeFaults(t *testing.T) {
	w := newWorld(t)
	codes := NewCodes(testSecret, "")
	elsewhere, err := codes.Make("ORCHARD", "https://earshot.example", "x", 1)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := NewCodes("ffffffffffffffffffffffffffffffff", "").Make(testWardCode, "https://earshot.example", "x", 1)
	if err != nil {
		t.Fatal(err)
	}
	good, err := codes.Make(testWardCode, "https://earshot.example", "x", 1)
	if err != nil {
		t.Fatal(err)
	}
	changed := []byte(good[0].Code)
	for changed[10] = 'Z'; string(changed) == good[0].Code; {
		changed[10] = 'Y'
	}
	for name, code := range map[string]string{"another place's": elsewhere[0].Code, "another installation's": foreign[0].Code, "changed": string(changed),
		"short": good[0].Code[:20], "long": strings.Repeat("A", 5000), "odd": "%00%ff"} {
		rec := w.do(http.MethodGet, "/f/LARK?code="+code, "")
		if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), "code is not right") || strings.Contains(rec.Body.String(), `name="code"`) {
			t.Errorf("%s code: %d", name, rec.Code)
		}
	}
	for name, err := range map[string]error{
		"no name": second(codes.Make("LARK", "https://x", " ", 1)), "none": second(codes.Make("LARK", "https://x", "s", 0)), "too many": second(codes.Make("LARK", "https://x", "s", 100_001)),
	} {
		if err == nil {
			t.Errorf("%s: made", name)
		}
	}
}

// TestSecretIsChanged answers with codes and forms made before the secret was
// changed: they are taken while the old one is given, a code used before counts no
// second time, and afterwards they are worth nothing.
func TestSecretIsChanged(t *testing.T) {
	const newSecret feedback.Secret = "fedcba9876543210fedcba9876543210"
	made, err := NewCodes(testSecret, "").Make(testWardCode, "https://earshot.example", "x", 3)
	if err != nil {
		t.Fatal(err)
	}
	before := newWorld(t)
	opened := carried(before.do(http.MethodGet, "/f/LARK", "").Body.String()) // a form that lies open meanwhile
	answer := func(w *world, v url.Values) string {
		v.Set("rating", "1")
		return w.sendForm("LARK", v).Header().Get("Location")
	}
	byCode := func(w *world, code string) string {
		return answer(w, carried(w.do(http.MethodGet, "/f/LARK?code="+code, "").Body.String()))
	}
	if to := byCode(before, made[0].Code); to != "/f/LARK/thanks" {
		t.Fatalf("before: %s", to)
	}
	between := newWorldWith(t, func(o *Options) { o.Secret, o.OldSecret = newSecret, testSecret })
	between.ledger.first, between.ledger.entries = before.ledger.first, before.ledger.entries
	if to := byCode(between, made[0].Code); to != "/f/LARK/thanks?used=yes" {
		t.Errorf("a code used before leads to %s", to)
	}
	for n, code := range []string{made[1].Code, mustCode(t, NewCodes(newSecret, testSecret))} {
		if to := byCode(between, code); to != "/f/LARK/thanks" {
			t.Errorf("code %d leads to %s", n, to)
		}
	}
	if to := answer(between, opened); to != "/f/LARK/thanks" {
		t.Errorf("a form opened before leads to %s", to)
	}
	if n := len(between.ledger.stored()); n != 4 {
		t.Errorf("%d answers are stored, want 4", n)
	}
	after := newWorldWith(t, func(o *Options) { o.Secret = newSecret })
	if page := after.do(http.MethodGet, "/f/LARK?code="+made[2].Code, "").Body.String(); !strings.Contains(page, "code is not right") {
		t.Error("an old code is taken once the old secret is gone")
	}
}

func mustCode(t *testing.T, c Codes) string {
	t.Helper()
	made, err := c.Make(testWardCode, "https://earshot.example", "y", 1)
	if err != nil {
		t.Fatal(err)
	}
	return made[0].Code
}

func second[T any](_ T, err error) error { return err }

func FuzzOneTimeCode(f *testing.F) {
	codes := NewCodes(testSecret, "")
	made, err := codes.Make(testWardCode, "https://earshot.example", "s", 1)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(made[0].Code)
	f.Add("O0-Il1 ")
	f.Fuzz(func(t *testing.T, text string) {
		if once, err := codes.open(text, testWardCode); err == nil && once.source != codes.Survey("s") {
			t.Errorf("a code of a survey that was never made is taken: %q", text)
		}
	})
}
