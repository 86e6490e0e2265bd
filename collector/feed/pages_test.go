package feed

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
)

const pagesFile = `{"name":"site","kind":"pages","url":"URL/reviews","internal":true,"credit":{"name":"A Site","licence":"by agreement"},"place":"WILLOW",
	"ratings":{"5 out of 5":"very good"},
	"page":{"item":"article.review","title":{"select":"h2"},"body":{"select":".text"},"date":{"select":"time","attr":"datetime"},"link":{"select":"a.more","attr":"href"},
		"place":{"select":".service"},"rating":{"select":".score"},"next":{"select":"a[rel=next]","attr":"href"}}}`

func article(id, service, text string) string {
	return fmt.Sprintf(`<article class="review"><h2>Title</h2><div class="text"><p>%s</p></div><time datetime="2026-07-01">1 July</time><a class="more" href="/reviews/%s#top">more</a><span class="service">%s</span><span class="score">5 out of 5</span></article>`, text, id, service)
}

func TestPages(t *testing.T) {
	w := newWorld(t)
	w.answer("/reviews", `<html><body>`+article("1", "Willow ward", "Kind &amp; warm")+`<a rel="next" href="?page=2">next</a></body></html>`, "Content-Type: text/html; charset=utf-8")
	first := w.mux["/reviews"]
	w.handle("/reviews", func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("page") == "2" {
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(rw, article("2", "RYY", "cold")+article("", "", "x")+`<article class="review">an advertisement</article><a rel="next" href="/reviews">round</a>`)
			return
		}
		first(rw, r)
	})
	if r := w.collect(w.source(pagesFile)); r.Taken != 3 || r.Broken != 1 {
		t.Errorf("%+v", r)
	}
	w.holds("willow 2026-07-01 1 | why: Title//Kind & warm", "rival 2026-07-01 1 | why: Title//cold", "willow 2026-07-01 1 | why: Title//x")
	if w.asked[0] != "/robots.txt" {
		t.Errorf("asked %v", w.asked)
	}
	if w.slept < 2*time.Second {
		t.Errorf("three requests within %v", w.slept)
	}
}

func TestPagesFollowed(t *testing.T) {
	w := newWorld(t)
	list := ""
	for _, id := range []string{"1", "2", "3"} {
		list += `<article class="review"><a class="more" href="/reviews/` + id + `">more</a></article>`
	}
	list += `<article class="review"><a class="more" href="https://elsewhere.example/4">more</a></article>`
	w.answer("/reviews", list, "Content-Type: text/html", `ETag: "1"`)
	w.answer("/reviews/1", article("1", "", "Kind"), "Content-Type: text/html")
	w.answer("/reviews/2", "<p>nothing here</p>", "Content-Type: text/html")
	src := w.source(strings.Replace(pagesFile, `"page":{`, `"page":{"follow":true,"story":"article.review",`, 1))
	if r := w.collect(src); r.Taken != 1 || r.Broken != 2 {
		t.Errorf("%+v", r)
	}
	w.holds("willow 2026-07-01 1 | why: Title//Kind")
	w.remove("/reviews/1")
	w.answer("/reviews", list+" ", "Content-Type: text/html")
	if r := w.collect(src); r.Removed != 1 {
		t.Errorf("taken down: %+v", r)
	}
}

func TestPagesOfARebuiltSiteAreAnError(t *testing.T) {
	w := newWorld(t)
	w.answer("/reviews", "<html><body><div class='new-review'>Kind</div></body></html>", "Content-Type: text/html")
	w.collectError(w.source(pagesFile), feedback.ErrInvalid)
}

func TestRobotsAreObeyed(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		text   string
		want   error
	}{
		"none":                {404, "", nil},
		"allowed":             {200, "User-agent: *\nDisallow: /private", nil},
		"for all":             {200, "User-agent: *\nDisallow: /reviews", feedback.ErrForbidden},
		"for us":              {200, "User-agent: earshot\nDisallow: /\n\nUser-agent: *\nDisallow:", feedback.ErrForbidden},
		"for others":          {200, "User-agent: other\nDisallow: /", nil},
		"cannot be read":      {503, "", feedback.ErrUnavailable},
		"asks for slow going": {200, "User-agent: *\nCrawl-delay: 30\nDisallow:", nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.handle("/robots.txt", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(c.status); fmt.Fprint(rw, c.text) })
			w.answer("/reviews", article("1", "", "Kind")+`<a rel="next" href="?page=2">next</a>`, "Content-Type: text/html")
			if c.want != nil {
				w.collectError(w.source(pagesFile), c.want)
				if strings.Contains(strings.Join(w.asked, " "), "/reviews") {
					t.Errorf("asked %v", w.asked)
				}
				return
			}
			w.collect(w.source(pagesFile))
			if slow := w.slept > 25*time.Second; slow != strings.Contains(c.text, "delay") {
				t.Errorf("slept %v", w.slept)
			}
		})
	}
}
