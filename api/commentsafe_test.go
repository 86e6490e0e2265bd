package api

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/disclosure"
	"earshot/scorecard/release"
)

// TestCommentsTellNothingHidden makes services of random size and looks, at every
// place, in whose name each comment is told: never in that of one whose figures for
// the month are hidden or under five, nor anywhere below it.
func TestCommentsTellNothingHidden(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	places := []feedback.PlaceID{testWard, testSite, testTrust, testOtherW, testOther, testICB}
	told, pooled := 0, 0
	for range 4 {
		f := newForum(t)
		for _, p := range []feedback.PlaceID{testWard, testSite, testOtherW, testOther} {
			f.say(p, r.IntN(9), 1+r.IntN(5), kindWords)
			f.say(p, r.IntN(4), 1+r.IntN(5), "")
		}
		f.settle()
		e := f.release.Current()
		seen := map[string]feedback.PlaceID{}
		for _, p := range places {
			for _, c := range comments(t, f.do(http.MethodGet, "/v1/places/"+string(p)+"/comments?limit=100", "")).Comments {
				v := e.Row(release.RowID(scorecard.PlaceScope(c.Place.ID)), c.Month)
				n, ok := v.Counts()
				if v.Marker != disclosure.Shown || !ok || n.People < smallest {
					t.Errorf("a comment stands at %s, which is %v with %d", c.Place.ID, v.Marker, n.People)
				}
				if !f.dir.Contains(p, c.Place.ID) {
					t.Errorf("at %s a comment is told about %s", p, c.Place.ID)
				}
				if was, again := seen[c.ID]; again && was != c.Place.ID {
					t.Errorf("%s is told about %s and %s", c.ID, was, c.Place.ID)
				}
				seen[c.ID] = c.Place.ID
			}
		}
		list, err := f.store.ListVoices(t.Context(), ledger.VoiceQuery{State: ledger.VoiceShown, Limit: 500})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range list {
			if at, ok := seen[v.Name]; ok && at == v.Path.Place() {
				told++
			} else {
				pooled++
			}
		}
	}
	if told == 0 || pooled == 0 {
		t.Errorf("%d comments were told at their place and %d were not: the worlds try nothing", told, pooled)
	}
	t.Logf("%d comments told at their place, %d under a larger one or not at all", told, pooled)
}

// TestNoCanaryIsPublished plants what identifies people into comments whose
// writers agree to publication, by the form and by a partner, and looks for it in
// every public answer and in the log.
func TestNoCanaryIsPublished(t *testing.T) {
	f := newForum(t)
	token := f.key(ledger.RolePartner, nil)
	var planted []string
	for i := range 40 {
		phone, mail := fmt.Sprintf("07700 900%03d", i), fmt.Sprintf("pat%d.quint@mail.example", i)
		name, post := fmt.Sprintf("Bartholomew Q%cint", 'a'+rune(i%26)), fmt.Sprintf("ZZ%d 3QX", 1+i%9)
		text := []string{"Ring me on " + phone + " about the ward.", "Write to " + mail + ", the staff were kind.", "Nurse " + name + " was rude to my wife.", "I live at 12 Acacia Avenue, " + post + ", and waited."}[i%4]
		planted = append(planted, phone, mail, name, strings.ReplaceAll(phone, " ", ""), "Acacia")
		if i%2 == 0 {
			body := fmt.Sprintf(`{"id":"c%d","place":"LARK","rating":4,"comment":%q,"consent_to_publish":true}`, i, text)
			if rec := f.post(token, "application/json", body); rec.Code != http.StatusCreated {
				t.Fatal(rec.Code, rec.Body)
			}
			continue
		}
		form := url.Values{"token": {tokenIn(t, f.do(http.MethodGet, "/f/LARK", ""))}, "rating": {"2"}, "why": {text}, "consent": {"yes"}}
		if rec := f.do(http.MethodPost, "/f/LARK", form.Encode(), "Content-Type", "application/x-www-form-urlencoded", "X-Forwarded-For", fmt.Sprintf("10.1.0.%d", i)); rec.Code != http.StatusSeeOther {
			t.Fatal(rec.Code, rec.Body)
		}
	}
	f.say(testWard, 10, 1, kindWords)
	f.settle()
	waiting, err := f.store.ListVoices(t.Context(), ledger.VoiceQuery{State: ledger.VoiceWaiting, Limit: 100})
	if err != nil || len(waiting) < 36 {
		t.Errorf("%d of 40 comments that identify somebody wait for a person, %v", len(waiting), err)
	}
	var all strings.Builder
	for _, path := range slices.Concat(publicPaths(), []string{"/v1/areas/" + string(testArea) + "/report.xlsx"}) {
		rec := f.do(http.MethodGet, path, "")
		if rec.Code != http.StatusOK {
			t.Errorf("%s: %d", path, rec.Code)
		}
		all.WriteString(rec.Body.String())
	}
	all.WriteString(f.log.String())
	if !strings.Contains(all.String(), "the ward was clean") {
		t.Error("nothing is published at all")
	}
	for _, canary := range planted {
		if strings.Contains(all.String(), canary) {
			t.Errorf("%q is public", canary)
		}
	}
}

// publicPaths are the addresses at which comments may be read.
func publicPaths() []string {
	var out []string
	for _, p := range []feedback.PlaceID{testWard, testSite, testTrust, testICB} {
		out = append(out, "/p/"+string(p), "/p/"+string(p)+"/comments", "/v1/places/"+string(p)+"/comments?limit=100")
	}
	area := string(testArea)
	return append(out, "/areas/"+area+"/report", "/areas/"+area+"/feed.atom", "/v1/areas/"+area+"/report", "/v1/areas/"+area+"/comments", "/v1/areas/"+area+"/comments.csv")
}
