package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"earshot/feedback"
)

// pictureTime is when the pictures of the documentation are taken: a Wednesday
// morning.
func pictureTime() time.Time { return time.Date(2026, time.November, 18, 10, 30, 0, 0, time.UTC) }

// pictureAddr is where the demonstration listens while its pictures are taken; it
// stands on the poster.
const pictureAddr = "127.0.0.1:18080"

// pictureClock gives a clock that begins at pictureTime and moves in steps: late
// answers are looked at only once a moment has passed, and the invented people,
// who are drawn by the clock's first time, are to be the same every time.
func pictureClock() func() time.Time {
	began := time.Now()
	return func() time.Time { return pictureTime().Add(time.Since(began).Truncate(20 * time.Second)) }
}

// TestScreenshots takes a picture of every kind of page of the demonstration, at
// the width of a phone and of a desktop, into the folder that EARSHOT_SCREENSHOTS
// names (from the repository's root): make screenshots.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("EARSHOT_SCREENSHOTS")
	if dir == "" {
		t.Skip("EARSHOT_SCREENSHOTS names no folder to write pictures to")
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", "..", dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	// The letters of every language, whatever this machine has.
	fonts := t.TempDir()
	if err := os.CopyFS(filepath.Join(fonts, "fonts"), os.DirFS(filepath.Join("..", "..", "api", "typefaces"))); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_DATA_HOME", fonts)
	d := startPictures(t)
	for _, width := range []int64{320, 1280} {
		c := &camera{tab: newTab(t), dir: dir, base: d.base, width: width}
		c.run(chromedp.EmulateViewport(width, 800), emulation.SetTimezoneOverride("Europe/London"))
		c.public(d)
		c.forms(d)
		c.kiosk(d)
		c.paper(d)
		c.staff(d)
	}
}

// pictured is a demonstration that stands still.
type pictured struct {
	base, key    string // its address, and the key of its staff
	ward, area   string // the id of the ward that has most to show, and its area
	trust        string
	open, danger string // paths of warnings; empty if none is open
}

