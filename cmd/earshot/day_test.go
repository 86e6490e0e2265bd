package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/xuri/excelize/v2"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/scorecard/cardtest"
)

// dayPlaces are one provider with two sites and three wards, and another
// provider of which nobody says anything.
const dayPlaces = "icb,provider,site,ward,area,area_name,public_code\n" +
	"ZZ1,ZZA,ZZA01,Ash,E06999901,Northmere,ASH\nZZ1,ZZA,ZZA01,Elm,E06999901,Northmere,ELM\nZZ1,ZZA,ZZA02,Fir,E06999901,Northmere,FIR\n" +
	"ZZ1,ZZB,ZZB01,Oak,E06999902,Vale,OAK\n"

// atOnceRules let a text go at any hour.
const atOnceRules = `{"default":{"delay_hours":0,"quiet_from":"00:00","quiet_to":"00:00","every_days":30,"expire_days":14,"per_second":0}}`

// day is one provider's day: patients answer in every way there is.
type day struct {
	*program
	t         *testing.T
	far       *carriers
	sites     *sites
	cable     *cable
	web       string // where browsers find the server
	sources   string
	partner   string // keys
	operator  string
	yesterday string
	files     []string
	invites   []string
	texts     []spoken
}

func newDay(t *testing.T, database, redisURL string) *day {
	t.Helper()
	d := &day{t: t, far: newCarriers(t, time.Now)}
	settings := append(d.far.settings(), "EARSHOT_SMS_GATEWAY=twilio", "EARSHOT_LOG_LEVEL=warn", feedKey)
	d.program = installPlaces(t, database, redisURL, dayPlaces, settings...)
	d.settings = append(d.settings, "EARSHOT_SMS_RULES="+d.file("rules.json", atOnceRules))
	d.far.target = "http://" + d.addr
	noon := feedback.DayOf(time.Now()).Start().Add(-12 * time.Hour)
	d.yesterday = feedback.DayOf(noon).String()
	d.sites = newSites(t, noon)
	d.sources = d.sites.sources(t)
	d.cable = newCable(t, d.far.target)
	front := httptest.NewServer(d.cable)
	t.Cleanup(front.Close)
	d.web = front.URL
	d.partner = strings.TrimSpace(d.run("keys", "create", "--name", "partner", "--place", "ZZA"))
	d.operator = strings.TrimSpace(d.run("keys", "create", "--name", "operator", "--role", "operator"))
	d.invites = []string{
		d.file("morning.csv", "phone,place,event_at,reference\n+447700900101,ASH,"+d.yesterday+" 09:00,v1\n07700 900102,ELM,"+d.yesterday+" 09:30,v2\n"),
		d.file("evening.csv", "phone,place,event_at,reference\n+447700900101,FIR,"+d.yesterday+" 10:00,v3\n+447700900107,ELM,"+d.yesterday+" 10:00,v4\n"),
	}
	d.files = []string{d.csv(), d.xlsx()}
	return d
}

func (d *day) csv() string {
	rows := "Response ID,Date,Ward,Rating,Mode,Comment\n"
	for _, r := range []string{"c1,DAY,ASH,1,sms,Quick", "c2,DAY,ELM,Very poor,online,N/A", "c3,DAY,FIR,Don't know,paper_home,"} {
		rows += strings.ReplaceAll(r, "DAY", d.yesterday) + "\n"
	}
	return d.file("envoy.csv", strings.Replace(rows, "Ward", "Place", 1))
}

func (d *day) xlsx() string {
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range [][]any{{"id", "date", "place", "score", "comment"}, {"x1", d.yesterday, "ASH", 3, "It was fine"}, {"x2", d.yesterday, "ELM", 2, ""}} {
		if err := book.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &row); err != nil {
			d.t.Fatal(err)
		}
	}
	path := filepath.Join(d.t.TempDir(), "civic.xlsx")
	if err := book.SaveAs(path); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// text brings one text of a patient to Earshot.
