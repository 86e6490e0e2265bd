package opendata

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// ckanSearch is package_search over the few datasets there are, with the part of
// Solr's query language that clients of CKAN use.
func (s *Source) ckanSearch(r CKANRequest) (any, error) {
	rows, err := r.number("rows", 10, 1000)
	if err != nil {
		return nil, err
	}
	start, err := r.number("start", 0, 1<<30)
	if err != nil {
		return nil, err
	}
	var queries []query
	for _, text := range append(r.list("fq_list"), r.text("fq"), r.text("q")) {
		q, err := parseQuery(text)
		if err != nil {
			return nil, err
		}
		queries = append(queries, q)
	}
	found := []map[string]any{}
	for _, d := range s.Catalogue() {
		fields := s.searchFields(&d)
		if !slices.ContainsFunc(queries, func(q query) bool { return !q(fields) }) {
			found = append(found, s.CKANPackage(&d))
		}
	}
	order := cmp.Or(r.text("sort"), "score desc, metadata_modified desc")
	if err := ckanSort(found, order); err != nil {
		return nil, err
	}
	facets, searchFacets := map[string]any{}, map[string]any{}
	if r.yes("facet", true) {
		facets, searchFacets, err = ckanFacets(found, r, s.Publisher)
	}
	if err != nil {
		return nil, err
	}
	return map[string]any{"count": len(found), "results": members(cut(found, start, rows), r.list("fl")), "sort": order, "facets": facets, "search_facets": searchFacets}, nil
}

// members leaves the named members of each object; all if none is named.
func members(list []map[string]any, names []string) []map[string]any {
	if len(names) == 0 || slices.Contains(names, "*") {
		return list
	}
	out := make([]map[string]any, len(list))
	for i, m := range list {
		out[i] = map[string]any{}
		for _, name := range names {
			if v, ok := m[name]; ok {
				out[i][name] = v
			}
		}
	}
	return out
}

// ckanSort sorts by "field [asc|desc], …".
func ckanSort(list []map[string]any, order string) error {
	type key struct {
		name string
		sign int
	}
	var keys []key
	for part := range strings.SplitSeq(order, ",") {
		words := strings.Fields(part)
		name, known := "", false
		if len(words) > 0 && len(words) < 3 {
			name, known = map[string]string{"score": "", "name": "name", "title": "title", "title_string": "title", "id": "id", "metadata_modified": "metadata_modified", "metadata_created": "metadata_created", "views_recent": "", "views_total": ""}[words[0]]
		}
		sign := 1
		if len(words) == 2 {
			switch strings.ToLower(words[1]) {
			case "asc":
			case "desc":
				sign = -1
			default:
				known = false
			}
		}
		if !known {
			return &CKANError{Status: 400, Type: "Search Query Error", Text: `Invalid "sort" parameter`}
		}
		keys = append(keys, key{name, sign})
	}
	slices.SortStableFunc(list, func(a, b map[string]any) int {
		for _, k := range keys {
			if k.name == "" {
				continue
			}
			if c := strings.Compare(fmt.Sprint(a[k.name]), fmt.Sprint(b[k.name])); c != 0 {
				return c * k.sign
			}
		}
		return 0
	})
	return nil
}

// ckanFacets counts what is found by field. A limit under 0 is none.
func ckanFacets(found []map[string]any, r CKANRequest, publisher string) (facets, searchFacets map[string]any, err error) {
	facets, searchFacets = map[string]any{}, map[string]any{}
	limit := 1 << 30
	if text := r.text("facet.limit"); text != "" && !strings.HasPrefix(text, "-") {
		if limit, err = r.number("facet.limit", limit, limit); err != nil {
			return nil, nil, err
		}
	}
	least, err := r.number("facet.mincount", 1, 1<<30)
	if err != nil {
		return nil, nil, err
	}
	for _, field := range r.list("facet.field") {
		counts := map[string]int{}
		for _, p := range found {
			for _, v := range facetValues(p, field) {
				counts[v]++
			}
		}
		names := sortedKeys(counts)
		slices.SortStableFunc(names, func(a, b string) int { return counts[b] - counts[a] })
		items, shown := []map[string]any{}, map[string]int{}
		for _, name := range names {
			if counts[name] < least || len(items) == limit {
				continue
			}
			label := name
			if field == "organization" {
				label = publisher
			}
			shown[name] = counts[name]
			items = append(items, map[string]any{"name": name, "display_name": label, "count": counts[name]})
		}
		facets[field], searchFacets[field] = shown, map[string]any{"title": field, "items": items}
	}
	return facets, searchFacets, nil
}

