package push

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"earshot/api/opendata"
	"earshot/api/opendata/opendatatest"
	"earshot/feedback"
)

// now is the time of all these tests; it passes only where somebody waits.
func now() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }

// editions gives the invented country's first edition and one of a month later.
var editions = sync.OnceValues(func() ([2]*opendata.Source, error) {
	var out [2]*opendata.Source
	c, err := opendatatest.NewCountry()
	if err != nil {
		return out, err
	}
	of := func() *opendata.Source {
		return &opendata.Source{Edition: c.Edition(), Directory: c.Directory, BaseURL: "https://earshot.example", Publisher: "Saltmarsh Feedback", Contact: "data@earshot.example"}
	}
	out[0] = of()
	c.NextMonth()
	if err := errors.Join(c.Answer("2026-11"), c.Answer("2026-10"), c.Publish()); err != nil {
		return out, err
	}
	out[1] = of()
	return out, nil
})

func edition(t *testing.T, n int) *opendata.Source {
	t.Helper()
	both, err := editions()
	if err != nil {
		t.Fatal(err)
	}
	if both[0].Edition.Number == both[1].Edition.Number {
		t.Fatal("nothing new was published: the test proves nothing")
	}
	return both[n]
}

// attempt pushes once; waits are noted and cost no time.
type attempt struct {
	opt    Options
	waited []time.Duration
	steps  []Step
}

func (a *attempt) push(t *testing.T, ctx context.Context, src *opendata.Source) (*Report, error) {
	t.Helper()
	opt := a.opt
	opt.Internal, opt.Now = true, now
	if opt.Token == "" {
		opt.Token = "right-token"
	}
	if opt.Random == nil {
		opt.Random = rand.New(rand.NewPCG(7, 7))
	}
	opt.Wait = func(ctx context.Context, d time.Duration) error {
		a.waited = append(a.waited, d)
		return ctx.Err()
	}
	opt.Observe = func(s Step) { a.steps = append(a.steps, s) }
	p, err := New(src, opt)
	if err != nil {
		t.Fatal(err)
	}
	p.files = func(name string) (string, func() ([]byte, error), bool) { return madeOnce(src, name) }
	return p.Push(ctx)
}

// made keeps files, by edition and name: making them takes longer than all else
// here.
var made sync.Map

func madeOnce(src *opendata.Source, name string) (string, func() ([]byte, error), bool) {
	kind, make, ok := src.Made(name)
	if !ok {
		return "", nil, false
	}
	return kind, func() ([]byte, error) {
		key := fmt.Sprint(src.Edition.Number, name)
		if b, ok := made.Load(key); ok {
			kept, _ := b.([]byte)
			return kept, nil
		}
		b, err := make()
		made.Store(key, b)
		return b, err
	}, true
}

// rightCKAN holds what the portal has to what is published: every file once,
// with its title and contents, in order, and a description.
func rightCKAN(t *testing.T, f *fakeCKAN, src *opendata.Source) {
	t.Helper()
	for _, d := range src.Catalogue() {
		if got, want := f.files("pre-"+d.Name), published(t, src, &d, func(b []byte) string { return string(b) }); !slices.Equal(got, want) {
			t.Fatalf("%s: the portal has %d files, want %d\n%.300v", d.Name, len(got), len(want), names(got))
		}
		p := f.packages["pre-"+d.Name]
		if text(p, "title") != d.Title || text(p, "owner_org") != "org-1" || text(p, "license_id") != "uk-ogl" || text(p, "version") != fmt.Sprintf("1.%d.0", src.Edition.Number) {
			t.Errorf("%s is described as %v", d.Name, p)
		}
	}
}

func rightDataPress(t *testing.T, f *fakeDataPress, src *opendata.Source) {
	t.Helper()
	if len(f.sets) != 2 {
		t.Fatalf("%d datasets", len(f.sets))
	}
	for _, d := range src.Catalogue() {
		found := false
		for id, set := range f.sets {
			if text(set, "title") != d.Title {
				continue
			}
			found = true
			want := published(t, src, &d, func(b []byte) string { sum := md5.Sum(b); return hex.EncodeToString(sum[:]) })
			if got := f.files(id); !slices.Equal(got, want) {
				t.Fatalf("%s: the portal has %d files, want %d\n%v", d.Name, len(got), len(want), names(got))
			}
		}
		if !found {
			t.Errorf("there is no %s", d.Title)
		}
	}
}