func (d *day) text(gateway, from, body string) {
	d.t.Helper()
	n := len(d.texts) + 1
	s := spoken{gateway: gateway, id: fmt.Sprintf("SM%032d", n), from: from, to: ourNumber, body: body, at: time.Now(), media: body == ""}
	d.far.say(s)
	d.texts = append(d.texts, s)
	d.arrive(s)
}

func (d *day) arrive(s spoken) {
	d.t.Helper()
	if status := d.far.deliver(d.t.Context(), s, false, false); status != http.StatusOK && status != http.StatusNoContent {
		d.t.Fatalf("text %s was answered with status %d", s.id, status)
	}
}

// byText is everybody who texts.
func (d *day) byText() {
	d.run("invite", d.invites[0])
	d.run("invite", "send")
	d.await("the invitations", 10*time.Second, func() bool {
		return len(d.far.textsTo("+447700900101")) == 1 && len(d.far.textsTo("+447700900102")) == 1
	})
	for _, g := range d.far.texts() {
		d.far.report(d.t.Context(), g, "delivered", "")
		d.far.report(d.t.Context(), g, "sent", "") // late
	}
	for _, line := range [][3]string{
		{"twilio", "+447700900101", "1"}, {"twilio", "+447700900101", "The nurses were lovely"},
		{"twilio", "+447700900102", "4 - waited for hours"},
		{"twilio", "+447700900103", "FIR 2 clean and quiet"},
		{"twilio", "+447700900104", "3"}, {"twilio", "+447700900104", "2"},
		{"twilio", "+447700900105", "10/10"}, {"twilio", "+447700900105", "1"},
		{"twilio", "+447700900106", "stop making people wait"},
		{"twilio", "+447700900107", "STOP"},
		{"twilio", "+447700900108", ""}, {"twilio", "+447700900108", "HELP"},
		{"twilio", "PARCELS", "Your parcel is on its way"},
		{"notify", "+447700900201", "ELM 1"}, {"notify", "+447700900201", "thank you all"},
		{"notify", "+447700900202", "5"},
	} {
		d.text(line[0], line[1], line[2])
	}
	d.run("invite", d.invites[1]) // one was invited yesterday, the other said stop
	d.run("invite", "send")
}

// byVoice is two callers: one says why, the other hangs up after the answer.
// Each step comes twice.
func (d *day) byVoice() {
	d.t.Helper()
	for i, heard := range [][]string{{"Digits", "2", "SpeechResult", "The lift was broken"}, {"Digits", "6"}} {
		sid := fmt.Sprintf("CA%032d", i+1)
		path := "/voice/twilio?place=" + []string{"ELM", "FIR"}[i]
		next := d.far.call(d.t.Context(), path, sid)
		for ; len(heard) > 0; heard = heard[2:] {
			path = next
			for range 2 {
				next = d.far.call(d.t.Context(), path, sid, heard[0], heard[1])
			}
		}
		d.far.call(d.t.Context(), next, sid, "CallStatus", "completed")
	}
}

// byBrowser is the web form, the kiosk with its network cut, and the paper
// entry page, in Chromium.
func (d *day) byBrowser() {
	b := newTab(d.t)
	b.run(chromedp.Navigate(d.web+"/f/ASH"), chromedp.Click("#rating-2", chromedp.ByQuery), chromedp.SendKeys("#why", "The ward was calm", chromedp.ByQuery),
		chromedp.SendKeys("#improve", "More chairs", chromedp.ByQuery))
	b.submit("form[method=post] button[type=submit]")

	b.run(chromedp.Navigate(d.web+"/k/ELM"), chromedp.Evaluate(`navigator.serviceWorker.ready.then(() => 0)`, nil))
	b.settled(`navigator.serviceWorker.ready.then(() => 0)`)
	b.holds(`navigator.serviceWorker.controller`)
	d.kiosk(b, "1", "Before the cut", "saved")
	d.cable.cut.Store(true)
	b.network(false)
	d.kiosk(b, "3", "In the dark", "kept")
	b.run(chromedp.Reload()) // the page opens without a network
	b.holds(`document.getElementById("status").dataset.waiting === "1"`)
	d.cable.cut.Store(false)
	b.network(true)
	b.holds(`document.getElementById("status").dataset.waiting === "0"`)

	b.run(chromedp.Navigate(d.web+"/paper"), chromedp.SendKeys("#key", d.partner, chromedp.ByQuery))
	b.submit("form[action='/paper/sign-in'] button")
	b.run(chromedp.SendKeys("#place", "FIR", chromedp.ByQuery))
	b.submit("button[value=start]")
	b.run(chromedp.SendKeys("#rating", "4"+kb.Tab+"Cold", chromedp.ByQuery))
	b.submit("button[value=add]")
	b.run(chromedp.SendKeys("#rating", "1", chromedp.ByQuery))
	b.submit("button[value=add]")
}

