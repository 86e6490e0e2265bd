package api

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// wire is the network between a kiosk and the server.
type wire struct {
	next  http.Handler
	state atomic.Int32
	posts atomic.Int32 // answers that reached this end, whether or not they went on
}

const (
	wireUp   int32 = iota
	wireCut        // nothing goes through
	wireDeaf       // what is sent arrives, the reply is lost
)

func (n *wire) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/answers") {
		n.posts.Add(1)
	}
	switch n.state.Load() {
	case wireUp:
		n.next.ServeHTTP(w, r)
		return
	case wireDeaf:
		n.next.ServeHTTP(httptest.NewRecorder(), r)
	}
	panic(http.ErrAbortHandler) // the connection breaks off without a reply
}

// until waits for a JavaScript expression to be true.
func (b *browser) until(t *testing.T, expression string) {
	t.Helper()
	deadline := time.Now().Add(40 * time.Second)
	for {
		var ok bool
		err := chromedp.Run(b.ctx, chromedp.Evaluate("Boolean("+expression+")", &ok))
		switch {
		case err == nil && ok:
			return
		case time.Now().After(deadline):
			t.Fatalf("never true: %s (%v)", expression, err)
		}
		time.Sleep(20 * time.Millisecond) // a poll, not a guess at how long it takes
	}
}

// offline tells the browser that it has no network, or has it again.
func offline(off bool) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		return network.EmulateNetworkConditions(off, 0, -1, -1).Do(ctx)
	})
}

// touch presses the button that a selector finds on the step that is shown.
func touch(selector string) chromedp.Action {
	return chromedp.Click(".ear-k-form:not([hidden]) section:not([hidden]) "+selector, chromedp.ByQuery, chromedp.NodeVisible)
}

// answer goes through the kiosk's questions.
func (b *browser) answerKiosk(t *testing.T, rating, why, outcome string) {
	t.Helper()
	b.run(t, touch(`[data-rating="`+rating+`"]`), chromedp.SendKeys(`#why-en`, why, chromedp.ByQuery), touch(`[data-go="next"]`), touch(`[data-go="next"]`),
		touch(`[data-consent="yes"]`))
	b.until(t, `document.querySelector('.ear-k-form:not([hidden]) [data-outcome="`+outcome+`"]').checkVisibility()`)
	b.run(t, touch(`[data-go="again"]`))
}

// TestKioskWithoutNetwork answers on a kiosk while the network is there, while
// it is cut, and while replies are lost, and counts what the ledger holds.
func TestKioskWithoutNetwork(t *testing.T) {
	b := newBrowser(t)
	w := newWorld(t)
	net := &wire{next: w.handler}
	srv := httptest.NewServer(net)
	defer srv.Close()
	b.run(t, network.Enable(), chromedp.EmulateViewport(1280, 800), chromedp.Navigate(srv.URL+"/k/"+testWardCode),
		chromedp.Evaluate(`navigator.serviceWorker.ready.then(() => 0)`, nil, awaited))
	b.until(t, `navigator.serviceWorker.controller`)
	b.answerKiosk(t, "1", "Before the cut", "saved")

	net.state.Store(wireCut)
	b.run(t, offline(true))
	b.answerKiosk(t, "2", "First in the dark", "kept")
	b.run(t, chromedp.Reload()) // the page opens without a network
	b.until(t, `document.getElementById("status").dataset.waiting === "1"`)
	b.answerKiosk(t, "5", "Second in the dark", "kept")
	b.answerKiosk(t, "3", "Third in the dark", "kept")
	b.until(t, `document.getElementById("status").dataset.waiting === "3"`)
	if n := len(w.ledger.stored()); n != 1 {
		t.Fatalf("%d answers went through a cut wire", n-1)
	}

	net.state.Store(wireDeaf) // the network is back, but replies are lost
	b.run(t, offline(false))
	for deadline := time.Now().Add(40 * time.Second); len(w.ledger.stored()) < 2 && time.Now().Before(deadline); {
		time.Sleep(20 * time.Millisecond) // a poll
	}
	b.until(t, `document.getElementById("status").dataset.waiting === "3"`) // nothing is let go without a reply
	net.state.Store(wireUp)
	b.run(t, offline(true), offline(false))
	b.until(t, `document.getElementById("status").dataset.waiting === "0"`)

	want := map[string]bool{"Before the cut": true, "First in the dark": true, "Second in the dark": true, "Third in the dark": true}
	for _, c := range w.ledger.stored() {
		text := c.Response.Comments[0].Text.Reveal()
		if !want[text] {
			t.Errorf("%q is stored twice or was never typed", text)
		}
		delete(want, text)
	}
	if len(want) > 0 {
		t.Errorf("lost: %v", want)
	}
	if net.posts.Load() < 6 {
		t.Errorf("only %d answers were sent: the test did not make the device send any again", net.posts.Load())
	}
}

