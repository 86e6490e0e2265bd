package api

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"time"

	"earshot/collector"
	"earshot/feedback"
)

//go:embed static/kiosk-worker.js.tmpl
var kioskFiles embed.FS

// policyKiosk lets the kiosk page run its own scripts and its service worker,
// and speak to this origin; nothing else.
const policyKiosk = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; worker-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// How long nobody may touch the page before it is cleared for the next person:
// a patient in bed is given longer than a passer-by.
const (
	kioskIdle   = 45 * time.Second
	bedsideIdle = 5 * time.Minute
)

// kioskLife is how long a kiosk page's token is good, and the furthest back an
// answer given without a network may lie. A page that is older asks for a new
// token by itself.
const kioskLife = 31 * 24 * time.Hour

// newKioskWorker writes the service worker, which names the files it keeps by
// the addresses they have now.
func newKioskWorker(files *static) ([]byte, error) {
	t, err := template.New("").Funcs(template.FuncMap{"static": files.url}).ParseFS(kioskFiles, "static/*.tmpl")
	if err != nil {
		return nil, fmt.Errorf("kiosk worker: %w", err)
	}
	names := []string{"nhsuk-frontend.min.css", "earshot.css", "kiosk.css", "outbox.js", "kiosk.js", "favicon.svg"}
	var version strings.Builder
	for _, name := range names {
		f, ok := files.files[name]
		if !ok {
			return nil, fmt.Errorf("kiosk worker: no static file %s", name)
		}
		version.WriteString(f.hash[:4])
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "kiosk-worker.js.tmpl", map[string]any{"Files": names, "Version": version.String()}); err != nil {
		return nil, fmt.Errorf("kiosk worker: %w", err)
	}
	return b.Bytes(), nil
}

// kioskWorker is GET /k/worker.js. Its address must not change, so it is asked
// for again each time.
func (s *server) kioskWorker(w http.ResponseWriter, _ *http.Request) error {
	h := w.Header()
	h.Set("Content-Type", scriptKind)
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", policyKiosk)
	_, _ = w.Write(s.worker) // the client has gone if this fails
	return nil
}

type kioskData struct {
	way
	Place   feedback.Place
	Token   string
	Idle    int   // seconds
	Tongues []way // every language, the page's own first
}

// kioskPage is GET /k/{code}: the form for a kiosk, or with at=bedside for a
// tablet at the bedside. It fills the screen, goes back to its start by itself
// and keeps answers while there is no network.
func (s *server) kioskPage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.formPlace(r)
	if err != nil {
		return err
	}
	if p.Closed {
		return s.showClosed(w, p)
	}
	met := s.wayOf(r, r.URL.Query())
	idle := kioskIdle
	if r.URL.Query().Get("at") == "bedside" {
		idle = bedsideIdle
	}
	d := kioskData{way: met, Place: p, Token: s.tokens.seal(newFormToken(s.now()), kioskCode(p)), Idle: int(idle.Seconds()), Tongues: []way{met}}
	for _, l := range s.languages.list {
		if l != met.lang {
			d.Tongues = append(d.Tongues, way{lang: l, audience: met.audience})
		}
	}
	b := s.pages.buffer()
	defer s.pages.buffers.Put(b)
	if err := s.pages.templates.ExecuteTemplate(b, "kiosk.html", d); err != nil {
		return fmt.Errorf("page kiosk.html: %w", err)
	}
	noStore(w) // the service worker keeps the page on purpose; nothing else should
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Content-Security-Policy", policyKiosk)
	_, _ = w.Write(b.Bytes()) // the client has gone if this fails
	return nil
}

// kioskCode is what a kiosk's token is made for, so that a token of the web form
// is none of the kiosk's.
func kioskCode(p feedback.Place) feedback.PublicCode { return "kiosk:" + p.PublicCode }

