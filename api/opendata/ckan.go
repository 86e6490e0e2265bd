package opendata

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// CKANError is an error as CKAN's Action API tells it.
type CKANError struct {
	Status int
	Type   string              // such as "Not Found Error"; empty for a bare sentence
	Text   string              // message of all but validation errors
	Fields map[string][]string // of validation errors
}

// Error gives the message.
func (e *CKANError) Error() string { return "ckan: " + e.Type + " " + e.Text }

func notFound() error { return &CKANError{Status: 404, Type: "Not Found Error", Text: "Not found"} }

func invalid(field, why string) error {
	return &CKANError{Status: 409, Type: "Validation Error", Fields: map[string][]string{field: {why}}}
}

// CKANRequest is what an action was asked with: parameters of the address, of a
// form or of a JSON object, which all mean the same.
type CKANRequest map[string]any

// CKANValues makes a request of URL parameters; repeated ones become lists.
func CKANValues(v url.Values) CKANRequest {
	r := CKANRequest{}
	for name, values := range v {
		if len(values) == 1 {
			r[name] = values[0]
			continue
		}
		list := make([]any, len(values))
		for i := range values {
			list[i] = values[i]
		}
		r[name] = list
	}
	return r
}

func (r CKANRequest) text(name string) string {
	switch v := r[name].(type) {
	case nil:
		return ""
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return fmt.Sprint(v[0])
		}
		return ""
	case json.Number:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return fmt.Sprint(v)
	}
}

func (r CKANRequest) number(name string, usual, most int) (int, error) {
	text := r.text(name)
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, invalid(name, "Invalid integer")
	}
	if n < 0 {
		return 0, invalid(name, "Must be a natural number")
	}
	return min(n, most), nil
}

// list reads a list: of JSON, of repeated parameters, or with commas between.
func (r CKANRequest) list(name string) []string {
	switch v := r[name].(type) {
	case nil:
		return nil
	case []any:
		out := make([]string, len(v))
		for i := range v {
			out[i] = fmt.Sprint(v[i])
		}
		return out
	default:
		text := r.text(name)
		var out []string
		if strings.HasPrefix(text, "[") && json.Unmarshal([]byte(text), &out) == nil {
			return out
		}
		for part := range strings.SplitSeq(text, ",") {
			if part = strings.Trim(part, ` "`); part != "" {
				out = append(out, part)
			}
		}
		return out
	}
}

func (r CKANRequest) yes(name string, usual bool) bool {
	switch strings.ToLower(r.text(name)) {
	case "":
		return usual
	case "false", "0", "no", "off", "f", "n":
		return false
	}
	return true
}

// CKAN does an action of CKAN's Action API, version 3, of those that only read.
// Errors are *CKANError. table gives the tidy table of a month, which may be
// remembered from an earlier call.
func (s *Source) CKAN(action string, r CKANRequest, table func(period string) [][]string) (any, error) {
	switch action {
	case "site_read", "status_show":
		return s.ckanStatus(action), nil
	case "help_show":
		return s.ckanHelp(r)
	case "package_list":
		return s.ckanPackageList(r)
	case "current_package_list_with_resources":
		return s.ckanCurrent(r)
	case "package_show":
		return s.ckanPackageShow(r)
	case "package_search":
		return s.ckanSearch(r)
	case "resource_show":
		return s.ckanResourceShow(r)
	case "resource_search", "package_autocomplete", "tag_search", "tag_autocomplete", "format_autocomplete":
		return s.ckanFind(action, r)
	case "organization_list", "organization_show", "organization_autocomplete", "group_list", "group_show", "tag_list", "tag_show", "vocabulary_list", "license_list":
		return s.ckanLists(action, r)
	case "datastore_search":
		return s.datastore(r, datastoreMost, table)
	case "datastore_info":
		return s.datastoreInfo(r, table)
	}
	if action == "datastore_search_sql" {
		return nil, &CKANError{Status: 403, Type: "Authorization Error", Text: "Access denied: SQL is not offered; use datastore_search, or the whole file"}
	}
	if ckanWrites.MatchString(action) {
		return nil, &CKANError{Status: 403, Type: "Authorization Error", Text: "Access denied: what is here can only be read"}
	}
	return nil, &CKANError{Status: 400, Text: "Bad request - Action name not known: " + action}
}

// ckanWrites are CKAN's actions that change something.
var ckanWrites = regexp.MustCompile(`^(package|dataset|resource|resource_view|organization|organization_member|group|group_member|tag|vocabulary|datastore|member|user|rating|api_token|package_relationship|bulk)_(create|update|patch|delete|revise|upsert|purge|invite|revoke|reorder)(_\w+)?$|^(package_resource_reorder|package_owner_org_update|package_create_rest|datastore_run_triggers|dataset_purge)$`)

func (s *Source) ckanHelp(r CKANRequest) (any, error) {
	if text, ok := ckanActions()[r.text("name")]; ok {
		return text, nil
	}
	if r.text("name") == "" {
		return nil, invalid("name", "Missing value")
	}
	return nil, notFound()
}