// startPictures starts a demonstration with its history and no new answers, and
// waits until everything has been counted, published and looked at.
func startPictures(t *testing.T) pictured {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	out := new(lockedBuffer)
	c := &console{stdin: strings.NewReader(""), stdout: out, stderr: out, getenv: func(string) string { return "" }, now: pictureClock()}
	folder := t.TempDir()
	root := newRoot(c)
	root.SetArgs([]string{"demo", "--addr", pictureAddr, "--admin-addr", "127.0.0.1:0", "--rate", "0.0001", "--days", "200", "--folder", folder})
	ended := make(chan error, 1)
	go func() { ended <- root.ExecuteContext(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
	d := pictured{base: "http://" + pictureAddr}
	d.await(t, ended, out, "the demonstration", func() bool { return strings.Contains(out.String(), "Answers are coming in") })
	for _, line := range strings.Split(out.String(), "\n") {
		if _, key, ok := strings.Cut(line, "sign in with this key"); ok {
			d.key = strings.TrimSpace(key)
		}
	}
	var place struct {
		ID   string `json:"id"`
		Area string `json:"area"`
	}
	d.get(t, "/v1/places/"+demoHome, &place)
	d.ward, d.area = place.ID, place.Area
	var trusts struct {
		Places []struct {
			ID string `json:"id"`
		} `json:"places"`
	}
	d.get(t, "/v1/places?level=provider", &trusts)
	d.trust = trusts.Places[0].ID
	d.count(t, folder)
	d.await(t, ended, out, "figures to be published", func() bool {
		var card struct {
			Responses *int64 `json:"responses"`
		}
		d.get(t, "/v1/scorecards/"+d.ward+"?window=1m", &card)
		return card.Responses != nil
	})
	d.await(t, ended, out, "warnings", func() bool {
		var list struct {
			Warnings []struct {
				ID      json.Number `json:"id"`
				Measure string      `json:"measure"`
			} `json:"warnings"`
		}
		d.get(t, "/v1/warnings", &list)
		for _, w := range list.Warnings {
			path := "/workspace/warnings/" + w.ID.String()
			if strings.Contains(w.Measure, "danger") || strings.Contains(w.Measure, "flag") {
				d.danger = path
			} else {
				d.open = path
			}
		}
		return d.open != ""
	})
	return d
}

// count stores how many people could have answered, so that the live card says it.
func (d *pictured) count(t *testing.T, folder string) {
	t.Helper()
	text := "place,month,measure,count\n"
	for i, n := range []int{1312, 1298, 1341, 1305, 1287, 1330} {
		text += fmt.Sprintf("%s,%s,eligible,%d\n", demoHome, feedback.DayOf(pictureTime()).Month()-feedback.Month(i), n)
	}
	path := filepath.Join(folder, "activity.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &console{stdout: new(bytes.Buffer), stderr: new(bytes.Buffer), getenv: func(string) string { return "" }, now: pictureTime}
	root := newRoot(c)
	root.SetArgs([]string{"counts", "import", path, "--series", "activity", "--database", "sqlite:" + filepath.Join(folder, "earshot.db"), "--rejects", path + ".rejects"})
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatalf("counts: %v\n%s", err, c.stdout)
	}
}

// await waits for something of the demonstration to be so.
func (d *pictured) await(t *testing.T, ended chan error, out *lockedBuffer, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !done(); time.Sleep(100 * time.Millisecond) { // a poll
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("the demonstration ended: %v\n%s", err, out)
		default:
		}
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// get asks with the staff's key.
func (d *pictured) get(t *testing.T, path string, into any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(path, "/v1/warnings") {
		req.Header.Set("Authorization", "Bearer "+d.key)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		t.Fatalf("%s: %d, %v", path, res.StatusCode, err)
	}
}

// lockedBuffer is what the demonstration prints.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// camera takes pictures at one width.
type camera struct {
	*tab
	dir, base string
	width     int64
}

// page takes a picture of the page at a path.
func (c *camera) page(name, path string) {
	c.t.Helper()
	c.run(chromedp.Navigate(c.base + path))
	c.take(name)
}

// tallest is the most of a page that is shown, in pixels.
const tallest = 2400

// take takes a picture of what is shown, from the top.
func (c *camera) take(name string) {
	c.t.Helper()
	var shot []byte
	var height float64
	c.run(chromedp.Evaluate(`document.documentElement.style.caretColor = "transparent"; document.documentElement.scrollHeight`, &height),
		chromedp.ActionFunc(func(ctx context.Context) (err error) {
			whole := &page.Viewport{Width: float64(c.width), Height: min(height, tallest), Scale: 1}
			shot, err = page.CaptureScreenshot().WithCaptureBeyondViewport(true).WithClip(whole).Do(ctx)
			return err
		}))
	small, err := fewerColours(shot)
	if err != nil {
		c.t.Fatalf("%s: %v", name, err)
	}
	if err := os.WriteFile(filepath.Join(c.dir, fmt.Sprintf("%s-%d.png", name, c.width)), small, 0o644); err != nil {
		c.t.Fatal(err)
	}
}

func (c *camera) public(d pictured) {
	c.page("home", "/")
	c.page("find", "/find?q=ward")
	c.page("card", "/p/"+d.ward)
	c.page("area", "/areas/"+d.area)
	c.page("england", "/england?window=3m")
	c.page("compare", "/compare?a="+d.ward+"&b="+d.trust)
	c.page("data", "/data")
}

func (c *camera) forms(d pictured) {
	form := "/f/" + demoHome
	c.page("form", form)
	c.page("form-steps", form+"?view=steps")
	c.page("form-easy-read", form+"?audience=easy_read")
	c.page("form-young-person", form+"?audience=young_person")
	languages := map[string]string{"welsh": "cy", "arabic": "ar"}
	if c.width == 320 {
		languages = map[string]string{"welsh": "cy", "polish": "pl", "romanian": "ro", "punjabi": "pa", "urdu": "ur", "bengali": "bn", "arabic": "ar"}
	}
	for name, tag := range languages {
		c.page("form-"+name, form+"?lang="+tag)
	}
	c.page("thanks", form+"/thanks")
	if c.width > 794 { // a sheet of A4 is as wide on every screen
		c.page("poster", form+"/poster.svg")
		c.page("poster-urdu", form+"/poster.svg?lang=ur")
	}
	c.page("phone", "/demo/phone")
	c.run(chromedp.Navigate(c.base+"/demo/reading"), chromedp.SetValue("#comment", "The nurses were lovely, but we waited four hours in a cold corridor", chromedp.ByQuery))
	c.submit("form[method=post] button")
	c.take("reading")
}

func (c *camera) kiosk(pictured) {
	press := func(selector string) {
		c.run(chromedp.Click(".ear-k-form:not([hidden]) section:not([hidden]) "+selector, chromedp.ByQuery, chromedp.NodeVisible))
	}
	c.run(chromedp.Navigate(c.base + "/k/" + demoHome))
	c.holds(`document.querySelector('.ear-k-form:not([hidden])')`)
	c.take("kiosk")
	press(`[data-rating="1"]`)
	c.run(chromedp.SendKeys("#why-en", "Everybody was kind", chromedp.ByQuery))
	c.take("kiosk-why")
	press(`[data-go="next"]`)
	c.take("kiosk-improve")
	press(`[data-go="next"]`)
	c.take("kiosk-consent")
	c.network(false)
	press(`[data-consent="yes"]`)
	c.holds(`document.querySelector('.ear-k-form:not([hidden]) [data-outcome="kept"]').checkVisibility()`)
	c.take("kiosk-kept")
	c.network(true)
}

func (c *camera) paper(d pictured) {
	c.page("paper", "/paper")
	c.run(chromedp.KeyEvent(d.key))
	c.submit("form[method=post] button")
	c.run(chromedp.SendKeys(`input[name="place"]`, demoHome, chromedp.ByQuery))
	c.submit("main form[action='/paper/batch'] button")
	c.take("paper-card")
}

func (c *camera) staff(d pictured) {
	c.page("sign-in", "/workspace/sign-in")
	c.run(chromedp.Navigate(c.base + "/demo/staff"))
	c.submit("form[method=post] button")
	c.take("warnings")
	c.page("warning", d.open)
	if d.danger != "" {
		c.page("warning-danger", d.danger)
	}
	c.page("card-live", "/workspace/places/"+d.ward)
	c.page("chart", "/p/"+d.ward+"/chart")
	c.page("funnel", "/workspace/funnel/"+d.trust)
}

// fewerColours writes a picture with at most 96 colours, those that most of its
// points have; the others become the nearest of these.
func fewerColours(shot []byte) ([]byte, error) {
	full, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		return nil, err
	}
	box := full.Bounds()
	count := make(map[color.RGBA]int)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			count[color.RGBAModel.Convert(full.At(x, y)).(color.RGBA)]++
		}
	}
	most := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		if n := count[b] - count[a]; n != 0 {
			return n
		}
		return bytes.Compare([]byte{a.R, a.G, a.B}, []byte{b.R, b.G, b.B})
	})
	var palette color.Palette
	for _, c := range most[:min(len(most), 96)] {
		palette = append(palette, c)
	}
	nearest := make(map[color.RGBA]uint8, len(most))
	for _, c := range most {
		nearest[c] = uint8(palette.Index(c))
	}
	out := image.NewPaletted(box, palette)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			out.SetColorIndex(x, y, nearest[color.RGBAModel.Convert(full.At(x, y)).(color.RGBA)])
		}
	}
	var b bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, out)
	return b.Bytes(), err
}
