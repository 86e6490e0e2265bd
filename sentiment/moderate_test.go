package sentiment

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

var testGuard = sync.OnceValues(NewGuard)

func guard(t testing.TB) *Guard {
	t.Helper()
	g, err := testGuard()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestModerate(t *testing.T) {
	g := guard(t)
	for _, c := range []struct {
		text, organisation string
		verdict            Verdict
		rules              []Rule
		urgent             bool
	}{
		{text: "Lovely staff, thank you.", verdict: Pass},
		{text: "The NHS at its best: MRI and GP on the same day", verdict: Pass},
		{text: "THIS IS AN OUTRAGE", verdict: Fail, rules: []Rule{AllCaps}},
		{text: "It was NOT good", verdict: ForPerson, rules: []Rule{AllCaps}},
		{text: "write to jo@example.com", verdict: Fail, rules: []Rule{EmailRule}},
		{text: "see www.example.com", verdict: Fail, rules: []Rule{LinkRule}},
		{text: "what a fucking mess", verdict: Fail, rules: []Rule{HardProfanity}},
		{text: "f**k this place", verdict: Fail, rules: []Rule{HardProfanity}},
		{text: "fuuuuck", verdict: Fail, rules: []Rule{HardProfanity}},
		{text: "bloody awful tea", verdict: ForPerson, rules: []Rule{SoftProfanity}},
		{text: "I come from Scunthorpe", verdict: Pass},
		{text: "Nurse Emma was kind", verdict: Fail, rules: []Rule{NamesRule}},
		{text: "Victoria was kind to me", organisation: "Victoria Road Surgery", verdict: Pass},
		{text: "Victoria was kind to me", verdict: Fail, rules: []Rule{NamesRule}},
		{text: "the short Welsh doctor was rude", verdict: Fail, rules: []Rule{Descriptor}},
		{text: "a tall nurse helped me", verdict: ForPerson, rules: []Rule{Descriptor}},
		{text: "the receptionist with the pink hair was curt", verdict: Fail, rules: []Rule{Descriptor}},
		{text: "the young blonde midwife", verdict: Fail, rules: []Rule{Descriptor}},
		{text: "the kind doctor and the busy nurse", verdict: Pass},
		{text: "I want to kill myself", verdict: Fail, rules: []Rule{Safeguarded}, urgent: true},
		{text: "the carer slapped my mother", verdict: Fail, rules: []Rule{Safeguarded}, urgent: true},
		{text: "I will be making a formal complaint", verdict: Fail, rules: []Rule{ComplaintRule}},
		{text: "they missed my broken hip", verdict: ForPerson, rules: []Rule{ComplaintRule}, urgent: true},
		{text: "Ring me on 07700 900123", verdict: Fail, rules: []Rule{PrivateData}},
		{text: strings.Repeat("Bananas grow on tall plants in the tropics. ", 3), verdict: ForPerson, rules: []Rule{NoExperience}},
		{text: "Personel był bardzo miły", verdict: ForPerson, rules: []Rule{NoExperience}},
		{text: "10/10 👍", verdict: Pass},
		{text: "", verdict: Pass},
	} {
		got := g.Moderate(c.text, c.organisation)
		var rules []Rule
		for _, h := range got.Hints {
			rules = append(rules, h.Rule)
			for _, s := range h.Spans {
				if s.Start < 0 || s.Start >= s.End || s.End > len(c.text) {
					t.Errorf("%q: %v has span %v", c.text, h.Rule, s)
				}
			}
		}
		if got.Verdict != c.verdict || !slices.Equal(rules, c.rules) || got.Urgent != c.urgent {
			t.Errorf("Moderate(%q) = %v %v urgent %v, want %v %v urgent %v", c.text, got.Verdict, rules, got.Urgent, c.verdict, c.rules, c.urgent)
		}
	}
}

func TestPublishable(t *testing.T) {
	g := guard(t)
	for text, want := range map[string]bool{
		"Lovely staff, thank you.":             true,
		"Nurse Emma was lovely.":               true, // the name is out, and surely all of it
		"10/10 👍":                              true,
		"Personel był bardzo miły":             false,
		"谢谢护士王小明":                              false,
		"I was taken by Grobnik Wexford to it": false,
		strings.Repeat("All good. ", 3000):     false,
	} {
		if got := g.Redact(text); got.Publishable != want {
			t.Errorf("Redact(%.40q).Publishable = %v: %q", text, got.Publishable, got.Text[:min(60, len(got.Text))])
		}
	}
}

func TestGuardIsSafeForConcurrentUse(t *testing.T) {
	g := guard(t)
	const text = "Nurse Emma met Quentisha at 14 Elm Road. I want to complain about Grobnik."
	want := g.Redact(text).Text
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got := g.Redact(text).Text; got != want {
					t.Errorf("%q, then %q", want, got)
				}
				g.Moderate(text, "")
			}
		})
	}
	wg.Wait()
}

func FuzzModerate(f *testing.F) {
	for _, s := range []string{"", "THE SHORT WELSH DOCTOR with the beard", "f**k\x00 Emma’s", "I want to die 07700900123"} {
		f.Add(s, "Elm Road Surgery")
	}
	g := guard(f) // its models take longer to load than one input may
	f.Fuzz(func(t *testing.T, s, org string) {
		for _, h := range g.Moderate(s, org).Hints {
			for _, span := range h.Spans {
				if span.Start < 0 || span.Start >= span.End || span.End > len(s) {
					t.Fatalf("Moderate(%q): %v has span %v", s, h.Rule, span)
				}
			}
		}
	})
}
