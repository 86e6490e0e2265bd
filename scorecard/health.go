package scorecard

import (
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// Health is how a projector is doing: for readiness and metrics.
type Health struct {
	At         time.Time // when it last looked at the ledger; zero if it never could
	CaughtUpAt time.Time // when it last found nothing waiting; zero if never
	Today      feedback.Day
	Partitions [ledger.Partitions]PartitionHealth
	// Err is what went wrong in the latest cycle, nil if nothing. It holds
	// identifiers only.
	Err   error
	ErrAt time.Time // when something last went wrong

	Entries  int64 // entries folded by this projector
	Changes  int64 // changes it made to the board
	Races    int64 // changes that another had made before
	Rolls    int64 // day changes
	Clears   int64 // partitions emptied because they could not be true
	Failures int64 // cycles in which something went wrong
}

// PartitionHealth is how far one partition has come.
type PartitionHealth struct {
	Head   ledger.Seq // of the ledger
	Cursor ledger.Seq // of the board; 0 if not known
	Known  bool       // the cursor was found and agrees with the ledger
	// Ahead is how many days the partition is rolled beyond the projector's own
	// clock, 0 or 1 around midnight. More means that some machine's clock is
	// wrong: its windows are too late until it is rebuilt or the day comes.
	Ahead int
}

// Lag gives how many entries wait to be folded.
func (h *Health) Lag() int64 {
	var n int64
	for _, p := range h.Partitions {
		n += int64(max(p.Head-p.Cursor, 0))
	}
	return n
}

// Ready reports whether the cards can be shown: the ledger was folded to its
// end no longer than age before now.
func (h *Health) Ready(now time.Time, age time.Duration) bool {
	return !h.CaughtUpAt.IsZero() && now.Sub(h.CaughtUpAt) <= age
}

// Health gives how the projector was doing at the end of its latest cycle. The
// value is not changed any more.
func (pr *Projector) Health() *Health { return pr.health.Load() }

// publish makes the health of a cycle that began at the given time.
func (pr *Projector) publish(began time.Time, heads *ledger.Heads, day feedback.Day, err error) {
	before := pr.health.Load()
	h := &Health{At: began, CaughtUpAt: before.CaughtUpAt, Today: day, Err: err, ErrAt: before.ErrAt}
	complete := err == nil
	for i := range pr.lanes {
		l, p := &pr.lanes[i], &h.Partitions[i]
		p.Head, p.Known = heads[i], l.known
		if l.known {
			p.Cursor = l.cursor.Seq
			if !l.cursor.IsZero() {
				p.Ahead = int(max(l.cursor.Today-day, 0))
			}
		}
		complete = complete && l.known && p.Cursor >= p.Head
	}
	if complete {
		h.CaughtUpAt = began
	}
	if err != nil {
		h.ErrAt = began
		pr.counters.failures.Add(1)
	}
	c := &pr.counters
	h.Entries, h.Changes, h.Races = c.entries.Load(), c.changes.Load(), c.races.Load()
	h.Rolls, h.Clears, h.Failures = c.rolls.Load(), c.clears.Load(), c.failures.Load()
	pr.health.Store(h)
}
