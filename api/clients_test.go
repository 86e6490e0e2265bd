package api

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// replay is one request as a client of others sends it, and what the client
// makes of the answer.
type replay struct {
	name         string
	method, path string
	body         string
	headers      []string
	status       int
	want, not    string // that the answer holds, and does not
}

func (r *replay) run(t *testing.T, w *world) {
	t.Helper()
	rec := w.do(r.method, r.path, r.body, r.headers...)
	body := rec.Body.String()
	if rec.Code != r.status || !strings.Contains(body, r.want) || r.not != "" && strings.Contains(body, r.not) {
		t.Errorf("%s: %s %s: %d, want %d with %q without %q: %.400s", r.name, r.method, r.path, rec.Code, r.status, r.want, r.not, body)
	}
	if r.method == http.MethodHead && body != "" {
		t.Errorf("%s: HEAD has a body", r.name)
	}
}

const ckanAPI = "/api/3/action/"

// ckanIDs gives the ids of the results' dataset and of its newest CSV.
func ckanIDs(t *testing.T, w *world) (dataset, file string) {
	t.Helper()
	var e struct {
		Result struct {
			ID        string
			Resources []struct{ ID string }
		}
	}
	if err := json.Unmarshal(w.do(http.MethodGet, ckanAPI+"package_show?id=friends-and-family-test-results", "").Body.Bytes(), &e); err != nil || len(e.Result.Resources) == 0 {
		t.Fatalf("%v %+v", err, e)
	}
	return e.Result.ID, e.Result.Resources[0].ID
}

