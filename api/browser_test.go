package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"earshot/feedback"
)

// require skips a test that lacks a tool, or fails it where everything must run.
func require(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("EARSHOT_TEST_REQUIRE") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// browser is a Chromium with one tab and what it complained of.
type browser struct {
	ctx context.Context

	mu         sync.Mutex
	complaints []string
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("the browser is left out of short runs")
	}
	bin, err := exec.LookPath("chromium")
	if err != nil {
		if bin, err = exec.LookPath("chromium-browser"); err != nil {
			require(t, "SKIPPED: chromium is not installed, so no page was looked at in a browser")
		}
	}
	profile, err := os.MkdirTemp("", "earshot-chromium")
	if err != nil {
		t.Fatal(err)
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(bin), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.UserDataDir(profile), chromedp.WSURLReadTimeout(60*time.Second),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("force-device-scale-factor", "1"), chromedp.Flag("hide-scrollbars", true))
	tab, _ := chromedp.NewContext(alloc)
	ctx, late := context.WithTimeout(tab, 4*time.Minute)
	t.Cleanup(func() {
		_ = chromedp.Cancel(tab) // closes the browser and waits for it
		late()
		stop()
		_ = os.RemoveAll(profile) // a straggling process may still write; the system cleans /tmp
	})
	b := &browser{ctx: ctx}
	chromedp.ListenTarget(ctx, func(ev any) {
		if e, ok := ev.(*cdplog.EventEntryAdded); ok && e.Entry.Level != cdplog.LevelInfo && e.Entry.Level != cdplog.LevelVerbose {
			b.mu.Lock()
			b.complaints = append(b.complaints, e.Entry.Text)
			b.mu.Unlock()
		}
	})
	if err := chromedp.Run(ctx, cdplog.Enable()); err != nil {
		t.Fatalf("starting chromium: %v", err)
	}
	return b
}

func (b *browser) run(t *testing.T, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// lively fills a world with answers like those of a busy month.
func lively(t testing.TB) *world {
	w := newWorld(t)
	comments := []string{"Staff were kind and explained everything", "We waited four hours and nobody told us why", "The ward was clean and the food was good",
		"Could not park anywhere near", "Everybody was polite", "Communication between departments was poor"}
	n := 0
	for day := range 27 {
		for i := range 7 {
			n++
			w.answers(testWard, 1, []int{1, 1, 1, 2, 1, 4, 2, 3, 1, 5, 2, 6}[(day*5+i)%12], comments[(day+i)%len(comments)]+strings.Repeat(".", n),
				[]string{"sms", "sms", "sms", "online", "electronic_discharge", "paper_discharge", "sms"}[i])
		}
		w.clock.move(10 * time.Minute)
	}
	w.answers(testOtherW, 3, 1, "", "sms")
	w.answers(testOther, 25, 2, "", "online") // so that the three can hide among them
	w.publish()
	return w
}

// shown is every kind of page there is.
func shown() map[string]string {
	return map[string]string{
		"home": "/", "find": "/find?q=ward", "find-nothing": "/find?q=zzz", "card": "/p/" + string(testWard), "card-trust": "/p/" + string(testTrust),
		"card-few": "/p/" + string(testOtherW) + "?window=12m", "card-none": "/p/" + string(testClosed), "areas": "/areas", "area": "/areas/" + string(testArea),
		"england": "/england?window=3m", "form": "/f/" + testWardCode, "thanks": "/f/" + testWardCode + "/thanks", "thanks-again": "/f/" + testWardCode + "/thanks?again=yes", "closed": "/f/FINCH", "not-found": "/nowhere",
		"data": "/data", "area-report": "/areas/" + string(testArea) + "/report", "api": "/about/api", "compare": "/compare?a=LARK&b=ORCHARD", "embed": "/embed/LARK",
		"about": "/about", "about-figures": "/about/figures", "about-privacy": "/about/privacy", "about-accessibility": "/about/accessibility", "about-errors": "/about/errors",
	}
}

// TestAccessibility looks at every page with axe at the width of a phone and of
// a desktop, and checks that none is wider than its window.
func TestAccessibility(t *testing.T) {
	axe := axeSource(t)
	b := newBrowser(t)
	w := lively(t)
	srv := httptest.NewServer(w.handler)
	defer srv.Close()
	for name, path := range shown() {
		for _, width := range []int64{320, 1280} {
			b.run(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(srv.URL+path))
			b.inspect(t, fmt.Sprintf("%s at %d", name, width), axe)
		}
	}
	for _, width := range []int64{320, 1280} {
		b.run(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(srv.URL+"/f/"+testWardCode),
			chromedp.SetValue("#why", "Kind staff", chromedp.ByQuery), submit())
		b.inspect(t, fmt.Sprintf("form with a fault at %d", width), axe)
		var focused, kept string
		b.run(t, chromedp.Evaluate(`document.activeElement.className`, &focused), chromedp.Value("#why", &kept, chromedp.ByQuery))
		if focused != "nhsuk-error-summary" || kept != "Kind staff" {
			t.Errorf("after a fault, the focus is on %q and the text is %q", focused, kept)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.complaints {
		if !strings.Contains(c, "status of 404") && !strings.Contains(c, "status of 410") && !strings.Contains(c, "status of 400") { // pages that are meant to
			t.Errorf("the browser complains: %s", c)
		}
	}
}

// submit sends the form and waits for the next page.
func submit() chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := chromedp.RunResponse(ctx, chromedp.Click("form[method=post] button", chromedp.ByQuery))
		return err
	})
}

