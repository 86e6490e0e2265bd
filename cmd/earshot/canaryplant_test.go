package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"earshot/ledger"
)

// said writes a canary into a sentence of the kind in which it comes.
func said(c canary) string {
	switch c.kind {
	case "phone":
		return "The ward was clean. Please ring me on " + c.text + " about it."
	case "e-mail":
		return "Write to me at " + c.text + ", the wait was long."
	case "NHS number":
		return "My NHS number is " + c.text + " and nobody could find it."
	case "name":
		return "My name is " + c.text + " and the nurse was kind."
	case "postcode":
		return "I live at 4 Mill Lane, " + c.text + " and parking was hard."
	case "profane word":
		return "The doctor was a " + c.text + " to my mother."
	}
	return "The food was cold, " + c.text + "."
}

// words gives a comment with a canary of a channel, and whether it may be published.
func (a *aviary) words(channel string) (string, bool) {
	c := a.nest.hatch(channel)
	return said(c), c.consent
}

// bare gives the canary alone.
func (a *aviary) bare(channel string) string { return a.nest.hatch(channel).text }

// number gives a telephone number that nobody may read, not even in the ledger.
func (a *aviary) number() string {
	for {
		if c := a.nest.hatch("a number"); c.kind == "phone" {
			return "+44" + strings.ReplaceAll(c.text, " ", "")[1:]
		}
		a.nest.all[len(a.nest.all)-1].channel = "nothing" // it was not planted, and is looked for all the same
	}
}

// wards are places to plant at.
func wards() []string { return []string{demoHome, "HAZEL", "EYES", "ORCHARD", "WARD7"} }

// send sends a request and gives the answer's text.
func (a *aviary) send(method, path, kind, body string, headers ...string) (string, int) {
	a.Helper()
	r, err := http.NewRequest(method, a.base+path, strings.NewReader(body))
	if err != nil {
		a.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		a.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		a.Fatal(err)
	}
	return string(b), res.StatusCode
}

// wrong sends what must be refused in words that do not repeat it.
func (a *aviary) wrong(method, path, kind, body string, headers ...string) {
	a.Helper()
	text, status := a.send(method, path, kind, body, headers...)
	if status < 400 {
		a.Errorf("%s %s was taken: %d", method, path, status)
	}
	a.faces = append(a.faces, text)
}

// right sends what must be taken.
func (a *aviary) right(method, path, kind, body string, headers ...string) string {
	a.Helper()
	text, status := a.send(method, path, kind, body, headers...)
	if status >= 400 {
		a.Errorf("%s %s: %d %s", method, path, status, text)
	}
	return text
}

const (
	asJSON  = "application/json"
	asForm  = "application/x-www-form-urlencoded"
	asLines = "application/x-ndjson"
)

func (a *aviary) bearer(role ledger.Role) []string {
	return []string{"Authorization", "Bearer " + a.keys[role]}
}

// crowd gives every place enough plain answers for its figures to be shown.
func (a *aviary) crowd() {
	var b strings.Builder
	for i := range 900 {
		b.WriteString(jsonOf(map[string]any{"id": fmt.Sprintf("plain-%d", i), "place": newCrowd(1).codes[i%13], "rating": i%6 + 1, "answered_at": fmt.Sprintf("2026-10-%02dT09:00:00Z", i%12+1)}) + "\n")
	}
	a.right("POST", "/v1/responses", asLines, b.String(), a.bearer(ledger.RolePartner)...)
}

// plant plants in every channel.
func (a *aviary) plant() {
	a.plantPartner()
	a.plantForms()
	a.plantTexts()
	a.plantKioskAndPaper()
	a.plantFiles()
	a.plantFeed()
	a.plantInvitations()
	a.plantAddresses()
}

func (a *aviary) plantPartner() {
	key := a.bearer(ledger.RolePartner)
	for i := range 60 {
		text, consent := a.words("a partner's answer")
		a.right("POST", "/v1/responses", asJSON, jsonOf(map[string]any{"id": fmt.Sprintf("%s-%d", a.bare("a partner's id"), i), "place": wards()[i%5], "rating": i%5 + 1, "comment": text, "consent_to_publish": consent}), key...)
	}
	var b strings.Builder
	for i := range 150 {
		text, consent := a.words("a partner's batch")
		b.WriteString(jsonOf(map[string]any{"id": fmt.Sprintf("batch-%d", i), "place": wards()[i%5], "rating": i%5 + 1, "comment": text, "consent_to_publish": consent}) + "\n")
		b.WriteString(jsonOf(map[string]any{"id": fmt.Sprintf("bad-%d", i), "place": a.bare("a batch's wrong place"), "rating": 1}) + "\n")
	}
	a.faces = append(a.faces, a.right("POST", "/v1/responses", asLines, b.String(), key...))
	for i := range 30 {
		for _, body := range []string{
			jsonOf(map[string]any{"id": "x", "place": demoHome, "rating": a.bare("a wrong rating")}), jsonOf(map[string]any{said(a.nest.hatch("a wrong field")): 1}),
			jsonOf(map[string]any{"id": "x", "place": demoHome, "rating": 1, "mode": a.bare("a wrong mode")}), `{"id": "` + a.bare("broken JSON"),
			jsonOf(map[string]any{"id": "x", "place": demoHome, "rating": 1, "answered_at": a.bare("a wrong date")}),
		} {
			a.wrong("POST", "/v1/responses", asJSON, body, key...)
		}
		a.wrong("POST", "/v1/responses", "text/"+strings.ReplaceAll(a.bare("a media type"), " ", ""), "x", key...)
		_ = i
	}
}

