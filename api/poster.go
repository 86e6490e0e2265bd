package api

import (
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/gorilla/mux"
	"rsc.io/qr"

	"earshot/feedback"
)

// Poster is a printed page that leads people to the form of a place by a QR
// code and a short address.
type Poster struct {
	Place    feedback.Place
	Above    string // what the place is part of; may be empty
	URL      string // of the form
	Language string // tag of the words; English if empty
	Paper    string // "a3", "a4" or "a5"; A4 if empty
}

// Colours of print.
const (
	inkBlue  = "#005eb8"
	inkBlack = "#212b32"
	inkWhite = "#ffffff"
)

// quietZone is the empty border that a reader needs around a QR code, in
// modules (ISO/IEC 18004).
const quietZone = 4

// draw lays the poster out. It fails with ErrInvalid if the language or paper is
// unknown, or if the typeface lacks a letter.
func (p Poster) draw() (*drawing, error) {
	spoken, err := newLanguages()
	if err != nil {
		return nil, err
	}
	l := spoken.list[0]
	if p.Language != "" {
		known := false
		if l, known = spoken.byTag[p.Language]; !known {
			return nil, &feedback.FieldError{Field: "language", Reason: "must be one of " + strings.Join(languageOrder(), ", ")}
		}
	}
	width := 210.0
	switch p.Paper {
	case "", "a4":
	case "a3":
		width = 297
	case "a5":
		width = 148
	default:
		return nil, &feedback.FieldError{Field: "paper", Reason: "must be a3, a4 or a5"}
	}
	d, err := newDrawing(width, width*297/210, l.Tag, l.Dir == "rtl")
	if err != nil {
		return nil, err
	}
	return d, p.layOut(d, l.to(adult), width/210)
}

// layOut draws onto a page that is u times as large as A4. Nothing is nearer to
// the edge than 10 mm, which every office printer reaches.
func (p Poster) layOut(d *drawing, words speech, u float64) error {
	mid, wide := d.width/2, d.width-40*u
	d.box(10*u, 10*u, d.width-20*u, 24*u, inkBlue)
	if _, err := d.paragraph(d.bold, 9*u, mid, 25*u, wide, 1, words["caption"], inkWhite); err != nil {
		return err
	}
	y, err := d.paragraph(d.bold, 16*u, mid, 56*u, wide, 2, words["title"], inkBlack)
	if err != nil {
		return err
	}
	if y, err = d.paragraph(d.bold, 9*u, mid, y, wide, 2, p.Place.Name, inkBlue); err != nil {
		return err
	}
	if p.Above != "" {
		if y, err = d.paragraph(d.regular, 6*u, mid, y, wide, 2, p.Above, inkBlack); err != nil {
			return err
		}
	}
	if y, err = d.paragraph(d.regular, 8*u, mid, y+8*u, wide, 2, words["p_scan"], inkBlack); err != nil {
		return err
	}
	bottom := d.height - 62*u
	side := min(120*u, bottom-y)
	if err := d.code(p.URL, mid-side/2, y-4*u, side); err != nil {
		return err
	}
	if y, err = d.paragraph(d.regular, 7*u, mid, d.height-52*u, wide, 1, words["p_goto"], inkBlack); err != nil {
		return err
	}
	short := strings.TrimPrefix(strings.TrimPrefix(p.URL, "https://"), "http://")
	if y, err = d.paragraph(d.bold, 10*u, mid, y+3*u, wide, 1, short, inkBlack); err != nil {
		return err
	}
	if y, err = d.paragraph(d.regular, 6*u, mid, y+3*u, wide, 1, words["p_ask"], inkBlack); err != nil {
		return err
	}
	_, err = d.paragraph(d.regular, 6*u, mid, y, wide, 1, words["who"], inkBlack)
	return err
}

// code draws a QR code into a square, its quiet zone included.
func (d *drawing) code(url string, x, y, side float64) error {
	c, err := qr.Encode(url, qr.Q) // a quarter of it may be torn or dirty
	if err != nil {
		return fmt.Errorf("QR code: %w", err)
	}
	module := side / float64(c.Size+2*quietZone)
	d.box(x, y, side, side, inkWhite)
	s := shape{colour: "#000000"}
	for row := range c.Size {
		for col := 0; col < c.Size; col++ {
			run := col
			for run < c.Size && c.Black(run, row) {
				run++
			}
			if run > col {
				s.steps = append(s.steps, boxSteps(x+float64(col+quietZone)*module, y+float64(row+quietZone)*module, float64(run-col)*module, module)...)
				col = run
			}
		}
	}
	d.shapes = append(d.shapes, s)
	return nil
}