// TestKioskWithAFullDisk answers on a device that can keep nothing: what is
// answered goes to the server at once if there is a network, and is said to be lost
// if there is none.
func TestKioskWithAFullDisk(t *testing.T) {
	b := newBrowser(t)
	w := newWorld(t)
	net := &wire{next: w.handler}
	srv := httptest.NewServer(net)
	defer srv.Close()
	// The browser's own limit cannot be set so low that a few words are too much.
	full := func(full bool) chromedp.Action {
		return chromedp.Evaluate(fmt.Sprintf(`window.put ??= IDBObjectStore.prototype.put;
			IDBObjectStore.prototype.put = %t ? () => { throw new DOMException("no room", "QuotaExceededError"); } : window.put; 0`, full), nil)
	}
	b.run(t, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(srv.URL+"/k/"+testWardCode))
	b.answerKiosk(t, "1", "While there was room", "saved")
	b.run(t, full(true))
	b.answerKiosk(t, "2", "Without room", "saved")
	net.state.Store(wireCut)
	b.answerKiosk(t, "3", "Without room and network", "failed")
	net.state.Store(wireUp)
	b.run(t, full(false))
	b.answerKiosk(t, "4", "With room again", "saved")
	var got []string
	for _, c := range w.ledger.stored() {
		got = append(got, c.Response.Comments[0].Text.Reveal())
	}
	if fmt.Sprint(got) != "[While there was room Without room With room again]" {
		t.Errorf("stored %q", got)
	}
}

// awaited makes an evaluation wait for its promise.
func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

// TestKioskForgets types something, walks away, and finds the page as it was.
func TestKioskForgets(t *testing.T) {
	b := newBrowser(t)
	srv := httptest.NewServer(newWorld(t).handler)
	defer srv.Close()
	b.run(t, chromedp.EmulateViewport(320, 800), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := cdppage.AddScriptToEvaluateOnNewDocument(`{ const real = setTimeout; window.setTimeout = (f, ms) => real(f, ms / 60); }`).Do(ctx)
		return err
	}), chromedp.Navigate(srv.URL+"/k/"+testWardCode), touch(`[data-tongue="pl"]`), touch(`[data-rating="5"]`),
		chromedp.SendKeys(`#why-pl`, "Mine", chromedp.ByQuery))
	b.until(t, `!document.querySelector('[data-tag="pl"] [data-step="idle"]').hidden`)
	b.until(t, `document.documentElement.lang === "en" && !document.querySelector('[data-tag="en"] [data-step="rating"]').hidden`)
	var left string
	b.run(t, chromedp.Evaluate(`[...document.querySelectorAll("textarea")].map(a => a.value).join("")`, &left))
	if left != "" {
		t.Errorf("the next person finds %q", left)
	}
}

// TestKioskStepsAreAccessible looks with axe at every step of the kiosk, in a
// language that runs from the right too: what is saved, what is kept while there
// is no network, and the question whether somebody is still there.
func TestKioskStepsAreAccessible(t *testing.T) {
	axe := axeSource(t)
	b := newBrowser(t)
	w := newWorld(t)
	net := &wire{next: w.handler}
	srv := httptest.NewServer(net)
	defer srv.Close()
	look := func(step string) {
		t.Helper()
		for _, width := range []int64{320, 1280} {
			b.run(t, chromedp.EmulateViewport(width, 900))
			b.inspect(t, "kiosk, "+step, axe)
		}
	}
	for _, tag := range []string{"en", "ar"} {
		net.state.Store(wireUp)
		b.run(t, chromedp.Navigate(srv.URL+"/k/"+testWardCode+"?lang="+tag))
		b.until(t, `document.querySelector('.ear-k-form:not([hidden])')`)
		for _, last := range []string{"saved", "kept"} {
			b.run(t, touch(`[data-rating="1"]`))
			look("why in " + tag)
			b.run(t, chromedp.SendKeys("#why-"+tag, "Kind", chromedp.ByQuery), touch(`[data-go="next"]`))
			look("what could be better in " + tag)
			b.run(t, touch(`[data-go="next"]`))
			look("consent in " + tag)
			b.run(t, touch(`[data-consent="yes"]`))
			b.until(t, fmt.Sprintf(`document.querySelector('.ear-k-form:not([hidden]) [data-outcome=%q]').checkVisibility()`, last))
			look(last + " in " + tag)
			b.run(t, touch(`[data-go="again"]`))
			net.state.Store(wireCut) // for the second answer
		}
	}
	// Only the clock that asks whether somebody is still there runs fast.
	net.state.Store(wireUp)
	b.run(t, chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := cdppage.AddScriptToEvaluateOnNewDocument(`{ const real = setTimeout; window.setTimeout = (f, ms) => real(f, ms === Number(document.body.dataset.idle) * 1000 ? 300 : ms); }`).Do(ctx)
		return err
	}), chromedp.Navigate(srv.URL+"/k/"+testWardCode), touch(`[data-rating="5"]`))
	b.until(t, `!document.querySelector('[data-tag="en"] [data-step="idle"]').hidden`)
	look("still there?")
}