func (a *aviary) plantForms() {
	token := regexp.MustCompile(`name="token" value="([^"]+)"`)
	for i := range 100 {
		page := a.right("GET", "/f/"+wards()[i%5], "", "")
		why, consent := a.words("a form")
		improve, also := a.words("a form")
		v := url.Values{"token": {token.FindStringSubmatch(page)[1]}, "rating": {fmt.Sprint(i%5 + 1)}, "why": {why}, "improve": {improve}}
		if consent && also {
			v.Set("consent", "yes")
		}
		a.right("POST", "/f/"+wards()[i%5], asForm, v.Encode())
	}
	for range 30 {
		a.wrong("POST", "/f/"+demoHome, asForm, url.Values{"token": {a.bare("a form's token")}, "rating": {a.bare("a form's rating")}}.Encode(), "Sec-Fetch-Site", "cross-site")
	}
}

func (a *aviary) plantTexts() {
	d := &doors{base: a.base, http: newDemoClient(), sid: testAccount, Token: testTwilioToken, run: "0000cafe"}
	for i := range 45 {
		number := a.number()
		for _, text := range []string{wards()[i%5] + " " + fmt.Sprint(i%5+1), said(a.nest.hatch("a text"))} {
			if _, err := d.text(a.Context(), number, text); err != nil {
				a.Fatal(err)
			}
		}
		body := jsonOf(map[string]any{"id": fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "source_number": a.number()[1:], "destination_number": "447700900999",
			"message": wards()[i%5] + " 2 " + said(a.nest.hatch("a text by Notify")), "date_received": "2026-10-14T09:00:00.000000Z"})
		a.right("POST", "/sms/notify", asJSON, body, "Authorization", "Bearer a bearer token for tests")
		a.wrong("POST", "/sms/notify", asJSON, jsonOf(map[string]any{"message": a.bare("a forged text")}), "Authorization", "Bearer "+a.bare("a forged bearer"))
		a.wrong("POST", "/sms/twilio", asForm, url.Values{"From": {a.bare("a forged text")}, "Body": {a.bare("a forged text")}}.Encode(), "X-Twilio-Signature", a.bare("a signature"))
	}
}