// SVG gives the poster as an SVG file in millimetres. It fails with ErrInvalid
// if it cannot be drawn in the language or on the paper asked for.
func (p Poster) SVG() ([]byte, error) {
	d, err := p.draw()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%smm" height="%smm" viewBox="0 0 %[1]s %[2]s" role="img">`, number(d.width), number(d.height))
	b.WriteString("\n<title>")
	if err := xml.EscapeText(&b, []byte(p.Place.Name+": "+p.URL)); err != nil {
		return nil, fmt.Errorf("poster: %w", err)
	}
	b.WriteString("</title>\n")
	fmt.Fprintf(&b, `<rect width="%s" height="%s" fill="%s"/>`+"\n", number(d.width), number(d.height), inkWhite)
	for _, s := range d.shapes {
		fmt.Fprintf(&b, `<path fill="%s" d="`, s.colour)
		for _, st := range s.steps {
			b.WriteByte(st.op)
			writePoints(&b, st)
		}
		b.WriteString("\"/>\n")
	}
	b.WriteString("</svg>\n")
	return b.Bytes(), nil
}

// points gives how many points a movement has.
func (p pen) points() int { return map[byte]int{'M': 1, 'L': 1, 'C': 3}[p.op] }

func writePoints(b *bytes.Buffer, s pen) {
	for i := range s.points() {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(number(s.p[i].x) + " " + number(s.p[i].y))
	}
}

// number writes millimetres to a thousandth.
func number(v float64) string {
	return strconv.FormatFloat(float64(int64(v*1000+0.5))/1000, 'f', -1, 64)
}

// mmPoint is how many PDF points a millimetre has.
const mmPoint = 72 / 25.4

// PDF gives the poster as a PDF file of one page (PDF 1.7, ISO 32000-1), which
// needs no typeface and whose code is a link on a screen. It fails as SVG does.
func (p Poster) PDF() ([]byte, error) {
	d, err := p.draw()
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	z := zlib.NewWriter(&page)
	if _, err := z.Write(d.pdfContent()); err != nil {
		return nil, fmt.Errorf("poster: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("poster: %w", err)
	}
	lang := p.Language
	if lang == "" || lang == "en" {
		lang = "en-GB"
	}
	w, h := number(d.width*mmPoint), number(d.height*mmPoint)
	objects := []string{
		fmt.Sprintf("<< /Type /Catalog /Pages 2 0 R /Lang (%s) /ViewerPreferences << /DisplayDocTitle true >> >>", lang),
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s %s] /Resources << >> /Contents 4 0 R /Annots [5 0 R] >>", w, h),
		fmt.Sprintf("<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", page.Len(), page.String()),
		fmt.Sprintf("<< /Type /Annot /Subtype /Link /Rect [0 0 %s %s] /Border [0 0 0] /Contents %s /A << /S /URI /URI %s >> >>", w, h, pdfText(p.URL), pdfASCII(p.URL)),
		fmt.Sprintf("<< /Title %s /Creator (Earshot) >>", pdfText(p.Place.Name)),
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes(), nil
}

// pdfContent writes the shapes as PDF operators. What letters spell goes with
// their outlines, for programs that read a page aloud.
func (d *drawing) pdfContent() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%.5f 0 0 %.5f 0 %.5f cm\n", mmPoint, -mmPoint, d.height*mmPoint)
	for _, s := range d.shapes {
		var r, g, blue int
		_, _ = fmt.Sscanf(s.colour, "#%02x%02x%02x", &r, &g, &blue) // our own constants
		if s.text != "" {
			fmt.Fprintf(&b, "/Span << /ActualText %s >> BDC\n", pdfText(s.text))
		}
		fmt.Fprintf(&b, "%.3f %.3f %.3f rg\n", float64(r)/255, float64(g)/255, float64(blue)/255)
		for _, st := range s.steps {
			writePoints(&b, st)
			b.WriteString(map[byte]string{'M': " m\n", 'L': " l\n", 'C': " c\n", 'Z': "h\n"}[st.op])
		}
		b.WriteString("f\n")
		if s.text != "" {
			b.WriteString("EMC\n")
		}
	}
	return b.Bytes()
}

// pdfText writes a text string as PDF does: UTF-16 in hexadecimal.
func pdfText(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteString(">")
	return b.String()
}

// pdfASCII writes an address, which holds ASCII only, as a PDF string.
func pdfASCII(s string) string { return fmt.Sprintf("<%X>", s) }

// poster is GET /f/{code}/poster.{format}?lang=&paper=.
func (s *server) poster(w http.ResponseWriter, r *http.Request) error {
	place, err := s.formPlace(r)
	if err != nil {
		return err
	}
	if place.Closed {
		return say(fmt.Errorf("poster of a closed place: %w", feedback.ErrNotFound), "This place has closed, so it has no poster.")
	}
	p := Poster{Place: place, URL: s.publicURL + "/f/" + string(place.PublicCode), Language: r.URL.Query().Get("lang"), Paper: r.URL.Query().Get("paper")}
	if place.Level > feedback.Provider {
		p.Above = above(s.directory(), []feedback.Place{place})[0].Above
	}
	kind, draw := "image/svg+xml", p.SVG
	switch mux.Vars(r)["format"] {
	case "svg":
	case "pdf":
		kind, draw = "application/pdf", p.PDF
	default:
		return fmt.Errorf("poster: %w", feedback.ErrNotFound)
	}
	body, err := draw()
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "public, max-age=300")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // the client has gone if this fails
	return nil
}
