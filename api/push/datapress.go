package push

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"earshot/api/opendata"
	"earshot/feedback"
)

// datapress is a portal of DataPress, such as the London Datastore. A dataset
// is a JSON document that is changed by JSON Patch; its files are members by
// id, with the MD5 of each.
type datapress struct {
	*Pusher
	path string
	ids  map[string]string // of datasets, by our names
}

func newDataPress(p *Pusher) (portal, error) {
	d := &datapress{Pusher: p, path: cmp.Or(p.opt.APIPath, "/api"), ids: map[string]string{}}
	for _, set := range p.src.Catalogue() {
		id := p.opt.Known[set.Name]
		if id != "" && url.PathEscape(id) != id {
			return nil, &feedback.FieldError{Field: "dataset", Reason: "must be a dataset's id as the portal gives it"}
		}
		if id == "" && (p.opt.Organisation == "" || p.opt.Masthead == "") {
			return nil, &feedback.FieldError{Field: "dataset", Reason: "is missing: give the id of " + set.Name + " at the portal, or the team and masthead that it is to be made with"}
		}
		d.ids[set.Name] = id
	}
	return d, nil
}

func (d *datapress) ask(ctx context.Context, method, path string, in, out any) error {
	c := call{method: method, path: d.path + path}
	if in != nil {
		var err error
		if c.body, err = json.Marshal(in); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		c.kind = "application/json"
	}
	return d.read(ctx, c, out)
}

func (d *datapress) read(ctx context.Context, c call, out any) error {
	body, err := d.far.do(ctx, c)
	if err != nil || out == nil {
		return err
	}
	if err := json.Unmarshal(body, out); err != nil {
		return &FarError{Kind: Broken, Status: http.StatusOK, Message: "what it answered is not as DataPress answers; is the address right?", Err: err}
	}
	return nil
}

// mark is what tells our dataset from others: its address, which the
// description names.
func (d *datapress) mark(set *opendata.Dataset) string { return d.src.DatasetURL(set) }

// find looks for a dataset that was made before, when its id was not given.
func (d *datapress) find(ctx context.Context, set *opendata.Dataset) error {
	if d.ids[set.Name] != "" {
		return nil
	}
	var all []map[string]any
	if err := d.ask(ctx, http.MethodGet, "/datasets/export.json", nil, &all); err != nil {
		return err
	}
	var found []string
	for _, one := range all {
		if about := text(one, "description"); strings.Contains(about, d.mark(set)+`"`) || strings.Contains(about, d.mark(set)+"<") {
			found = append(found, text(one, "id"))
		}
	}
	switch len(found) {
	case 0:
		return nil
	case 1:
		d.ids[set.Name] = found[0]
		return nil
	}
	slices.Sort(found)
	return &FarError{Kind: Invalid, Message: fmt.Sprintf("it has %d datasets that say they are %s (%s): remove all but one, or name it with --dataset", len(found), set.Name, strings.Join(found, ", "))}
}

func (d *datapress) look(ctx context.Context, set *opendata.Dataset) (*state, error) {
	if err := d.find(ctx, set); err != nil {
		return nil, err
	}
	id := d.ids[set.Name]
	if id == "" {
		return nil, nil
	}
	var doc map[string]any
	if err := d.ask(ctx, http.MethodGet, "/dataset/"+id, nil, &doc); err != nil {
		if isKind(err, Missing) {
			return nil, &FarError{Kind: Invalid, Status: http.StatusNotFound, Message: "it has no dataset of the id " + id, Err: err}
		}
		return nil, err
	}
	if inner, ok := doc["dataset"].(map[string]any); ok {
		doc = inner
	}
	st := &state{id: id, raw: doc}
	files, _ := doc["resources"].(map[string]any)
	for rid, v := range files {
		r, _ := v.(map[string]any)
		order, _ := r["order"].(float64)
		st.files = append(st.files, held{id: rid, name: path.Base(text(r, "origin")), title: text(r, "title"), hash: strings.ToLower(text(r, "hash")), url: text(r, "url"), position: int(order)})
	}
	slices.SortFunc(st.files, func(a, b held) int { return cmp.Or(cmp.Compare(a.position, b.position), strings.Compare(a.id, b.id)) })
	for name, want := range d.document(set) {
		if !alike(doc[name], want) {
			st.differs = append(st.differs, name)
		}
	}
	slices.Sort(st.differs)
	return st, nil
}