// kiosk goes through the kiosk's questions.
func (d *day) kiosk(b *tab, rating, why, outcome string) {
	d.t.Helper()
	press := func(selector string) chromedp.Action {
		return chromedp.Click(`.ear-k-form:not([hidden]) section:not([hidden]) `+selector, chromedp.ByQuery, chromedp.NodeVisible)
	}
	b.run(press(`[data-rating="`+rating+`"]`), chromedp.SendKeys("#why-en", why, chromedp.ByQuery), press(`[data-go="next"]`), press(`[data-go="next"]`),
		press(`[data-consent="no"]`))
	b.holds(`document.querySelector('.ear-k-form:not([hidden]) [data-outcome="` + outcome + `"]').checkVisibility()`)
	b.run(press(`[data-go="again"]`))
}

// byHand sends what the browser sends, without one.
func (d *day) byHand() {
	jar, err := cookiejar.New(nil)
	if err != nil {
		d.t.Fatal(err)
	}
	client := &http.Client{Timeout: 20 * time.Second, Jar: jar}
	read := func(res *http.Response, err error) string {
		d.t.Helper()
		if err != nil {
			d.t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode > 299 {
			d.t.Fatalf("%s: status %d, %v", res.Request.URL.Path, res.StatusCode, err)
		}
		return string(body)
	}
	token := func(page string) string {
		return regexp.MustCompile(`(?:name="token" value=|"token":)"([^"]+)"`).FindStringSubmatch(page)[1]
	}
	send := func(path string, fields url.Values) string {
		d.t.Helper()
		return read(client.PostForm(d.web+path, fields))
	}

	send("/f/ASH", url.Values{"token": {token(read(client.Get(d.web + "/f/ASH")))}, "rating": {"2"}, "why": {"The ward was calm"}, "improve": {"More chairs"}})
	for i, a := range []string{`"rating":1,"why":"Before the cut"`, `"rating":3,"why":"In the dark","seconds_ago":60`} {
		body := fmt.Sprintf(`{"id":"00000000-0000-4000-8000-00000000000%d","token":%q,%s}`, i, token(read(client.Get(d.web+"/k/ELM/token"))), a)
		read(client.Post(d.web+"/k/ELM/answers", "application/json", strings.NewReader(body)))
	}
	send("/paper/sign-in", url.Values{"key": {d.partner}})
	batch := url.Values{"place": {"FIR"}, "mode": {"paper_discharge"}, "date": {feedback.DayOf(time.Now()).String()}, "press": {"start"}}
	page := send("/paper/batch", batch)
	batch.Set("press", "add")
	for _, card := range [][2]string{{"4", "Cold"}, {"1", ""}} {
		batch.Set("token", token(page))
		batch.Set("rating", card[0])
		batch.Set("why", card[1])
		page = send("/paper/batch", batch)
	}
}

// byPartner is a partner's system: one answer as JSON, then two as NDJSON.
func (d *day) byPartner(want string) {
	d.t.Helper()
	for kind, body := range map[string]string{
		"application/json": `{"id":"p1","place":"ZZA01","rating":2,"comment":"Good signs"}`,
		"application/x-ndjson": `{"id":"p2","place":"FIR","rating":"very good"}` + "\n" +
			`{"id":"p3","place":"ELM","rating":4,"comment":"Too loud","mode":"telephone"}` + "\n",
	} {
		req, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, d.far.target+"/v1/responses", strings.NewReader(body))
		if err != nil {
			d.t.Fatal(err)
		}
		req.Header.Set("Content-Type", kind)
		req.Header.Set("Accept", kind)
		req.Header.Set("Authorization", "Bearer "+d.partner)
		res, err := d.http.Do(req)
		if err != nil {
			d.t.Fatal(err)
		}
		answer, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if n := strings.Count(string(answer), `"status":"`+want+`"`); res.StatusCode > 299 || n != strings.Count(body, `"id"`) {
			d.t.Errorf("a partner's %s was answered %d: %s", kind, res.StatusCode, answer)
		}
	}
}