func names(files [][3]string) (out []string) {
	for _, f := range files {
		out = append(out, f[0])
	}
	return out
}

func published(t *testing.T, src *opendata.Source, d *opendata.Dataset, as func([]byte) string) (out [][3]string) {
	t.Helper()
	for _, f := range d.Files {
		_, make, ok := madeOnce(src, f.Name)
		if !ok {
			t.Fatal(f.Name)
		}
		b, err := make()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, [3]string{f.Name, f.Title, as(b)})
	}
	return out
}

func ckanOptions(f *fakeCKAN) Options {
	return Options{Portal: f.server.URL, Software: CKAN, Organisation: "northshire", Prefix: "pre-"}
}

func pressOptions(f *fakeDataPress) Options {
	return Options{Portal: f.server.URL, Software: DataPress, Organisation: "tm123", Masthead: "mast"}
}

// TestPushTwice pushes to both kinds of portal: the second push changes
// nothing and says so, the next edition sends only what differs, and a dry run
// tells all of it beforehand.
func TestPushTwice(t *testing.T) {
	ck, dp := newFakeCKAN(t), newFakeDataPress(t)
	for name, k := range map[string]struct {
		opt   Options
		far   *farSide
		right func(*opendata.Source)
	}{
		"ckan":      {ckanOptions(ck), &ck.farSide, func(s *opendata.Source) { rightCKAN(t, ck, s) }},
		"datapress": {pressOptions(dp), &dp.farSide, func(s *opendata.Source) { rightDataPress(t, dp, s) }},
	} {
		t.Run(name, func(t *testing.T) {
			src := edition(t, 0)
			dry := k.opt
			dry.DryRun = true
			r, err := (&attempt{opt: dry}).push(t, t.Context(), src)
			if err != nil || !r.Changed() || r.Same != 0 || k.far.writes != 0 {
				t.Fatalf("dry run: %v, %d writes, %d files there", err, k.far.writes, r.Same)
			}
			planned := len(r.Steps)
			r, err = (&attempt{opt: k.opt}).push(t, t.Context(), src)
			if err != nil || r.Same != 0 || r.Sent == 0 {
				t.Fatalf("first: %v %+v", err, r)
			}
			uploads := 0
			for _, s := range r.Steps {
				if s.Action == "upload" {
					uploads++
				}
			}
			if uploads != r.Files || planned != r.Files+2 {
				t.Errorf("%d uploads of %d files; the dry run told of %d steps", uploads, r.Files, planned)
			}
			k.right(src)
			before := k.far.writes
			r, err = (&attempt{opt: k.opt}).push(t, t.Context(), src)
			if err != nil || r.Changed() || r.Same != r.Files || k.far.writes != before {
				t.Fatalf("second: %v, %d steps, %d writes", err, len(r.Steps), k.far.writes-before)
			}
			src = edition(t, 1)
			if r, err = (&attempt{opt: k.opt}).push(t, t.Context(), src); err != nil {
				t.Fatal(err)
			}
			replaced := map[string]bool{}
			for _, s := range r.Steps {
				if s.Action == "replace" {
					replaced[s.File] = true
				}
			}
			if r.Same == 0 || !replaced["quality.csv"] || replaced["fft-2026-08.csv"] {
				t.Errorf("the next edition: %d same, replaced %v", r.Same, replaced)
			}
			k.right(src)
			if r, err = (&attempt{opt: k.opt}).push(t, t.Context(), src); err != nil || r.Changed() {
				t.Errorf("once more: %v %v", err, r.Steps)
			}
		})
	}
}

