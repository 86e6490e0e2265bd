package cardtest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

// England gives a ledger of n answers about places as many as England's
// inpatient units are (6,941 wards of 582 sites of 150 providers), spread over
// the year before now in the order of time: some places get many answers and
// most get few. It is for measuring; the same n gives the same ledger.
func England(n int, now time.Time) (*Ledger, []feedback.Path) {
	rng := rand.New(rand.NewPCG(uint64(n), 3))
	paths := englandPaths(rng)
	comments := commentPool(rng)
	l := NewLedger()
	for i := range n {
		at := now.Add(-time.Duration(float64(n-i) / float64(n) * 365 * 24 * float64(time.Hour)))
		// Squaring makes low numbers likelier: the busiest tenth of wards gets a
		// third of the answers.
		u := rng.Float64()
		path := &paths[int(u*u*float64(len(paths)))]
		f := &ledger.Facts{
			Path: *path, Day: feedback.DayOf(at), Rating: rating(rng),
			Channel: feedback.Channel(1 + rng.IntN(3)), Mode: feedback.Mode(1 + rng.IntN(3)),
		}
		if rng.IntN(2) == 0 {
			k := rng.IntN(len(comments))
			f.Comments = comments[k : k+1 : k+1]
		}
		l.put(ledger.PartitionOf(path.Provider), ledger.Entry{Kind: ledger.Received, At: at, Version: 1, Plus: f})
	}
	return l, paths
}

// put appends an entry without the cost of a hash.
func (l *Ledger) put(p ledger.Partition, e ledger.Entry) {
	e.ID = ledger.ID{Partition: p, Seq: ledger.Seq(len(l.entries[p]) + 1)}
	e.Subject = e.ID
	e.Hash[0], e.Hash[7] = byte(p), byte(e.ID.Seq)
	l.entries[p] = append(l.entries[p], e)
}

func rating(rng *rand.Rand) feedback.Rating {
	switch r := rng.IntN(100); {
	case r < 76:
		return feedback.VeryGood
	case r < 93:
		return feedback.Good
	case r < 96:
		return feedback.Neither
	case r < 97:
		return feedback.Poor
	case r < 99:
		return feedback.VeryPoor
	}
	return feedback.DontKnow
}

func englandPaths(rng *rand.Rand) []feedback.Path {
	paths := make([]feedback.Path, 6941)
	for i := range paths {
		site := i * 582 / len(paths)
		provider := site * 150 / 582
		paths[i] = feedback.Path{
			Ward: placeID("w", i), Site: placeID("s", site), Provider: placeID("p", provider), ICB: placeID("i", provider*42/150),
			Area: feedback.GSS(fmt.Sprintf("E%08d", site*153/582)), Setting: feedback.Inpatient,
		}
	}
	rng.Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
	return paths
}

// placeID gives an id as long as real ones.
func placeID(kind string, n int) feedback.PlaceID {
	return feedback.PlaceID(fmt.Sprintf("%s%09d", kind, n))
}

func commentPool(rng *rand.Rand) []ledger.CommentFacts {
	pool := make([]ledger.CommentFacts, 512)
	for i := range pool {
		c := ledger.CommentFacts{Class: sentiment.Class(1 + rng.IntN(5)), Score: int16(rng.IntN(2001) - 1000), Version: "v1", Lang: "en"}
		for range 1 + rng.IntN(3) {
			c.Themes = append(c.Themes, ledger.ThemeFact{Theme: sentiment.Theme(1 + rng.IntN(32)), Polarity: sentiment.Polarity(rng.IntN(3) - 1)})
		}
		if rng.IntN(30) == 0 {
			c.Flags = append(c.Flags, sentiment.Flag(1+rng.IntN(sentiment.FlagCount)))
		}
		pool[i] = c
	}
	return pool
}
