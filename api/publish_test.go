package api

import (
	"math/rand/v2"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/sentiment"
)

// TestHide checks on random breakdowns that no small cell is shown and that
// the sum leaves every small cell free to be 1, 2, 3 or 4, or as many as a key's
// agreement asks for.
func TestHide(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		least := [...]int64{smallest, smallest, 8, 11}[r.IntN(4)]
		n := make([]int64, 2+r.IntN(8))
		for i := range n {
			n[i] = [...]int64{0, r.Int64N(least), r.Int64N(2*least + 2), r.Int64N(200)}[r.IntN(4)]
		}
		shown := hidden(n, least)
		var small, hidden, sum, cover int64
		for i, v := range n {
			switch {
			case shown[i] != nil && *shown[i] != v:
				t.Fatalf("%v: cell %d is shown as %d", n, i, *shown[i])
			case shown[i] != nil && few(v, least):
				t.Fatalf("%v: cell %d is small and shown", n, i)
			case shown[i] == nil:
				hidden++
				sum += v
				if few(v, least) {
					small++
				} else {
					cover++
				}
			}
		}
		if small == 0 && hidden > 0 {
			t.Fatalf("%v: cells are hidden for nothing", n)
		}
		if small > 0 && hidden != int64(len(n)) && (cover != 1 || sum < least+(least-1)*small) {
			t.Fatalf("%v: hidden cells sum to %d with %d small", n, sum, small)
		}
	}
}

// TestSmallGroupsWithinACard checks that a shown card hides what is about one
// to four people: their comments, the tone of them, answers without a rating.
func TestSmallGroupsWithinACard(t *testing.T) {
	card := func(rated, unrated, commented int) *scorecard.Card {
		var c scorecard.Card
		for i := range rated + unrated {
			f := ledger.Facts{Rating: feedback.Good, Channel: feedback.ChannelWeb, Mode: feedback.ModeOnline}
			if i >= rated {
				f.Rating = feedback.NoRating
			}
			if i < commented {
				f.Comments = []ledger.CommentFacts{{Class: sentiment.Positive, Score: 500, Themes: []ledger.ThemeFact{{Theme: sentiment.Parking, Polarity: -1}}}}
			}
			c.AddFacts(&f, 1)
		}
		return &c
	}
	for n := 1; n < smallest; n++ {
		f := share(card(20, 0, n), smallest)
		if f.Suppressed || f.Commented != nil || f.Sentiment != nil || f.Themes != nil {
			t.Errorf("%d comments are told: %+v", n, f)
		}
		f = share(card(20, n, 0), smallest)
		if f.Suppressed || f.Unrated != nil || *f.Responses != 20 {
			t.Errorf("%d unrated answers are told: %+v", n, f)
		}
		if f = share(card(n, 20, 0), smallest); !f.Suppressed || f.Responses != nil {
			t.Errorf("%d ratings among unrated answers are told: %+v", n, f)
		}
	}
	f := share(card(20, 5, 5), smallest)
	if *f.Commented != 5 || *f.Sentiment.Mean != 0.5 || len(f.Themes) != 1 || *f.Unrated != 5 {
		t.Errorf("groups of five are hidden: %+v", f)
	}
}