// TestPushToADifficultPortal pushes while a share of requests is lost, dropped,
// put off or answered with pages, and while the pusher is killed and started
// again: the portal ends right, with nothing twice.
func TestPushToADifficultPortal(t *testing.T) {
	seeds := 4
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			src := edition(t, 0)
			ck, dp := newFakeCKAN(t), newFakeDataPress(t)
			for _, far := range []*farSide{&ck.farSide, &dp.farSide} {
				far.random, far.share = rand.New(rand.NewPCG(uint64(seed), 1)), 0.25
			}
			until := func(opt Options, far *farSide) {
				opt.Tries, opt.Random = 4, rand.New(rand.NewPCG(uint64(seed), 2))
				random := rand.New(rand.NewPCG(uint64(seed), 3))
				for n := 0; ; n++ {
					// Each start is killed after some requests, in the midst of one.
					ctx, kill := context.WithCancel(t.Context())
					requests, limit := 0, 3+random.IntN(12)
					far.hear(func() {
						if requests++; requests == limit && n < 30 {
							kill()
						}
					})
					_, err := (&attempt{opt: opt}).push(t, ctx, src)
					kill()
					if err == nil {
						return
					}
					if far := (*FarError)(nil); !errors.Is(err, context.Canceled) && !errors.As(err, &far) {
						t.Fatal(err)
					}
					if n > 200 {
						t.Fatal(err)
					}
				}
			}
			until(ckanOptions(ck), &ck.farSide)
			until(pressOptions(dp), &dp.farSide)
			rightCKAN(t, ck, src)
			rightDataPress(t, dp, src)
			if len(ck.packages) != 2 {
				t.Errorf("%d datasets", len(ck.packages))
			}
		})
	}
}

// TestReplyLost loses the reply of the one request that matters, at each step
// in turn, after the portal did its work.
func TestReplyLost(t *testing.T) {
	src := edition(t, 0)
	for n := 0; n < 40; n += 5 {
		for _, m := range []mood{lost, gateway2, dropped, page} {
			f := newFakeCKAN(t)
			f.moods = append(make([]mood, n), m)
			a := &attempt{opt: ckanOptions(f)}
			if _, err := a.push(t, t.Context(), src); err != nil {
				t.Fatalf("mood %d at request %d: %v", m, n, err)
			}
			rightCKAN(t, f, src)
			if len(a.waited) != 1 || a.waited[0] < 500*time.Millisecond || a.waited[0] > time.Second {
				t.Errorf("mood %d at request %d: waited %v", m, n, a.waited)
			}
			if testing.Short() && n > 3 {
				return
			}
		}
	}
}

// TestLateCopy has a portal take a file only after we gave up on it, sent it
// again and were done: the copy that came late is taken off by the next push.
func TestLateCopy(t *testing.T) {
	src := edition(t, 0)
	f := newFakeCKAN(t)
	opt := ckanOptions(f)
	if _, err := (&attempt{opt: opt}).push(t, t.Context(), src); err != nil {
		t.Fatal(err)
	}
	f.mu.Lock()
	p := f.packages["pre-"+opendata.ResultsName]
	list, _ := p["resources"].([]any)
	copied := map[string]any{}
	for k, v := range objects(p["resources"])[0] {
		copied[k] = v
	}
	copied["id"] = "late"
	p["resources"] = append(list, copied)
	f.mu.Unlock()
	r, err := (&attempt{opt: opt}).push(t, t.Context(), src)
	if err != nil || len(r.Steps) != 1 || r.Steps[0].Action != "remove" {
		t.Fatalf("%v %+v", err, r.Steps)
	}
	rightCKAN(t, f, src)
}

// TestRateLimit checks that the portal's own word on when to come back is kept.
func TestRateLimit(t *testing.T) {
	f := newFakeCKAN(t)
	f.moods = []mood{busy, busy, kind, busy}
	a := &attempt{opt: ckanOptions(f)}
	if _, err := a.push(t, t.Context(), edition(t, 0)); err != nil {
		t.Fatal(err)
	}
	if len(a.waited) != 3 {
		t.Fatalf("waited %v", a.waited)
	}
	for _, d := range a.waited {
		if d < 7*time.Second || d >= 8*time.Second {
			t.Errorf("waited %v, want 7 s and a little", d)
		}
	}
	f2 := newFakeCKAN(t)
	f2.moods = slices.Repeat([]mood{busy}, 100)
	_, err := (&attempt{opt: ckanOptions(f2)}).push(t, t.Context(), edition(t, 0))
	if !errors.Is(err, feedback.ErrUnavailable) || f2.seen["POST /api/3/action/organization_show"] != 6 {
		t.Errorf("a portal that stays busy: %v after %v", err, f2.seen)
	}
}