// alike compares what we say with what the portal has. A portal tidies HTML, so
// that of a description the words and the address are compared; of objects our
// members; and of tags whether it has ours.
func alike(have, want any) bool {
	switch w := want.(type) {
	case string:
		h, _ := have.(string)
		return words(h) == words(w)
	case map[string]any:
		h, _ := have.(map[string]any)
		for name, v := range w {
			if !alike(h[name], v) {
				return false
			}
		}
		return true
	case []string:
		h, _ := have.([]any)
		for _, tag := range w {
			if !slices.ContainsFunc(h, func(v any) bool { s, _ := v.(string); return strings.EqualFold(s, tag) }) {
				return false
			}
		}
		return true
	}
	return false
}

func words(s string) string { return squeeze(html.UnescapeString(tags.ReplaceAllString(s, " "))) }

// document is what a dataset says of itself.
func (d *datapress) document(set *opendata.Dataset) map[string]any {
	var b strings.Builder
	fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(set.Description))
	for _, n := range d.src.Notes() {
		fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(n))
	}
	fmt.Fprintf(&b, `<p>Source and other formats: <a href="%s">%[1]s</a></p>`, html.EscapeString(d.mark(set)))
	return map[string]any{"title": set.Title, "description": b.String(), "tags": opendata.Keywords(),
		"licence": map[string]any{"url": opendata.LicenceURL, "title": opendata.LicenceName}}
}

func (d *datapress) create(ctx context.Context, set *opendata.Dataset) error {
	doc := d.document(set)
	doc["team"], doc["masthead"] = d.opt.Organisation, d.opt.Masthead
	return d.ask(ctx, http.MethodPost, "/dataset", doc, nil)
}

// patchOp is one operation of a JSON Patch (RFC 6902).
type patchOp struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value,omitempty"`
}

// set is the operation that gives a member a value, whether it was there or not.
func set(path string, v any) patchOp { return patchOp{"add", path, v} }

// describe patches what differs and when it was changed, which the portal does
// not note by itself.
func (d *datapress) describe(ctx context.Context, st *state, ds *opendata.Dataset) error {
	doc := d.document(ds)
	var ops []patchOp
	for _, name := range st.differs {
		v := doc[name]
		if ours, ok := v.([]string); ok { // with those that the portal's people added
			theirs, _ := st.raw[name].([]any)
			for _, t := range theirs {
				if s, ok := t.(string); ok && !slices.ContainsFunc(ours, func(o string) bool { return strings.EqualFold(o, s) }) {
					ours = append(ours, s)
				}
			}
			v = ours
		}
		ops = append(ops, set("/"+name, v))
	}
	ops = append(ops, set("/updatedAt", d.src.Edition.At.UTC().Format("2006-01-02T15:04:05.000Z")))
	return d.ask(ctx, http.MethodPatch, "/dataset/"+st.id, ops, nil)
}

func (d *datapress) upload(ctx context.Context, st *state, f *opendata.File, body []byte, kind string, replaced *held) error {
	form, boundary, err := multipartOf([][2]string{{"title", f.Title}}, "file", f.Name, kind, body)
	if err != nil {
		return err
	}
	to := "/dataset/" + st.id + "/resources"
	if replaced != nil {
		to += "/" + url.PathEscape(replaced.id)
	}
	return d.read(ctx, call{http.MethodPost, d.path + to, boundary, form}, nil)
}

func (d *datapress) retitle(ctx context.Context, st *state, f *opendata.File, h *held) error {
	return d.ask(ctx, http.MethodPatch, "/dataset/"+st.id, []patchOp{set("/resources/"+h.id+"/title", f.Title)}, nil)
}

// remove takes a second copy off, if it is still the one that was seen.
func (d *datapress) remove(ctx context.Context, st *state, h *held) error {
	return d.ask(ctx, http.MethodPatch, "/dataset/"+st.id, []patchOp{{"test", "/resources/" + h.id + "/hash", h.hash}, {Op: "remove", Path: "/resources/" + h.id}}, nil)
}

func (d *datapress) order(ctx context.Context, st *state, ids []string) error {
	var ops []patchOp
	for i, id := range ids {
		ops = append(ops, set("/resources/"+id+"/order", i))
	}
	n := len(ids)
	for _, h := range st.files {
		if !slices.Contains(ids, h.id) {
			ops = append(ops, set("/resources/"+h.id+"/order", n))
			n++
		}
	}
	return d.ask(ctx, http.MethodPatch, "/dataset/"+st.id, ops, nil)
}
