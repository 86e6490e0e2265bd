package push

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"earshot/api/opendata"
	"earshot/feedback"
)

// markKey is the extra of a CKAN dataset that says that it is ours: a name may
// be taken by somebody else's.
const markKey = "earshot-dataset"

// ckan is a portal that speaks CKAN's Action API, version 3.
type ckan struct {
	*Pusher
	path  string
	owner string // id of the organisation, once it is known
}

var ckanName = regexp.MustCompile(`^[a-z0-9_-]{2,100}$`)

func newCKAN(p *Pusher) (portal, error) {
	if p.opt.Organisation == "" {
		return nil, &feedback.FieldError{Field: "organisation", Reason: "is missing: the name of the portal's organisation that publishes"}
	}
	for _, d := range p.src.Catalogue() {
		if !ckanName.MatchString(p.opt.Prefix + d.Name) {
			return nil, &feedback.FieldError{Field: "prefix", Reason: "must be of a-z, 0-9, _ and -, and short enough for names of at most 100"}
		}
	}
	return &ckan{Pusher: p, path: cmp.Or(p.opt.APIPath, "/api/3/action")}, nil
}

// ask does an action. Reading is POST too, so that no cache in between answers.
func (c *ckan) ask(ctx context.Context, action string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	return c.send(ctx, action, "application/json", body, out)
}

// send makes a request and reads CKAN's envelope, which may tell of a failure
// whatever the status is.
func (c *ckan) send(ctx context.Context, action, kind string, body []byte, out any) error {
	reply, err := c.far.do(ctx, call{http.MethodPost, c.path + "/" + action, kind, body})
	var envelope struct {
		Success *bool           `json:"success"`
		Result  json.RawMessage `json:"result"`
		Error   json.RawMessage `json:"error"`
	}
	far := (*FarError)(nil)
	bad := json.Unmarshal(reply, &envelope) != nil || envelope.Success == nil
	switch {
	case err != nil && !errors.As(err, &far):
		return err
	case err != nil:
		switch {
		case bad && far.Kind == Missing:
			far.Kind, far.Message = Invalid, "there is no CKAN Action API at this address"
		case !bad:
			far.Message = c.far.clean(ckanFault(envelope.Error))
			if strings.Contains(string(envelope.Error), "Search Index Error") {
				far.Kind = Broken // it did its work, and may find it later
			}
		}
		return far
	case bad:
		return &FarError{Kind: Broken, Status: http.StatusOK, Message: "what it answered is not of CKAN's Action API; is the address right?"}
	case !*envelope.Success:
		return &FarError{Kind: Invalid, Status: http.StatusOK, Message: c.far.clean(ckanFault(envelope.Error))}
	case out == nil:
		return nil
	}
	if err := json.Unmarshal(envelope.Result, out); err != nil {
		return &FarError{Kind: Broken, Status: http.StatusOK, Message: "the result of " + action + " cannot be read", Err: err}
	}
	return nil
}

// ckanFault makes a sentence of CKAN's error: field by field.
func ckanFault(raw json.RawMessage) string {
	var fields map[string]any
	if json.Unmarshal(raw, &fields) != nil {
		return string(raw)
	}
	var parts []string
	for name, v := range fields {
		if text, ok := v.(string); ok && (name == "__type" || name == "message") {
			parts = append(parts, text)
			continue
		}
		b, _ := json.Marshal(v) // it came from JSON
		parts = append(parts, name+" "+string(b))
	}
	slices.Sort(parts)
	return strings.Join(parts, "; ")
}

