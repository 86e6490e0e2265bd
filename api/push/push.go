package push

import (
	"context"
	"crypto/md5" // #nosec: only to compare with what portals say of their files
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"earshot/api/opendata"
	"earshot/feedback"
)

// Software is what a portal runs.
type Software string

// The portals that can be pushed to.
const (
	CKAN      Software = "ckan"
	DataPress Software = "datapress"
)

// Options say where and how to push.
type Options struct {
	Portal   string // address, such as https://data.example.org
	Software Software
	Token    feedback.Secret // of the portal's API; needed to change anything
	APIPath  string          // where its API is; empty for the usual place
	Internal bool            // the portal is inside one's own network: private addresses and plain http are meant
	// Organisation is the name of the CKAN organisation, or the id of the
	// DataPress team, that owns the datasets.
	Organisation string
	Masthead     string            // of new datasets at DataPress, which needs one
	Prefix       string            // put before the names of datasets at a CKAN portal, where names are shared by all
	Known        map[string]string // ids of datasets that are at a DataPress portal already, by our names
	DryRun       bool              // look only
	Verify       bool              // fetch every file from the portal and compare it, whatever hash the portal tells

	Timeout time.Duration // of one request; 0 means 5 minutes
	Tries   int           // how often a step is tried; 0 means 6
	Now     func() time.Time
	// Wait waits; nil waits in earnest. Random takes its seed from the system
	// if nil.
	Wait   func(context.Context, time.Duration) error
	Random *rand.Rand
	// Observe, if not nil, hears of every step after it was done, of steps that
	// wait to be tried again, and of how many files there are.
	Observe func(Step)
}

// Step is one thing that was done, or would be.
type Step struct {
	Dataset string        `json:"dataset"`
	File    string        `json:"file,omitempty"`
	Action  string        `json:"action"` // create, describe, upload, replace, title, remove, order
	Bytes   int           `json:"bytes,omitempty"`
	Why     string        `json:"why,omitempty"`
	Again   int           `json:"-"` // over 0: it failed and is tried again for this time
	After   time.Duration `json:"-"` // … after this pause
	Of      int           `json:"-"` // files to compare, said once a dataset
}

// Report is what came of a push.
type Report struct {
	Portal  string   `json:"portal"`
	Edition int64    `json:"edition"`
	DryRun  bool     `json:"dry_run"`
	Files   int      `json:"files"` // compared
	Same    int      `json:"same"`  // were there already
	Steps   []Step   `json:"steps"` // done, or to be done; none if the portal has all
	Sent    int      `json:"bytes_sent"`
	Notes   []string `json:"notes"` // what a person should look at
}

// Changed reports whether anything was changed, or would be.
func (r *Report) Changed() bool { return len(r.Steps) > 0 }

// held is a file as the portal holds it.
type held struct {
	id, name, title, url string
	hash                 string // as the portal tells it
	position             int
}

// state is a dataset as the portal holds it.
type state struct {
	id      string
	files   []held // of ours: by our file names; in the portal's order
	raw     map[string]any
	differs []string // what of the description differs
}

// portal is one kind of portal. All but look change it; each is one request.
type portal interface {
	// look gives what the portal has of a dataset; nil if it has none.
	look(ctx context.Context, d *opendata.Dataset) (*state, error)
	create(ctx context.Context, d *opendata.Dataset) error
	describe(ctx context.Context, st *state, d *opendata.Dataset) error
	// upload adds a file, or puts it in the place of one.
	upload(ctx context.Context, st *state, f *opendata.File, body []byte, kind string, replaced *held) error
	retitle(ctx context.Context, st *state, f *opendata.File, h *held) error
	remove(ctx context.Context, st *state, h *held) error
	order(ctx context.Context, st *state, ids []string) error
}

// Pusher pushes an edition to a portal. It is for one push at a time.
type Pusher struct {
	opt    Options
	far    *far
	src    *opendata.Source
	portal portal
	prints map[string]print // of files that were made
	// files finds a published file: the source's Made.
	files func(name string) (kind string, make func() ([]byte, error), ok bool)
}

// print is what tells a file's contents.
type print struct {
	sha, md5 string
	size     int
}

