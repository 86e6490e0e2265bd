package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
)

// counted stores figures of Skylark Ward.
func (s *staff) counted(figures ...ledger.Figure) {
	s.Helper()
	var cmds []ledger.Command
	for _, f := range figures {
		f.Path = feedback.Path{Ward: testWard, Site: testSite, Provider: testTrust}
		for _, n := range [][]int64{f.Ratings[:], f.Modes[:]} {
			for i := range n {
				n[i] = ledger.Unknown
			}
		}
		cmds = append(cmds, ledger.Command{Kind: ledger.Counted, Source: "counts", SourceID: f.Key(), At: s.clock.now(), Figure: &f})
	}
	receipts, err := s.store.Append(s.Context(), cmds...)
	if err != nil {
		s.Fatal(err)
	}
	for _, r := range receipts {
		if r.Err != nil {
			s.Fatal(r.Err)
		}
	}
}

// activity is a figure of everybody at the ward.
func activity(month, measure string, n int64) ledger.Figure {
	m, err := feedback.ParseMonth(month)
	if err != nil {
		panic(err) // a month of this file's own
	}
	return ledger.Figure{Month: m, Series: ledger.Activity, Measure: measure, Total: n, Eligible: ledger.Unknown}
}

// TestReach holds 200 answers a month (the invented figures') beside what was
// counted: the best count of those who could answer, a share only where there is
// one, and nothing in a month that nobody counted.
func TestReach(t *testing.T) {
	s := newStaff(t)
	official := activity("2026-04", "", 30)
	official.Series, official.Eligible = ledger.Official, 500
	alsoOfficial := activity("2026-05", "", 30)
	alsoOfficial.Series, alsoOfficial.Eligible = ledger.Official, 500
	group := activity("2026-08", "eligible", 900)
	group.AgeBand = "65+"
	s.counted(
		activity("2026-11", "eligible", 800), // this month is not over
		activity("2026-10", "eligible", 601),
		activity("2026-10", "attendances", 5000), // those eligible say it better
		activity("2026-09", "appointments", 4000), activity("2026-09", "attendances", 1000),
		group,
		activity("2026-07", "eligible", ledger.Unknown), // hidden by its source
		activity("2026-06", "eligible", 150),            // fewer than answered
		alsoOfficial, activity("2026-05", "eligible", 250),
		official,
		activity("2026-03", "eligible", 0),
		activity("2026-02", "beds", 20),
		activity("2025-11", "eligible", 1000), // more than a year ago
	)
	token := s.key(ledger.RoleProvider, testTrust)
	card := decode[cardAnswer](t, s.do(http.MethodGet, "/v1/scorecards/LARK", "", "Authorization", "Bearer "+token))
	var got []string
	for _, m := range card.Reach {
		got = append(got, fmt.Sprintf("%s %d of %d %s: %s", m.Month, m.Answers, m.Count, m.Of, reachText(m.Percent)))
	}
	want := []string{
		"2026-11 200 of 800 eligible: –", "2026-10 200 of 601 eligible: 33.3%", "2026-09 200 of 1000 attendances: 20.0%", "2026-06 200 of 150 eligible: –",
		"2026-05 200 of 250 eligible: 80.0%", "2026-04 200 of 500 eligible: 40.0%", "2026-03 200 of 0 eligible: –",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("reach\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	page := s.do(http.MethodGet, "/workspace/places/"+string(testWard), "", "Cookie", s.signIn(token)).Body.String()
	for _, text := range []string{"How many answered", "October 2026", "601 eligible", "33.3%", "not a rate of response"} {
		if !strings.Contains(page, text) {
			t.Errorf("the page does not say %q", text)
		}
	}
}

// TestReachIsForKeyHolders asks for cards of the place without a key for it, and
// with one for a place that nobody counted anything about.
func TestReachIsForKeyHolders(t *testing.T) {
	s := newStaff(t)
	s.counted(activity("2026-10", "eligible", 600))
	other := s.key(ledger.RoleProvider, testOther)
	for name, headers := range map[string][]string{"the public": nil, "another provider": {"Authorization", "Bearer " + other}} {
		for _, path := range []string{"/v1/scorecards/LARK", "/v1/scorecards?q=Skylark", "/p/" + string(testWard)} {
			if body := s.do(http.MethodGet, path, "", headers...).Body.String(); strings.Contains(body, `"reach"`) || strings.Contains(body, "How many answered") {
				t.Errorf("%s is told the reach at %s", name, path)
			}
		}
	}
	if body := s.do(http.MethodGet, "/v1/scorecards/ORCHARD", "", "Authorization", "Bearer "+other).Body.String(); strings.Contains(body, `"reach"`) {
		t.Errorf("a place that nobody counted has a reach: %s", body)
	}
}
