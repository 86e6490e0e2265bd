package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// contract is the description, ready to hold answers to it.
type contract struct {
	doc     map[string]any
	schemas map[string]*jsonschema.Schema // "GET /v1/places/{id} 200"
	paths   map[string]*regexp.Regexp
	fault   *jsonschema.Schema
}

var theContract = sync.OnceValues(func() (*contract, error) {
	b, err := json.Marshal(describe("https://earshot.example", apiVersion))
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	if err := compiler.AddResource("https://earshot.example/openapi.json", doc); err != nil {
		return nil, err
	}
	c := &contract{schemas: map[string]*jsonschema.Schema{}, paths: map[string]*regexp.Regexp{}}
	c.doc, _ = doc.(map[string]any)
	if c.fault, err = compiler.Compile("https://earshot.example/openapi.json#/components/schemas/Problem"); err != nil {
		return nil, err
	}
	for _, op := range operations() {
		c.paths[op.path] = regexp.MustCompile("^" + regexp.MustCompile(`\\\{\w+\\\}`).ReplaceAllString(regexp.QuoteMeta(op.path), "[^/]+") + "$")
		for status := range op.answers {
			pointer := fmt.Sprintf("https://earshot.example/openapi.json#/paths/%s/%s/responses/%d/content/application~1json/schema",
				strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(op.path), strings.ToLower(op.method), status)
			s, err := compiler.Compile(pointer)
			if err != nil {
				return nil, err
			}
			c.schemas[fmt.Sprintf("%s %s %d", op.method, op.path, status)] = s
		}
	}
	return c, nil
})

// hold checks an answer against the description. Every answer that a test of
// this package asks for passes here.
func hold(t testing.TB, method, target string, rec *httptest.ResponseRecorder) {
	t.Helper()
	c, err := theContract()
	if err != nil {
		t.Fatal(err)
	}
	kind, _, _ := mime.ParseMediaType(rec.Header().Get("Content-Type"))
	path, _, _ := strings.Cut(target, "?")
	var schema *jsonschema.Schema
	switch kind {
	case "application/problem+json":
		schema = c.fault
	case "application/json":
		for _, op := range operations() {
			if op.method == method && c.paths[op.path].MatchString(path) {
				schema = c.schemas[fmt.Sprintf("%s %s %d", method, op.path, rec.Code)]
				if schema == nil && strings.HasPrefix(path, "/v1/") && !(method == http.MethodPost && rec.Code == http.StatusOK) {
					t.Errorf("%s %s: status %d is not described", method, target, rec.Code)
				}
				if schema != nil || len(op.params) == 0 || !strings.Contains(op.path, "{") {
					break
				}
			}
		}
		if schema == nil && strings.HasPrefix(path, "/v1/") {
			t.Errorf("%s %s is not described", method, path)
		}
	}
	if schema == nil || rec.Body.Len() == 0 || rec.Header().Get("Content-Encoding") != "" {
		return
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(rec.Body.Bytes()))
	if err != nil {
		t.Errorf("%s %s: %v", method, target, err)
		return
	}
	if err := schema.Validate(v); err != nil {
		t.Errorf("%s %s is not as described: %v", method, target, err)
	}
}

// TestOpenAPI holds the description itself to its standard, and every address
// of the API to the description.
func TestOpenAPI(t *testing.T) {
	w := newWorld(t)
	rec := w.do(http.MethodGet, "/openapi.json", "")
	doc, err := openapi3.NewLoader().LoadFromData(rec.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background(), openapi3.DisableExamplesValidation()); err != nil {
		t.Error(err)
	}
	described := map[string]bool{}
	for _, op := range operations() {
		described[op.method+" "+op.path] = true
	}
	s := &server{}
	for _, rt := range append(s.routes(), s.portalRoutes()...) {
		if strings.HasPrefix(rt.path, "/v1/") && !described[rt.method+" "+rt.path] {
			t.Errorf("%s %s is not described", rt.method, rt.path)
		}
	}
	if page := w.do(http.MethodGet, "/about/api", "").Body.String(); !strings.Contains(page, "/v1/scorecards/{id}") || !strings.Contains(page, "curl ") {
		t.Error("the reference page says nothing")
	}
}

// TestTheContractBites checks that an answer with a member too many, or one of
// another type, is not as described.
func TestTheContractBites(t *testing.T) {
	c, err := theContract()
	if err != nil {
		t.Fatal(err)
	}
	schema := c.schemas["GET /v1/areas 200"]
	for text, good := range map[string]bool{`{"areas":[{"gss":"E1","name":"A"}]}`: true, `{"areas":[{"gss":"E1","name":"A","x":1}]}`: false, `{"areas":[{"gss":1,"name":"A"}]}`: false, `{}`: false} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if (schema.Validate(v) == nil) != good {
			t.Errorf("%s: taken %v", text, !good)
		}
	}
}
