package api

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Page is what every page has: the layout around a body. It is also for pages
// of other packages, such as a demonstration's.
type Page struct {
	Title   string // of the window, without the service's name
	Crumbs  []Crumb
	Body    template.HTML // the inside of <main>; its first heading is an h1
	Script  bool          // the page brings scripts of its own from this origin
	Head    template.HTML // further elements of <head>, such as a script
	NoIndex bool
	Problem bool // the form on the page has errors, which the title says
	// Lang and Dir are the page's language and direction if it is not in
	// English, and Skip and ErrorWord the frame's words in it.
	Lang, Dir, Skip, ErrorWord string
}

// Back gives the last step before the page, which is all a phone has room for.
func (p Page) Back() *Crumb {
	if len(p.Crumbs) == 0 {
		return nil
	}
	return &p.Crumbs[len(p.Crumbs)-1]
}

// Crumb is one step of the way to a page.
type Crumb struct{ Name, URL string }

// Pages renders pages in the service's layout. It is safe for concurrent use.
type Pages struct {
	templates *template.Template
	buffers   sync.Pool
}

// NewPages gives a renderer of the layout, for pages served by other packages
// under the same handler.
func NewPages() (*Pages, error) {
	files, err := newStatic()
	if err != nil {
		return nil, err
	}
	return newPages(files)
}

func newPages(files *static) (*Pages, error) {
	t, err := template.New("").Funcs(template.FuncMap{
		"static": files.url, "percent": percentText, "reach": reachText, "reachNote": func() string { return reachNote }, "monthName": monthName, "whole": wholeText, "thousands": thousands,
		"bar": barOf, "date": dateText, "level": levelText, "setting": settingText,
	}).ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	return &Pages{templates: t, buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }}}, nil
}

// Write renders a page and sends it. Nothing is sent if it cannot be rendered.
func (p *Pages) Write(w http.ResponseWriter, status int, page Page) error {
	b := p.buffer()
	defer p.buffers.Put(b)
	if err := p.templates.ExecuteTemplate(b, "layout.html", page); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	if page.Script {
		h.Set("Content-Security-Policy", policyScript)
	}
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the client has gone if this fails
	return nil
}

// show renders the template called name as the body of a page.
func (p *Pages) show(w http.ResponseWriter, status int, page Page, name string, data any) error {
	b := p.buffer()
	defer p.buffers.Put(b)
	if err := p.templates.ExecuteTemplate(b, name, data); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	page.Body = template.HTML(b.String()) // escaped by its own template
	return p.Write(w, status, page)
}

// render gives a template that is a page of its own.
func (p *Pages) render(name string, data any) ([]byte, error) {
	b := p.buffer()
	defer p.buffers.Put(b)
	if err := p.templates.ExecuteTemplate(b, name, data); err != nil {
		return nil, fmt.Errorf("page %s: %w", name, err)
	}
	return bytes.Clone(b.Bytes()), nil
}

func (p *Pages) buffer() *bytes.Buffer {
	b := p.buffers.Get().(*bytes.Buffer)
	b.Reset()
	return b
}

// failPage tells an error as a page.
func (s *server) failPage(w http.ResponseWriter, r *http.Request, p problem) {
	page := Page{Title: p.Title, NoIndex: true}
	if err := s.pages.show(w, p.Status, page, "error.html", p); err != nil {
		traceOf(r).fault += "; error page: " + err.Error()
		http.Error(w, p.Title, p.Status)
	}
}

// thousands writes a whole number with commas.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	var parts []string
	for len(s) > 3 {
		parts = append([]string{s[len(s)-3:]}, parts...)
		s = s[:len(s)-3]
	}
	return sign + strings.Join(append([]string{s}, parts...), ",")
}

// wholeText writes a count that may be hidden.
func wholeText(n *int64) string {
	if n == nil {
		return "hidden"
	}
	return thousands(*n)
}

// percentText writes a percentage as the Test publishes it: whole.
func percentText(p *float64) string {
	if p == nil {
		return "–"
	}
	return strconv.FormatFloat(*p, 'f', 0, 64) + "%"
}
