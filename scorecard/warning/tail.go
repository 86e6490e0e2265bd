package warning

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

// tailPart names the row that keeps how far entries were followed.
const tailPart = "tail"

// noticeDays is how old an answer may be for its danger signs to be notices. An
// archive that is imported is history, not somebody in danger today.
const noticeDays = 14

// tailEvery is how often the place in the ledger is noted at most. After a crash
// entries are followed again from there, which raises nothing twice.
const tailEvery = 2 * time.Second

// start reads where entries were followed to. The first time ever it begins at
// the ledger's end: what is before it is history, which monitors are built from.
func (w *Watcher) start(ctx context.Context) error {
	if w.started {
		return nil
	}
	m, err := w.opt.Store.Monitor(ctx, "", tailPart)
	switch {
	case err == nil:
		w.tailed = m.Version
		if err := json.Unmarshal(m.State, &w.tail); err != nil {
			return fmt.Errorf("where warnings had come to: %w", feedback.ErrCorrupt)
		}
	case errors.Is(err, feedback.ErrNotFound):
		if w.tail, err = w.opt.Store.Heads(ctx); err != nil {
			return err
		}
	default:
		return err
	}
	w.started = true
	return nil
}

// follow reads the entries that cards count by now, notes the places they are
// about, and raises a notice for each danger sign.
func (w *Watcher) follow(ctx context.Context, today feedback.Day) error {
	folded, known := w.opt.Folded()
	if !known {
		return nil
	}
	moved := false
	var raise []ledger.Warning
	for p := range folded {
		for w.tail[p] < folded[p] {
			page, err := w.opt.Store.Read(ctx, ledger.Partition(p), w.tail[p], ledger.ReadOptions{})
			if err != nil {
				return err
			}
			if len(page) == 0 {
				break
			}
			for i := range page {
				e := &page[i]
				if e.ID.Seq > folded[p] {
					break
				}
				w.tail[p], moved = e.ID.Seq, true
				notice, ok, err := w.take(e, today)
				if err != nil {
					return err
				}
				if ok {
					raise = append(raise, notice)
				}
			}
		}
	}
	if len(raise) > 0 {
		if _, err := w.opt.Store.Watch(ctx, nil, raise); err != nil {
			return err
		}
	}
	if now := w.opt.Now(); moved && now.Sub(w.saved) >= tailEvery {
		w.saved = now
		return w.note(ctx)
	}
	return nil
}

// note stores how far entries were followed. If another process was faster its
// place is as good.
func (w *Watcher) note(ctx context.Context) error {
	state, err := json.Marshal(w.tail)
	if err != nil {
		return err
	}
	_, err = w.opt.Store.Watch(ctx, []ledger.Monitor{{Part: tailPart, Plan: "1", Version: w.tailed + 1, State: state}}, nil)
	if errors.Is(err, feedback.ErrConflict) {
		m, err := w.opt.Store.Monitor(ctx, "", tailPart)
		if err == nil {
			w.tailed = m.Version
		}
		return err
	}
	if err == nil {
		w.tailed++
	}
	return err
}

// take notes the places of one entry, and gives a notice if it brings a danger
// sign.
func (w *Watcher) take(e *ledger.Entry, today feedback.Day) (ledger.Warning, bool, error) {
	for _, f := range [...]*ledger.Facts{e.Minus, e.Plus} {
		if f == nil {
			continue
		}
		for _, id := range [...]feedback.PlaceID{f.Path.Ward, f.Path.Site, f.Path.Provider} {
			if f.Day < today {
				delete(w.fresh, id)
			}
			switch {
			case id == "":
			case f.Day >= today:
				w.dirty[id] = today
			case f.Day > today-forgettable:
				w.late[id] = w.opt.Now()
			}
		}
	}
	if e.Kind != ledger.Received && e.Kind != ledger.Commented || e.Plus == nil || e.Plus.Day < today-noticeDays {
		return ledger.Warning{}, false, nil
	}
	flags := newFlags(e)
	if len(flags) == 0 {
		return ledger.Warning{}, false, nil
	}
	place := e.Plus.Path.Place()
	s := Shown{Kind: KindDanger, Name: string(place), Label: "danger sign", Responses: []string{e.Subject.String()}}
	if p, ok := w.dir.Place(place); ok {
		s.Name = p.Name
	}
	urgent := false
	var names []string
	for _, f := range flags {
		s.Flags = append(s.Flags, f.Slug())
		names = append(names, flagText(f))
		urgent = urgent || f != sentiment.Complaint
	}
	s.Sentence = "A comment speaks of " + strings.Join(names, " and of ") + ". A person should read it."
	warning, err := w.stored(place, e.Plus.Path.Provider, DangerNotice, "danger/"+e.ID.String(), e.Plus.Day, urgent, s)
	return warning, err == nil, err
}

// forgettable is how many days back a late answer is worth building a monitor
// again.
const forgettable = 399

// newFlags gives the danger signs that an entry adds to its response.
func newFlags(e *ledger.Entry) []sentiment.Flag {
	gather := func(f *ledger.Facts) []sentiment.Flag {
		var out []sentiment.Flag
		if f == nil {
			return nil
		}
		for i := range f.Comments {
			for _, g := range f.Comments[i].Flags {
				if g != sentiment.NoFlag && !slices.Contains(out, g) {
					out = append(out, g)
				}
			}
		}
		slices.Sort(out)
		return out
	}
	had := gather(e.Minus)
	return slices.DeleteFunc(gather(e.Plus), func(f sentiment.Flag) bool { return slices.Contains(had, f) })
}

// flagText names a danger sign in a sentence.
func flagText(f sentiment.Flag) string {
	switch f {
	case sentiment.SelfHarm:
		return "suicide or self-harm"
	case sentiment.Safeguarding:
		return "a person at risk"
	case sentiment.Threat:
		return "a threat"
	case sentiment.ClinicalHarm:
		return "harm in care"
	case sentiment.Discrimination:
		return "discrimination"
	case sentiment.Complaint:
		return "a complaint or legal claim"
	}
	return "danger"
}