// TestCKANClients replays what ckanapi, ckanr, the harvesters of CKAN and of
// udata, and people with curl send.
func TestCKANClients(t *testing.T) {
	w := lively(t)
	dataset, file := ckanIDs(t, w)
	const get, post, head = http.MethodGet, http.MethodPost, http.MethodHead
	js := []string{"Content-Type", "application/json", "Authorization", "somebody's token", "X-CKAN-API-Key", "somebody's token", "User-Agent", "ckanapi/4.8 (+https://github.com/ckan/ckanapi)"}
	form := []string{"Content-Type", "application/x-www-form-urlencoded"}
	search := ckanAPI + "datastore_search"
	q := func(pairs ...string) string {
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v.Add(pairs[i], pairs[i+1])
		}
		return "?" + v.Encode()
	}
	empty := `"results":[]`
	for _, r := range []replay{
		// ckanapi: everything is POST with a JSON object, on the path without a version.
		{"ckanapi", post, "/api/action/site_read", `{}`, js, 200, `"result":true`, ""},
		{"ckanapi", post, "/api/action/status_show", `{}`, js, 200, `"ckan_version":"2.`, ""},
		{"ckanapi", post, "/api/action/package_list", `{}`, js, 200, `["friends-and-family-test-results","friends-and-family-test-workbooks"]`, ""},
		{"ckanapi", post, "/api/action/package_list", `{"limit": 1, "offset": 1}`, js, 200, `["friends-and-family-test-workbooks"]`, ""},
		{"ckanapi", post, "/api/action/package_show", `{"id": "` + dataset + `"}`, js, 200, `"name":"friends-and-family-test-results"`, ""},
		{"ckanapi", post, "/api/action/package_search", `{"q": "*:*", "rows": 1000, "start": 0}`, js, 200, `"count":2`, ""},
		{"ckanapi", post, "/api/action/package_search", `{"fq_list": ["res_format:XLSX", "organization:publisher"], "facet.field": ["res_format", "organization"], "rows": 0}`, js, 200, `"count":1,"facets":{"organization":{"publisher":1},"res_format":{"CSV":1,"XLSX":1}},"results":[]`, ""},
		{"ckanapi", post, "/api/action/datastore_search", `{"resource_id": "` + file + `", "filters": {"level": ["england"], "setting": "all"}, "fields": ["name", "period"], "limit": 5}`, js, 200, `"records":[{"name":"England","period":"2026-11"}]`, ""},
		{"ckanapi", post, "/api/action/package_create", `{"name": "x", "owner_org": "publisher"}`, js, 403, `"__type":"Authorization Error"`, `"success":true`},
		{"ckanapi", post, "/api/action/resource_patch", `{"id": "x"}`, js, 403, `"__type":"Authorization Error"`, ""},
		{"ckanapi", post, "/api/action/datastore_upsert", `{"resource_id": "x"}`, js, 403, `"__type":"Authorization Error"`, ""},
		{"ckanapi", post, "/api/action/no_such_action", `{}`, js, 400, `"Bad request - Action name not known: no_such_action"`, "{"},
		{"ckanapi", post, "/api/action/package_show", `{"id": `, js, 400, `"Bad request - JSON Error`, "{"},
		{"ckanapi", post, "/api/action/package_show", `[]`, js, 400, `"Bad request - JSON Error`, "{"},
		{"ckanapi, GET only", get, "/api/action/organization_list?all_fields=True", "", nil, 200, `"display_name":`, ""},
		{"ckanapi, form", post, "/api/action/package_show", "id=" + dataset, form, 200, `"success":true`, ""},
		// CKAN's harvester of CKANs: pages sorted by id until one is empty, then only what changed since.
		{"harvest", get, ckanAPI + "package_search" + q("rows", "100", "start", "0", "sort", "id asc"), "", nil, 200, `"count":2`, empty},
		{"harvest", get, ckanAPI + "package_search" + q("rows", "100", "start", "100", "sort", "id asc"), "", nil, 200, empty, ""},
		{"harvest since", get, ckanAPI + "package_search" + q("rows", "100", "start", "0", "sort", "id asc", "fq", "metadata_modified:[2026-01-01T00:00:00Z TO *]"), "", nil, 200, `"count":2`, ""},
		{"harvest since", get, ckanAPI + "package_search" + q("rows", "100", "start", "0", "fq", "metadata_modified:[2099-01-01T00:00:00Z TO *]"), "", nil, 200, `"count":0`, ""},
		{"harvest by organisation", get, ckanAPI + "package_search" + q("fq", "organization:publisher OR organization:other"), "", nil, 200, `"count":2`, ""},
		{"harvest but for one", get, ckanAPI + "package_search" + q("fq", "-organization:publisher"), "", nil, 200, `"count":0`, ""},
		{"harvest but for another", get, ckanAPI + "package_search" + q("fq", "-organization:other -harvest_portal:x"), "", nil, 200, `"count":2`, ""},
		{"harvest organisation", get, ckanAPI + "organization_show?id=publisher", "", nil, 200, `"is_organization":true`, ""},
		{"harvest group", get, ckanAPI + "group_show?id=health", "", nil, 404, `"__type":"Not Found Error"`, ""},
		{"udata", get, "/api/util/status", "", nil, 200, `"ckan_version"`, ""},
		// ckanr: parameters in the address, on a POST without a body too.
		{"ckanr", post, search + q("resource_id", file, "limit", "1", "offset", "0", "filters", `{"level":"england","setting":"all"}`), "", nil, 200, `"name":"England"`, ""},
		{"ckanr", get, ckanAPI + "current_package_list_with_resources" + q("limit", "1", "offset", "0"), "", nil, 200, `"num_resources"`, "workbooks"},
		{"ckanr", get, ckanAPI + "tag_list?all_fields=TRUE&query=nhs", "", nil, 200, `"display_name":"NHS"`, "patients"},
		{"ckanr", get, ckanAPI + "resource_search?query=name:results", "", nil, 200, `"results":[{`, ""},
		{"ckanr", get, ckanAPI + "license_list", "", nil, 200, `"id":"uk-ogl"`, ""},
		// What people and pages ask of the datastore.
		{"limit 0", get, search + q("resource_id", file, "limit", "0"), "", nil, 200, `"records":[]`, ""},
		{"offset beyond", get, search + q("resource_id", file, "offset", "100000"), "", nil, 200, `"records":[]`, ""},
		{"no total", get, search + q("resource_id", file, "limit", "1", "include_total", "false"), "", nil, 200, `"records":[{`, `"total"`},
		{"q", get, search + q("resource_id", file, "q", "skylark", "limit", "1"), "", nil, 200, "Skylark", ""},
		{"q of a column", get, search + q("resource_id", file, "q", `{"name":"skylark","level":"ward"}`, "limit", "1"), "", nil, 200, "Skylark", ""},
		{"q of no column", get, search + q("resource_id", file, "q", `{"bed":"x"}`), "", nil, 409, `"__type":"Validation Error"`, ""},
		{"q as PostgreSQL", get, search + q("resource_id", file, "q", "sky:* & ward", "plain", "false", "limit", "1"), "", nil, 200, "Skylark", ""},
		{"sort and lists", get, search + q("resource_id", file, "fields", "level", "distinct", "true", "sort", "level desc", "records_format", "lists"), "", nil, 200, `"records":[["ward"],["site"]`, ""},
		{"fields twice", get, search + "?resource_id=" + file + "&fields=level&fields=name&limit=1", "", nil, 200, `"fields":[{"id":"level","type":"text"},{"id":"name","type":"text"}]`, "place_id"},
		{"no resource", get, search, "", nil, 409, `"resource_id":["Missing value"]`, ""},
		{"unknown resource", get, search + "?resource_id=x", "", nil, 404, `"__type":"Not Found Error"`, ""},
		{"unknown filter", get, search + q("resource_id", file, "filters", `{"bed":1}`), "", nil, 409, `"filters"`, ""},
		{"filters that are no JSON", get, search + q("resource_id", file, "filters", `{bed`), "", nil, 409, `"filters":["Cannot parse JSON"]`, ""},
		{"bad limit", get, search + q("resource_id", file, "limit", "many"), "", nil, 409, `"limit":["Invalid integer"]`, ""},
		{"bad format", get, search + q("resource_id", file, "records_format", "xml"), "", nil, 409, `"records_format"`, ""},
		{"SQL", get, ckanAPI + "datastore_search_sql" + q("sql", "SELECT 1"), "", nil, 403, `"__type":"Authorization Error"`, ""},
		{"info", post, ckanAPI + "datastore_info", `{"id": "` + file + `"}`, js, 200, `"count":`, ""},
		{"dump", get, "/datastore/dump/" + file, "", nil, 200, "_id,period,level,", ""},
		{"dump with a mark", get, "/datastore/dump/" + file + "?bom=true", "", nil, 200, "\ufeff_id,period,", ""},
		{"dump as TSV", get, "/datastore/dump/" + file + "?format=tsv&limit=1", "", nil, 200, "_id\tperiod\t", "\n2\t"},
		{"dump as JSON", get, "/datastore/dump/" + file + "?format=json&fields=level&limit=1", "", nil, 200, `{"fields":[{"id":"level","type":"text"}],"records":[["england"]]}`, ""},
		{"dump of nothing", get, "/datastore/dump/x", "", nil, 404, `"__type":"Not Found Error"`, ""},
		{"dump as XML", get, "/datastore/dump/" + file + "?format=xml", "", nil, 409, `"format"`, ""},
		// Searches.
		{"phrase", get, ckanAPI + "package_search" + q("q", `"friends and family"`), "", nil, 200, `"count":2`, ""},
		{"field", get, ckanAPI + "package_search" + q("q", `title:workbooks`), "", nil, 200, `"count":1`, ""},
		{"parentheses", get, ckanAPI + "package_search" + q("fq", `(res_format:XLSX OR res_format:PDF) AND tags:NHS`), "", nil, 200, `"count":1`, ""},
		{"field of several", get, ckanAPI + "package_search" + q("fq", `res_format:(XLSX PDF)`), "", nil, 200, `"count":0`, ""},
		{"wildcard", get, ckanAPI + "package_search" + q("fq", `name:friends*books`), "", nil, 200, `"count":1`, ""},
		{"not closed", get, ckanAPI + "package_search" + q("q", `(beds`), "", nil, 400, `"__type":"Search Query Error"`, ""},
		{"quote not closed", get, ckanAPI + "package_search" + q("q", `"beds`), "", nil, 400, `"__type":"Search Query Error"`, ""},
		{"sort by nothing", get, ckanAPI + "package_search" + q("sort", "beds"), "", nil, 400, `"__type":"Search Query Error"`, ""},
		{"no facets", get, ckanAPI + "package_search" + q("facet", "false", "facet.field", `["tags"]`), "", nil, 200, `"facets":{}`, ""},
		{"facets cut", get, ckanAPI + "package_search" + q("facet.field", `["tags"]`, "facet.limit", "1", "rows", "0"), "", nil, 200, `"facets":{"tags":{"NHS":2}}`, ""},
		{"few members", get, ckanAPI + "package_search" + q("fl", "name,id", "rows", "1", "sort", "name asc"), "", nil, 200, `"name":"friends-and-family-test-results"}]`, "resources"},
		{"too many rows", get, ckanAPI + "package_search" + q("rows", "1000000"), "", nil, 200, `"count":2`, ""},
		{"rows under 0", get, ckanAPI + "package_search" + q("rows", "-1"), "", nil, 409, `"rows"`, ""},
		{"no id", get, ckanAPI + "package_show", "", nil, 409, `"name_or_id":["Missing value"]`, ""},
		{"no file", get, ckanAPI + "resource_show?id=x", "", nil, 404, `"success":false`, ""},
		{"help", get, ckanAPI + "help_show?name=package_search", "", nil, 200, `"success":true`, ""},
		{"groups", get, ckanAPI + "group_list?all_fields=true", "", nil, 200, `"result":[]`, ""},
		{"HEAD", head, ckanAPI + "package_search", "", nil, 200, "", ""},
		{"HEAD of the catalogue", head, "/catalog.rdf", "", nil, 200, "", ""},
		{"version", get, "/api/3", "", nil, 200, `"version":3`, ""},
		// data.json and DCAT: the second page of what has one is the first again, on which harvesters stop.
		{"data.json", get, "/data.json?page=2", "", nil, 200, `"dataset":`, ""},
		{"DCAT", get, "/catalog.ttl?page=2", "", nil, 200, "dcat:Catalog", ""},
	} {
		r.run(t, w)
	}
}