// text reads a member that may be a number or missing.
func text(m map[string]any, name string) string {
	switch v := m[name].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// objects reads a list of objects.
func objects(v any) []map[string]any {
	list, _ := v.([]any)
	var out []map[string]any
	for _, x := range list {
		if m, ok := x.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// ready finds out who is to own the datasets.
func (c *ckan) ready(ctx context.Context) error {
	if c.owner != "" {
		return nil
	}
	var org map[string]any
	if err := c.ask(ctx, "organization_show", map[string]any{"id": c.opt.Organisation, "include_datasets": false, "include_users": false, "include_groups": false,
		"include_tags": false, "include_followers": false}, &org); err != nil {
		if isKind(err, Missing) {
			return &FarError{Kind: Invalid, Status: http.StatusNotFound, Message: "it has no organisation of the name " + c.opt.Organisation, Err: err}
		}
		return err
	}
	if c.owner = text(org, "id"); c.owner == "" {
		return &FarError{Kind: Broken, Message: "what it says of the organisation has no id"}
	}
	return nil
}

func (c *ckan) look(ctx context.Context, d *opendata.Dataset) (*state, error) {
	if err := c.ready(ctx); err != nil {
		return nil, err
	}
	var pkg map[string]any
	err := c.ask(ctx, "package_show", map[string]any{"id": c.opt.Prefix + d.Name}, &pkg)
	if isKind(err, Missing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	st := &state{id: text(pkg, "id"), raw: pkg}
	mark := ""
	for _, e := range objects(pkg["extras"]) {
		if text(e, "key") == markKey {
			mark = text(e, "value")
		}
	}
	switch {
	case mark != d.ID():
		return nil, &FarError{Kind: Invalid, Message: fmt.Sprintf("it has a dataset %s%s that was not made by this service: choose another --prefix, or give that dataset the extra %s with the value %s", c.opt.Prefix, d.Name, markKey, d.ID())}
	case text(pkg, "state") == "deleted":
		return nil, &FarError{Kind: Invalid, Message: "somebody deleted the dataset " + c.opt.Prefix + d.Name + " there: restore it, or purge it"}
	}
	for i, r := range objects(pkg["resources"]) {
		st.files = append(st.files, held{id: text(r, "id"), name: fileName(text(r, "url")), title: text(r, "name"), hash: text(r, "hash"), url: text(r, "url"), position: i})
	}
	want := c.document(d)
	for _, name := range []string{"title", "notes", "url", "license_id", "owner_org", "author", "author_email", "maintainer", "maintainer_email", "version"} {
		if squeeze(text(pkg, name)) != squeeze(fmt.Sprint(want[name])) {
			st.differs = append(st.differs, name)
		}
	}
	if tags, extras := c.joined(pkg, want); len(tags) > len(objects(pkg["tags"])) {
		st.differs = append(st.differs, "tags")
	} else if !sameExtras(extras, objects(pkg["extras"])) {
		st.differs = append(st.differs, "extras")
	}
	return st, nil
}

// fileName gives the last part of an address.
func fileName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return path.Base(u.Path)
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// document is what a dataset says of itself. The licence, tags and times are as
// the read side of the same API tells them.
func (c *ckan) document(d *opendata.Dataset) map[string]any {
	own := c.src.CKANPackage(d)
	out := map[string]any{"name": c.opt.Prefix + d.Name, "owner_org": c.owner}
	for _, name := range []string{"title", "notes", "url", "license_id", "author", "author_email", "maintainer", "maintainer_email", "version"} {
		out[name] = own[name]
	}
	var tags []map[string]any
	list, _ := own["tags"].([]map[string]any)
	for _, t := range list {
		tags = append(tags, map[string]any{"name": t["name"]})
	}
	extras, _ := own["extras"].([]map[string]any)
	out["tags"], out["extras"] = tags, append(slices.Clone(extras), map[string]any{"key": markKey, "value": d.ID()})
	return out
}

// joined gives tags and extras of ours and of those that the portal's people
// added.
func (c *ckan) joined(pkg, want map[string]any) (tags, extras []map[string]any) {
	join := func(name, key string) []map[string]any {
		ours, _ := want[name].([]map[string]any)
		out := slices.Clone(ours)
		for _, theirs := range objects(pkg[name]) {
			if !slices.ContainsFunc(ours, func(m map[string]any) bool { return strings.EqualFold(text(m, key), text(theirs, key)) }) {
				out = append(out, theirs)
			}
		}
		return out
	}
	return join("tags", "name"), join("extras", "key")
}

func sameExtras(a, b []map[string]any) bool {
	values := func(list []map[string]any) map[string]string {
		out := map[string]string{}
		for _, m := range list {
			out[text(m, "key")] = text(m, "value")
		}
		return out
	}
	x, y := values(a), values(b)
	for key, v := range x {
		if w, ok := y[key]; !ok || v != w {
			return false
		}
	}
	return len(x) == len(y)
}

func (c *ckan) create(ctx context.Context, d *opendata.Dataset) error {
	return c.ask(ctx, "package_create", c.document(d), nil)
}

func (c *ckan) describe(ctx context.Context, st *state, d *opendata.Dataset) error {
	want := c.document(d)
	want["tags"], want["extras"] = c.joined(st.raw, want)
	want["id"] = st.id
	delete(want, "name")
	return c.ask(ctx, "package_patch", want, nil)
}

// upload sends a file with its SHA-256 in the field "hash". Loaders of the
// datastore keep the MD5 of what they loaded there and skip a file that has it
// already, so ours must not look like one.
func (c *ckan) upload(ctx context.Context, st *state, f *opendata.File, body []byte, kind string, replaced *held) error {
	fields := [][2]string{{"name", f.Title}, {"format", f.Format}, {"mimetype", f.Media}, {"hash", c.prints[f.Name].sha}, {"url_type", "upload"}}
	action := "resource_create"
	if replaced == nil {
		fields = append(fields, [2]string{"package_id", st.id})
	} else {
		action = "resource_patch"
		fields = append(fields, [2]string{"id", replaced.id})
	}
	form, boundary, err := multipartOf(fields, "upload", f.Name, kind, body)
	if err != nil {
		return err
	}
	return c.send(ctx, action, boundary, form, nil)
}

// multipartOf makes a form with a file.
func multipartOf(fields [][2]string, field, name, kind string, body []byte) (form []byte, boundary string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range fields {
		if err := w.WriteField(f[0], f[1]); err != nil {
			return nil, "", err
		}
	}
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition", fmt.Sprintf(`form-data; name="%s"; filename="%s"`, field, name))
	h.Set("Content-Type", kind)
	part, err := w.CreatePart(h)
	if err != nil {
		return nil, "", err
	}
	if _, err := part.Write(body); err != nil {
		return nil, "", err
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return b.Bytes(), w.FormDataContentType(), nil
}

func (c *ckan) retitle(ctx context.Context, _ *state, f *opendata.File, h *held) error {
	return c.ask(ctx, "resource_patch", map[string]any{"id": h.id, "name": f.Title}, nil)
}

func (c *ckan) remove(ctx context.Context, _ *state, h *held) error {
	err := c.ask(ctx, "resource_delete", map[string]any{"id": h.id}, nil)
	if isKind(err, Missing) {
		return nil // it was removed, and the reply lost
	}
	return err
}

// order puts ours first in our order; those of others follow in theirs.
func (c *ckan) order(ctx context.Context, st *state, ids []string) error {
	all := slices.Clone(ids)
	for _, h := range st.files {
		if !slices.Contains(ids, h.id) {
			all = append(all, h.id)
		}
	}
	return c.ask(ctx, "package_resource_reorder", map[string]any{"id": st.id, "order": all}, nil)
}
