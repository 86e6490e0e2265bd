package feed

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
)

// file takes in one page of items: new ones are stored, edited ones replaced,
// those taken down withdrawn, and the rest left alone.
func (r *run) file(ctx context.Context, items []Item) error {
	// Of an item that a page names twice the last is filed: filed one after the
	// other, each would replace the other at every look for ever.
	last := make(map[string]int)
	for n := range items {
		if at, ok := last[items[n].key()]; !ok || items[n].Fault == nil || items[at].Fault != nil {
			last[items[n].key()] = n
		}
	}
	once := make([]Item, 0, len(items))
	for n := range items {
		if items[n].ID == "" || last[items[n].key()] == n {
			once = append(once, items[n])
		} else {
			r.report.Seen++
		}
	}
	if len(once) > 0 {
		if err := r.fileOnce(ctx, once); err != nil {
			return err
		}
	}
	return r.checkpoint(ctx)
}

// change is what is to be done about one item.
type change struct {
	item  *Item
	known ledger.FeedItem // as it was
	next  ledger.FeedItem // as it will be
	isNew bool
	old   []string // source ids of responses to withdraw
	parts []part
	subs  []collector.Submission
}

func (r *run) fileOnce(ctx context.Context, items []Item) error {
	ids := make([]string, 0, len(items))
	for n := range items {
		if k := items[n].key(); k != "" {
			ids = append(ids, k)
		}
	}
	known, err := r.opt.Store.FeedItems(ctx, r.src.Name, ids)
	if err != nil {
		return err
	}
	var changes []*change
	var touched []ledger.FeedItem
	for n := range items {
		i := &items[n]
		r.report.Seen++
		if !r.sound(i) {
			continue
		}
		k, ok := known[i.key()]
		ch := r.decide(i, k, !ok)
		switch {
		case ch != nil:
			changes = append(changes, ch)
		case ok && !i.Gone && (r.report.Full || r.started.Sub(k.SeenAt) > 12*time.Hour):
			k.SeenAt = r.started
			touched = append(touched, k)
		}
	}
	if err := r.opt.Store.PutFeedItems(ctx, r.src.Name, touched); err != nil {
		return err
	}
	return r.apply(ctx, changes)
}

// sound notes what cannot be an item.
func (r *run) sound(i *Item) bool {
	if i.Fault == nil && i.key() == "" {
		i.Fault = &feedback.FieldError{Field: "id", Reason: "is missing"}
	}
	if i.Fault != nil {
		r.report.Broken++
		r.report.problem(i.key(), "", i.Fault.Error())
		return false
	}
	if i.PublishedAt.After(r.state.NewestAt) && !i.PublishedAt.After(r.started) {
		r.state.NewestAt = i.PublishedAt
	}
	if i.AnsweredAt.IsZero() {
		i.AnsweredAt = i.PublishedAt
	}
	if i.AnsweredAt.After(r.started) {
		i.AnsweredAt = r.started // a clock or a zone that is off; it was written by now
	}
	if i.CareAt.IsZero() || i.CareAt.After(i.AnsweredAt) {
		i.CareAt = i.AnsweredAt
	}
	return true
}

// decide compares an item with what is known of it; nil if nothing is to be
// done.
func (r *run) decide(i *Item, k ledger.FeedItem, isNew bool) *change {
	ch := &change{item: i, known: k, next: k, isNew: isNew}
	ch.next.ID, ch.next.SeenAt = i.key(), r.started
	if i.Gone {
		if isNew || k.Gone || k.Closed {
			return nil
		}
		ch.old = k.Parts
		return ch
	}
	kept := r.src.kept(r.started)
	if k.Closed || isNew && (i.CareAt.Before(kept) || i.PublishedAt.Before(r.src.since)) {
		r.report.Unchanged++
		return nil
	}
	var unknown int
	ch.parts, unknown = r.src.parts(r.opt.Places(), i)
	revision := i.revision(ch.parts)
	if k.Done && !k.Gone && k.Revision == revision {
		r.report.Unchanged++
		return nil
	}
	ch.next.URL, ch.next.PublishedAt, ch.next.CareAt = i.URL, i.PublishedAt, i.CareAt
	ch.next.Gone, ch.next.Problem = false, ""
	switch {
	case len(ch.parts) == 0:
		ch.next.Problem = errNoPlace.Error()
	case unknown > 0:
		ch.next.Problem = strconv.Itoa(unknown) + " of its services are not in the directory"
	}
	if k.Revision != revision || k.Gone { // else an attempt to be finished
		ch.next.Number++
	}
	ch.next.Revision = revision
	var fresh []string
	for _, p := range ch.parts {
		s := r.submission(ch, p)
		ch.subs = append(ch.subs, s)
		fresh = append(fresh, s.SourceID)
	}
	for _, old := range k.Parts {
		if !slices.Contains(fresh, old) {
			ch.old = append(ch.old, old)
		}
	}
	ch.next.Parts = fresh
	return ch
}

