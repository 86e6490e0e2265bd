package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
)

// health gives the health of one source.
func (w *world) health(src *Source) Health {
	w.Helper()
	list, err := w.Health(w.Context(), []*Source{src})
	if err != nil || len(list) == 0 {
		w.Fatalf("%+v, %v", list, err)
	}
	return list[0]
}

func TestFailingSourceIsTriedForEverLessAndLessOften(t *testing.T) {
	w := newWorld(t)
	w.handle("/feed", func(rw http.ResponseWriter, _ *http.Request) { http.Error(rw, "down", http.StatusInternalServerError) })
	src := w.source(feedFile)
	if h := w.health(src); h.Status != StatusNever || h.AgeSeconds != nil {
		t.Errorf("%+v", h)
	}
	var last time.Duration
	for n := 1; n <= 30; n++ {
		w.Tick(t.Context(), []*Source{src})
		h := w.health(src)
		if h.Status != StatusFailing || h.Failures != n || !strings.Contains(h.LastError, "500") {
			t.Fatalf("run %d: %+v", n, h)
		}
		wait := h.DueAt.Sub(w.clock())
		if wait < last || wait > maxBackOff || wait <= 0 {
			t.Fatalf("run %d: waits %v after %v", n, wait, last)
		}
		last = wait
		before := len(w.asked)
		w.Tick(t.Context(), []*Source{src})
		if len(w.asked) != before {
			t.Fatal("asked before it was due")
		}
		w.pass(wait)
	}
	if last != maxBackOff {
		t.Errorf("in the end waits %v", last)
	}
	w.answer("/feed", rss(rssItem("p1", "T", "one")))
	w.Tick(t.Context(), []*Source{src})
	h := w.health(src)
	if h.Status != StatusOK || h.Failures != 0 || h.LastError == "" || h.Items.Taken != 1 || *h.AgeSeconds != 0 || h.DueAt.Sub(w.clock()) != time.Hour {
		t.Errorf("well again: %+v", h)
	}
	w.pass(3 * time.Hour)
	if h := w.health(src); h.Status != StatusLate || *h.AgeSeconds != 10800 || *h.LagSeconds <= 0 {
		t.Errorf("nobody collects: %+v", h)
	}
}

func TestRetryAfterIsKept(t *testing.T) {
	w := newWorld(t)
	w.handle("/feed", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Retry-After", "7200")
		rw.WriteHeader(http.StatusTooManyRequests)
	})
	src := w.source(feedFile)
	w.collectError(src, feedback.ErrUnavailable)
	if d := w.health(src).DueAt.Sub(w.clock()); d != 2*time.Hour {
		t.Errorf("waits %v", d)
	}
	if n := strings.Count(strings.Join(w.asked, " "), "/feed"); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestAFaultThatPassesIsTriedAgainAtOnce(t *testing.T) {
	w := newWorld(t)
	n := 0
	w.handle("/feed", func(rw http.ResponseWriter, _ *http.Request) {
		if n++; n < 3 {
			http.Error(rw, "busy", http.StatusBadGateway)
			return
		}
		fmt.Fprint(rw, rss(rssItem("p1", "T", "one")))
	})
	if r := w.collect(w.source(feedFile)); r.Taken != 1 {
		t.Errorf("%+v", r)
	}
}

func TestOneSourceIsCollectedByOneProcess(t *testing.T) {
	w := newWorld(t)
	src := w.source(feedFile)
	other := w.collector("other")
	w.handle("/feed", func(rw http.ResponseWriter, _ *http.Request) {
		if _, err := other.Collect(t.Context(), src); err != ErrBusy {
			t.Errorf("at the same time: %v", err)
		}
		fmt.Fprint(rw, rss(rssItem("p1", "T", "one")))
	})
	w.collect(src)
	w.answer("/feed", rss(rssItem("p1", "T", "one")))
	if _, err := other.Collect(t.Context(), src); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	// A process that died holds its lease for a while only.
	if ok, err := w.store.LeaseFeed(t.Context(), "blog", "dead", w.clock(), w.clock().Add(lease)); !ok || err != nil {
		t.Fatal(ok, err)
	}
	w.collectError(src, ErrBusy)
	w.pass(lease)
	w.collect(src)
}

