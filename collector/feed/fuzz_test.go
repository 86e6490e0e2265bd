package feed

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"earshot/collector/outbound"
	"earshot/feedback"
)

// fuzzRun gives a run of a source that fetches nothing.
func fuzzRun(f *testing.F, file string) *run {
	f.Helper()
	src, err := ParseSource(strings.NewReader(strings.ReplaceAll(file, "URL", "https://source.example")))
	if err != nil {
		f.Fatal(err)
	}
	c := New(Options{Now: time.Now, Key: func(string) (feedback.Secret, error) { return "s3cret", nil }})
	return &run{Collector: c, src: src, started: time.Now()}
}

// plausible is what every decoded item must be: it has a fault, is gone, or has
// an id, words or a rating, and a time; and no fault repeats what was sent.
func plausible(t *testing.T, i Item, sent string) {
	t.Helper()
	switch {
	case i.Fault != nil:
		if strings.Contains(sent, "canary") && strings.Contains(i.Fault.Error(), "canary") {
			t.Errorf("the fault repeats what was sent: %v", i.Fault)
		}
		return
	case i.Gone:
		return
	case i.PublishedAt.IsZero():
		t.Errorf("an item without a time")
	case len(i.Comments) == 0 && i.Rating == feedback.NoRating:
		t.Errorf("an item without words or rating")
	}
	if i.Rating > feedback.DontKnow {
		t.Errorf("rating %d", i.Rating)
	}
	for _, c := range i.Comments {
		if strings.TrimSpace(c.Text.Reveal()) == "" {
			t.Error("a comment without words")
		}
	}
	if i.URL != "" {
		if _, err := outbound.ParseURL(i.URL); err != nil {
			t.Errorf("link %q", i.URL)
		}
	}
	i.revision(nil)
}

func FuzzJSONItems(f *testing.F) {
	nhs, ehr := fuzzRun(f, strings.Replace(nhsFile, `"internal":true,`, "", 1)), fuzzRun(f, strings.Replace(fhirFile, `"internal":true,`, "", 1))
	f.Add(review("a1", "canary", `,"ratings":[{"question":"Friends and family","rating":"Likely"}],"visit":{"month":"6","year":2026}`))
	f.Add(strings.TrimSuffix(strings.SplitN(fhirAnswerOf("a", "completed", coded, ""), `"resource":`, 2)[1], "}"))
	f.Fuzz(func(t *testing.T, text string) {
		for _, removed := range []bool{false, true} {
			if i, ok := (nhsUK{}).item(nhs, json.RawMessage(text), removed); ok {
				plausible(t, i, text)
			}
		}
		if i, ok := (fhir{}).item(ehr, json.RawMessage(text)); ok {
			plausible(t, i, text)
		}
	})
}

func FuzzXMLItems(f *testing.F) {
	old, blog := fuzzRun(f, strings.Replace(choicesFile, `"internal":true,`, "", 1)), fuzzRun(f, strings.Replace(feedFile, `"internal":true,`, "", 1))
	f.Add(atom(entry("12", "5", "comment", atomWords+`<ratings><rating><questionText>Friends and family</questionText><answerText>Likely</answerText></rating></ratings>`)))
	f.Add(rss(rssItem("p1", "T", "&lt;b&gt;one&lt;/b&gt;")))
	f.Add(`{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","content_html":"<p>x","date_published":"2026-07-01T10:00:00Z"}]}`)
	base := &url.URL{Scheme: "https", Host: "source.example", Path: "/feed"}
	f.Fuzz(func(t *testing.T, text string) {
		var page atomFeed
		if decodeXML([]byte(text), &page) == nil {
			for n := range page.Entries {
				if i, ok := (nhsChoices{}).item(old, &page.Entries[n]); ok {
					plausible(t, i, text)
				}
			}
			if next := (nhsChoices{}).next(old, &page); next != "" && !strings.HasPrefix(next, "https://source.example/") {
				t.Errorf("the next page is %q", next)
			}
		}
		if kind := gofeed.DetectFeedType(bytes.NewReader([]byte(text))); kind == gofeed.FeedTypeUnknown || kind != gofeed.FeedTypeJSON && outbound.CheckXML([]byte(text)) != nil {
			return
		}
		parsed, err := gofeed.NewParser().Parse(bytes.NewReader([]byte(text)))
		if err != nil {
			return
		}
		for _, raw := range parsed.Items {
			if raw != nil {
				plausible(t, (syndication{}).item(blog, raw, base), text)
			}
		}
		tombstones(parsed.Extensions)
	})
}