func (d *day) byFile() {
	d.run("import", d.files[0], "--supplier", "envoy", "--json")
	d.run("import", d.files[1], "--supplier", "civic", "--json")
}

// byFeed collects all five sources, which must go well but for the element that
// is no story.
func (d *day) byFeed() {
	d.t.Helper()
	out, code := d.try("collect", d.sources, "--json")
	if code != exitOK && code != exitDiffers || strings.Count(out, `"source"`) != 5 || strings.Count(out, `"problems":[]`) != 4 {
		d.t.Errorf("collect: exit %d\n%s", code, out)
	}
}

// again does everything once more that can be done twice.
func (d *day) again() {
	for _, file := range d.invites {
		d.run("invite", file)
	}
	d.run("invite", "send")
	for _, s := range d.texts {
		d.arrive(s)
	}
	d.byVoice()
	d.cable.again(d.t, d.far.target)
	d.byFile()
	d.byPartner("duplicate")
	d.byFeed()
}

// dayHeld is what the ledger holds at the end of the day: source, channel, mode,
// place, day (T for today, Y for yesterday), rating and words.
func dayHeld() []string {
	held := []string{
		"twilio sms sms ASH T 1 | The nurses were lovely", "twilio sms sms ELM T 4 | waited for hours", "twilio sms sms FIR T 2 | clean and quiet",
		"twilio sms sms ASH T 2", "twilio sms sms ASH T 1 | 10/10", "twilio sms sms ASH T 0 | stop making people wait",
		"notify sms sms ELM T 1 | thank you all", "notify sms sms ASH T 5",
		"twilio voice telephone ELM T 2 | The lift was broken", "twilio voice telephone FIR T 6",
		"web web online ASH T 2 | More chairs | The ward was calm",
		"kiosk kiosk electronic_discharge ELM T 1 | Before the cut", "kiosk kiosk electronic_discharge ELM T 3 | In the dark",
		"paper paper paper_discharge FIR T 4 | Cold", "paper paper paper_discharge FIR T 1",
		"file:envoy file sms ASH Y 1 | Quick", "file:envoy file online ELM Y 5", "file:envoy file paper_home FIR Y 6",
		"file:civic file other ASH Y 3 | It was fine", "file:civic file other ELM Y 2",
		"partner partner other ZZA01 T 2 | Good signs", "partner partner other FIR T 1", "partner partner telephone ELM T 4 | Too loud",
		"feed:opinions feed other ASH Y 0 | Both wards looked after my father", "feed:opinions feed other FIR Y 1 | Both wards looked after my father",
		"feed:opinions feed other ELM Y 0 | The drugs trolley came late but was complete",
		"feed:reviews feed other ZZA02 Y 0 | Plenty of parking", "feed:forum feed other ELM Y 0 | The food was cold on Monday, hot since",
		"feed:records feed other FIR Y 2 | They knew my history", "feed:website feed other ELM Y 4 | Signs were hard to follow",
	}
	slices.Sort(held)
	return held
}

// dayCard is a card as worked out by hand from dayHeld.
type dayCard struct {
	counts    [6]int64
	unrated   int64
	commented int64
	channels  string
	modes     string
}