func TestRetryAfter(t *testing.T) {
	f := &far{now: now}
	for v, want := range map[string]time.Duration{"": 0, "5": 5 * time.Second, " 5 ": 5 * time.Second, "-1": 0, "soon": 0, "99999999999": longestAfter, "86400": longestAfter,
		"Fri, 20 Nov 2026 12:00:30 GMT": 30 * time.Second, "Fri, 20 Nov 2026 11:00:00 GMT": 0} {
		if got := f.retryAfter(v); got != want {
			t.Errorf("%q: %v, want %v", v, got, want)
		}
	}
	random := rand.New(rand.NewPCG(1, 1))
	for n := 1; n < 40; n++ {
		most := min(time.Second<<min(n-1, 10), time.Minute)
		if d := pause(n, errors.New("x"), random); d < most/2 || d > most {
			t.Errorf("pause %d is %v", n, d)
		}
	}
}

// TestRefusals checks what must not be tried again, nor be told.
func TestRefusals(t *testing.T) {
	src := edition(t, 0)
	f := newFakeCKAN(t)
	opt := ckanOptions(f)
	opt.Token = "wrong-secret-token"
	a := &attempt{opt: opt}
	_, err := a.push(t, t.Context(), src)
	if !errors.Is(err, feedback.ErrForbidden) || len(a.waited) != 0 || strings.Contains(fmt.Sprint(err), "wrong-secret") || !strings.Contains(fmt.Sprint(err), "[hidden]") {
		t.Errorf("a wrong token: %v, waited %v", err, a.waited)
	}
	opt = ckanOptions(f)
	opt.Organisation = "nobody"
	if _, err := (&attempt{opt: opt}).push(t, t.Context(), src); !errors.Is(err, feedback.ErrInvalid) || !strings.Contains(err.Error(), "no organisation of the name nobody") {
		t.Errorf("an organisation that is not there: %v", err)
	}
	f.packages["pre-"+opendata.ResultsName] = map[string]any{"id": "theirs", "name": "pre-" + opendata.ResultsName, "title": "Somebody else's", "resources": []any{}}
	if _, err := (&attempt{opt: ckanOptions(f)}).push(t, t.Context(), src); err == nil || !strings.Contains(err.Error(), "not made by this service") || f.writes != 0 {
		t.Errorf("somebody else's dataset: %v, %d writes", err, f.writes)
	}
	for name, opt := range map[string]Options{
		"no token":        {Portal: "https://x.example", Software: CKAN, Organisation: "o"},
		"plain http":      {Portal: "http://x.example", Software: CKAN, Organisation: "o", Token: "t"},
		"a password":      {Portal: "https://u:p@x.example", Software: CKAN, Organisation: "o", Token: "t"},
		"no organisation": {Portal: "https://x.example", Software: CKAN, Token: "t"},
		"a bad prefix":    {Portal: "https://x.example", Software: CKAN, Organisation: "o", Token: "t", Prefix: "A b"},
		"no team":         {Portal: "https://x.example", Software: DataPress, Token: "t"},
		"a bad id":        {Portal: "https://x.example", Software: DataPress, Token: "t", Known: map[string]string{opendata.ResultsName: "../x"}},
		"no software":     {Portal: "https://x.example", Token: "t"},
	} {
		if _, err := New(src, opt); !errors.Is(err, feedback.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A public push does not connect to an address inside.
	opt = ckanOptions(f)
	opt.Portal, opt.Token = strings.Replace(f.server.URL, "http://", "https://", 1), "t"
	opt.Wait = func(context.Context, time.Duration) error { t.Error("tried again"); return nil }
	p, err := New(src, opt)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Push(t.Context()); !errors.Is(err, feedback.ErrForbidden) {
		t.Errorf("a private address: %v", err)
	}
}

// TestOddPortals checks portals that are not what they should be.
func TestOddPortals(t *testing.T) {
	src := edition(t, 0)
	for name, k := range map[string]struct {
		handle http.HandlerFunc
		want   string
	}{
		"not found": {func(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }, "no CKAN Action API"},
		"redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://other.example/x?key=1", http.StatusMovedPermanently)
		}, "sends us to https://other.example: give"},
		"other JSON": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"ok":true}`) }, "not of CKAN's Action API"},
		"a page":     {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `<html><title>Sign in</title>`) }, "a page instead of JSON: Sign in"},
		"empty":      {func(http.ResponseWriter, *http.Request) {}, "a page instead of JSON"},
		"says no in a 200": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"success":false,"error":{"__type":"Validation Error","title":["too long"]}}`)
		}, `title ["too long"]`},
	} {
		f := newFakeCKAN(t)
		f.server.Config.Handler = k.handle
		_, err := (&attempt{opt: ckanOptions(f)}).push(t, t.Context(), src)
		if err == nil || !strings.Contains(err.Error(), k.want) || strings.Contains(err.Error(), "key=1") {
			t.Errorf("%s: %v, want %q", name, err, k.want)
		}
	}
}

