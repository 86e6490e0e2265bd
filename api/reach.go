package api

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
)

// reachMonths is how many months a card tells the reach of, the present one
// included.
const reachMonths = 12

// reachNote stands beside every reach. It says what NHS England says of the
// numbers of those who could answer, and why it publishes no rate of response.
const reachNote = "Anyone may answer, whenever they like and more than once, so this is not a rate of response. It is context for this place alone, not for comparing it with others."

// ReachMonth says how many people answered the Test's question in a month, beside
// how many could have, as counted elsewhere.
type ReachMonth struct {
	Month   string `json:"month"`
	Answers int64  `json:"answers"` // to the Test's question
	Of      string `json:"of"`      // what was counted: eligible, attendances or appointments
	Count   int64  `json:"count"`   // how many of those
	// Percent is answers out of a hundred of them, to a tenth. It is null in a
	// month that is not over, where nobody was counted, and where there are more
	// answers than people counted.
	Percent *float64 `json:"percent"`
}

// reach gives the reach of a place in each of the last twelve months for which
// somebody counted, latest first; none where nobody did, or while the counts cannot
// be read: the card stands without them. Only counts of the place itself are used,
// and of everybody there: counts of its parts, or of groups of people, need not be
// all of them.
func (s *server) reach(ctx context.Context, ref scorecard.Ref, id feedback.PlaceID) []ReachMonth {
	if s.workspace == nil || s.workspace.Figures == nil {
		return nil
	}
	to := feedback.DayOf(s.now()).Month()
	from := to - reachMonths + 1
	counted, err := s.counted.of(ctx, s.workspace.Figures, ledger.FigureQuery{Place: id, From: from, To: to}, s.now())
	var months []scorecard.MonthCounts
	if err == nil && len(counted) > 0 {
		months, err = s.workspace.Series.Months(ctx, ref, from, to)
	}
	if err != nil {
		s.log.WarnContext(ctx, "a card is shown without how many of those who could answer did", "place", id, "error", err)
		return nil
	}
	var out []ReachMonth
	for _, m := range slices.Backward(months) {
		if base, ok := counted[m.Month]; ok {
			out = append(out, reachOf(m.Month, m.Tally().Total(), base, m.Month < to))
		}
	}
	return out
}

// Counts are imported once a month, and cards are read thousands of times a
// second: what was counted is read again only so often.
const (
	countedFresh = 5 * time.Second
	countedMost  = 20_000 // places; England has some 7,700
)

// countedCache keeps what was counted of places. It is safe for concurrent use.
type countedCache struct {
	mu     sync.Mutex
	places map[feedback.PlaceID]countedAt
}

// countedAt is what was counted of a place, as it was read at a time for the
// months up to one.
type countedAt struct {
	at     time.Time
	to     feedback.Month
	months map[feedback.Month]base
}

// of gives what was counted of the query's place in its months. The answer must
// not be changed.
func (c *countedCache) of(ctx context.Context, from ledger.Figures, q ledger.FigureQuery, now time.Time) (map[feedback.Month]base, error) {
	c.mu.Lock()
	kept, ok := c.places[q.Place]
	c.mu.Unlock()
	if age := now.Sub(kept.at); ok && kept.to == q.To && age >= 0 && age < countedFresh {
		return kept.months, nil
	}
	figures, err := from.Figures(ctx, q)
	if err != nil {
		return nil, err
	}
	kept = countedAt{now, q.To, basesOf(figures)}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.places == nil || len(c.places) >= countedMost {
		c.places = make(map[feedback.PlaceID]countedAt)
	}
	c.places[q.Place] = kept
	return kept.months, nil
}

// base is how many people could have answered, and who they are.
type base struct {
	of    string
	count int64
	rank  int // the lower, the better it says who could have answered
}

// basesOf picks for each month the figure that says best who could have answered:
// those eligible by the place's own count or else as published, then attendances,
// then appointments. Figures that are hidden say nothing.
func basesOf(figures []ledger.StoredFigure) map[feedback.Month]base {
	out := make(map[feedback.Month]base)
	for _, f := range figures {
		b := base{of: f.Measure, count: f.Total}
		switch {
		case f.Series == ledger.Official:
			b = base{"eligible", f.Eligible, 1}
		case f.AgeBand+f.Gender+f.Outcome != "":
			continue
		case f.Measure == "eligible":
		case f.Measure == "attendances":
			b.rank = 2
		case f.Measure == "appointments":
			b.rank = 3
		default:
			continue
		}
		if old, known := out[f.Month]; b.count != ledger.Unknown && (!known || b.rank < old.rank) {
			out[f.Month] = b
		}
	}
	return out
}

func reachOf(m feedback.Month, answers int64, b base, over bool) ReachMonth {
	r := ReachMonth{Month: m.String(), Answers: answers, Of: b.of, Count: b.count}
	if over && b.count > 0 && answers <= b.count {
		r.Percent = new(math.Round(1000*float64(answers)/float64(b.count)) / 10)
	}
	return r
}

// reachText writes a percentage of reach; "–" where there is none.
func reachText(p *float64) string {
	if p == nil {
		return "–"
	}
	return fmt.Sprintf("%.1f%%", *p)
}