// TestCKANPagesToTheEnd reads a file's rows page after page as scripts do, by
// the total and by the link to the next, and compares with the dump.
func TestCKANPagesToTheEnd(t *testing.T) {
	w := lively(t)
	_, file := ckanIDs(t, w)
	dump, err := csv.NewReader(w.do(http.MethodGet, "/datastore/dump/"+file, "").Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	next, n := ckanAPI+"datastore_search?resource_id="+file+"&limit=4", 0
	for {
		var e struct {
			Result struct {
				Total   int
				Records []map[string]any
				Links   map[string]string `json:"_links"`
			}
		}
		if err := json.Unmarshal(w.do(http.MethodGet, next, "").Body.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		if len(e.Result.Records) == 0 {
			if n != e.Result.Total || n != len(dump)-1 {
				t.Errorf("%d rows by pages, %d by the total, %d in the dump", n, e.Result.Total, len(dump)-1)
			}
			return
		}
		for _, r := range e.Result.Records {
			n++
			if fmt.Sprint(r["_id"]) != dump[n][0] || r["place_id"] != dump[n][slices.Index(dump[0], "place_id")] {
				t.Fatalf("row %d is %v, the dump says %v", n, r, dump[n])
			}
		}
		next = e.Result.Links["next"]
	}
}

// members gives the names of a JSON object's members in order, or of the first
// object of a list.
func members(t *testing.T, body string) (names []string) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(body))
	depth, key := 0, true
	for {
		tok, err := d.Token()
		if err != nil {
			t.Fatalf("%v in %.200s", err, body)
		}
		switch v := tok.(type) {
		case json.Delim:
			switch v {
			case '{', '[':
				depth++
				if v == '{' && len(names) == 0 {
					depth, key = 1, true
					continue
				}
			default:
				if depth--; depth == 0 {
					return names
				}
			}
		case string:
			if depth == 1 && key {
				names, key = append(names, v), false
				continue
			}
		}
		if depth == 1 {
			key = true
		}
	}
}

