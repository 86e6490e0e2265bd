package release

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/disclosure"
	"earshot/sentiment"
)

// ThemesDimension is the name of the breakdown by theme: how many of the people
// who answered spoke of it.
const ThemesDimension = "themes"

// ModeCount is how many modes of collection are counted: the eight of the
// national workbook in its order, and "not known" last.
const ModeCount = 9

// dimensions are the breakdowns of every published month.
func dimensions() []disclosure.Dimension {
	d := disclosure.Dimension{Name: ThemesDimension}
	for _, t := range sentiment.Themes() {
		d.Categories = append(d.Categories, t.Slug())
	}
	return []disclosure.Dimension{d}
}

// RowID gives the id of the published row of a scope.
func RowID(s scorecard.Scope) string { return string(s) }

// SettingRowID gives the id of the published row of a scope's answers in one
// setting.
func SettingRowID(s scorecard.Scope, k feedback.Setting) string {
	return string(s) + "/" + cmp.Or(k.String(), "none")
}

// SplitRowID takes the id of a row of one setting apart; ok is false if it is
// of all settings.
func SplitRowID(id string) (s scorecard.Scope, k feedback.Setting, ok bool) {
	scope, name, ok := strings.Cut(id, "/")
	if !ok {
		return scorecard.Scope(id), feedback.NoSetting, false
	}
	if name == "none" {
		return scorecard.Scope(scope), feedback.NoSetting, true
	}
	k, err := feedback.ParseSetting(name)
	return scorecard.Scope(scope), k, err == nil
}

// sums is what is counted of one leaf: people who answered the Test's question.
type sums struct {
	ratings [6]int
	modes   [ModeCount]int
	themes  [sentiment.ThemeCount]int
}

// Tally counts the answers of every month by where they were given. It is a
// fold of the ledger; the zero value has counted nothing. It is not safe for
// concurrent use.
type Tally struct {
	cursor ledger.Heads
	months map[feedback.Month]map[feedback.Path]*sums
}

// page is how many entries are read at a time.
const page = 8192

// CatchUp counts what the ledger holds up to now and was not counted yet. It
// stops at one instant of the whole ledger, so that an answer moved between
// providers is neither twice there nor missing.
func (t *Tally) CatchUp(ctx context.Context, r ledger.Reader) error {
	heads, err := r.Heads(ctx)
	if err != nil {
		return fmt.Errorf("count months: %w", err)
	}
	for p := range ledger.Partition(ledger.Partitions) {
		for t.cursor[p] < heads[p] {
			n := min(page, int(heads[p]-t.cursor[p]))
			entries, err := r.Read(ctx, p, t.cursor[p], ledger.ReadOptions{Limit: n})
			if err != nil {
				return fmt.Errorf("count months: %w", err)
			}
			if len(entries) == 0 {
				return fmt.Errorf("count months: partition %d ends before its head: %w", p, feedback.ErrCorrupt)
			}
			for i := range entries {
				t.add(entries[i].Minus, -1)
				t.add(entries[i].Plus, 1)
			}
			t.cursor[p] = entries[len(entries)-1].ID.Seq
		}
	}
	return nil
}

// add counts one contribution. Comments that came without an answer to the
// Test's question are no part of its results.
func (t *Tally) add(f *ledger.Facts, sign int) {
	if f == nil || !f.Rating.Valid() {
		return
	}
	if t.months == nil {
		t.months = map[feedback.Month]map[feedback.Path]*sums{}
	}
	m := f.Day.Month()
	if t.months[m] == nil {
		t.months[m] = map[feedback.Path]*sums{}
	}
	s := t.months[m][f.Path]
	if s == nil {
		s = new(sums)
		t.months[m][f.Path] = s
	}
	s.ratings[f.Rating-1] += sign
	mode := ModeCount - 1
	if f.Mode != feedback.NoMode && int(f.Mode) < ModeCount {
		mode = int(f.Mode) - 1
	}
	s.modes[mode] += sign
	var seen uint64 // each theme counts once a person, however many comments hold it
	for i := range f.Comments {
		for _, th := range f.Comments[i].Themes {
			if th.Theme.Valid() && seen&(1<<th.Theme) == 0 {
				seen |= 1 << th.Theme
				s.themes[th.Theme-1] += sign
			}
		}
	}
}

// Months gives the months in which anything was ever answered, oldest first.
func (t *Tally) Months() []feedback.Month {
	out := make([]feedback.Month, 0, len(t.months))
	for m := range t.months {
		out = append(out, m)
	}
	slices.Sort(out)
	return out
}

// Leaves gives a month's leaves for disclosure: one for every place, setting
// and standing of the place, so that what a place was part of when the answer
// was given decides where it counts.
func (t *Tally) Leaves(m feedback.Month) []disclosure.Leaf {
	out := make([]disclosure.Leaf, 0, len(t.months[m]))
	for path, s := range t.months[m] {
		leaf := disclosure.Leaf{ID: leafID(path), In: leafRows(path), Counts: s.counts()}
		if leaf.Counts.People == 0 {
			continue
		}
		for _, n := range s.themes {
			if n > 0 {
				leaf.Dims = map[string][]int{ThemesDimension: slices.Clone(s.themes[:])}
				break
			}
		}
		out = append(out, leaf)
	}
	slices.SortFunc(out, func(a, b disclosure.Leaf) int { return strings.Compare(a.ID, b.ID) })
	return out
}

func (s *sums) counts() disclosure.Counts {
	c := disclosure.Counts{Ratings: s.ratings, Modes: slices.Clone(s.modes[:])}
	for _, n := range s.ratings {
		c.People += n
	}
	return c
}

// leafPrefix begins the id of every leaf.
const leafPrefix = "leaf:"

// leafID names a leaf by its whole path. It cannot be taken for a row's id.
func leafID(p feedback.Path) string {
	return leafPrefix + strings.Join([]string{string(p.Ward), string(p.Site), string(p.Provider), string(p.ICB), string(p.Area), p.Setting.String()}, "|")
}

// leafRows names every row that adds a leaf up.
func leafRows(p feedback.Path) []string {
	scopes := []scorecard.Scope{scorecard.England}
	for _, id := range [...]feedback.PlaceID{p.Ward, p.Site, p.Provider, p.ICB} {
		if id != "" {
			scopes = append(scopes, scorecard.PlaceScope(id))
		}
	}
	if p.Area != "" {
		scopes = append(scopes, scorecard.AreaScope(p.Area))
	}
	out := make([]string, 0, 2*len(scopes))
	for _, s := range scopes {
		out = append(out, RowID(s), SettingRowID(s, p.Setting))
	}
	return out
}