// TestNoHash pushes to a portal that does not keep the hash, and looks through
// what a portal says to what it has.
func TestNoHash(t *testing.T) {
	src := edition(t, 0)
	f := newFakeCKAN(t)
	f.noHash = true
	for n := range 2 {
		r, err := (&attempt{opt: ckanOptions(f)}).push(t, t.Context(), src)
		if err != nil || r.Changed() != (n == 0) {
			t.Fatalf("push %d: %v %v", n, err, r.Steps)
		}
	}
	rightCKAN(t, f, src)
	g := newFakeCKAN(t)
	if _, err := (&attempt{opt: ckanOptions(g)}).push(t, t.Context(), src); err != nil {
		t.Fatal(err)
	}
	g.mu.Lock()
	for path := range g.bodies {
		if strings.HasSuffix(path, "fft-2026-09.csv") {
			g.bodies[path] = []byte("cut sho")
		}
	}
	g.mu.Unlock()
	opt := ckanOptions(g)
	opt.Verify = true
	r, err := (&attempt{opt: opt}).push(t, t.Context(), src)
	if err != nil || len(r.Steps) != 1 || r.Steps[0].Action != "replace" || r.Steps[0].File != "fft-2026-09.csv" {
		t.Fatalf("%v %+v", err, r.Steps)
	}
	rightCKAN(t, g, src)
}

// TestWhatOthersAdded keeps tags, extras and files that the portal's people
// added, and puts right what they changed of ours.
func TestWhatOthersAdded(t *testing.T) {
	src := edition(t, 0)
	f := newFakeCKAN(t)
	if _, err := (&attempt{opt: ckanOptions(f)}).push(t, t.Context(), src); err != nil {
		t.Fatal(err)
	}
	p := f.packages["pre-"+opendata.ResultsName]
	list, _ := p["resources"].([]any)
	first, _ := list[0].(map[string]any)
	first["name"] = "Renamed"
	guide := map[string]any{"id": "guide", "name": "A guide", "url": "https://other.example/guide.pdf"}
	p["resources"] = append([]any{guide}, list...)
	tags, _ := p["tags"].([]any)
	p["tags"] = append(tags, map[string]any{"name": "northshire"})
	extras, _ := p["extras"].([]any)
	p["extras"], p["title"] = append(extras, map[string]any{"key": "theme", "value": "health"}), "Renamed too"
	r, err := (&attempt{opt: ckanOptions(f)}).push(t, t.Context(), src)
	if err != nil || len(r.Steps) != 2 {
		t.Fatalf("%v %+v", err, r.Steps)
	}
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"northshire"`, `"theme"`, `"A guide"`, `"title":"Friends and Family Test results by place and month"`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("lacks %s", want)
		}
	}
	if strings.Contains(string(b), "Renamed") {
		t.Error("it is still renamed")
	}
	if r, err := (&attempt{opt: ckanOptions(f)}).push(t, t.Context(), src); err != nil || r.Changed() {
		t.Errorf("once more: %v %+v", err, r.Steps)
	}
}
