package opendata

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/xuri/excelize/v2"

	"earshot/api/opendata/opendatatest"
	"earshot/feedback"
	"earshot/scorecard"
	"earshot/scorecard/disclosure"
	"earshot/scorecard/release"
)

// shared gives a file of the shared schemas, or skips.
func shared(t *testing.T, parts ...string) string {
	t.Helper()
	root := os.Getenv("EARSHOT_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(append([]string{root, "schemas"}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the schemas are not here (%v): set EARSHOT_SHARED to the folder that holds schemas/", err)
	}
	return path
}

// once makes the invented country once for all tests.
var once = sync.OnceValue(func() *Source {
	c, err := opendatatest.NewCountry()
	if err != nil {
		panic(err)
	}
	return &Source{Edition: c.Edition(), Directory: c.Directory, BaseURL: "https://earshot.example", Publisher: "Saltmarsh Feedback", Contact: "data@earshot.example",
		Next: time.Date(2026, 12, 10, 9, 30, 0, 0, time.UTC)}
})

// regexps lets schemas use look-ahead.
type regexps regexp2.Regexp

func (r *regexps) MatchString(s string) bool {
	ok, err := (*regexp2.Regexp)(r).MatchString(s)
	return err == nil && ok
}
func (r *regexps) String() string { return (*regexp2.Regexp)(r).String() }

// prune leaves of the FHIR schema the named resources and what they are made of:
// compiling all of it takes longer than all else here. Types that it points at
// and does not define, which no resource here uses, may be anything.
func prune(doc map[string]any, resources ...string) {
	types, _ := doc["definitions"].(map[string]any)
	refs := []any{}
	for _, name := range resources {
		refs = append(refs, map[string]any{"$ref": "#/definitions/" + name})
	}
	doc["oneOf"] = refs
	types["ResourceList"] = map[string]any{"oneOf": refs}
	keep := map[string]any{}
	pointer := regexp.MustCompile(`#/definitions/(\w+)`)
	var reach func(v any)
	reach = func(v any) {
		for _, m := range pointer.FindAllStringSubmatch(fmt.Sprint(v), -1) {
			if _, known := keep[m[1]]; known {
				continue
			}
			if keep[m[1]] = types[m[1]]; keep[m[1]] == nil {
				keep[m[1]] = map[string]any{}
			}
			reach(types[m[1]])
		}
	}
	reach(refs)
	doc["definitions"] = keep
}

// schema compiles a JSON schema and all beside it.
func schema(t *testing.T, path, uri string, beside map[string]string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.UseRegexpEngine(func(s string) (jsonschema.Regexp, error) {
		re, err := regexp2.Compile(s, regexp2.ECMAScript)
		return (*regexps)(re), err
	})
	complete := func(doc any) {
		if m, _ := doc.(map[string]any); m["discriminator"] != nil {
			prune(m, "Bundle", "Measure", "MeasureReport", "Organization", "Questionnaire", "CapabilityStatement")
		}
	}
	load := func(uri, path string) {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		doc, err := jsonschema.UnmarshalJSON(f)
		if err != nil {
			t.Fatal(err)
		}
		complete(doc)
		if err := c.AddResource(uri, doc); err != nil {
			t.Fatal(err)
		}
	}
	load(uri, path)
	for u, p := range beside {
		load(u, p)
	}
	s, err := c.Compile(uri)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, v any) {
	t.Helper()
	if err := problemWith(t, s, v); err != nil {
		t.Errorf("%#v", err)
	}
}

