package main

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"html/template"
	"log/slog"
	"math/big"
	"net/http"
	"sync"
	"time"

	"fmt"

	"earshot/api"
)

// phones are the console phones of the demonstration's visitors: a page in
// which one can text the service. Each visitor has a number of their own and
// sees their own conversation only.
type phones struct {
	doors *doors
	pages *api.Pages
	log   *slog.Logger
	now   func() time.Time
	page  *template.Template

	mu   sync.Mutex
	open map[string]*phone // by the visitor's cookie
}

type phone struct {
	number string
	texts  []bubble
	used   time.Time
}

type bubble struct {
	Ours bool // from the service
	Text string
	At   string
}

// Limits of the console phones: they are a toy on a public page.
const (
	maxPhones  = 200
	maxBubbles = 60
	maxTexted  = 1600
)

const phonePage = `<div class="nhsuk-grid-row"><div class="nhsuk-grid-column-two-thirds">
<h1 class="nhsuk-heading-l">Text the service</h1>
<p>This phone stands in for yours. Text a number from <strong>1</strong> (very good) to <strong>6</strong> (don’t know),
or begin with a ward’s keyword, such as <strong>WARD7 2 long wait</strong>. Then look at
<a href="/find?q=ward">the scorecards</a>.</p>
<ol class="ear-phone" aria-label="Conversation">
{{range .Texts}}<li class="{{if .Ours}}ear-phone__in{{else}}ear-phone__out{{end}}"><span class="nhsuk-u-visually-hidden">{{if .Ours}}The service wrote{{else}}You wrote{{end}}: </span>{{.Text}} <span class="ear-phone__at">{{.At}}</span></li>
{{else}}<li class="ear-phone__in">Overall, how was your experience of our service? Reply 1 Very good 2 Good 3 Neither good nor poor 4 Poor 5 Very poor 6 Don’t know</li>
{{end}}</ol>
<form method="post" action="/demo/phone" autocomplete="off">
<div class="nhsuk-form-group"><label class="nhsuk-label" for="text">Your text message</label>
<textarea class="nhsuk-textarea" id="text" name="text" rows="2" maxlength="1600"></textarea></div>
<button class="nhsuk-button" type="submit">Send text</button></form>
</div></div>`

func newPhones(d *doors, log *slog.Logger, now func() time.Time) (*phones, error) {
	pages, err := api.NewPages()
	if err != nil {
		return nil, err
	}
	page, err := template.New("phone").Parse(phonePage)
	if err != nil {
		return nil, err
	}
	return &phones{doors: d, pages: pages, log: log, now: now, page: page, open: make(map[string]*phone)}, nil
}

// ServeHTTP shows the phone, and sends what is typed into it.
func (ph *phones) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p := ph.of(w, r)
	if r.Method == http.MethodPost {
		ph.send(w, r, p)
		return
	}
	ph.mu.Lock()
	data := struct{ Texts []bubble }{append([]bubble(nil), p.texts...)}
	ph.mu.Unlock()
	var body bytes.Buffer
	err := ph.page.Execute(&body, data)
	if err == nil {
		err = ph.pages.Write(w, http.StatusOK, api.Page{Title: "Text the service", Body: template.HTML(body.String()), NoIndex: true})
	}
	if err != nil {
		ph.log.Error("the console phone could not be shown", "error", err)
	}
}

// send texts the service through its webhook and keeps the answer.
func (ph *phones) send(w http.ResponseWriter, r *http.Request, p *phone) {
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	text := r.PostFormValue("text")
	if text == "" || len(text) > maxTexted {
		http.Redirect(w, r, "/demo/phone", http.StatusSeeOther)
		return
	}
	ph.add(p, false, text)
	answer, err := ph.doors.text(r.Context(), p.number, text)
	if err != nil {
		ph.log.Warn("a text of the console phone was not taken", "error", err)
		answer = "(The service could not take this text. Send it again.)"
	}
	if answer != "" {
		ph.add(p, true, answer)
	}
	http.Redirect(w, r, "/demo/phone", http.StatusSeeOther)
}

func (ph *phones) add(p *phone, ours bool, text string) {
	ph.mu.Lock()
	defer ph.mu.Unlock()
	p.texts = append(p.texts, bubble{ours, text, ph.now().Format("15:04")})
	if len(p.texts) > maxBubbles {
		p.texts = p.texts[len(p.texts)-maxBubbles:]
	}
}

// of gives the visitor's phone, making one on the first visit.
func (ph *phones) of(w http.ResponseWriter, r *http.Request) *phone {
	ph.mu.Lock()
	defer ph.mu.Unlock()
	now := ph.now()
	if c, err := r.Cookie("phone"); err == nil && ph.open[c.Value] != nil {
		ph.open[c.Value].used = now
		return ph.open[c.Value]
	}
	if len(ph.open) >= maxPhones {
		oldest := ""
		for id, p := range ph.open {
			if oldest == "" || p.used.Before(ph.open[oldest].used) {
				oldest = id
			}
		}
		delete(ph.open, oldest)
	}
	var raw [16]byte
	rand.Read(raw[:])
	id := hex.EncodeToString(raw[:])
	n, _ := rand.Int(rand.Reader, big.NewInt(1000))
	p := &phone{number: fmt.Sprintf("+441632960%03d", n), used: now} // a range kept for drama, apart from the crowd's
	ph.open[id] = p
	http.SetCookie(w, &http.Cookie{Name: "phone", Value: id, Path: "/demo", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return p
}
