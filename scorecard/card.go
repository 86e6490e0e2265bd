package scorecard

import (
	"slices"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// Card is a scorecard: what was counted about a scope over a window.
type Card struct {
	Scope  Scope
	Window Window
	From   feedback.Day // first day covered
	To     feedback.Day // last day covered: the day the board is rolled to, or the month's last
	// AsOf is how fresh the card is: what was stored before then is counted. It
	// is zero if nothing was ever stored where the card looks.
	AsOf time.Time
	Counts
}

// DayCounts is what was counted about a scope on one day.
type DayCounts struct {
	Day feedback.Day
	Counts
}

// MonthCounts is what was counted about a scope in one calendar month, up to
// the day the board is rolled to.
type MonthCounts struct {
	Month feedback.Month
	Counts
}

// Ref says which card is wanted and in which partitions its counts lie.
type Ref struct {
	Scope Scope
	parts []ledger.Partition // sorted; empty for all
}

// PlaceRef refers to a ward, site or provider. providers names every provider
// that the place was ever part of (a provider is part of itself): an answer is
// kept in the partition of the provider of its day. With none named, all
// partitions are read.
func PlaceRef(id feedback.PlaceID, providers ...feedback.PlaceID) Ref {
	r := Ref{Scope: PlaceScope(id)}
	for _, p := range providers {
		r.parts = append(r.parts, ledger.PartitionOf(p))
	}
	slices.Sort(r.parts)
	r.parts = slices.Compact(r.parts)
	return r
}

// ICBRef refers to an integrated care board, which spans partitions.
func ICBRef(id feedback.PlaceID) Ref { return Ref{Scope: PlaceScope(id)} }

// AreaRef refers to an area, which spans partitions.
func AreaRef(gss feedback.GSS) Ref { return Ref{Scope: AreaScope(gss)} }

// EnglandRef refers to all of England.
func EnglandRef() Ref { return Ref{Scope: England} }

// partitions gives the partitions to read.
func (r Ref) partitions() []ledger.Partition {
	if len(r.parts) > 0 {
		return r.parts
	}
	all := make([]ledger.Partition, ledger.Partitions)
	for i := range all {
		all[i] = ledger.Partition(i)
	}
	return all
}