// New gives a Pusher. It fails with ErrInvalid if the options cannot be right.
func New(src *opendata.Source, opt Options) (*Pusher, error) {
	if opt.Timeout <= 0 {
		opt.Timeout = 5 * time.Minute
	}
	if opt.Tries <= 0 {
		opt.Tries = 6
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Wait == nil {
		opt.Wait = wait
	}
	if opt.Random == nil {
		opt.Random = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	if opt.Observe == nil {
		opt.Observe = func(Step) {}
	}
	if opt.Token == "" && !opt.DryRun {
		return nil, &feedback.FieldError{Field: "token", Reason: "is missing: a portal takes nothing without one"}
	}
	f, err := newFar(&opt)
	if err != nil {
		return nil, err
	}
	p := &Pusher{opt: opt, far: f, src: src, prints: map[string]print{}, files: src.Made}
	switch opt.Software {
	case CKAN:
		p.portal, err = newCKAN(p)
	case DataPress:
		p.portal, err = newDataPress(p)
	default:
		err = &feedback.FieldError{Field: "software", Reason: "must be ckan or datapress"}
	}
	return p, err
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// rounds is how often the portal is looked at again after everything was done
// that it seemed to lack.
const rounds = 4

// Push brings the portal up to the edition. What was done before an error is in
// the report, and a second push goes on from there. The error is, or wraps, a
// *FarError, or the context's.
func (p *Pusher) Push(ctx context.Context) (*Report, error) {
	r := &Report{Portal: p.opt.Portal, Edition: p.src.Edition.Number, DryRun: p.opt.DryRun, Steps: []Step{}, Notes: []string{}}
	sets := p.src.Catalogue()
	if len(sets) == 0 {
		return r, fmt.Errorf("push: nothing has been published yet: %w", feedback.ErrNotFound)
	}
	for i := range sets {
		p.opt.Observe(Step{Dataset: sets[i].Name, Of: len(sets[i].Files)})
		if err := p.dataset(ctx, &sets[i], r); err != nil {
			return r, fmt.Errorf("push %s: %w", sets[i].Name, err)
		}
	}
	return r, nil
}

// action is a step to be done.
type action struct {
	Step
	do func(context.Context) error
	// optional marks a step that a portal may not know of; if it fails a person
	// is told and the push goes on.
	optional bool
}

// dataset brings one dataset up to the edition.
func (p *Pusher) dataset(ctx context.Context, d *opendata.Dataset, r *Report) error {
	tries, skipped := map[string]int{}, map[string]bool{}
	touched := map[string]bool{}
	for round := 0; ; {
		st, err := p.looked(ctx, d)
		if err != nil {
			return err
		}
		todo, err := p.plan(ctx, d, st)
		if err != nil {
			return err
		}
		todo = slices.DeleteFunc(todo, func(a *action) bool { return skipped[a.Action+" "+a.File] })
		if p.opt.DryRun || len(todo) == 0 {
			p.sum(d, r, todo, touched)
			return nil
		}
		if round++; round > rounds {
			return &FarError{Kind: Broken, Message: fmt.Sprintf("it does not keep what it is told: %s %s still differs after %d rounds", todo[0].Action, todo[0].File, rounds)}
		}
		for _, a := range todo {
			key := a.Action + " " + a.File
			err := a.do(ctx)
			if err == nil {
				touched[a.File] = true
				r.Sent += a.Bytes
				r.Steps = append(r.Steps, a.Step)
				p.opt.Observe(a.Step)
				continue
			}
			if passing(err) && tries[key]+1 < p.opt.Tries {
				// Whether it was done is not known: look again.
				tries[key]++
				round--
				if err := p.pause(ctx, a.Step, tries[key], err); err != nil {
					return err
				}
				break
			}
			if far := (*FarError)(nil); a.optional && errors.As(err, &far) && !passing(err) {
				skipped[key] = true
				r.Notes = append(r.Notes, fmt.Sprintf("%s: %s %s: %v", d.Name, a.Action, a.File, err))
				continue
			}
			return fmt.Errorf("%s %s: %w", a.Action, a.File, err)
		}
	}
}

// sum counts what was there already.
func (p *Pusher) sum(d *opendata.Dataset, r *Report, todo []*action, touched map[string]bool) {
	if p.opt.DryRun {
		for _, a := range todo {
			touched[a.File] = true
			r.Steps = append(r.Steps, a.Step)
		}
	}
	r.Files += len(d.Files)
	for _, f := range d.Files {
		if !touched[f.Name] {
			r.Same++
		}
	}
}

func (p *Pusher) pause(ctx context.Context, s Step, n int, err error) error {
	s.Again, s.After, s.Why = n+1, pause(n, err, p.opt.Random), err.Error()
	p.opt.Observe(s)
	return p.opt.Wait(ctx, s.After)
}

// looked looks, again and again if need be.
func (p *Pusher) looked(ctx context.Context, d *opendata.Dataset) (st *state, err error) {
	for n := 1; ; n++ {
		if st, err = p.portal.look(ctx, d); err == nil || !passing(err) || n >= p.opt.Tries {
			return st, err
		}
		if err := p.pause(ctx, Step{Dataset: d.Name, Action: "look"}, n, err); err != nil {
			return nil, err
		}
	}
}

// made makes a file and remembers what tells it.
func (p *Pusher) made(name string) (body []byte, kind string, pr print, err error) {
	kind, make, ok := p.files(name)
	if !ok {
		return nil, "", print{}, fmt.Errorf("%s is not published: %w", name, feedback.ErrNotFound)
	}
	if body, err = make(); err != nil {
		return nil, "", print{}, err
	}
	sha, sum := sha256.Sum256(body), md5.Sum(body)
	pr = print{hex.EncodeToString(sha[:]), hex.EncodeToString(sum[:]), len(body)}
	p.prints[name] = pr
	return body, kind, pr, nil
}
