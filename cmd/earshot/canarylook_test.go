package main

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"earshot/api/opendata"
)

// mostAlike is how many addresses of one kind are fetched.
const mostAlike = 30

// crawl fetches everything public that can be found from the service's own links,
// and what is there for programs, and looks through it. It gives how many answers
// there were.
func (a *aviary) crawl() int {
	ward, _ := a.app.dir.current().ByPublicCode(demoHome)
	p := string(ward.ID)
	queue := []string{"/", "/find?q=ward", "/areas", "/england", "/p/" + p + "?window=2026-10", "/p/" + p + "/comments", "/about", "/data", "/openapi.json", "/about/api",
		"/v1/places?limit=500", "/v1/places/" + p, "/v1/places/" + p + "/comments", "/v1/areas", "/v1/suggest?q=ward", "/v1/compare?a=WILLOW&b=HAZEL", "/compare?a=WILLOW&b=HAZEL", "/v1/scorecards?window=12m&limit=500",
		"/v1/scorecards/WILLOW?window=2026-10", "/v1/england", "/v1/releases", "/embed/" + p, "/oembed?url=" + url.QueryEscape(a.base+"/p/"+p), "/data.json",
		"/catalog.jsonld", "/catalog.ttl", "/catalog.rdf", "/fhir/metadata", "/fhir/Questionnaire/fft", "/fhir/MeasureReport?_count=500", "/fhir/Organization/" + p,
		"/api/3/action/package_list", "/api/action/package_search?rows=1000", "/api/indicator_metadata/all", "/api/indicator_metadata/csv/all", "/api/area_types",
		"/api/3", "/api/util/status", "/robots.txt", "/favicon.ico", "/k/worker.js", "/k/WILLOW", "/k/WILLOW/token", "/f/WILLOW", "/f/WILLOW/thanks", "/f/WILLOW/poster.svg", "/paper", "/workspace/sign-in", "/workspace/workspace.css", "/workspace/workspace.js"}
	for _, gss := range []string{"E06999901", "E10999902", "E08999903"} {
		for _, at := range []string{"/areas/", "/areas/%s/report", "/areas/%s/feed.atom", "/v1/areas/%s/summary", "/v1/areas/%s/report", "/v1/areas/%s/report.csv", "/v1/areas/%s/report.xlsx", "/v1/areas/%s/report.pdf", "/v1/areas/%s/changes", "/v1/areas/%s/comments", "/v1/areas/%s/comments.csv"} {
			if !strings.Contains(at, "%s") {
				at += "%s"
			}
			queue = append(queue, fmt.Sprintf(at, gss))
		}
	}
	for _, i := range opendata.Indicators() {
		queue = append(queue, fmt.Sprintf("/fhir/Measure/fft-%d", i.ID), "/ddi/"+i.Code, fmt.Sprintf("/api/all_data/csv/by_indicator_id?indicator_ids=%d&child_area_type_id=9803&parent_area_type_id=15", i.ID))
	}
	tables, _ := a.fetch("/api/3/action/package_search?rows=1000")
	for _, m := range regexp.MustCompile(`"id": ?"([0-9a-f-]{36})"`).FindAllSubmatch(tables, -1) {
		queue = append(queue, "/datastore/dump/"+string(m[1]), "/api/3/action/datastore_search?resource_id="+string(m[1]))
	}
	seen, good := map[string]bool{}, map[string]bool{}
	link := regexp.MustCompile(`(?:href|src|action)="([^"]+)"|"(?:url|accessURL|downloadURL|path)": ?"([^"]+)"|<(http[^>]+)>`)
	alike := map[string]int{} // addresses by kind: those that differ in ids and queries are of one
	ids := regexp.MustCompile(`/[0-9a-f-]{36}|/[a-z0-9]{10}|E\d{8}|\?.*`)
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		kind := ids.ReplaceAllString(at, "*")
		if seen[at] || alike[kind] >= mostAlike || strings.HasPrefix(at, "/static/") {
			continue
		}
		seen[at] = true
		alike[kind]++
		body, status := a.fetch(at)
		if status < 400 {
			good[at] = true
		}
		a.look(at, body)
		for _, m := range link.FindAllSubmatch(body, -1) {
			to, err := url.Parse(strings.ReplaceAll(strings.TrimPrefix(string(slices.Concat(m[1], m[2], m[3])), a.base), "&amp;", "&"))
			if err != nil || to.Host != "" || to.Path == "" || to.Scheme != "" {
				continue
			}
			from, _ := url.Parse(at)
			to = from.ResolveReference(to)
			to.Fragment = ""
			queue = append(queue, to.String())
		}
	}
	a.covered(good)
	return len(good)
}

// fetch gets an answer; what is packed in it is unpacked.
func (a *aviary) fetch(at string) ([]byte, int) {
	res, err := http.Get(a.base + at)
	if err != nil {
		a.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		a.Fatal(err)
	}
	var head bytes.Buffer
	_ = res.Header.Write(&head)
	switch kind := res.Header.Get("Content-Type"); {
	case strings.Contains(kind, "spreadsheetml"):
		z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			a.Fatal(at, err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				a.Fatal(err)
			}
			b, _ := io.ReadAll(r)
			body = append(append(body, '\n'), b...)
		}
	case strings.HasPrefix(kind, "application/pdf"):
		for _, m := range regexp.MustCompile(`(?s)stream\r?\n(.*?)endstream`).FindAllSubmatch(body, -1) {
			if z, err := zlib.NewReader(bytes.NewReader(m[1])); err == nil {
				b, _ := io.ReadAll(z)
				body = append(append(body, '\n'), b...)
			}
		}
	}
	return append(append(body, '\n'), head.Bytes()...), res.StatusCode
}

// covered checks that every address that the table of access gives to anybody was
// among the answers.
func (a *aviary) covered(good map[string]bool) {
	doc, err := os.ReadFile("../../docs/access.md")
	if err != nil {
		a.Fatal(err)
	}
	for line := range strings.Lines(string(doc)) {
		cells := strings.Split(strings.ReplaceAll(line, `\|`, "/"), "|")
		if len(cells) < 7 || !strings.Contains("yes public", strings.TrimSpace(cells[2])) || strings.TrimSpace(cells[2]) == "" {
			continue
		}
		for _, m := range regexp.MustCompile("`GET ([^`]+)`").FindAllStringSubmatch(cells[1], -1) {
			if strings.HasPrefix(m[1], "/static/") {
				continue
			}
			pattern := regexp.MustCompile(`\\\{[^}]*\\\}`).ReplaceAllString(regexp.QuoteMeta(m[1]), `[^?]+`)
			like := regexp.MustCompile("^" + pattern + `(\?|$)`)
			found := false
			for at := range good {
				found = found || like.MatchString(at)
			}
			if !found {
				a.Errorf("GET %s is public and was not looked at", m[1])
			}
		}
	}
}