func TestOneBadSourceDoesNotStopAnother(t *testing.T) {
	w := newWorld(t)
	w.answer("/feed", rss(rssItem("p1", "T", "one")))
	good := w.source(feedFile)
	bad := w.source(strings.NewReplacer(`"blog"`, `"bad"`, "/feed", "/bad").Replace(feedFile))
	w.handle("/bad", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	w.Tick(t.Context(), []*Source{bad, good})
	if w.health(good).Status != StatusOK || w.health(bad).Status != StatusFailing {
		t.Errorf("%+v %+v", w.health(good), w.health(bad))
	}
}

func TestBeingStoppedIsNoFailure(t *testing.T) {
	w := newWorld(t)
	ctx, stop := context.WithCancel(t.Context())
	w.handle("/feed", func(rw http.ResponseWriter, r *http.Request) {
		stop()
		<-r.Context().Done()
	})
	src := w.source(feedFile)
	if _, err := w.Collect(ctx, src); !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped: %v", err)
	}
	if h := w.health(src); h.Status != StatusNever || h.Failures != 0 || h.DueAt.After(w.clock()) {
		t.Errorf("%+v", h)
	}
	w.answer("/feed", rss(rssItem("p1", "T", "one")))
	if r := w.collect(src); r.Taken != 1 { // and the source is free at once
		t.Errorf("%+v", r)
	}
}

func TestPrivateAddressIsRefusedUnlessMarked(t *testing.T) {
	w := newWorld(t)
	w.answer("/feed", rss(rssItem("p1", "T", "one")))
	w.collectError(w.source(strings.Replace(feedFile, `"internal":true,`, "", 1)), feedback.ErrForbidden)
	if len(w.asked) != 0 {
		t.Errorf("asked %v", w.asked)
	}
}

func TestHealthPage(t *testing.T) {
	w := newWorld(t)
	w.answer("/feed", rss(rssItem("p1", "T", "one")))
	src := w.source(feedFile)
	w.collect(src)
	gone := w.source(strings.Replace(feedFile, `"blog"`, `"gone"`, 1))
	w.handle("/feed", func(rw http.ResponseWriter, _ *http.Request) { http.Error(rw, "<script>", http.StatusTeapot) })
	w.Collect(t.Context(), gone)
	h := w.HealthHandler([]*Source{src})
	page, asJSON := httptest.NewRecorder(), httptest.NewRecorder()
	h.ServeHTTP(page, httptest.NewRequest(http.MethodGet, "/", nil))
	h.ServeHTTP(asJSON, httptest.NewRequest(http.MethodGet, "/?format=json", nil))
	for _, want := range []string{"blog", "gone", "unused", "418", "seconds ago"} {
		if !strings.Contains(page.Body.String(), want) {
			t.Errorf("the page lacks %q:\n%s", want, page.Body)
		}
	}
	var out struct{ Sources []Health }
	if err := json.Unmarshal(asJSON.Body.Bytes(), &out); err != nil || len(out.Sources) != 2 || out.Sources[0].Items.Taken != 1 || out.Sources[1].Status != StatusUnused {
		t.Errorf("%v: %s", err, asJSON.Body)
	}
}

func TestSourceFiles(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"unknown member":    {`"internal"`, `"intern"`, "intern"},
		"bad name":          {`"blog"`, `"Blog!"`, "name: must be"},
		"unknown kind":      {`"kind":"feed"`, `"kind":"carrier pigeon"`, "kind: must be one of"},
		"no address":        {"URL/feed", "ftp://x", "url: must be"},
		"no licence":        {`"CC BY 4.0"`, `""`, "credit: must have"},
		"a rate of 100":     {`"place":`, `"rate":100,"place":`, "rate: must be"},
		"negative time":     {`"place":`, `"every":"-1h","place":`, "every"},
		"rules of pages":    {`"place":`, `"page":{"item":"p","body":{"select":"p"},"date":{"select":"p"},"id":{"attr":"id"}},"place":`, "page: must be given"},
		"bad expression":    {`"place":`, `"question":"(","place":`, "question: must be"},
		"rating of 7":       {`"place":`, `"ratings":{"x":"7"},"place":`, "ratings: must turn"},
		"removal by magic":  {`"place":`, `"on_removal":"x","place":`, "on_removal: must be"},
		"service of nobody": {`["ANNEXE"]`, `[]`, "places: must name"},
		"key in the clear":  {`"internal":true,`, `"key_env":"K",`, "url: must be https"},
		"no JSON":           {feedFile, "hello", "must be a JSON object"},
	} {
		_, err := ParseSource(strings.NewReader(strings.ReplaceAll(strings.Replace(feedFile, c.from, c.to, 1), "URL", "http://x.example")))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	bad := strings.NewReplacer("URL", "https://x.example", "h2", "h2[", `"item":"article.review",`, "").Replace(pagesFile)
	if _, err := ParseSource(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), "page.title") || !strings.Contains(err.Error(), "page.item") {
		t.Errorf("%v", err)
	}
}
