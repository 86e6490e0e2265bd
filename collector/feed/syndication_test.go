package feed

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"

	"earshot/feedback"
)

const feedFile = `{"name":"blog","kind":"feed","url":"URL/feed","internal":true,"credit":{"name":"A Forum","licence":"CC BY 4.0","url":"https://forum.example/"},
	"place":"WILLOW","places":{"the annexe":["ANNEXE"]},"check_links":true}`

func rss(items ...string) string {
	return `<?xml version="1.0"?><rss version="2.0"><channel><title>Forum</title><link>https://forum.example/</link>` + strings.Join(items, "") + `</channel></rss>`
}

func rssItem(guid, title, body string) string {
	return fmt.Sprintf(`<item><guid>%s</guid><title>%s</title><description>%s</description><link>/posts/%s</link><pubDate>Wed, 01 Jul 2026 23:30:00 GMT</pubDate></item>`, guid, title, body, guid)
}

func TestRSS(t *testing.T) {
	w := newWorld(t)
	w.answer("/feed", rss(rssItem("p1", "Willow", "&lt;p&gt;Kind &amp;amp; warm&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;&lt;p&gt;waited &amp;lt;5 min&lt;/p&gt;"),
		strings.Replace(rssItem("p2", "T", "cold"), "<link>", "<category>parking</category><category>The  Annexe</category><link>", 1)))
	if r := w.collect(w.source(feedFile)); r.Taken != 2 {
		t.Errorf("%+v", r)
	}
	w.holds("willow 2026-07-02 0 | why: Willow//Kind & warm//waited <5 min", "annexe 2026-07-02 0 | why: T//cold") // half past midnight in London
	if got := w.credit("feed:blog", "p1@willow"); got.URL != w.site.URL+"/posts/p1" || got.Name != "A Forum" || got.Licence != "CC BY 4.0" {
		t.Errorf("credit %+v", got)
	}
}

func TestAtomFeedWithTombstone(t *testing.T) {
	w := newWorld(t)
	head := `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><id>f</id>`
	one := `<entry><id>urn:1</id><title>T</title><updated>2026-07-01T10:00:00Z</updated><content type="html">&lt;b&gt;kind&lt;/b&gt;</content></entry>`
	w.answer("/feed", head+one+strings.Replace(one, "urn:1", "urn:2", 1)+"</feed>")
	src := w.source(feedFile)
	if r := w.collect(src); r.Taken != 2 {
		t.Errorf("%+v", r)
	}
	w.answer("/feed", head+`<at:deleted-entry ref="urn:1" when="2026-07-09T10:00:00Z"/></feed>`)
	if r := w.collect(src); r.Removed != 1 { // urn:2 has only moved on
		t.Errorf("%+v", r)
	}
	w.holds("willow 2026-07-01 0 | why: T//kind")
}

func TestJSONFeed(t *testing.T) {
	w := newWorld(t)
	w.answer("/feed", `{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"j1","content_text":"kind","date_published":"2026-07-01T10:00:00Z","url":"https://forum.example/j1"},
		{"id":"j2","content_text":"","date_published":"2026-07-01T10:00:00Z"},{"id":"j3","content_text":"when?"}]}`)
	if r := w.collect(w.source(feedFile)); r.Taken != 1 || r.Broken != 2 {
		t.Errorf("%+v", r)
	}
}

func TestFeedEditReplaces(t *testing.T) {
	w := newWorld(t)
	src := w.source(feedFile)
	w.answer("/feed", rss(rssItem("p1", "T", "one")))
	w.collect(src)
	w.answer("/feed", rss(rssItem("p1", "T", "two")))
	if r := w.collect(src); r.Revised != 1 {
		t.Errorf("%+v", r)
	}
	w.holds("willow 2026-07-02 0 | why: T//two")
}

func TestFeedItemsWithoutIDs(t *testing.T) {
	w := newWorld(t)
	noGUID := strings.Replace(rssItem("p1", "T", "one"), "<guid>p1</guid>", "", 1)
	nothing := strings.NewReplacer("<guid>p2</guid>", "", "<link>/posts/p2</link>", "").Replace(rssItem("p2", "U", "two"))
	long := rssItem(strings.Repeat("x", 2000), "V", "three")
	w.answer("/feed", rss(noGUID, nothing, long))
	src := w.source(feedFile)
	for _, want := range []int{3, 0} {
		if r := w.collect(src); r.Taken != int64(want) || r.Seen != 3 {
			t.Errorf("%+v", r)
		}
	}
}

func TestFeedNamesAnItemTwice(t *testing.T) {
	w := newWorld(t)
	w.answer("/feed", rss(rssItem("p1", "T", "first"), rssItem("p1", "T", "second")))
	src := w.source(feedFile)
	w.collect(src)
	w.holds("willow 2026-07-02 0 | why: T//second")
	for range 2 { // it does not grow by being looked at
		if r := w.collect(src); r.Revised+r.Taken != 0 || r.Seen != 2 {
			t.Errorf("%+v", r)
		}
	}
	w.audited()
}