// facetValues gives the different values of a dataset's field.
func facetValues(p map[string]any, field string) []string {
	seen := map[string]bool{}
	switch field {
	case "organization":
		seen["publisher"] = true
	case "tags":
		for _, k := range Keywords() {
			seen[k] = true
		}
	case "license_id":
		seen[LicenceID] = true
	case "res_format":
		list, _ := p["resources"].([]map[string]any)
		for _, f := range list {
			seen[fmt.Sprint(f["format"])] = true
		}
	}
	return sortedKeys(seen)
}

// searchFields gives what of a dataset can be searched for. The field text is
// everything that is written about it.
func (s *Source) searchFields(d *Dataset) map[string][]string {
	text := []string{d.Name, d.Title, d.Description, strings.Join(Keywords(), " "), s.Publisher}
	f := map[string][]string{"name": {d.Name}, "id": {d.ID()}, "title": {d.Title}, "notes": {d.Description}, "organization": {"publisher"}, "owner_org": {uuidOf("organisation")}, "tags": Keywords(),
		"license_id": {LicenceID}, "author": {s.Publisher}, "maintainer": {s.Publisher}, "state": {"active"}, "type": {"dataset"}, "dataset_type": {"dataset"}, "capacity": {"public"}, "private": {"false"}, "site_id": {"default"},
		"metadata_modified": {ckanTime(d.Modified)}, "metadata_created": {ckanTime(d.Issued)}, "entity_type": {"package"}}
	for i := range d.Files {
		f["res_format"] = append(f["res_format"], d.Files[i].Format)
		f["res_name"] = append(f["res_name"], d.Files[i].Title)
		f["res_url"] = append(f["res_url"], s.URL(&d.Files[i]))
		text = append(text, d.Files[i].Title)
	}
	f["text"] = text
	return f
}

// query tells whether fields fit.
type query func(map[string][]string) bool

// maxQuery is how long a query may be, in bytes.
const maxQuery = 4000

// parseQuery reads a query: words, "phrases", field:value, field:(…),
// field:[a TO b], wildcards, AND, OR, NOT, +, - and parentheses. Terms side by
// side must all fit.
func parseQuery(text string) (query, error) {
	if len(text) > maxQuery {
		return nil, badQuery()
	}
	p := &queryParser{tokens: queryTokens(text)}
	q, err := p.or("text")
	if err == nil && p.at < len(p.tokens) {
		err = badQuery()
	}
	return q, err
}

func badQuery() error {
	return &CKANError{Status: 400, Type: "Search Query Error", Text: "The query cannot be read: parentheses, brackets and quotes must be closed."}
}

// queryTokens splits a query: parentheses, ranges in brackets and phrases are
// one token each, and so is a field's name with its colon.
func queryTokens(text string) []string {
	var out []string
	r := []rune(text)
	for i := 0; i < len(r); {
		switch c := r[i]; {
		case unicode.IsSpace(c):
			i++
		case c == '(' || c == ')':
			out = append(out, string(c))
			i++
		case (c == '+' || c == '-' || c == '!') && i+1 < len(r) && !unicode.IsSpace(r[i+1]):
			out = append(out, string(c))
			i++
		case c == '"' || c == '[' || c == '{':
			n := i + 1
			for n < len(r) && !(c == '"' && r[n] == '"' || c != '"' && (r[n] == ']' || r[n] == '}')) {
				n++
			}
			if n == len(r) {
				return append(out, ")") // not closed: no query begins or goes on so
			}
			out = append(out, string(r[i:n+1]))
			i = n + 1
		default:
			n, value := i, len(out) > 0 && strings.HasSuffix(out[len(out)-1], ":")
			for n < len(r) && !unicode.IsSpace(r[n]) && !strings.ContainsRune(`()"[{`, r[n]) {
				if n++; r[n-1] == ':' && i < n-1 && !value {
					break
				}
			}
			n = max(n, i+1)
			out = append(out, string(r[i:n]))
			i = n
		}
	}
	return out
}