// inspect runs axe on the page that is shown.
func (b *browser) inspect(t *testing.T, name, axe string) {
	t.Helper()
	var result string
	var over int
	b.run(t, chromedp.Evaluate(axe+";0", nil),
		chromedp.Evaluate(`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.map(n => n.html + " " + n.failureSummary)}))))`,
			&result, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }),
		chromedp.Evaluate(`document.documentElement.scrollWidth - window.innerWidth`, &over))
	var found []struct {
		ID, Help string
		Nodes    []string
	}
	if err := json.Unmarshal([]byte(result), &found); err != nil {
		t.Fatalf("%s: axe gave %q: %v", name, result, err)
	}
	for _, v := range found {
		t.Errorf("%s: %s (%s): %s", name, v.Help, v.ID, strings.Join(v.Nodes, "\n\t"))
	}
	if over > 0 {
		t.Errorf("%s: the page is %d pixels wider than its window", name, over)
	}
}

// axeSource reads axe-core, which testdata/get-axe.sh fetches.
func axeSource(t *testing.T) string {
	t.Helper()
	file := os.Getenv("EARSHOT_AXE")
	if file == "" {
		if cache, err := os.UserCacheDir(); err == nil {
			found, _ := filepath.Glob(filepath.Join(cache, "earshot", "axe-core-*", "axe.min.js"))
			if len(found) > 0 {
				file = found[len(found)-1]
			}
		}
	}
	source, err := os.ReadFile(file)
	if err != nil {
		require(t, "SKIPPED: axe-core was not found, so accessibility was not checked: run api/testdata/get-axe.sh or set EARSHOT_AXE")
	}
	return string(source)
}

// TestKeyboardOnly answers the form without a mouse.
func TestKeyboardOnly(t *testing.T) {
	b := newBrowser(t)
	w := newWorld(t)
	srv := httptest.NewServer(w.handler)
	defer srv.Close()
	tabTo := func(id string) chromedp.Action {
		return chromedp.ActionFunc(func(ctx context.Context) error {
			for range 30 {
				var at string
				if err := chromedp.Run(ctx, chromedp.KeyEvent(kb.Tab), chromedp.Evaluate(`document.activeElement.id || document.activeElement.type || document.activeElement.tagName`, &at)); err != nil {
					return err
				}
				if at == "website" {
					return fmt.Errorf("the keyboard reaches the box that nobody should see")
				}
				if at == id {
					return nil
				}
			}
			return fmt.Errorf("the keyboard does not reach %s", id)
		})
	}
	var title string
	b.run(t, chromedp.EmulateViewport(320, 900), chromedp.Navigate(srv.URL+"/f/"+testWardCode),
		tabTo("rating-1"), chromedp.KeyEvent(kb.ArrowDown), tabTo("why"), chromedp.KeyEvent("Clear answers"),
		tabTo("improve"), chromedp.KeyEvent("More seats"), tabTo("consent"), chromedp.KeyEvent(" "), tabTo("submit"),
		chromedp.ActionFunc(func(ctx context.Context) error {
			_, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(kb.Enter))
			return err
		}), chromedp.Title(&title))
	got := w.ledger.stored()
	if len(got) != 1 || !strings.HasPrefix(title, "Thank you") {
		t.Fatalf("%d answers were stored; the page is %q", len(got), title)
	}
	r := got[0].Response
	if r.Rating != feedback.Good || !r.Consent || len(r.Comments) != 2 || r.Comments[1].Text.Reveal() != "More seats" {
		t.Errorf("stored %+v", r)
	}
}