func dayCards() map[string]dayCard {
	return map[string]dayCard{
		"ASH":   {[6]int64{3, 2, 1, 0, 1, 0}, 2, 7, "sms 5, web 1, file 2, feed 1", "sms 6, online 1, other 2"},
		"ELM":   {[6]int64{2, 2, 1, 3, 1, 0}, 2, 9, "sms 2, kiosk 2, voice 1, file 2, partner 1, feed 3", "sms 2, electronic_discharge 2, telephone 2, online 1, other 4"},
		"FIR":   {[6]int64{3, 2, 0, 1, 0, 2}, 0, 4, "sms 1, paper 2, voice 1, file 1, partner 1, feed 2", "sms 1, paper_discharge 2, paper_home 1, telephone 1, other 3"},
		"ZZA01": {[6]int64{5, 5, 2, 3, 2, 0}, 4, 17, "sms 7, web 1, kiosk 2, voice 1, file 4, partner 2, feed 4", "sms 8, electronic_discharge 2, telephone 2, online 2, other 7"},
		"ZZA02": {[6]int64{3, 2, 0, 1, 0, 2}, 1, 5, "sms 1, paper 2, voice 1, file 1, partner 1, feed 3", "sms 1, paper_discharge 2, paper_home 1, telephone 1, other 4"},
		"ZZA": {[6]int64{8, 7, 2, 4, 2, 2}, 5, 22, "sms 8, web 1, kiosk 2, paper 2, voice 2, file 5, partner 3, feed 7",
			"sms 9, electronic_discharge 2, paper_discharge 2, paper_home 1, telephone 3, online 2, other 11"},
		"ZZB": {},
	}
}

// cards reads every card, as JSON without its time.
func (d *day) cards() map[string]string {
	d.t.Helper()
	out := make(map[string]string)
	for code := range dayCards() {
		req, err := http.NewRequestWithContext(d.t.Context(), http.MethodGet, d.far.target+"/v1/scorecards/"+code+"?window=30d", nil)
		if err != nil {
			d.t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+d.operator)
		res, err := d.http.Do(req)
		if err != nil {
			d.t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			d.t.Fatalf("card of %s: status %d, %v", code, res.StatusCode, err)
		}
		out[code] = regexp.MustCompile(`"as_of":("[^"]*"|null)`).ReplaceAllString(string(body), `"as_of":null`)
	}
	return out
}

// cardOf reads a card's JSON.
func cardOf(t *testing.T, text string) (c dayCard) {
	t.Helper()
	type cell struct {
		Name  string
		Count int64
	}
	var f struct {
		Counts                    map[string]int64
		Unrated, Commented        int64
		Channels, Modes           []cell
		Responses, PercentPositve any
	}
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"very_good", "good", "neither", "poor", "very_poor", "dont_know"} {
		c.counts[i] = f.Counts[name]
	}
	list := func(cells []cell) string {
		var said []string
		for _, c := range cells {
			if c.Count != 0 {
				said = append(said, fmt.Sprint(c.Name, " ", c.Count))
			}
		}
		return strings.Join(said, ", ")
	}
	c.unrated, c.commented, c.channels, c.modes = f.Unrated, f.Commented, list(f.Channels), list(f.Modes)
	return c
}

// addUp waits until the cards are what was worked out, and gives them.
func (d *day) addUp() map[string]string {
	d.t.Helper()
	var wrong string
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		cards := d.cards()
		wrong = ""
		for code, want := range dayCards() {
			if got := cardOf(d.t, cards[code]); got != want {
				wrong += fmt.Sprintf("\n%s: %+v, want %+v", code, got, want)
			}
		}
		if wrong == "" {
			return cards
		}
		if time.Now().After(end) {
			d.t.Fatalf("the cards do not add up:%s", wrong)
		}
	}
}

