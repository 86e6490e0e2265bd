package opendata

import (
	"slices"
	"strings"
)

// ckanActions are the actions that can be asked for, and what they do.
func ckanActions() map[string]string {
	return map[string]string{
		"site_read": "Return whether the site can be read.", "status_show": "Return what the site is.", "help_show": "Return what an action does.",
		"package_list": "Return the names of the datasets.", "current_package_list_with_resources": "Return the datasets with their files.",
		"package_show": "Return a dataset by id or name.", "package_search": "Search datasets: q, fq, fq_list, rows, start, sort, fl, facet, facet.field, facet.limit, facet.mincount.",
		"package_autocomplete": "Return datasets whose name or title holds a text.",
		"resource_show":        "Return a file by id.", "resource_search": "Search files: query, such as name:results.", "format_autocomplete": "Return formats that begin with a text.",
		"organization_list": "Return the organisations.", "organization_show": "Return an organisation.", "organization_autocomplete": "Return organisations whose name holds a text.",
		"group_list": "Return the groups, of which there are none.", "group_show": "Return a group, of which there are none.",
		"tag_list": "Return the tags.", "tag_show": "Return a tag.", "tag_search": "Search tags.", "tag_autocomplete": "Return tags that hold a text.", "vocabulary_list": "Return the vocabularies, of which there are none.", "license_list": "Return the licences.",
		"datastore_search": "Search a file's rows: resource_id, filters, q, plain, distinct, fields, sort, limit, offset, include_total, records_format.", "datastore_info": "Return a file's fields and number of rows.",
	}
}

func (s *Source) ckanLists(action string, r CKANRequest) (any, error) {
	switch action {
	case "organization_list":
		if r.yes("all_fields", false) {
			return []any{s.organisation()}, nil
		}
		return []string{"publisher"}, nil
	case "organization_autocomplete":
		return []any{s.organisation()}, nil
	case "organization_show":
		if r.text("id") == "" {
			return nil, invalid("id", "Missing value")
		}
		if id := r.text("id"); id != "publisher" && id != uuidOf("organisation") {
			return nil, notFound()
		}
		org := s.organisation()
		org["users"], org["tags"], org["groups"], org["extras"] = []any{}, []any{}, []any{}, []any{}
		if r.yes("include_datasets", false) {
			list := []any{}
			for _, d := range s.Catalogue() {
				list = append(list, s.CKANPackage(&d))
			}
			org["packages"] = list
		}
		return org, nil
	case "group_show":
		if r.text("id") == "" {
			return nil, invalid("id", "Missing value")
		}
		return nil, notFound()
	case "tag_list", "tag_show":
		return s.ckanTags(action, r)
	case "license_list":
		return []map[string]any{{"id": LicenceID, "title": LicenceName, "url": LicenceURL, "status": "active", "is_okd_compliant": true, "is_generic": false, "domain_content": false, "domain_data": false, "domain_software": false,
			"family": "", "maintainer": "", "od_conformance": "approved", "osd_conformance": "not reviewed"}}, nil
	}
	return []string{}, nil // groups and vocabularies
}

// ckanTag gives a tag as CKAN does.
func ckanTag(name string) map[string]any {
	return map[string]any{"id": uuidOf("tag:" + name), "name": name, "display_name": name, "state": "active", "vocabulary_id": nil}
}

func (s *Source) ckanTags(action string, r CKANRequest) (any, error) {
	if action == "tag_show" {
		for _, k := range Keywords() {
			if id := r.text("id"); id == k || id == uuidOf("tag:"+k) {
				return ckanTag(k), nil
			}
		}
		return nil, notFound()
	}
	names := matching(r.text("query"))
	if !r.yes("all_fields", false) {
		return names, nil
	}
	out := []map[string]any{}
	for _, k := range names {
		out = append(out, ckanTag(k))
	}
	return out, nil
}

// matching gives the tags that hold a text, sorted.
func matching(text string) []string {
	out := []string{}
	for _, k := range Keywords() {
		if strings.Contains(strings.ToLower(k), strings.ToLower(text)) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// ckanFind does the small searches: what somebody who types may mean.
func (s *Source) ckanFind(action string, r CKANRequest) (any, error) {
	offset, limit, err := r.paging(map[string]int{"resource_search": 1000, "tag_search": 1000}[action]+10, 1000)
	if err != nil {
		return nil, err
	}
	q := strings.ToLower(firstOf(r.text("q"), r.text("query")))
	switch action {
	case "tag_autocomplete":
		return cut(matching(q), offset, limit), nil
	case "tag_search":
		out := []map[string]any{}
		for _, k := range matching(q) {
			out = append(out, ckanTag(k))
		}
		return map[string]any{"count": len(out), "results": cut(out, offset, limit)}, nil
	case "format_autocomplete":
		return s.formats(q), nil
	case "package_autocomplete":
		out := []map[string]any{}
		for _, d := range s.Catalogue() {
			if strings.Contains(strings.ToLower(d.Name+" "+d.Title), q) {
				out = append(out, map[string]any{"name": d.Name, "title": d.Title, "match_field": "title", "match_displayed": d.Title})
			}
		}
		return cut(out, offset, limit), nil
	}
	return s.ckanResources(r, offset, limit)
}

func (s *Source) formats(q string) []string {
	seen := map[string]bool{}
	for _, d := range s.Catalogue() {
		for _, f := range d.Files {
			if strings.HasPrefix(strings.ToLower(f.Format), q) {
				seen[strings.ToLower(f.Format)] = true
			}
		}
	}
	return sortedKeys(seen)
}

// ckanResources is resource_search: query is one or more of field:text, all of
// which must fit.
func (s *Source) ckanResources(r CKANRequest, offset, limit int) (any, error) {
	terms := r.list("query")
	if len(terms) == 0 {
		return nil, invalid("query", "Missing value")
	}
	out := []map[string]any{}
	for _, d := range s.Catalogue() {
		for i := range d.Files {
			f := s.ckanResource(&d, &d.Files[i], i)
			fits := true
			for _, t := range terms {
				field, text, ok := strings.Cut(t, ":")
				value, known := f[field].(string)
				if !ok || !known {
					return nil, &CKANError{Status: 409, Type: "Search Error", Text: `Search error: query must be field:text, of a file's fields, not "` + t + `"`}
				}
				fits = fits && strings.Contains(strings.ToLower(value), strings.ToLower(text))
			}
			if fits {
				out = append(out, f)
			}
		}
	}
	return map[string]any{"count": len(out), "results": cut(out, offset, limit)}, nil
}