func (s *Source) ckanStatus(action string) any {
	if action == "site_read" {
		return true
	}
	return map[string]any{"ckan_version": "2.10.7", "site_title": s.Publisher, "site_description": ResultsTitle, "site_url": s.BaseURL,
		"error_emails_to": nil, "locale_default": "en_GB", "extensions": []string{"datastore"}}
}

// paging reads where a list is to begin and how long it may be.
func (r CKANRequest) paging(usual, most int) (offset, limit int, err error) {
	if limit, err = r.number("limit", usual, most); err != nil {
		return 0, 0, err
	}
	offset, err = r.number("offset", 0, 1<<30)
	return offset, limit, err
}

func (s *Source) ckanPackageList(r CKANRequest) (any, error) {
	offset, limit, err := r.paging(1000, 1000)
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, d := range s.Catalogue() {
		names = append(names, d.Name)
	}
	slices.Sort(names)
	return cut(names, offset, limit), nil
}

func (s *Source) ckanCurrent(r CKANRequest) (any, error) {
	offset, limit, err := r.paging(1000, 1000)
	if err != nil {
		return nil, err
	}
	out := []map[string]any{}
	for _, d := range s.Catalogue() {
		out = append(out, s.CKANPackage(&d))
	}
	return cut(out, offset, limit), nil
}

func cut[T any](list []T, offset, limit int) []T {
	start := min(offset, len(list))
	return list[start:min(start+limit, len(list))]
}

func (s *Source) ckanPackageShow(r CKANRequest) (any, error) {
	id := firstOf(r.text("id"), r.text("name_or_id"))
	if id == "" {
		return nil, invalid("name_or_id", "Missing value")
	}
	for _, d := range s.Catalogue() {
		if d.ID() == id || d.Name == id {
			return s.CKANPackage(&d), nil
		}
	}
	return nil, notFound()
}

// organisation is the name of the one organisation.
func (s *Source) organisation() map[string]any {
	sets := s.Catalogue()
	created := s.Edition.At
	if len(sets) > 0 {
		created = sets[0].Issued
	}
	return map[string]any{"id": uuidOf("organisation"), "name": "publisher", "title": s.Publisher, "type": "organization", "description": "", "image_url": "",
		"created": ckanTime(created), "is_organization": true, "approval_status": "approved", "state": "active",
		"display_name": s.Publisher, "image_display_url": "", "num_followers": 0, "package_count": len(sets)}
}

func ckanTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000") }

// CKANPackage gives a dataset as package_show does.
func (s *Source) CKANPackage(d *Dataset) map[string]any {
	resources := []map[string]any{}
	for i := range d.Files {
		resources = append(resources, s.ckanResource(d, &d.Files[i], i))
	}
	tags := []map[string]any{}
	for _, k := range Keywords() {
		tags = append(tags, ckanTag(k))
	}
	org := s.organisation()
	return map[string]any{
		"id": d.ID(), "name": d.Name, "title": d.Title, "notes": d.Description + "\n\n" + strings.Join(s.Notes(), "\n\n"), "url": s.DatasetURL(d),
		"author": s.Publisher, "author_email": s.Contact, "maintainer": s.Publisher, "maintainer_email": s.Contact, "creator_user_id": uuidOf("publisher"),
		"license_id": LicenceID, "license_title": LicenceName, "license_url": LicenceURL, "isopen": true, "private": false, "state": "active", "type": "dataset", "version": editionVersion(s),
		"metadata_created": ckanTime(d.Issued), "metadata_modified": ckanTime(d.Modified), "num_resources": len(resources), "num_tags": len(tags),
		"organization": org, "owner_org": org["id"], "resources": resources, "tags": tags, "groups": []any{}, "relationships_as_object": []any{}, "relationships_as_subject": []any{},
		"extras": []map[string]any{{"key": "frequency", "value": "R/P1M"}, {"key": "temporal_coverage-from", "value": d.From.String()}, {"key": "temporal_coverage-to", "value": d.To.String()}},
	}
}

func (s *Source) ckanResource(d *Dataset, f *File, position int) map[string]any {
	return map[string]any{
		"id": f.ID(), "package_id": d.ID(), "name": f.Title, "description": f.Title, "url": s.URL(f), "url_type": nil, "format": f.Format, "mimetype": f.Media, "mimetype_inner": nil,
		"created": ckanTime(d.Issued), "last_modified": ckanTime(d.Modified), "metadata_modified": ckanTime(d.Modified), "position": position, "state": "active",
		"datastore_active": f.Tidy, "hash": "", "size": nil, "cache_url": nil, "cache_last_updated": nil, "resource_type": nil,
	}
}

func (s *Source) ckanResourceShow(r CKANRequest) (any, error) {
	id := r.text("id")
	if id == "" {
		return nil, invalid("id", "Missing value")
	}
	f, d, ok := s.ckanFile(id)
	if !ok {
		return nil, notFound()
	}
	return s.ckanResource(d, f, slices.IndexFunc(d.Files, func(x File) bool { return x.Name == f.Name })), nil
}

func (s *Source) ckanFile(id string) (*File, *Dataset, bool) {
	sets := s.Catalogue()
	for i := range sets {
		for j := range sets[i].Files {
			if f := &sets[i].Files[j]; f.ID() == id {
				return f, &sets[i], true
			}
		}
	}
	return nil, nil, false
}