// held reads the ledger: a line for each response that counts.
func (d *day) held() (lines []string, heads ledger.Heads, kept int) {
	d.t.Helper()
	store, err := openStore(d.t.Context(), d.database)
	if err != nil {
		d.t.Fatal(err)
	}
	defer store.Close()
	lines = heldLines(d.t, store)
	if heads, err = store.Heads(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	notes, err := store.KeptTexts(d.t.Context(), 100)
	if err != nil {
		d.t.Fatal(err)
	}
	return lines, heads, len(notes)
}

// heldLines gives a line for each response of a ledger that counts: source,
// channel, mode, place, day, rating and words.
func heldLines(t *testing.T, store ledger.Store) (lines []string) {
	t.Helper()
	ctx := context.Background()
	dir, err := openDirectory(ctx, store)
	if err != nil {
		t.Fatal(err)
	}
	today := feedback.DayOf(time.Now()).String()
	yesterday := (feedback.DayOf(time.Now()) - 1).String()
	for part := range ledger.Partitions {
		entries, err := store.Read(ctx, ledger.Partition(part), 0, ledger.ReadOptions{Limit: 100_000})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.Kind != ledger.Received {
				continue
			}
			state, err := store.State(ctx, e.ID)
			if err != nil {
				t.Fatal(err)
			}
			if state.Facts == nil {
				continue
			}
			words, err := store.Words(ctx, e.ID)
			if err != nil {
				t.Fatal(err)
			}
			place, _ := dir.current().Place(state.Facts.Path.Place())
			code := string(place.PublicCode)
			if place.Level < feedback.Ward || code == "" {
				code = string(place.Code)
			}
			source, feed := string(e.Source), strings.HasPrefix(string(e.Source), "feed:") || strings.HasPrefix(string(e.Source), "file:")
			if !feed {
				source, _, _ = strings.Cut(source, ":")
			}
			when := strings.NewReplacer(today, "T", yesterday, "Y").Replace(state.Facts.Day.String())
			line := fmt.Sprintf("%s %s %s %s %s %d", source, state.Facts.Channel, state.Facts.Mode, code, when, state.Facts.Rating)
			var said []string
			for _, c := range words.Comments {
				said = append(said, c.Text.Reveal())
			}
			slices.Sort(said)
			lines = append(lines, strings.Join(append([]string{line}, said...), " | "))
			if len(state.Facts.Comments) != len(words.Comments) {
				t.Errorf("%s: %d comments were read", line, len(state.Facts.Comments))
			}
			if strings.HasPrefix(source, "feed:") && (words.Credit == nil || words.Credit.Name != source[5:] || words.Credit.Licence != "CC BY 4.0" || words.Credit.URL == "") {
				t.Errorf("%s: attributed to %+v", line, words.Credit)
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// TestDay lets one provider's patients answer in every way there is, and does it
// all again.
func TestDay(t *testing.T) {
	t.Run("postgres and redis", func(t *testing.T) {
		d := newDay(t, ledgertest.StartPostgres(t).NewDatabase(t), cardtest.StartRedis(t).URL())
		d.live((*day).byBrowser)
	})
	t.Run("sqlite and embedded", func(t *testing.T) {
		newDay(t, "sqlite:"+filepath.Join(t.TempDir(), "earshot.db"), "embedded").live((*day).byHand)
	})
}

// live is the script of the day.
func (d *day) live(pages func(*day)) {
	d.start()
	d.byText()
	d.byVoice()
	d.byFeed()
	pages(d)
	d.byFile()
	d.byPartner("created")
	d.sites.grow() // stories were edited, withdrawn and removed
	d.byFeed()
	cards := d.addUp()
	lines, heads, kept := d.held()
	if want := dayHeld(); !slices.Equal(lines, want) {
		d.t.Errorf("the ledger holds\n  %s\nwant\n  %s", strings.Join(lines, "\n  "), strings.Join(want, "\n  "))
	}
	if kept != 2 {
		d.t.Errorf("%d texts are kept for a person, want the one without a number and the picture", kept)
	}
	d.run("verify")
	given := len(d.far.texts())

	d.again()
	if _, again, keptAgain := d.held(); again != heads || keptAgain != kept {
		d.t.Errorf("doing it all again added to the ledger: it ends at %v, before at %v", again, heads)
	}
	for code, card := range d.addUp() {
		if card != cards[code] {
			d.t.Errorf("doing it all again changed the card of %s:\n%s\nbefore\n%s", code, card, cards[code])
		}
	}
	if n := len(d.far.texts()); n != given {
		d.t.Errorf("doing it all again gave people %d more texts", n-given)
	}
	d.far.noneTwice()
	if got := d.far.textsTo("+447700900107"); len(got) != 0 {
		d.t.Errorf("somebody who said STOP got %q", got)
	}
	d.run("verify")
	d.stop()
}