// kioskToken is GET /k/{code}/token: a new token for a page that has been open
// for longer than one lasts.
func (s *server) kioskToken(w http.ResponseWriter, r *http.Request) error {
	p, err := s.formPlace(r)
	if err != nil {
		return err
	}
	noStore(w)
	return writeJSON(w, http.StatusOK, map[string]string{"token": s.tokens.seal(newFormToken(s.now()), kioskCode(p))})
}

// kioskAnswer is what the page sends.
type kioskAnswer struct {
	ID         string `json:"id"` // made by the device when the answer was given
	Token      string `json:"token"`
	Rating     int    `json:"rating"`
	Why        string `json:"why"`
	Improve    string `json:"improve"`
	Consent    bool   `json:"consent"`
	Language   string `json:"language"`
	Audience   string `json:"audience"`
	SecondsAgo int64  `json:"seconds_ago"`
}

// kioskID is how a device writes an answer's id.
var kioskID = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// kioskPost is POST /k/{code}/answers. It answers 201 for an answer that is now
// stored and 200 for one that was before; 403 asks for a new token; 400 and 413
// are final, and the device puts such an answer aside.
func (s *server) kioskPost(w http.ResponseWriter, r *http.Request) error {
	p, err := s.formPlace(r)
	if err != nil {
		return err
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return fmt.Errorf("kiosk answer: %w", errMediaType)
	}
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		return fmt.Errorf("kiosk answer from another site: %w", feedback.ErrForbidden)
	}
	var a kioskAnswer
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&a); err != nil {
		if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
			return err
		}
		return &feedback.FieldError{Reason: "must be one JSON object as the kiosk page sends it"} // the cause may quote what was typed
	}
	now := s.now()
	token, err := s.tokens.open(a.Token, kioskCode(p))
	if err != nil || token.issued.After(now.Add(time.Hour)) || now.Sub(token.issued) > kioskLife {
		return fmt.Errorf("kiosk token: %w", feedback.ErrForbidden)
	}
	if err := s.chargeForm(w, r); err != nil {
		return fmt.Errorf("kiosk answers from one address: %w", err)
	}
	sub, err := s.kioskSubmission(p, &a, now)
	if err != nil {
		return err
	}
	results, err := s.intake.Submit(r.Context(), sub)
	if err == nil {
		err = results[0].Err
	}
	if err != nil {
		return err
	}
	noStore(w)
	if results[0].Duplicate {
		return writeJSON(w, http.StatusOK, outcome{Status: "duplicate"})
	}
	return writeJSON(w, http.StatusCreated, outcome{Status: "created"})
}

// kioskSubmission checks what a kiosk sent.
func (s *server) kioskSubmission(p feedback.Place, a *kioskAnswer, now time.Time) (collector.Submission, error) {
	if !kioskID.MatchString(a.ID) {
		return collector.Submission{}, &feedback.FieldError{Field: "id", Reason: "must be a UUID"}
	}
	if a.Rating < 0 || a.Rating > int(feedback.DontKnow) {
		return collector.Submission{}, &feedback.FieldError{Field: "rating", Reason: "must be 1 (very good) to 6 (don't know)"}
	}
	sub := collector.Submission{
		Source: "kiosk", SourceID: a.ID, Place: string(p.ID), Rating: feedback.Rating(a.Rating), Channel: feedback.ChannelKiosk, Consent: a.Consent,
		Comments: []feedback.Comment{
			{Prompt: feedback.PromptWhy, Text: feedback.Text(tidy(a.Why))}, {Prompt: feedback.PromptImprove, Text: feedback.Text(tidy(a.Improve))},
		},
		AnsweredAt: now.Add(-min(max(time.Duration(a.SecondsAgo), 0), kioskLife/time.Second) * time.Second),
	}
	if l, ok := s.languages.byTag[a.Language]; ok {
		sub.Language = l.Tag
	}
	switch audience(a.Audience) {
	case adult, easyRead, youngPerson:
		sub.Audience = a.Audience
	}
	return sub, nil
}