// TestFeedWithBadCharacters takes the stories of a feed in which somebody's words
// hold what may not be in one.
func TestFeedWithBadCharacters(t *testing.T) {
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.Replace(rss(rssItem("p1", "T", "Café")), `"1.0"`, `"1.0" encoding="utf-16"`, 1))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"a control character":          {rss(rssItem("p1", "T", "Be\x07ll"), rssItem("p2", "T", "ok\x00")), []string{"Bell", "ok"}},
		"control characters by number": {rss(rssItem("p1", "T", "Be&#7;ll&#x1F;"), rssItem("p2", "T", "A&#65;&#x42;&#10;B")), []string{"AAB/B", "Bell"}},
		"a byte of Windows-1252":       {rss(rssItem("p1", "T", "Caf\xe9 \x96 nice"), rssItem("p2", "T", "Café")), []string{"Café", "Café – nice"}},
		"all in ISO-8859-1":            {strings.Replace(rss(rssItem("p1", "T", "Caf\xe9")), `"1.0"`, `"1.0" encoding="ISO-8859-1"`, 1), []string{"Café"}},
	} {
		w := newWorld(t)
		w.answer("/feed", c.body)
		if r := w.collect(w.source(feedFile)); r.Broken+r.Refused != 0 {
			t.Errorf("%s: %+v", name, r)
		}
		for n := range c.want {
			c.want[n] = "willow 2026-07-02 0 | why: T//" + c.want[n]
		}
		w.holds(c.want...)
	}
	if got := mendXML([]byte(utf16)); string(got) != utf16 {
		t.Error("UTF-16 was changed")
	}
}

// TestJSONFeedWithBadItems takes the stories of a JSON Feed beside those that are
// not as they should be.
func TestJSONFeedWithBadItems(t *testing.T) {
	w := newWorld(t)
	w.answer("/feed", `{"version":"https://jsonfeed.org/version/1.1","title":7,"items":[5,null,"x",{"id":1,"content_text":"one","date_published":"2026-07-01T10:00:00Z","tags":["a",3,null],"attachments":"none"},
		{"id":null,"url":"/posts/2","content_text":"two","date_published":"2026-07-01T10:00:00Z","tags":"b"},{"id":"j3","content_html":"<p>three</p>","date_published":["never"]},{"id":"j4","content_text":{"x":1},"date_published":"2026-07-01T10:00:00Z"}]}`)
	if r := w.collect(w.source(feedFile)); r.Taken != 2 || r.Broken != 2 {
		t.Errorf("%+v", r)
	}
	w.holds("willow 2026-07-01 0 | why: one", "willow 2026-07-01 0 | why: two")
	for name, body := range map[string]string{"cut short": `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":`, "items that are none": `{"version":"https://jsonfeed.org/version/1.1","items":{"a":1}}`} {
		w.answer("/feed", body)
		t.Log(name)
		w.collectError(w.source(feedFile), feedback.ErrInvalid)
	}
}

func TestFeedUnchangedIsNotRead(t *testing.T) {
	w := newWorld(t)
	asked := 0
	w.handle("/feed", func(rw http.ResponseWriter, r *http.Request) {
		asked++
		rw.Header().Set("ETag", `"v1"`)
		if r.Header.Get("If-None-Match") == `"v1"` {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(rw, rss(rssItem("p1", "T", "one")))
	})
	src := w.source(feedFile)
	w.fail = func() error { return feedback.ErrUnavailable }
	w.failBefore = true
	w.collectError(src, feedback.ErrUnavailable) // fetched, not filed: must be fetched again
	w.fail = nil
	for n, want := range []int{1, 0, 0} {
		if r := w.collect(src); r.Seen != want {
			t.Errorf("run %d: %+v", n, r)
		}
	}
	w.pass(8 * 24 * time.Hour)
	w.answer("/posts/p1", "still there")
	if r := w.collect(src); r.Seen != 1 || asked != 5 { // a sweep reads everything
		t.Errorf("%+v, asked %d times", r, asked)
	}
}

func TestFeedWhosePageIsGone(t *testing.T) {
	w := newWorld(t)
	w.answer("/feed", rss(rssItem("p1", "T", "one"), rssItem("p2", "T", "two")))
	w.answer("/posts/p2", "here")
	src := w.source(feedFile)
	w.collect(src)
	w.answer("/feed", rss(rssItem("p3", "T", "three")))
	w.pass(8 * 24 * time.Hour)
	if r := w.collect(src); r.Removed != 1 || r.Taken != 1 {
		t.Errorf("%+v", r)
	}
	w.holds("willow 2026-07-02 0 | why: T//two", "willow 2026-07-02 0 | why: T//three")
}

func TestFeedThatIsNone(t *testing.T) {
	for name, body := range map[string]string{"empty": " ", "a page": "<html><body>hello</body></html>", "cut short": rss(rssItem("p1", "T", "one"))[:150], "JSON": `{"a":1}`,
		"a bomb": `<!DOCTYPE rss [<!ENTITY a "ha">]>` + rss(rssItem("p1", "&a;", "x"))} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.answer("/feed", body)
			w.collectError(w.source(feedFile), feedback.ErrInvalid)
		})
	}
}

func FuzzFeed(f *testing.F) {
	f.Add(rss(rssItem("p1", "T", "one")))
	f.Add(`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"content_html":"<p>x"}]}`)
	f.Add(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><content>x</content></entry></feed>`)
	f.Fuzz(func(t *testing.T, s string) {
		for _, text := range []string{plainText(s), plainText(markdown(s))} {
			if strings.Contains(text, "\r") || text != strings.TrimSpace(text) {
				t.Errorf("%q", text)
			}
		}
		if len(s) < 1000 {
			i := Item{ID: s}
			if k := i.key(); len(k) > 200 || strings.ContainsAny(k, "\x00\n") {
				t.Errorf("key %q", k)
			}
			divs(s)
			instant(s)
			label(s)
		}
	})
}