// submission gives the response that one part of a story becomes.
func (r *run) submission(ch *change, p part) collector.Submission {
	id := ch.next.ID + "@" + string(p.place)
	if ch.next.Number > 1 {
		id += "#" + strconv.Itoa(ch.next.Number)
	}
	i := ch.item
	link := i.URL
	if link == "" {
		link = r.src.Credit.URL
	}
	return collector.Submission{
		Source: r.src.feedbackSource(), SourceID: id, Place: string(p.place), Rating: p.rating, Comments: i.Comments,
		Channel: feedback.ChannelFeed, AnsweredAt: i.AnsweredAt, Language: i.Language, About: i.About, Consent: r.src.Consent && !i.Private,
		Credit: &feedback.Attribution{Name: r.src.Credit.Name, URL: link, Licence: r.src.Credit.Licence},
	}
}

// apply makes changes. What is about to be stored is written down before, with
// everything it stands in for, and marked as done after: a crash at any point
// leaves a note from which the next run finds and finishes it.
func (r *run) apply(ctx context.Context, changes []*change) error {
	if len(changes) == 0 {
		return nil
	}
	var olds []string
	pending := make([]ledger.FeedItem, len(changes))
	for n, ch := range changes {
		olds = append(olds, ch.old...)
		pending[n] = ch.next
		pending[n].Done = false
		if !ch.item.Gone {
			pending[n].Parts = slices.Concat(ch.old, ch.next.Parts)
		}
	}
	found, err := r.opt.Store.FindResponses(ctx, r.src.feedbackSource(), olds)
	if err != nil {
		return err
	}
	if err := r.opt.Store.PutFeedItems(ctx, r.src.Name, pending); err != nil {
		return err
	}
	var earlier []collector.Earlier
	var subs []collector.Submission
	for _, ch := range changes {
		ended, err := r.endedHere(ctx, ch, found)
		if err != nil {
			return err
		}
		if ended {
			ch.close("was withdrawn or erased here; not taken again")
			continue
		}
		for _, old := range ch.old {
			if id, ok := found[old]; ok {
				earlier = append(earlier, r.earlier(id, old, ch.item.Gone && r.src.OnRemoval == "erase"))
			}
		}
		subs = append(subs, ch.subs...)
	}
	results, err := r.opt.Intake.Replace(ctx, earlier, subs...)
	if err != nil {
		return err
	}
	for _, ch := range changes {
		r.settle(ch, results[:len(ch.subs)])
		results = results[len(ch.subs):]
	}
	done := make([]ledger.FeedItem, len(changes))
	for n, ch := range changes {
		done[n] = ch.next
	}
	return r.opt.Store.PutFeedItems(ctx, r.src.Name, done)
}

// earlier names a response that is to end.
func (r *run) earlier(id ledger.ID, sourceID string, erase bool) collector.Earlier {
	how := "/withdrawn"
	if erase {
		how = "/erased"
	}
	return collector.Earlier{ID: id, Source: r.src.feedbackSource(), SourceID: sourceID + how, Erase: erase}
}

// endedHere reports whether somebody here withdrew or erased a response of a
// story. What was taken out for a person's sake must not come back because the
// story was edited.
func (r *run) endedHere(ctx context.Context, ch *change, found map[string]ledger.ID) (bool, error) {
	if !ch.known.Done || ch.item.Gone || ch.known.Gone {
		return false, nil
	}
	for _, old := range ch.old {
		id, ok := found[old]
		if !ok {
			continue
		}
		st, err := r.opt.Store.State(ctx, id)
		if err != nil && !errors.Is(err, feedback.ErrNotFound) {
			return false, err
		}
		if err == nil && (st.Facts == nil || st.Erased) {
			return true, nil
		}
	}
	return false, nil
}

// close ends a story for good; nothing of it is stored.
func (ch *change) close(why string) {
	ch.next = ch.known
	ch.next.Closed, ch.next.Revision, ch.next.Problem = true, "", why
	ch.subs, ch.old = nil, nil
}

// settle notes what became of an item.
func (r *run) settle(ch *change, results []collector.Result) {
	ch.next.Done = true
	if ch.item.Gone {
		ch.next.Gone, ch.next.Revision, ch.next.Parts = true, "", nil
		r.report.Removed++
		return
	}
	if ch.next.Closed {
		r.report.Unchanged++
		return
	}
	var stored []string
	for n, res := range results {
		if res.Err == nil {
			stored = append(stored, ch.subs[n].SourceID)
			continue
		}
		ch.next.Problem = plainReason(res.Err)
	}
	ch.next.Parts = stored
	if ch.next.Problem != "" {
		r.report.problem(ch.next.ID, ch.next.URL, ch.next.Problem)
	}
	switch {
	case len(stored) == 0:
		r.report.Refused++
	case len(ch.known.Parts) == 0:
		r.report.Taken++
	default:
		r.report.Revised++
	}
}

// plainReason gives an error's text; it never holds words, by the intake's
// promise.
func plainReason(err error) string {
	var fe *feedback.FieldError
	if errors.As(err, &fe) {
		return fe.Error()
	}
	return err.Error()
}
