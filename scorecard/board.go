package scorecard

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// KeptDays is how many days keep a bucket of their own, the present one
// included. What was answered before them stands in its month only.
const KeptDays = 400

// Span is the kind of span that a [Key] covers.
type Span uint8

// The spans.
const (
	// DaySpan is one day of a scope: all of its answers, whenever they came.
	DaySpan Span = iota + 1
	// MonthSpan is a calendar month without the day the board is rolled to and
	// those after it, which stand in their day buckets alone.
	MonthSpan
	// WindowSpan is the last N days without the present one.
	WindowSpan
)

// Key names one stored sum of a partition.
type Key struct {
	Scope Scope
	Span  Span
	N     int32 // a feedback.Day, a feedback.Month, or the days of a window: 7, 30, 90, 365
}

// DayKey names the bucket of one day.
func DayKey(s Scope, d feedback.Day) Key { return Key{s, DaySpan, int32(d)} }

// MonthKey names the sum of a month.
func MonthKey(s Scope, m feedback.Month) Key { return Key{s, MonthSpan, int32(m)} }

// WindowKey names the sum of a window.
func WindowKey(s Scope, days int) Key { return Key{s, WindowSpan, int32(days)} }

// String gives the key as people read it, such as "h2k9 2026-11-20".
func (k Key) String() string {
	switch k.Span {
	case DaySpan:
		return string(k.Scope) + " " + feedback.Day(k.N).String()
	case MonthSpan:
		return string(k.Scope) + " " + feedback.Month(k.N).String()
	}
	return string(k.Scope) + " " + strconv.Itoa(int(k.N)) + "d"
}

// sealedWindows are the windows kept as sums, in days.
func sealedWindows() [4]int { return [...]int{7, 30, 90, 365} }

// Layout numbers what is stored under which key and how. A board of an older
// layout is cleared and folded again; one of a newer layout is left alone.
const Layout = 1

// Cursor says how far a partition of a board has come. Everything stored there
// is a function of Seq and Today. The zero Cursor is that of an empty
// partition. Cursors are compared as a whole, with ==.
type Cursor struct {
	Seq   ledger.Seq   // the last entry folded in
	Today feedback.Day // the day up to which windows and months are rolled
	Mark  uint64       // the first eight bytes of that entry's hash
	At    int64        // when that entry was recorded, Unix time in microseconds
	// Gen is drawn anew when a partition is begun, cleared or repaired, so that a
	// change made for what stood there before cannot slip in.
	Gen uint64
	// Clearing marks a partition that is being emptied. Nobody else may write.
	Clearing bool

	foreign string // the text found, if it is not one this program writes
}

// IsZero reports whether the partition is empty.
func (c Cursor) IsZero() bool { return c == Cursor{} }

// AsOf gives when the last entry folded in was recorded; zero if none was.
func (c Cursor) AsOf() time.Time {
	if c.Seq == 0 {
		return time.Time{}
	}
	return time.UnixMicro(c.At).UTC()
}

// String gives the cursor as it is stored: layout, entry, day, mark, time and
// generation with blanks between; empty for the zero Cursor.
func (c Cursor) String() string {
	if c.foreign != "" {
		return c.foreign
	}
	if c.IsZero() {
		return ""
	}
	state := "at"
	if c.Clearing {
		state = "clearing"
	}
	return fmt.Sprintf("%d %s %d %s %016x %d %016x", Layout, state, c.Seq, c.Today, c.Mark, c.At, c.Gen)
}

