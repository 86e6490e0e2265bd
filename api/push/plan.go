package push

import (
	"context"
	"fmt"
	"slices"

	"earshot/api/opendata"
)

// plan works out what a dataset lacks at the portal.
func (p *Pusher) plan(ctx context.Context, d *opendata.Dataset, st *state) ([]*action, error) {
	step := func(what, file, why string) Step {
		return Step{Dataset: d.Name, Action: what, File: file, Why: why}
	}
	if st == nil {
		out := []*action{{Step: step("create", "", "the portal does not have it"), do: func(ctx context.Context) error { return p.portal.create(ctx, d) }}}
		if p.opt.DryRun {
			for i := range d.Files {
				out = append(out, &action{Step: step("upload", d.Files[i].Name, "the portal does not have it")})
			}
		}
		return out, nil // the rest follows from what it then has
	}
	var out []*action
	var ids []string
	for i := range d.Files {
		f := &d.Files[i]
		have := copies(st, f.Name)
		if len(have) == 0 {
			out = append(out, p.uploading(step("upload", f.Name, "the portal does not have it"), st, f, nil))
			continue
		}
		keep, same, err := p.choose(ctx, f, have)
		if err != nil {
			return nil, err
		}
		ids = append(ids, keep.id)
		if !same {
			out = append(out, p.uploading(step("replace", f.Name, "the portal has other contents"), st, f, keep))
		} else if keep.title != f.Title {
			out = append(out, &action{Step: step("title", f.Name, "the portal has another title"), do: func(ctx context.Context) error { return p.portal.retitle(ctx, st, f, keep) }})
		}
		for _, h := range have {
			if h != keep {
				out = append(out, &action{Step: step("remove", f.Name, "the portal has it twice"), optional: true, do: func(ctx context.Context) error { return p.portal.remove(ctx, st, h) }})
			}
		}
	}
	if len(st.differs) > 0 {
		out = append(out, &action{Step: step("describe", "", fmt.Sprintf("the portal has other %v", st.differs)), do: func(ctx context.Context) error { return p.portal.describe(ctx, st, d) }})
	}
	// The order is put right when all is there.
	if len(out) == 0 && !slices.IsSortedFunc(ids, func(a, b string) int { return at(st, a) - at(st, b) }) {
		out = append(out, &action{Step: step("order", "", "the portal lists the files in another order"), optional: true, do: func(ctx context.Context) error { return p.portal.order(ctx, st, ids) }})
	}
	return out, nil
}

// uploading sends a file, which is made only then: a release is larger than a
// computer's memory may be.
func (p *Pusher) uploading(s Step, st *state, f *opendata.File, replaced *held) *action {
	a := &action{Step: s}
	a.do = func(ctx context.Context) error {
		body, kind, _, err := p.made(f.Name)
		if err != nil {
			return err
		}
		a.Bytes = len(body)
		return p.portal.upload(ctx, st, f, body, kind, replaced)
	}
	return a
}

// copies gives the files of a name.
func copies(st *state, name string) []*held {
	var out []*held
	for i := range st.files {
		if st.files[i].name == name {
			out = append(out, &st.files[i])
		}
	}
	return out
}

func at(st *state, id string) int {
	for _, h := range st.files {
		if h.id == id {
			return h.position
		}
	}
	return 0
}

// choose gives the copy to keep, one with the right contents if there is one,
// and whether its contents are right.
func (p *Pusher) choose(ctx context.Context, f *opendata.File, have []*held) (keep *held, same bool, err error) {
	pr, known := p.prints[f.Name]
	if !known {
		if _, _, pr, err = p.made(f.Name); err != nil {
			return nil, false, err
		}
	}
	for _, h := range have {
		right, err := p.same(ctx, h, pr)
		if err != nil {
			return nil, false, err
		}
		if right {
			return h, true, nil
		}
	}
	return have[0], false, nil
}

// same reports whether a file at the portal is ours. Where the portal tells no
// hash, or on request, the file is fetched.
func (p *Pusher) same(ctx context.Context, h *held, pr print) (bool, error) {
	if h.hash != "" && h.hash != pr.sha && h.hash != pr.md5 {
		return false, nil
	}
	if h.hash != "" && !p.opt.Verify || h.url == "" {
		return h.hash != "", nil
	}
	for n := 1; ; n++ {
		sum, err := p.far.sum(ctx, h.url)
		switch {
		case err == nil:
			return sum == pr.sha, nil
		case isKind(err, Missing):
			return false, nil // what is gone is sent again
		case !passing(err):
			return false, fmt.Errorf("fetch %s to compare it: %w", h.name, err)
		case n >= p.opt.Tries:
			return false, err
		}
		if err := p.pause(ctx, Step{Action: "look", File: h.name}, n, err); err != nil {
			return false, err
		}
	}
}