type queryParser struct {
	tokens []string
	at     int
	depth  int
}

func (p *queryParser) next() string {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}
	return ""
}

func (p *queryParser) or(field string) (query, error) {
	first, err := p.and(field)
	for err == nil && (p.next() == "OR" || p.next() == "||") {
		p.at++
		var second query
		if second, err = p.and(field); err == nil {
			a, b := first, second
			first = func(f map[string][]string) bool { return a(f) || b(f) }
		}
	}
	return first, err
}

func (p *queryParser) and(field string) (query, error) {
	var all []query
	for {
		switch t := p.next(); t {
		case "", ")", "OR", "||":
			return func(f map[string][]string) bool {
				return !slices.ContainsFunc(all, func(q query) bool { return !q(f) })
			}, nil
		case "AND", "&&", "+":
			p.at++
		default:
			q, err := p.one(field)
			if err != nil {
				return nil, err
			}
			all = append(all, q)
		}
	}
}

func (p *queryParser) one(field string) (query, error) {
	t := p.next()
	p.at++
	if p.depth++; p.depth > 50 {
		return nil, badQuery()
	}
	defer func() { p.depth-- }()
	switch {
	case t == "NOT" || t == "-" || t == "!":
		if p.next() == "" || p.next() == ")" {
			return nil, badQuery()
		}
		q, err := p.one(field)
		return func(f map[string][]string) bool { return !q(f) }, err
	case t == "(":
		q, err := p.or(field)
		if err == nil && p.next() != ")" {
			err = badQuery()
		}
		p.at++
		return q, err
	case len(t) > 1 && strings.HasSuffix(t, ":"):
		if p.next() == "" || p.next() == ")" {
			return nil, badQuery()
		}
		return p.one(strings.TrimSuffix(t, ":"))
	}
	return fitting(field, t), nil
}

// fitting fits if one of a field's values does: in fields of words, if it holds
// the term; in others, if it is the term.
func fitting(field, t string) query {
	if t == "*" || field == "*" {
		return func(f map[string][]string) bool { return field == "*" || field == "text" || len(f[field]) > 0 }
	}
	if strings.HasPrefix(t, "[") || strings.HasPrefix(t, "{") {
		return within(field, t)
	}
	want := strings.ToLower(strings.ReplaceAll(strings.Trim(t, `"`), `\`, ""))
	wordy := slices.Contains([]string{"text", "title", "notes", "res_name", "author", "maintainer"}, field)
	return func(f map[string][]string) bool {
		return slices.ContainsFunc(f[field], func(v string) bool {
			v = strings.ToLower(v)
			if wordy {
				return strings.Contains(v, strings.Trim(want, "*"))
			}
			return fits(v, want)
		})
	}
}

// fits compares a value with a pattern whose asterisks stand for anything.
func fits(v, pattern string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return v == pattern
	}
	if !strings.HasPrefix(v, parts[0]) {
		return false
	}
	v = v[len(parts[0]):]
	last := parts[len(parts)-1]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(v, part)
		if i < 0 {
			return false
		}
		v = v[i+len(part):]
	}
	return strings.HasSuffix(v, last)
}

// within fits if a value is in a range "[a TO b]"; { and } leave the ends out.
// A time counted back from NOW is taken as open: nobody is told less for it.
func within(field, t string) query {
	a, b, ok := strings.Cut(t[1:len(t)-1], " TO ")
	open := func(s string) bool { s = strings.TrimSpace(s); return s == "*" || strings.HasPrefix(s, "NOW") }
	clean := func(s string) string { return strings.TrimRight(strings.Trim(strings.TrimSpace(s), `"`), "Z") }
	return func(f map[string][]string) bool {
		return ok && slices.ContainsFunc(f[field], func(v string) bool {
			low, high := clean(a), clean(b)
			above := open(a) || v > low || v == low && t[0] == '['
			below := open(b) || v < high || strings.HasPrefix(v, high) && t[len(t)-1] == ']'
			return above && below
		})
	}
}