// ParseCursor reads what String writes. Other text gives a Cursor that is equal
// to no other, is not Known, and is written back as it was.
func ParseCursor(s string) Cursor {
	if s == "" {
		return Cursor{}
	}
	unknown := Cursor{foreign: s}
	f := strings.Split(s, " ")
	if len(f) != 7 || f[0] != strconv.Itoa(Layout) {
		return unknown
	}
	seq, err1 := strconv.ParseInt(f[2], 10, 64)
	today, err2 := feedback.ParseDay(f[3])
	mark, err3 := strconv.ParseUint(f[4], 16, 64)
	at, err4 := strconv.ParseInt(f[5], 10, 64)
	gen, err5 := strconv.ParseUint(f[6], 16, 64)
	c := Cursor{Seq: ledger.Seq(seq), Today: today, Mark: mark, At: at, Gen: gen, Clearing: f[1] == "clearing"}
	for _, err := range []error{err1, err2, err3, err4, err5} {
		if err != nil {
			return unknown
		}
	}
	if c.String() != s {
		return unknown
	}
	return c
}

// Known reports whether the cursor is one that this program writes.
func (c Cursor) Known() bool { return c.foreign == "" }

// newer reports whether the cursor was written by a program of a newer layout.
func (c Cursor) newer() bool {
	first, _, more := strings.Cut(c.foreign, " ")
	n, err := strconv.Atoi(first)
	return more && err == nil && n > Layout
}

// Query asks for some sums of one partition.
type Query struct {
	Partition ledger.Partition
	Keys      []Key
}

// View is what stood in a partition at one instant.
type View struct {
	Cursor Cursor
	Seen   time.Time // when a projector last found that nothing was waiting; zero if not known
	Counts []*Counts // one for each key asked for; nil if nothing is stored
	// Corrupt lists those of the keys whose stored value cannot be read. Their
	// Counts are nil.
	Corrupt []Key
}

// Put is a new value for a key. Counts of nothing remove the key.
type Put struct {
	Key    Key
	Counts *Counts
}

// Change is what happens to a partition together with a move of its cursor.
type Change struct {
	Was, Now Cursor // it happens only if the cursor is Was, and leaves it at Now
	Puts     []Put
	Scopes   []Scope  // scopes that have anything stored; to be remembered
	Remove   []string // stored names to remove, as Names gave them
}

// MaxPuts is how many Puts or removals a [Change] is meant to have at most, so
// that an engine is never held up for long by one of them.
const MaxPuts = 20_000

// Board is where scorecards are kept. Engines are neutral about what the sums
// mean; they promise three things, and scorecard/cardtest holds them to it:
//
//   - A View shows one instant of a partition: cursor and sums together.
//   - A Change happens as a whole or not at all, and only if the cursor is as
//     the Change expects.
//   - If an engine loses what it was told last, as in a failover, it loses the
//     latest changes of a partition and their cursor moves together.
//
// An engine that cannot do its work now returns feedback.ErrUnavailable.
type Board interface {
	// View looks at the partitions of the queries, one View for each.
	View(ctx context.Context, queries ...Query) ([]View, error)
	// Apply makes a change and reports whether it did; false means that the
	// cursor was not as expected. After an error it may have been made or not.
	Apply(ctx context.Context, p ledger.Partition, c Change) (bool, error)
	// Scopes lists the scopes remembered in a partition.
	Scopes(ctx context.Context, p ledger.Partition) ([]Scope, error)
	// Names lists what is stored in some partitions, a part at a time and maybe
	// twice: the keys, and whatever else is found under the partitions' prefixes.
	// Cursor, scopes and time seen are not listed; they go when a Change leaves
	// the partition at the zero Cursor. The cost is that of all that the engine
	// holds, for one partition as for many, so ask for many.
	Names(ctx context.Context, ps []ledger.Partition, each func([]Name) error) error
	// SetSeen notes that at the given time nothing waited for partitions which
	// stood at these cursors. A View tells of it while the cursor is still there.
	SetSeen(ctx context.Context, at time.Time, cursors map[ledger.Partition]Cursor) error
	// Ping reports whether the engine answers.
	Ping(ctx context.Context) error
	Close() error
}

// Name is something stored in a partition.
type Name struct {
	Partition ledger.Partition
	Stored    string // as the engine calls it
	Key       Key    // zero if it is no key of this program's
}