func (a *aviary) plantKioskAndPaper() {
	for i := range 60 {
		page := a.right("GET", "/k/WILLOW/token", "", "")
		token := regexp.MustCompile(`"token":"([^"]+)"`).FindStringSubmatch(page)[1]
		why, consent := a.words("a kiosk")
		a.right("POST", "/k/WILLOW/answers", asJSON, jsonOf(map[string]any{"id": fmt.Sprintf("0e8a7b52-3d5c-4b8e-9f0a-%012d", i), "token": token, "rating": i%5 + 1, "why": why, "consent": consent}))
		a.wrong("POST", "/k/WILLOW/answers", asJSON, jsonOf(map[string]any{"id": a.bare("a kiosk's id"), "token": token, "rating": 1}))
		a.wrong("POST", "/k/WILLOW/answers", asJSON, `{"why": `+a.bare("a kiosk's broken JSON"))
	}
	jar, _ := cookiejar.New(nil)
	c := &http.Client{Jar: jar, Timeout: 20 * time.Second}
	post := func(path string, v url.Values) string {
		res, err := c.PostForm(a.base+path, v)
		if err != nil {
			a.Fatal(err)
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		return string(b)
	}
	a.wrong("POST", "/paper/sign-in", asForm, url.Values{"key": {a.bare("a paper key")}}.Encode())
	post("/paper/sign-in", url.Values{"key": {a.keys[ledger.RoleProvider]}})
	page := post("/paper/batch", url.Values{"press": {"start"}, "place": {demoHome}, "date": {"2026-10-13"}, "mode": {"paper_discharge"}})
	for i := range 30 {
		text, _ := a.words("a paper card")
		v := url.Values{}
		form, _, _ := strings.Cut(page, "</form>")
		for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(form, -1) {
			v.Set(m[1], m[2])
		}
		v.Set("press", "add")
		v.Set("rating", fmt.Sprint(i%5+1))
		v.Set("why", text)
		page = post("/paper/batch", v)
	}
	if !strings.Contains(page, "30") {
		a.Errorf("the paper cards were not taken: %.300s", page)
	}
}

func (a *aviary) plantFiles() {
	rows := [][]string{{"id", "date", "place", "rating", "comment", "patient", "nhs_no"}}
	for i := range 120 {
		text, _ := a.words("a file")
		rows = append(rows, []string{fmt.Sprintf("file-%d", i), "2026-10-11", wards()[i%5], fmt.Sprint(i%5 + 1), text, a.bare("a file's other column"), a.bare("a file's other column")})
		if i%6 == 0 {
			rows = append(rows, []string{"bad-" + a.bare("a file's id"), a.bare("a file's date"), a.bare("a file's place"), a.bare("a file's rating"), "", "", ""})
		}
	}
	half := len(rows) / 2
	f, err := os.Create(filepath.Join(a.dir, "answers.csv"))
	if err != nil {
		a.Fatal(err)
	}
	w := csv.NewWriter(f)
	if err := w.WriteAll(rows[:half]); err != nil {
		a.Fatal(err)
	}
	f.Close()
	x := excelize.NewFile()
	for i, row := range append([][]string{rows[0]}, rows[half:]...) {
		for j, cell := range row {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			if err := x.SetCellStr("Sheet1", at, cell); err != nil {
				a.Fatal(err)
			}
		}
	}
	if err := x.SaveAs(filepath.Join(a.dir, "answers.xlsx")); err != nil {
		a.Fatal(err)
	}
	for _, name := range []string{"answers.csv", "answers.xlsx"} {
		out, errs, code := execute(a.T, "", "import", filepath.Join(a.dir, name), "--database", "sqlite:"+filepath.Join(a.dir, "e.db"))
		if code != exitDiffers {
			a.Errorf("import %s: exit %d %s%s", name, code, out, errs)
		}
		a.look("what the import of "+name+" prints", []byte(out+errs))
	}
}

func (a *aviary) plantFeed() {
	var items []map[string]string
	for i := range 80 {
		text, _ := a.words("a feed")
		items = append(items, map[string]string{"id": fmt.Sprint(i), "title": a.bare("a feed's title"), "content_text": text, "date_published": "2026-10-10T10:00:00Z"})
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, jsonOf(map[string]any{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": items}))
	}))
	defer site.Close()
	folder := a.TempDir()
	source := jsonOf(map[string]any{"name": "forum", "kind": "feed", "url": site.URL, "internal": true, "rate": 20, "place": demoHome, "credit": map[string]string{"name": "Forum", "licence": "CC BY 4.0"}})
	if err := os.WriteFile(filepath.Join(folder, "forum.json"), []byte(source), 0o600); err != nil {
		a.Fatal(err)
	}
	out, errs, code := execute(a.T, "", "collect", folder, "--database", "sqlite:"+filepath.Join(a.dir, "e.db"))
	if code != exitOK && code != exitDiffers {
		a.Errorf("collect: exit %d %s%s", code, out, errs)
	}
	a.look("what collecting prints", []byte(out+errs))
}

func (a *aviary) plantInvitations() {
	key := a.bearer(ledger.RolePartner)
	for i := range 40 {
		a.right("POST", "/v1/invitations", asJSON, jsonOf(map[string]any{"phone": a.number(), "place": wards()[i%5], "event_at": "2026-10-14T08:00:00Z", "reference": fmt.Sprintf("visit %d", i)}), key...)
		a.wrong("POST", "/v1/invitations", asJSON, jsonOf(map[string]any{"phone": "x" + a.bare("an invitation's phone"), "place": a.bare("an invitation's place"), "event_at": a.bare("an invitation's time")}), key...)
	}
}

// plantAddresses plants in what a server is asked: paths, queries, headers.
func (a *aviary) plantAddresses() {
	for len(a.nest.all) < planted+100 {
		q := url.QueryEscape(a.bare("a query"))
		for _, path := range []string{"/v1/places?q=" + q, "/v1/suggest?q=" + q, "/find?q=" + q, "/v1/scorecards?q=" + q, "/api/3/action/package_search?q=" + q} {
			_, _ = a.send("GET", path, "", "")
		}
		path := url.PathEscape(a.bare("a path"))
		for _, at := range []string{"/v1/places/", "/p/", "/f/", "/k/", "/v1/areas/", "/areas/", "/nowhere/", "/api/3/action/", "/v1/warnings/", "/ddi/", "/data/", "/embed/", "/about/"} {
			_, _ = a.send("GET", at+path, "", "")
		}
		h := strings.ReplaceAll(a.bare("a header"), " ", "")
		_, _ = a.send("GET", "/v1/england?window="+q, "", "", "User-Agent", h, "Referer", "https://"+h+".example/", "X-Forwarded-For", h, "X-Request-Id", h,
			"Cookie", "earshot="+h+"; earshot_paper="+h, "Accept-Language", h, "If-None-Match", `"`+h+`"`, "Authorization", "Bearer esk_"+h)
	}
}
