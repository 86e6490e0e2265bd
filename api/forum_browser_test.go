package api

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/voice"
)

// TestForumInBrowser looks at comments, the desk and requests with axe at the
// width of a phone and of a desktop, and takes pictures if EARSHOT_SCREENSHOTS
// names a folder.
func TestForumInBrowser(t *testing.T) {
	axe := axeSource(t)
	b := newBrowser(t)
	f := newForum(t, func(o *Options) { o.PublicURL = "http://earshot.example" })
	f.say(testWard, 1, 1, kindWords)
	f.say(testWard, 1, 5, "We waited for hours and the food was cold.")
	f.say(testWard, 20, 1, "")
	f.say(testWard, 1, 4, namedWords)
	f.settle()
	shown, err := f.store.ListVoices(t.Context(), ledger.VoiceQuery{State: ledger.VoiceShown})
	if err != nil || len(shown) != 2 {
		t.Fatal(len(shown), err)
	}
	desk := voice.Desk{Store: f.store, Now: f.clock.now}
	if desk.Guard, err = theGuard(); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Reply(t.Context(), voice.ReplyText{Subject: shown[1].Subject, By: "Test provider", Text: "You said that you waited. We now tell everybody how long it will be."}); err != nil {
		t.Fatal(err)
	}
	q, _, err := voice.Ask(t.Context(), f.store, ledger.Request{Key: "k", Reference: "1", By: "Healthwatch Saltmarsh", Area: testArea, Place: testWard, About: "comment", Ref: shown[1].Name, Text: "What will you do about the wait?"}, f.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(f.handler)
	defer srv.Close()
	token := f.key(ledger.RoleProvider, []feedback.PlaceID{testTrust})
	waiting := "/workspace/comments/" + f.only(ledger.VoiceWaiting).Name
	pages := map[string]string{
		"card": "/p/" + string(testWard), "comments": "/p/" + string(testWard) + "/comments", "report": "/areas/" + string(testArea) + "/report", "desk": "/workspace/comments",
		"desk-shown": "/workspace/comments?state=shown", "desk-empty": "/workspace/comments?state=refused", "decide": waiting, "reply": "/workspace/comments/" + shown[1].Name,
		"requests": "/workspace/requests", "request": fmt.Sprintf("/workspace/requests/%d", q.ID), "find": "/find?q=skylrak",
	}
	b.run(t, chromedp.Navigate(srv.URL+"/workspace/sign-in"), chromedp.SetValue(`input[name="key"]`, token, chromedp.ByQuery), chromedp.Submit(`input[name="key"]`, chromedp.ByQuery), chromedp.WaitVisible(".ear-signed", chromedp.ByQuery))
	for name, path := range pages {
		for _, width := range []int64{320, 1280} {
			b.run(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(srv.URL+path))
			b.inspect(t, fmt.Sprintf("%s at %d", name, width), axe)
			b.picture(t, fmt.Sprintf("forum-%s-%d.png", name, width))
		}
	}
	// A form with a fault, by hand and without scripts.
	b.run(t, chromedp.EmulateViewport(320, 900), chromedp.Navigate(srv.URL+waiting), chromedp.Click(`button[value="show"]`, chromedp.ByQuery), chromedp.WaitVisible(".nhsuk-error-summary", chromedp.ByQuery))
	b.inspect(t, "decide with a fault", axe)
	b.picture(t, "forum-fault-320.png")
}

// picture writes the page that is shown, if EARSHOT_SCREENSHOTS names a folder.
func (b *browser) picture(t *testing.T, name string) {
	t.Helper()
	dir := os.Getenv("EARSHOT_SCREENSHOTS")
	if dir == "" {
		return
	}
	var png []byte
	b.run(t, chromedp.FullScreenshot(&png, 100))
	if err := os.WriteFile(filepath.Join("..", dir, name), png, 0o600); err != nil {
		t.Error(err)
	}
}
