package voice

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// Store is what a reader needs of the ledger.
type Store interface {
	ledger.Reader
	ledger.Voices
}

// Options are what a Reader needs.
type Options struct {
	Store     Store
	Guard     Guard
	Directory func() *feedback.Directory
	Now       func() time.Time
	Log       *slog.Logger
	Poll      time.Duration // how often to look; 0 means half a second
}

// Reader reads comments behind the ledger. Any number may work on one ledger:
// whoever is first stores a page, the others go on after it.
type Reader struct {
	opt     Options
	heads   ledger.Heads
	started bool
	first   int // partition to begin with, so that several readers seldom meet
	failing bool
	looked  atomic.Int64
}

// pageEntries is how many entries are read, and stored for, at a time.
const pageEntries = 256

// by is who decides where no person did.
const by = "earshot"

// NewReader gives a reader. It does nothing until it is run.
func NewReader(opt Options) *Reader {
	if opt.Poll <= 0 {
		opt.Poll = 500 * time.Millisecond
	}
	var b [1]byte
	rand.Read(b[:]) // never fails: it ends the program rather than give weak bytes
	return &Reader{opt: opt, first: int(b[0]) % ledger.Partitions}
}

// LookedAt gives when the reader last came to the ledger's end; zero if never.
// It may be asked by any goroutine.
func (r *Reader) LookedAt() time.Time {
	if n := r.looked.Load(); n != 0 {
		return time.UnixMicro(n)
	}
	return time.Time{}
}

// Run reads until ctx ends. Faults do not end it: it logs the first of a streak
// and goes on.
func (r *Reader) Run(ctx context.Context) {
	tick := time.NewTicker(r.opt.Poll)
	defer tick.Stop()
	for {
		err := r.Look(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !r.failing:
			r.opt.Log.Error("comments cannot be read for publication", "error", err)
		case err == nil && r.failing:
			r.opt.Log.Info("comments are read for publication again")
		}
		r.failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Look reads every entry that there is now.
func (r *Reader) Look(ctx context.Context) error {
	var err error
	if !r.started {
		if r.heads, err = r.opt.Store.VoiceHeads(ctx); err != nil {
			return err
		}
		r.started = true
	}
	heads, err := r.opt.Store.Heads(ctx)
	if err != nil {
		return err
	}
	for i := range ledger.Partitions {
		p := ledger.Partition((i + r.first) % ledger.Partitions)
		for r.heads[p] < heads[p] {
			err := r.page(ctx, p)
			if errors.Is(err, feedback.ErrConflict) { // another reader, or a person, was faster
				r.started = false
				return nil
			}
			if err != nil {
				return err
			}
		}
	}
	r.looked.Store(r.opt.Now().UnixMicro())
	return nil
}

// page reads the next entries of a partition and stores what comes of them
// together with the place up to which was read.
func (r *Reader) page(ctx context.Context, p ledger.Partition) error {
	entries, err := r.opt.Store.Read(ctx, p, r.heads[p], ledger.ReadOptions{Limit: pageEntries, Words: true})
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return fmt.Errorf("read comments: partition %d ends before its head: %w", p, feedback.ErrCorrupt)
	}
	var order []ledger.ID
	touched := map[ledger.ID]touch{}
	for i := range entries {
		e := &entries[i]
		t, ok := touched[e.Subject]
		if !t.take(e) {
			continue
		}
		if !ok {
			order = append(order, e.Subject)
		}
		touched[e.Subject] = t
	}
	var changes []ledger.VoiceChange
	dir := r.opt.Directory()
	for _, id := range order {
		c, err := r.settle(ctx, dir, id, touched[id])
		if err != nil {
			return err
		}
		if c != nil {
			changes = append(changes, *c)
		}
	}
	last := entries[len(entries)-1].ID.Seq
	if err := r.opt.Store.SaveVoices(ctx, p, r.heads[p], last, changes, r.opt.Now()); err != nil {
		return err
	}
	r.heads[p] = last
	return nil
}

// touch is what a page's entries did to a response.
type touch struct {
	received  bool // in this page, with words that may be published
	commented bool
	source    feedback.Source
}

// take notes an entry; false if it has nothing to do with published comments.
func (t *touch) take(e *ledger.Entry) bool {
	switch e.Kind {
	case ledger.Received:
		t.source = e.Source
		if e.Words == nil || !e.Words.Consent || len(e.Words.Comments) == 0 {
			return false
		}
		t.received = true
	case ledger.Commented:
		t.commented = true
		if t.source == "" {
			t.source = e.Source
		}
	case ledger.Moved, ledger.MovedIn, ledger.Erased, ledger.Withdrawn, ledger.Reread, ledger.Rerated:
	default:
		return false
	}
	return true
}

// settle works out how a response's voice must stand, by how the response stands
// now. Entries may be looked at twice, or in another order than they came in
// different partitions: it comes to the same.
func (r *Reader) settle(ctx context.Context, dir *feedback.Directory, id ledger.ID, t touch) (*ledger.VoiceChange, error) {
	old, err := r.opt.Store.Voice(ctx, id)
	fresh := errors.Is(err, feedback.ErrNotFound)
	if err != nil && !fresh {
		return nil, err
	}
	if !fresh && old.State == ledger.VoiceGone {
		return nil, nil
	}
	if fresh && !t.received && !t.commented {
		return nil, nil // it was not for publication when it came
	}
	st, err := r.opt.Store.State(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read comments: %w", err)
	}
	if st.Facts == nil || st.Erased {
		if fresh {
			return nil, nil
		}
		old.State = ledger.VoiceGone
		return change(old, st.Version, ledger.VoiceTakenDown), nil
	}
	if !fresh && old.Read >= st.Version {
		return nil, nil
	}
	words, err := r.opt.Store.Words(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read comments: %w", err)
	}
	if !words.Consent || words.Credit != nil && words.Credit.Licence == "" {
		return nil, nil
	}
	j := judge(r.opt.Guard, &words, st.Facts, organisation(dir, st.Facts.Path))
	if j.state == ledger.NoVoiceState {
		return nil, nil
	}
	v := old
	if fresh {
		v = ledger.Voice{Subject: id, Name: newName(), Source: t.source}
	}
	v.Path, v.Day, v.Concern, v.Credit = st.Facts.Path, st.Facts.Day, j.concern, words.Credit
	step := ledger.VoiceRead
	if !fresh && old.Person && !t.commented && !news(old.Hints, j.hints) {
		step = ledger.VoiceMoved // a person decided, and nothing speaks against it that they did not know
	} else {
		v.State, v.Hints, v.Urgent, v.Parts, v.Person = j.state, j.hints, j.urgent, j.parts, false
		if !fresh && old.Person && j.state == ledger.VoiceShown {
			v.State = ledger.VoiceWaiting // they decided about other words
		}
	}
	return change(v, st.Version, step), nil
}

// news reports whether now holds a hint that before does not.
func news(before, now []string) bool {
	known := map[string]bool{}
	for _, h := range before {
		known[h] = true
	}
	for _, h := range now {
		if !known[h] {
			return true
		}
	}
	return false
}

func change(v ledger.Voice, read int, step ledger.VoiceStep) *ledger.VoiceChange {
	v.Read = read
	v.Version++
	return &ledger.VoiceChange{Voice: v, Step: step, By: by}
}

// newName gives a voice its public name: 60 random bits.
func newName() string {
	var b [8]byte
	rand.Read(b[:]) // never fails
	return base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding).EncodeToString(b[:])[:12]
}
