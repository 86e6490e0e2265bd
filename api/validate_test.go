package api

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestValidators holds what is served to validators that others wrote: DCAT-AP's
// SHACL shapes in all three syntaxes, OpenAPI, FHIR R4. `make validate` fetches
// them and runs this; EARSHOT_VALIDATORS names the folder that they are in.
func TestValidators(t *testing.T) {
	modules := os.Getenv("EARSHOT_VALIDATORS")
	if modules == "" {
		t.Skip("SKIPPED: EARSHOT_VALIDATORS is not set; run make validate")
	}
	shared := os.Getenv("EARSHOT_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	schemas, err := filepath.Abs(filepath.Join(shared, "schemas"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(schemas); err != nil {
		t.Skipf("SKIPPED: the schemas are not here (%v): set EARSHOT_SHARED to the folder that holds schemas/", err)
	}
	w := lively(t)
	dir := t.TempDir()
	files := filepath.Join(dir, "files")
	if err := os.Mkdir(files, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"catalog.ttl": "/catalog.ttl", "catalog.rdf": "/catalog.rdf", "catalog.jsonld": "/catalog.jsonld", "openapi.json": "/openapi.json",
		"fhir-statement.json": "/fhir/metadata", "fhir-questionnaire.json": "/fhir/Questionnaire/fft", "fhir-measure.json": "/fhir/Measure/fft-980001",
		"fhir-count.json": "/fhir/Measure/fft-980003", "fhir-reports.json": "/fhir/MeasureReport?_count=100", "fhir-site.json": "/fhir/Organization/" + string(testSite),
	} {
		rec := w.do(http.MethodGet, path, "")
		if rec.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, rec.Code)
		}
		if err := os.WriteFile(filepath.Join(files, name), rec.Body.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	script, err := os.ReadFile(filepath.Join("testdata", "validate.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	// Modules are looked for beside the script.
	if err := os.WriteFile(filepath.Join(dir, "validate.mjs"), script, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(modules, filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("node", filepath.Join(dir, "validate.mjs"), files, schemas).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}
