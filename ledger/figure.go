package ledger

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"

	"earshot/feedback"
)

// Unknown stands for a figure that was hidden, or never given. It is not zero.
const Unknown int64 = -1

// Series says what kind of counting a Figure comes from. The numbers are
// stored.
type Series uint8

// The series.
const (
	NoSeries Series = iota
	Official        // the Test's published results for a month
	Activity        // how many patients, appointments or attendances there were
	seriesEnd
)

// String gives the series' name.
func (s Series) String() string {
	if s < seriesEnd {
		return [...]string{"", "official", "activity"}[s]
	}
	return fmt.Sprintf("series %d", uint8(s))
}

// ParseSeries reads what String writes.
func ParseSeries(s string) (Series, error) {
	for v := Official; v < seriesEnd; v++ {
		if v.String() == s {
			return v, nil
		}
	}
	return NoSeries, fault("series", "must be official or activity")
}

// Figure is what somebody else counted for one place and month. It is kept
// beside the answers and never added to them: the same people may be in both.
// Any number may be Unknown.
type Figure struct {
	Path    feedback.Path // of the place: a provider or below, or an ICB alone
	Month   feedback.Month
	Series  Series
	Measure string // of Activity: "eligible", "appointments", "attendances", …
	AgeBand string // of Activity: the group that was counted; empty for all
	Gender  string
	Outcome string

	Total    int64    // responses, or what Measure says
	Eligible int64    // of Official: patients who could have answered
	Ratings  [6]int64 // of Official: answers in their national order
	Modes    [8]int64 // of Official: responses by mode of collection, in the order of the workbook
}

// Place gives the place that a figure is about.
func (f *Figure) Place() feedback.PlaceID { return f.Path.Place() }

// Key says what a figure is about. Of two figures with one key the one stored
// later is in force.
func (f *Figure) Key() string {
	return strings.Join([]string{f.Series.String(), f.Month.String(), string(f.Place()), f.Measure, f.AgeBand, f.Gender, f.Outcome}, "|")
}

// partition is where a figure's entry goes: with its provider's, or for an ICB
// where the ICB's own would.
func (f *Figure) partition() Partition {
	if f.Path.Provider != "" {
		return PartitionOf(f.Path.Provider)
	}
	return PartitionOf(f.Path.ICB)
}

// FigureQuery says which figures are wanted.
type FigureQuery struct {
	Series   Series           // NoSeries for all
	Place    feedback.PlaceID // empty for all
	From, To feedback.Month   // both included
}

// StoredFigure is a figure in force.
type StoredFigure struct {
	Figure
	ID      ID  // of its entry
	Version int // how often figures with its key were stored
}

// Figures reads what was counted elsewhere.
type Figures interface {
	// Figures gives the figures in force, ordered by key.
	Figures(ctx context.Context, q FigureQuery) ([]StoredFigure, error)
}

// FiguresInForce picks the latest figure of each key from the rows of Counted
// entries, given in order of storing within each place, and leaves out series
// that are not wanted. ErrCorrupt if one cannot be decoded.
func FiguresInForce(q FigureQuery, ids []ID, stored [][]byte) ([]StoredFigure, error) {
	at := make(map[string]int)
	var out []StoredFigure
	for i, b := range stored {
		f, err := decodeFigure(b)
		if err != nil {
			return nil, fmt.Errorf("entry %v: %w", ids[i], err)
		}
		if q.Series != NoSeries && f.Series != q.Series {
			continue
		}
		s := StoredFigure{Figure: *f, ID: ids[i], Version: 1}
		key := f.Key()
		if n, ok := at[key]; ok {
			s.Version += out[n].Version
			out[n] = s
			continue
		}
		at[key] = len(out)
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b StoredFigure) int { return strings.Compare(a.Key(), b.Key()) })
	return out, nil
}

// figureVersion begins an encoded figure. It differs from every codecVersion of
// facts, so that one cannot be read as the other.
const figureVersion = 0x40

func appendFigure(b []byte, f *Figure) []byte {
	b = append(b, figureVersion)
	for _, s := range [...]string{string(f.Path.Ward), string(f.Path.Site), string(f.Path.Provider), string(f.Path.ICB), string(f.Path.Area)} {
		b = appendString(b, s)
	}
	b = append(b, byte(f.Path.Setting))
	b = binary.AppendVarint(b, int64(f.Month))
	b = append(b, byte(f.Series))
	for _, s := range [...]string{f.Measure, f.AgeBand, f.Gender, f.Outcome} {
		b = appendString(b, s)
	}
	b = binary.AppendVarint(b, f.Total)
	b = binary.AppendVarint(b, f.Eligible)
	for _, n := range f.Ratings {
		b = binary.AppendVarint(b, n)
	}
	for _, n := range f.Modes {
		b = binary.AppendVarint(b, n)
	}
	return b
}

func decodeFigure(b []byte) (*Figure, error) {
	r := stringReader{s: string(b)}
	if r.byte() != figureVersion {
		return nil, errCodec
	}
	f := new(Figure)
	f.Path.Ward = feedback.PlaceID(r.string())
	f.Path.Site = feedback.PlaceID(r.string())
	f.Path.Provider = feedback.PlaceID(r.string())
	f.Path.ICB = feedback.PlaceID(r.string())
	f.Path.Area = feedback.GSS(r.string())
	f.Path.Setting = feedback.Setting(r.byte())
	f.Month = feedback.Month(r.varint(math.MinInt32, math.MaxInt32))
	f.Series = Series(r.byte())
	for _, s := range [...]*string{&f.Measure, &f.AgeBand, &f.Gender, &f.Outcome} {
		*s = r.string()
	}
	f.Total = r.varint(Unknown, math.MaxInt64)
	f.Eligible = r.varint(Unknown, math.MaxInt64)
	for i := range f.Ratings {
		f.Ratings[i] = r.varint(Unknown, math.MaxInt64)
	}
	for i := range f.Modes {
		f.Modes[i] = r.varint(Unknown, math.MaxInt64)
	}
	if r.bad || r.i != len(r.s) {
		return nil, errCodec
	}
	return f, nil
}

// check reports what is wrong with a figure whatever the ledger holds.
func (f *Figure) check() error {
	if f == nil {
		return fault("figure", "must be set")
	}
	if f.Series == NoSeries || f.Series >= seriesEnd {
		return fault("series", "must be official or activity")
	}
	path := f.Path
	if path.Provider == "" && path.Ward == "" && path.Site == "" {
		path.Provider = path.ICB // an ICB alone
	}
	if err := checkPath(path); err != nil {
		return err
	}
	if d := f.Month.First(); d < firstDay || d > lastDay {
		return fault("month", "must be between the years 1 and 9999")
	}
	for _, s := range [...]string{f.Measure, f.AgeBand, f.Gender, f.Outcome} {
		if !plain(s, 100) || strings.Contains(s, "|") {
			return fault("measure", "and the group must be at most 100 bytes of UTF-8 each, without |")
		}
	}
	for _, n := range append(append([]int64{f.Total, f.Eligible}, f.Ratings[:]...), f.Modes[:]...) {
		if n < Unknown {
			return fault("figure", "must not be negative")
		}
	}
	return nil
}
