package api

import (
	"context"
	"fmt"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"earshot/feedback"
	"earshot/ledger"
)

// formPages are the form's other faces, by name.
func formPages() map[string]string {
	base := "/f/" + testWardCode
	pages := map[string]string{
		"form-easy": base + "?audience=easy_read", "form-young": base + "?audience=young_person", "form-ar-thanks": base + "/thanks?lang=ar",
		"form-ur-easy": base + "?lang=ur&audience=easy_read",
	}
	for name, query := range map[string]string{"kiosk": "", "kiosk-ar": "?lang=ar", "kiosk-easy": "?audience=easy_read&at=bedside"} {
		pages[name] = "/k/" + testWardCode + query
	}
	for _, tag := range languageOrder()[1:] {
		pages["form-"+tag] = base + "?lang=" + tag
	}
	return pages
}

// TestFormWays looks with axe at the form in every language, with the questions
// about the person open, and walks through it one question at a time.
func TestFormWays(t *testing.T) {
	axe := axeSource(t)
	b := newBrowser(t)
	w := newWorld(t)
	srv := httptest.NewServer(w.handler)
	defer srv.Close()
	open := chromedp.Evaluate(`for (const d of document.querySelectorAll("details")) d.open = true; 0`, nil)
	for name, path := range formPages() {
		for _, width := range []int64{320, 1280} {
			b.run(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(srv.URL+path), open)
			b.inspect(t, fmt.Sprintf("%s at %d", name, width), axe)
		}
	}
	for _, width := range []int64{320, 1280} {
		b.run(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(srv.URL+"/f/"+testWardCode+"?lang=ar&view=steps"), submit())
		b.inspect(t, fmt.Sprintf("a fault in Arabic at %d", width), axe)
		b.run(t, chromedp.Click("#rating-2", chromedp.ByQuery), submit(), chromedp.SetValue("#why", "لطفاء", chromedp.ByQuery), submit(), submit())
		b.inspect(t, fmt.Sprintf("consent in Arabic at %d", width), axe)
		b.run(t, submit())
		b.inspect(t, fmt.Sprintf("about you in Arabic at %d", width), axe)
		b.run(t, submit())
	}
	got := w.ledger.stored()
	if len(got) != 2 || got[0].Response.Language != "ar" || got[0].Response.Comments[0].Text.Reveal() != "لطفاء" {
		t.Errorf("%d answers were stored", len(got))
	}
}

// typedTo presses keys and waits for the page that they lead to, and until the
// cursor stands where that page puts it: a browser does so some time after the
// page has loaded, and what is typed before goes nowhere.
func typedTo(keys string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		soon, cancel := context.WithTimeout(ctx, 40*time.Second)
		defer cancel()
		if _, err := chromedp.RunResponse(soon, chromedp.KeyEvent(keys)); err != nil {
			return err
		}
		return cursorSet().Do(soon)
	})
}

// cursorSet waits until the element that asks for the cursor has it.
func cursorSet() chromedp.Action {
	return chromedp.Poll(`(() => {
		const first = document.querySelector("[autofocus]");
		return document.readyState === "complete" && (!first || document.activeElement === first);
	})()`, nil)
}

// TestPaperByKeyboard types a batch in without a mouse, and looks at each page
// with axe.
func TestPaperByKeyboard(t *testing.T) {
	axe := axeSource(t)
	b := newBrowser(t)
	w := newWorld(t)
	srv := httptest.NewServer(w.handler)
	defer srv.Close()
	look := func(name string) {
		t.Helper()
		for _, width := range []int64{320, 1280} {
			b.run(t, chromedp.EmulateViewport(width, 900))
			b.inspect(t, fmt.Sprintf("%s at %d", name, width), axe)
		}
	}
	b.run(t, chromedp.Navigate(srv.URL+"/paper"), cursorSet())
	look("paper sign-in")
	b.run(t, chromedp.KeyEvent(w.key(ledger.RoleProvider, []feedback.PlaceID{testTrust})), typedTo(kb.Enter))
	look("paper start")
	b.run(t, chromedp.KeyEvent("NOWHERE"), typedTo(kb.Enter))
	look("paper with a fault")
	b.run(t, chromedp.KeyEvent(strings.Repeat(kb.Delete+kb.Backspace, len("NOWHERE"))+"LARK"), typedTo(kb.Enter))
	look("paper card")
	b.run(t, chromedp.KeyEvent("1"), typedTo(kb.Enter), chromedp.KeyEvent("4"+kb.Tab+"Cold"+kb.Tab+"Hot food"+kb.Tab+" "), chromedp.KeyEvent(kb.Tab), typedTo(kb.Enter))
	look("paper card after another")
	b.run(t, chromedp.Focus(`button[value="end"]`, chromedp.ByQuery))
	b.run(t, typedTo(kb.Enter))
	look("paper totals")
	got := w.ledger.stored()
	if len(got) != 2 || got[0].Response.Rating != feedback.VeryGood || got[1].Response.Rating != feedback.Poor || !got[1].Response.Consent ||
		got[1].Response.Comments[1].Text.Reveal() != "Hot food" {
		t.Errorf("stored %+v", got)
	}
}

// TestFormOnPaper prints the form as its page does: both sides of one sheet, with
// the questions about the person, and nothing that can only be pressed.
func TestFormOnPaper(t *testing.T) {
	b := newBrowser(t)
	srv := httptest.NewServer(newWorld(t).handler)
	defer srv.Close()
	for _, tag := range []string{"en", "cy", "pl"} {
		var pdf []byte
		b.run(t, chromedp.Navigate(srv.URL+"/f/"+testWardCode+"?lang="+tag), chromedp.ActionFunc(func(ctx context.Context) (err error) {
			pdf, _, err = cdppage.PrintToPDF().WithPaperWidth(8.27).WithPaperHeight(11.69).Do(ctx)
			return err
		}))
		if n := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf, -1)); n != 2 {
			t.Errorf("%s is printed on %d pages", tag, n)
		}
	}
	var shown, hidden bool
	b.run(t, chromedp.ActionFunc(func(ctx context.Context) error { return emulation.SetEmulatedMedia().WithMedia("print").Do(ctx) }),
		chromedp.Evaluate(`[...document.querySelectorAll(".ear-about fieldset, .ear-paper")].every(e => e.checkVisibility())`, &shown),
		chromedp.Evaluate(`[...document.querySelectorAll("main button, .ear-others, header a")].every(e => !e.checkVisibility())`, &hidden))
	if !shown || !hidden {
		t.Errorf("questions about the person and the note are shown: %v; buttons and links to other versions are not: %v", shown, hidden)
	}
}