func problemWith(t *testing.T, s *jsonschema.Schema, v any) error {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

func podSchema(t *testing.T) *jsonschema.Schema {
	dir := shared(t, "project-open-data-v1.1-non-federal")
	return schema(t, filepath.Join(dir, "catalog.json"), "https://project-open-data.cio.gov/v1.1/schema/catalog.json", map[string]string{
		"https://project-open-data.cio.gov/v1.1/schema/dataset-non-federal.json": filepath.Join(dir, "dataset-non-federal.json")})
}

func TestDataJSONIsValid(t *testing.T) {
	s := podSchema(t)
	v := once().DataJSON()
	validate(t, s, v)
	sets, _ := v["dataset"].([]map[string]any)
	if len(sets) != 2 {
		t.Fatalf("%d datasets", len(sets))
	}
	seen := map[string]bool{}
	for _, set := range sets {
		if title, _ := set["title"].(string); len(title) > 65 {
			t.Errorf("the title %q is over 65 characters", title)
		}
		files, _ := set["distribution"].([]map[string]any)
		for _, f := range files {
			u, _ := f["downloadURL"].(string)
			if seen[u] {
				t.Errorf("%s is there twice", u)
			}
			seen[u] = true
		}
	}
	delete(sets[0], "contactPoint")
	if problemWith(t, s, v) == nil {
		t.Error("the schema takes a dataset without a contact: the test proves nothing")
	}
}

func TestDataPackageIsValid(t *testing.T) {
	dir := shared(t, "frictionless-2.0")
	beside := map[string]string{}
	for _, name := range []string{"dataresource", "tabledialect", "tableschema"} {
		beside["https://datapackage.org/profiles/2.0/"+name+".json"] = filepath.Join(dir, name+".json")
	}
	s := schema(t, filepath.Join(dir, "datapackage.json"), "https://datapackage.org/profiles/2.0/datapackage.json", beside)
	validate(t, s, once().DataPackage())
	table := schema(t, filepath.Join(dir, "tableschema.json"), "https://datapackage.org/profiles/2.0/tableschema.json", nil)
	validate(t, table, TableSchema())
	bad := TableSchema()
	delete(bad, "fields")
	if problemWith(t, table, bad) == nil {
		t.Error("the schema takes a table without fields: the test proves nothing")
	}
}

func TestFHIRIsValid(t *testing.T) {
	s := schema(t, shared(t, "fhir-r4", "fhir.schema.json"), "http://hl7.org/fhir/json-schema/4.0", nil)
	src := once()
	validate(t, s, src.Questionnaire())
	var reports []map[string]any
	masked := 0
	for _, i := range Indicators() {
		validate(t, s, src.Measure(&i))
		for _, l := range src.Lines("2026-10") {
			if l.All {
				r := src.MeasureReport(&i, "2026-10", &l)
				b, err := json.Marshal(r)
				if err != nil {
					t.Fatal(err)
				}
				if bytes.Contains(b, []byte(`"masked"`)) {
					masked++
					if bytes.Contains(b, []byte(`"count"`)) || bytes.Contains(b, []byte(`"value":`+"0")) {
						t.Errorf("a hidden report has figures: %s", b)
					}
				}
				reports = append(reports, r)
			}
		}
	}
	if masked == 0 {
		t.Fatal("no report is masked: the test proves nothing")
	}
	validate(t, s, src.Bundle(reports, len(reports), "https://earshot.example/fhir/MeasureReport", ""))
	for _, p := range src.Directory.All() {
		validate(t, s, src.Organization(p))
	}
	bad := src.Questionnaire()
	bad["status"] = "nonsense"
	if problemWith(t, s, bad) == nil {
		t.Error("the schema takes a status that does not exist: the test proves nothing")
	}
}

// TestDDIIsValid runs xmllint with the schema on every indicator.
func TestDDIIsValid(t *testing.T) {
	xsd := shared(t, "ddi", "2.5", "schemas", "codebook.xsd")
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		if os.Getenv("EARSHOT_TEST_REQUIRE") != "" {
			t.Fatal("xmllint is missing: apt-get install libxml2-utils")
		}
		t.Skip("SKIPPED: xmllint is not here; install libxml2-utils")
	}
	check := func(doc []byte) error {
		file := filepath.Join(t.TempDir(), "ddi.xml")
		if err := os.WriteFile(file, doc, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(lint, "--nonet", "--noout", "--schema", xsd, file).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		return nil
	}
	for _, i := range Indicators() {
		doc, err := once().DDI(&i)
		if err != nil {
			t.Fatal(err)
		}
		if err := check(doc); err != nil {
			t.Errorf("%s: %v", i.Code, err)
		}
		if check(bytes.Replace(doc, []byte("<titl>"), []byte("<titel>"), 1)) == nil {
			t.Error("the schema takes a wrong element: the test proves nothing")
		}
	}
}

// TestDDIBecomesDataJSON converts this program's own descriptions, and one as
// an older portal wrote them, and validates what comes out.
func TestDDIBecomesDataJSON(t *testing.T) {
	portal, err := once().DDIPortal()
	if err != nil {
		t.Fatal(err)
	}
	opt := ConvertOptions{Publisher: "Saltmarsh Indicators", Contact: "data@earshot.example", Host: "https://indicators.example", Landing: "https://indicators.example/i/{id}"}
	v, err := ConvertDDI(bytes.NewReader(portal), opt)
	if err != nil {
		t.Fatal(err)
	}
	sets, _ := v["dataset"].([]map[string]any)
	if len(sets) != 3 || sets[0]["identifier"] != "EARSHOT-FFT-POSITIVE" || sets[0]["modified"] != "2026-11-20" {
		t.Fatalf("got %v", sets)
	}
	if files, _ := sets[0]["distribution"].([]map[string]any); len(files) != 3 {
		t.Errorf("files %v", sets[0]["distribution"])
	}
	old := `<?xml version="1.0"?><portal><codeBook id="P00001"><stdyDscr><citation><titlStmt><titl>Seen within
	  four hours</titl></titlStmt><serStmt><serName>May 2027</serName></serStmt><verStmt><version>2026-02</version></verStmt><notes>How many &amp; where.</notes></citation>
	  <stdyInfo><subject><keyword>A&amp;E</keyword><keyword>NHS</keyword><keyword>x</keyword></subject><abstract>To know.</abstract></stdyInfo>
	  <othrStdyMat><relMat><citation><titlStmt><titl>Data</titl></titlStmt><holdings URI="/files/a.XLSX"/></citation></relMat>
	  <relMat><citation><titlStmt><titl>Data again</titl></titlStmt><holdings URI="/files/a.XLSX"/></citation></relMat>
	  <relMat><citation><titlStmt><titl>Notes</titl></titlStmt><holdings URI="http://x.example/notes.pdf"/></citation></relMat>
	  <relMat><citation><titlStmt><titl>Bad</titl></titlStmt><holdings URI="javascript:alert(1)"/></citation></relMat></othrStdyMat></stdyDscr></codeBook></portal>`
	v, err = ConvertDDI(strings.NewReader(old), opt)
	if err != nil {
		t.Fatal(err)
	}
	sets, _ = v["dataset"].([]map[string]any)
	got, err := json.Marshal(sets[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"identifier":"P00001"`, `"title":"Seen within four hours"`, `"A and E"`, `"description":"How many \u0026 where.\n\nPurpose\n\nTo know.\n\nCurrent version updated: 2026-02\n\nNext version due: May 2027"`,
		`"downloadURL":"https://indicators.example/files/a.XLSX"`, `"references":["http://x.example/notes.pdf"]`, `"modified":"2026-02"`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("lacks %s: %s", want, got)
		}
	}
	if strings.Count(string(got), "a.XLSX") != 1 || strings.Contains(string(got), "javascript") {
		t.Errorf("got %s", got)
	}
	for _, bad := range []string{"", "<portal></portal>", "<codeBook ID='a'></codeBook>", "<codeBook ID='a'><stdyDscr><citation><titlStmt><titl>x</titl></titlStmt>", "plain"} {
		if _, err := ConvertDDI(strings.NewReader(bad), opt); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	validate(t, podSchema(t), v)
}

// TestTheTidyTable reads every month's CSV back and holds it to its metadata.
func TestTheTidyTable(t *testing.T) {
	src := once()
	for _, period := range src.Edition.Periods() {
		b, err := src.CSV(period)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Count(b, []byte("\r\n")) != bytes.Count(b, []byte("\n")) {
			t.Error("a line does not end in CRLF")
		}
		rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
		if err != nil || !slices.Equal(rows[0], Header()) {
			t.Fatalf("%s: %v %v", period, err, rows[0])
		}
		keys := map[string]bool{}
		hidden := 0
		for _, row := range rows[1:] {
			key := strings.Join(row[:3], "|") + row[slices.Index(Header(), "setting")]
			if keys[key] {
				t.Errorf("%s is there twice", key)
			}
			keys[key] = true
			marker := row[slices.Index(Header(), "marker")]
			for i, c := range Columns() {
				cell := row[i]
				switch {
				case c.Required && cell == "":
					t.Errorf("%s: %s is empty", key, c.Name)
				case c.Integer() && marker == "[c]" && cell != "":
					t.Errorf("%s: hidden, but %s is %s", key, c.Name, cell)
				case c.Integer() && cell != "" && !regexp.MustCompile(`^\d+$`).MatchString(cell):
					t.Errorf("%s: %s is %q", key, c.Name, cell)
				case cell != "" && strings.ContainsRune("=+@", rune(cell[0])):
					t.Errorf("%s: a spreadsheet would run %q", key, cell)
				}
			}
			if marker == "[c]" {
				hidden++
			}
		}
		if hidden == 0 || len(rows) < 40 {
			t.Errorf("%s: %d rows, %d hidden: the test proves little", period, len(rows), hidden)
		}
	}
}

// TestAllFormatsAgree compares every cell of the tidy table with the workbook,
// the datastore, Fingertips and FHIR: what is hidden in one is hidden in all.
func TestAllFormatsAgree(t *testing.T) {
	src := once()
	period := "2026-10"
	want := map[string]string{} // level/place/setting → responses, or [c]
	for _, row := range src.Table(period) {
		v := row[slices.Index(Header(), "responses")]
		if m := row[slices.Index(Header(), "marker")]; m == "[c]" {
			v = m
		}
		want[row[1]+"/"+row[2]+"/"+row[slices.Index(Header(), "setting")]] = v
	}
	compared := 0
	same := func(what, key, got string) {
		t.Helper()
		compared++
		if want[key] != got {
			t.Errorf("%s: %s is %q, the table says %q", what, key, got, want[key])
		}
	}
	for _, b := range Books() {
		for _, sheet := range b.Sheets {
			for _, r := range src.rows(&b, sheet, period) {
				figure := b.figures(sheet, r.view)[0].String()
				if figure == "*" {
					figure = "[c]"
				}
				scope, setting, _ := release.SplitRowID(r.id)
				same("workbook "+b.Name, sheet.Level.String()+"/"+string(scope)+"/"+setting.String(), figure)
			}
		}
	}
	tables := func(string) [][]string { return src.Table(period) }
	f := &src.Catalogue()[0].Files[0]
	for offset := 0; ; offset += 7 {
		v, err := src.CKAN("datastore_search", CKANRequest{"resource_id": f.ID(), "limit": "7", "offset": fmt.Sprint(offset)}, tables)
		if err != nil {
			t.Fatal(err)
		}
		m, _ := v.(map[string]any)
		records, _ := m["records"].([]map[string]any)
		if len(records) == 0 {
			break
		}
		for _, r := range records {
			got := fmt.Sprint(r["responses"])
			if r["marker"] == "[c]" {
				got = "[c]"
				if r["responses"] != nil || r["very_good"] != nil {
					t.Errorf("a hidden record has figures: %v", r)
				}
			}
			same("datastore", fmt.Sprint(r["level"], "/", r["place_id"], "/", r["setting"]), got)
		}
	}
	for _, l := range src.Lines(period) {
		if l.All {
			i := Indicators()[2]
			row := src.fingertipsRow(&i, period, &l, AreaTypes()[0], "", "")
			got := row[17]
			if strings.HasPrefix(row[19], "Value suppressed") {
				got = "[c]"
				if row[12] != "" || row[17] != "" || row[18] != "" {
					t.Errorf("a hidden row of Fingertips has figures: %v", row)
				}
			}
			id := string(l.Place.ID)
			if l.Level == "england" {
				id = "england"
			} else if l.Level == "area" {
				id = string(l.GSS)
			}
			same("fingertips", l.Level+"/"+id+"/all", got)
		}
	}
	if compared < 150 {
		t.Errorf("only %d cells compared", compared)
	}
}

// TestTotalsAddUp checks that shown children never exceed their parents.
func TestTotalsAddUp(t *testing.T) {
	src := once()
	e := src.Edition
	for _, period := range e.Periods() {
		n := 0
		for _, l := range src.Lines(period) {
			if l.Level == "icb" && l.All && l.Marker == disclosure.Shown {
				n += l.People().N
			}
		}
		if v := e.Row(release.RowID(scorecard.England), period); v.Marker == disclosure.Shown && n > v.People().N {
			t.Errorf("%s: boards have %d, England %d", period, n, v.People().N)
		}
	}
}

func TestWorkbook(t *testing.T) {
	src := once()
	for _, b := range Books() {
		data, err := src.Workbook(&b, "2026-10")
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for _, sheet := range b.Sheets {
			rows, err := f.GetRows(sheet.Name)
			if err != nil {
				t.Fatal(err)
			}
			_, names := b.header(sheet)
			head := rows[b.DataRow-5]
			for i, name := range names {
				if i < len(head) && head[i] != name {
					t.Errorf("%s %s: column %d is %q, want %q", b.Name, sheet.Name, i, head[i], name)
				}
			}
			if rows[b.DataRow-4][0] != "England (including Independent Sector Providers)" || rows[b.DataRow-2][0] != "Selection (excluding suppressed data)" {
				t.Errorf("%s %s: totals are not where they belong: %v", b.Name, sheet.Name, rows[b.DataRow-4][0])
			}
			for _, row := range rows[b.DataRow-1:] {
				total := row[len(sheet.Lead)]
				if !sheet.Only && total == "*" && (row[len(sheet.Lead)+2] != "*" || row[len(sheet.Lead)+4] != "*") {
					t.Errorf("%s %s: a hidden row shows figures: %v", b.Name, sheet.Name, row)
				}
			}
			if sheet.Level == feedback.Provider && !sheet.Only && rows[len(rows)-1][0] != "IS1" {
				t.Errorf("%s: independent providers are not last", b.Name)
			}
		}
		if again, err := src.Workbook(&b, "2026-10"); err != nil || !bytes.Equal(again, data) {
			t.Errorf("%s: made twice it differs (%v)", b.Name, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestDCATSyntaxes(t *testing.T) {
	src := once()
	d := xml.NewDecoder(bytes.NewReader(src.DCATXML()))
	nodes := 0
	for {
		tok, err := d.Token()
		if tok == nil {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "Distribution" {
			nodes++
		}
	}
	ld, err := src.DCATJSONLD()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Graph []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal(ld, &doc); err != nil {
		t.Fatal(err)
	}
	inLD, subjects := 0, map[string]bool{}
	for _, n := range doc.Graph {
		id := fmt.Sprint(n["@id"])
		if subjects[id] {
			t.Errorf("%s is described twice", id)
		}
		subjects[id] = true
		if kinds, _ := n["@type"].([]any); len(kinds) > 0 && kinds[0] == "dcat:Distribution" {
			inLD++
			if b, _ := json.Marshal(n["dct:license"]); !strings.Contains(string(b), LicenceURL) {
				t.Errorf("%s has no licence", id)
			}
		}
	}
	turtle := bytes.Count(src.DCATTurtle(), []byte("a dcat:Distribution"))
	if nodes == 0 || nodes != inLD || nodes != turtle {
		t.Errorf("distributions: %d in RDF/XML, %d in JSON-LD, %d in Turtle", nodes, inLD, turtle)
	}
}

// TestWilson compares with values that another implementation of the method
// gives.
func TestWilson(t *testing.T) {
	for _, k := range []struct {
		x, n             int
		level, low, high float64
	}{{45, 50, .95, 78.6397685625203, 95.652423506811}, {45, 50, .998, 69.9666513372007, 97.2043173793763}, {0, 10, .95, 0, 27.7532799862889},
		{1, 1, .95, 20.6549314377238, 100}, {82, 10000, .95, 0.66115966007868, 1.01661041966107}} {
		low, high := wilson(k.x, k.n, k.level)
		if diff := max(low-k.low, k.low-low, high-k.high, k.high-high); diff > 1e-9 {
			t.Errorf("%d of %d: %v to %v, want %v to %v", k.x, k.n, low, high, k.low, k.high)
		}
	}
}

func TestCKAN(t *testing.T) {
	src := once()
	tables := func(p string) [][]string { return src.Table(p) }
	do := func(action, query string) (any, error) {
		v, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		return src.CKAN(action, CKANValues(v), tables)
	}
	text := func(action, query string) string {
		v, err := do(action, query)
		if err != nil {
			t.Fatalf("%s?%s: %v", action, query, err)
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	id := src.Catalogue()[0].Files[0].ID()
	for _, k := range [][3]string{
		{"package_list", "", `["friends-and-family-test-results","friends-and-family-test-workbooks"]`},
		{"package_list", "limit=1&offset=1", `["friends-and-family-test-workbooks"]`},
		{"package_show", "id=friends-and-family-test-results", `"license_id":"uk-ogl"`},
		{"package_search", "q=workbooks&rows=0", `"count":1,"facets":{},"results":[]`},
		{"package_search", "q=*:*&fq=res_format:XLSX&facet.field=[\"res_format\"]", `"res_format":{"CSV":1,"XLSX":1}`},
		{"resource_show", "id=" + id, `"datastore_active":true`},
		{"datastore_search", "resource_id=" + id + "&limit=1", `"total_was_estimated":false`},
		{"datastore_search", "resource_id=" + id + `&filters={"level":"england","setting":"all"}&fields=name,period`, `"records":[{"name":"England","period":"2026-10"}]`},
		{"datastore_search", "resource_id=" + id + "&filters={\"level\":[\"icb\"],\"setting\":\"all\"}&fields=ods_code&sort=ods_code desc&records_format=lists", `"records":[["QX1"],["IS1"]]`},
		{"datastore_search", "resource_id=" + id + "&q=weald&fields=level&distinct=true&sort=level", `{"level":"area"}`},
		{"datastore_info", "id=" + id, `"count":`},
		{"organization_list", "", `["publisher"]`},
	} {
		if got := text(k[0], k[1]); !strings.Contains(got, k[2]) {
			t.Errorf("%s?%s: %s lacks %s", k[0], k[1], got[:min(len(got), 600)], k[2])
		}
	}
	for _, k := range []struct {
		action, query string
		status        int
	}{{"package_show", "id=nothing", 404}, {"package_show", "", 409}, {"datastore_search", "resource_id=" + id + "&filters={\"bed\":1}", 409}, {"datastore_search", "resource_id=x", 404},
		{"datastore_search", "resource_id=" + id + "&limit=-1", 409}, {"datastore_search", "resource_id=" + id + "&sort=bed", 409}, {"package_create", "", 403}, {"datastore_search_sql", "sql=SELECT 1", 403}, {"bed_show", "", 400}, {"resource_show", "", 409}, {"resource_show", "id=x", 404}, {"group_show", "id=x", 404}, {"package_list", "limit=x", 409}} {
		_, err := do(k.action, k.query)
		if e, ok := err.(*CKANError); !ok || e.Status != k.status {
			t.Errorf("%s?%s: %v, want status %d", k.action, k.query, err, k.status)
		}
	}
}

// TestDatastoreTotalsHideNothingNew checks that counting rows by filters tells
// of a row no more than the file does: a filter on hidden figures finds none.
func TestDatastoreTotalsHideNothingNew(t *testing.T) {
	src := once()
	id := src.Catalogue()[0].Files[0].ID()
	for n := 1; n < 5; n++ {
		v, err := src.CKAN("datastore_search", CKANRequest{"resource_id": id, "filters": map[string]any{"responses": json.Number(fmt.Sprint(n))}}, src.Table)
		if err != nil {
			t.Fatal(err)
		}
		if m, _ := v.(map[string]any); m["total"] != 0 {
			t.Errorf("%v rows of %d people are found", m["total"], n)
		}
	}
}

func TestFingertips(t *testing.T) {
	src := once()
	b, err := src.FingertipsCSV([]int{980001}, 9801, 221, "")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil || len(rows) != 1+3*(1+2+3) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if rows[1][4] != "E92000001" || rows[2][6] != "Integrated care boards" || rows[4][6] != "NHS trusts and other providers" || rows[4][2] != "QX1" || rows[1][23] != "20260800" {
		t.Errorf("rows: %v", rows[1:5])
	}
	if _, err := src.FingertipsCSV([]int{980001}, 1, 2, ""); err == nil {
		t.Error("an area type that does not exist is taken")
	}
	meta, err := json.Marshal(src.FingertipsMetadata(nil))
	if err != nil || !strings.Contains(string(meta), `"980003":{`) {
		t.Errorf("metadata %s %v", meta[:100], err)
	}
}

func TestQuality(t *testing.T) {
	b, err := once().QualityCSV()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil || len(rows) != 1+3*3 {
		t.Fatalf("%d rows %v", len(rows), err)
	}
}