// TestFingertipsClients replays what fingertipsR and fingertips_py send, with
// the blanks that some of their versions leave in, and checks what they rely on.
func TestFingertipsClients(t *testing.T) {
	w := lively(t)
	ask := func(path string) string {
		t.Helper()
		rec := w.do(http.MethodGet, path, "")
		if rec.Code != http.StatusOK {
			t.Fatalf("%s: %d %.200s", path, rec.Code, rec.Body)
		}
		return rec.Body.String()
	}
	ask("/") // fingertipsR looks whether the site is up
	// The first member is the key in Python; R names two columns by their place.
	for path, want := range map[string][]string{
		"/api/profiles": {"Id", "Name", "Key", "GroupIds", "GroupMetadata"}, "/api/profile?profile_id=980": {"Id", "Name", "Key", "GroupIds", "GroupMetadata"},
		"/api/group_metadata?group_ids=9800": {"Id", "Name", "Sequence", "ProfileId"}, "/api/area_types?profile_ids=980": {"Id", "Name", "Short", "CanBeDisplayedOnMap", "IsSearchable"},
		"/api/available_data": {"IndicatorId", "AreaTypeId"}, "/api/available_data?indicator_id=980001": {"IndicatorId", "AreaTypeId"}, "/api/available_data?area_type_id=9801": {"IndicatorId", "AreaTypeId"},
		"/api/ages": {"Id", "Name"}, "/api/sexes": {"Id", "Name"}, "/api/value_notes": {"Id", "Text"}, "/api/areas/by_area_type?area_type_id=9801": {"Code", "Name", "Short", "AreaTypeId"},
		"/api/area/parent_areas?child_area_code=RX1&parent_area_type_ids=221":                {"Code", "Name", "Short", "AreaTypeId"},
		"/api/areas/by_parent_area_code?area_type_id=9803&parent_area_code=RX1":              {"Code", "Name", "Short", "AreaTypeId"},
		"/api/indicator_metadata/by_group_id?group_ids=9800":                                 {"980001", "980002", "980003"},
		"/api/indicator_metadata/all?include_definition=yes&include_system_content=no":       {"980001", "980002", "980003"},
		"/api/parent_to_child_areas?parent_area_type_id=9801&child_area_type_id=9803":        {"NX9", "RX1"},
		"/api/area_types/parent_area_types?profile_ids=980":                                  {"Id", "Name", "Short", "CanBeDisplayedOnMap", "IsSearchable", "ParentAreaTypes"},
		"/api/indicator_metadata/by_indicator_id?indicator_ids=980002&include_definition=no": {"980002"},
	} {
		if got := members(t, ask(path)); !slices.Equal(got, want) {
			t.Errorf("%s: members %v, want %v", path, got, want)
		}
	}
	if body := ask("/api/category_types"); strings.TrimSpace(body) != "[]" {
		t.Errorf("categories: %s", body)
	}
	var types []struct {
		ID      int `json:"Id"`
		Parents []struct {
			ID int `json:"Id"`
		} `json:"ParentAreaTypes"`
	}
	if err := json.Unmarshal([]byte(ask("/api/area_types/parent_area_types")), &types); err != nil {
		t.Fatal(err)
	}
	for _, a := range types {
		if len(a.Parents) == 0 || a.Parents[0].ID != 15 {
			t.Errorf("the first parent of %d is not England: %v", a.ID, a.Parents)
		}
	}
	// The same data, however it is asked for.
	first := ask("/api/all_data/csv/by_indicator_id?indicator_ids=980001&child_area_type_id=9801&parent_area_type_id=15&include_sortable_time_periods=yes&timestamp=1763640000")
	for _, path := range []string{
		"/api/all_data/csv/by_indicator_id?indicator_ids=980001&child_area_type_id=9801&parent_area_type_id=15&profile_id=980&include_sortable_time_periods=yes",
		"/api/all_data/csv/by_indicator_id?indicator_ids=980001&%20%20%20%20child_area_type_id=9801&parent_area_type_id=15",
		"/api/all_data/csv/by_indicator_id?indicator_ids=980001&child_area_type_id=9801%20%20%20%20%20&parent_area_type_id=15",
		"/api/all_data/csv/by_indicator_id?indicator_ids=980001&area_type_id=9801",
	} {
		if ask(path) != first {
			t.Errorf("%s differs", path)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(first)).ReadAll()
	if err != nil || rows[0][0] != "Indicator ID" || rows[0][12] != "Value" || rows[1][4] != "E92000001" || rows[1][2] != "" || !strings.HasSuffix(first, "\r\n") {
		t.Errorf("%v %v", err, rows[:2])
	}
	for _, row := range rows[1:] {
		if row[12] == "" && row[19] == "" {
			t.Errorf("a row without a value says not why: %v", row)
		}
	}
	for _, path := range []string{"/api/all_data/csv/by_group_id?child_area_type_id=9801&parent_area_type_id=15&group_id=9800&include_sortable_time_periods=yes",
		"/api/all_data/csv/by_profile_id?child_area_type_id=9801&parent_area_type_id=15&profile_id=980&include_sortable_time_periods=yes"} {
		if body := ask(path); strings.Count(body, "\n") != 3*(len(rows)-1)+1 {
			t.Errorf("%s: %d lines", path, strings.Count(body, "\n"))
		}
	}
	for _, path := range []string{"/api/indicator_metadata/csv/by_indicator_id?indicator_ids=980001%2C980002", "/api/indicator_metadata/csv/by_group_id?group_id=9800", "/api/indicator_metadata/csv/by_profile_id?profile_id=980", "/api/indicator_metadata/csv/all"} {
		if rows, err := csv.NewReader(strings.NewReader(ask(path))).ReadAll(); err != nil || len(rows) < 3 || rows[0][0] != "Indicator ID" || len(rows[0]) != 29 {
			t.Errorf("%s: %v %v", path, err, rows)
		}
	}
	for _, r := range []replay{
		{"no indicator", http.MethodGet, "/api/all_data/csv/by_indicator_id?child_area_type_id=9801", "", nil, 400, "indicator_ids", ""},
		{"too many", http.MethodGet, "/api/all_data/csv/by_indicator_id?child_area_type_id=9801&indicator_ids=" + strings.Repeat("1,", 101), "", nil, 400, "at most 100", ""},
		{"no such area", http.MethodGet, "/api/area/parent_areas?child_area_code=none", "", nil, 404, "", ""},
		{"bad number", http.MethodGet, "/api/available_data?area_type_id=x", "", nil, 400, "", ""},
	} {
		r.run(t, w)
	}
}
