package opendata

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
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
		f, d, ok := s.ckanFile(r.text("id"))
		if !ok {
			return nil, notFound()
		}
		return s.ckanResource(d, f, 0), nil
	case "organization_list", "organization_show", "group_list", "tag_list", "license_list":
		return s.ckanLists(action, r)
	case "datastore_search":
		return s.datastore(r, table)
	case "datastore_info":
		return s.datastoreInfo(r, table)
	}
	return nil, &CKANError{Status: 400, Text: "Bad request - Action name not known: " + action}
}

// ckanActions are the actions that can be asked for, and what they do.
func ckanActions() map[string]string {
	return map[string]string{
		"site_read": "Return whether the site can be read.", "status_show": "Return what the site is.", "help_show": "Return what an action does.",
		"package_list": "Return the names of the datasets.", "current_package_list_with_resources": "Return the datasets with their files.",
		"package_show": "Return a dataset by id or name.", "package_search": "Search datasets: q, fq, rows, start, sort, facet.field.",
		"resource_show": "Return a file by id.", "organization_list": "Return the organisations.", "organization_show": "Return an organisation.",
		"group_list": "Return the groups, of which there are none.", "tag_list": "Return the tags.", "license_list": "Return the licences.",
		"datastore_search": "Search a file's rows: resource_id, filters, q, fields, sort, limit, offset.", "datastore_info": "Return a file's fields and number of rows.",
	}
}

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

func (s *Source) ckanPackageList(r CKANRequest) (any, error) {
	limit, err := r.number("limit", 1000, 1000)
	if err != nil {
		return nil, err
	}
	offset, err := r.number("offset", 0, 1<<30)
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
	limit, err := r.number("limit", 1000, 1000)
	if err != nil {
		return nil, err
	}
	offset, err := r.number("offset", 0, 1<<30)
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
	return map[string]any{"id": uuidOf("organisation"), "name": "publisher", "title": s.Publisher, "type": "organization", "description": "", "image_url": "",
		"created": "2026-01-01T00:00:00.000000", "is_organization": true, "approval_status": "approved", "state": "active"}
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
		tags = append(tags, map[string]any{"id": uuidOf("tag:" + k), "name": k, "display_name": k, "state": "active", "vocabulary_id": nil})
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

func (s *Source) ckanLists(action string, r CKANRequest) (any, error) {
	switch action {
	case "organization_list":
		if r.yes("all_fields", false) {
			return []any{s.organisation()}, nil
		}
		return []string{"publisher"}, nil
	case "organization_show":
		if id := r.text("id"); id != "publisher" && id != uuidOf("organisation") {
			return nil, notFound()
		}
		org := s.organisation()
		org["package_count"] = len(s.Catalogue())
		return org, nil
	case "tag_list":
		tags := Keywords()
		slices.Sort(tags)
		return tags, nil
	case "license_list":
		return []map[string]any{{"id": LicenceID, "title": LicenceName, "url": LicenceURL, "status": "active", "is_okd_compliant": true}}, nil
	}
	return []string{}, nil
}

// ckanSearch is package_search over the few datasets there are: every word of q
// must be in a dataset's text, and fq narrows by field.
func (s *Source) ckanSearch(r CKANRequest) (any, error) {
	rows, err := r.number("rows", 10, 1000)
	if err != nil {
		return nil, err
	}
	start, err := r.number("start", 0, 1<<30)
	if err != nil {
		return nil, err
	}
	found := []map[string]any{}
	for _, d := range s.Catalogue() {
		p := s.CKANPackage(&d)
		if ckanMatches(&d, r.text("q")) && ckanMatches(&d, strings.Join(append(r.list("fq_list"), r.text("fq")), " ")) {
			found = append(found, p)
		}
	}
	order := cmp.Or(r.text("sort"), "score desc, metadata_modified desc")
	field, direction, _ := strings.Cut(strings.TrimSpace(strings.Split(order, ",")[0]), " ")
	if key := map[string]string{"name": "name", "title": "title", "title_string": "title", "id": "id"}[field]; key != "" {
		slices.SortStableFunc(found, func(a, b map[string]any) int { return strings.Compare(fmt.Sprint(a[key]), fmt.Sprint(b[key])) })
		if strings.EqualFold(strings.TrimSpace(direction), "desc") {
			slices.Reverse(found)
		}
	}
	facets, searchFacets := ckanFacets(found, r.list("facet.field"), s.Publisher)
	return map[string]any{"count": len(found), "results": cut(found, start, rows), "sort": order, "facets": facets, "search_facets": searchFacets}, nil
}

// ckanMatches reports whether a dataset has every word of a query; "field:value"
// looks at one field, and "*:*" is everything.
func ckanMatches(d *Dataset, query string) bool {
	text := strings.ToLower(d.Name + " " + d.Title + " " + d.Description + " " + strings.Join(Keywords(), " "))
	for _, word := range strings.Fields(strings.ToLower(query)) {
		field, value, has := strings.Cut(word, ":")
		not := strings.HasPrefix(word, "-") || strings.HasPrefix(word, "!")
		field = strings.TrimLeft(field, "+-!(")
		value = strings.Trim(value, `"()`)
		ok := false
		switch {
		case word == "*:*" || word == "and" || word == "or":
			continue
		case !has:
			ok = strings.Contains(text, strings.Trim(field, `"()*`))
		case field == "name":
			ok = d.Name == value
		case field == "id":
			ok = d.ID() == value
		case field == "organization":
			ok = value == "publisher"
		case field == "owner_org":
			ok = value == uuidOf("organisation")
		case field == "tags":
			ok = slices.Contains(Keywords(), value)
		case field == "license_id":
			ok = value == LicenceID
		case field == "res_format":
			ok = slices.ContainsFunc(d.Files, func(f File) bool { return strings.EqualFold(f.Format, value) })
		case field == "state" || field == "type" || field == "dataset_type" || field == "capacity":
			ok = value == "active" || value == "dataset" || value == "public"
		default: // a field that is not kept, such as metadata_modified:[… TO …]
			ok = true
		}
		if ok == not {
			return false
		}
	}
	return true
}

func ckanFacets(found []map[string]any, fields []string, publisher string) (facets, searchFacets map[string]any) {
	facets, searchFacets = map[string]any{}, map[string]any{}
	for _, field := range fields {
		counts, label := map[string]int{}, map[string]string{}
		for _, p := range found {
			switch field {
			case "organization":
				counts["publisher"]++
				label["publisher"] = publisher
			case "tags":
				for _, k := range Keywords() {
					counts[k]++
				}
			case "license_id":
				counts[LicenceID]++
			case "res_format":
				seen := map[string]bool{}
				list, _ := p["resources"].([]map[string]any)
				for _, f := range list {
					if name := fmt.Sprint(f["format"]); !seen[name] {
						seen[name] = true
						counts[name]++
					}
				}
			}
		}
		items := []map[string]any{}
		for _, name := range sortedKeys(counts) {
			items = append(items, map[string]any{"name": name, "display_name": cmp.Or(label[name], name), "count": counts[name]})
		}
		facets[field], searchFacets[field] = counts, map[string]any{"title": field, "items": items}
	}
	return facets, searchFacets
}
