package api

import (
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"

	"earshot/feedback"
)

// modulesOf reads the modules of the QR code back from the drawn shapes.
func modulesOf(t *testing.T, d *drawing, size int) [][]bool {
	t.Helper()
	last := -1
	for i, s := range d.shapes {
		if s.colour == "#000000" {
			last = i
		}
	}
	if last < 1 {
		t.Fatal("no code is drawn")
	}
	field := d.shapes[last-1].steps // the white square under it, quiet zone included
	x, y, side := field[0].p[0].x, field[0].p[0].y, field[1].p[0].x-field[0].p[0].x
	module := side / float64(size+2*quietZone)
	if module < 0.9 { // a phone at an arm's length wants about a millimetre
		t.Errorf("a module is %.2f mm", module)
	}
	out := make([][]bool, size)
	for row := range out {
		out[row] = make([]bool, size)
	}
	steps := d.shapes[last].steps
	for i := 0; i < len(steps); i += 5 {
		from, to := steps[i].p[0], steps[i+2].p[0]
		row := int((from.y-y)/module+0.5) - quietZone
		for col := int((from.x-x)/module+0.5) - quietZone; col < int((to.x-x)/module+0.5)-quietZone; col++ {
			out[row][col] = true
		}
	}
	return out
}

func TestPosterCode(t *testing.T) {
	for _, paper := range []string{"a3", "a4", "a5"} {
		p := Poster{Place: feedback.Place{Name: "Skylark Ward"}, URL: "https://feedback.saltmarsh.example/f/LARK", Paper: paper}
		d, err := p.draw()
		if err != nil {
			t.Fatal(err)
		}
		want, err := qr.Encode(p.URL, qr.Q)
		if err != nil {
			t.Fatal(err)
		}
		got := modulesOf(t, d, want.Size)
		for row := range got {
			for col := range got[row] {
				if got[row][col] != want.Black(col, row) {
					t.Fatalf("%s: module %d, %d is wrong", paper, col, row)
				}
			}
		}
	}
}

// TestPosterFits draws long names in every language, and checks that nothing comes
// nearer to the edge than a printer reaches.
func TestPosterFits(t *testing.T) {
	drawn := 0
	for _, tag := range languageOrder() {
		for _, name := range []string{"Lark", "Ward Dŵr a Thŷ – Ţepeş ăâî ąęłż", strings.Repeat("Paediatric Day Surgery ", 6), strings.Repeat("Unbroken", 12)} {
			for _, paper := range []string{"a3", "a4", "a5"} {
				d, err := Poster{Place: feedback.Place{Name: name}, Above: strings.Repeat("Saltmarsh General Hospital, ", 4), Language: tag, Paper: paper,
					URL: "https://patient-feedback.saltmarsh-and-weald.nhs.example/f/SKYLARK-DAY-UNIT"}.draw()
				if err != nil {
					t.Errorf("%s %q: %v", tag, name, err)
					continue
				}
				drawn++
				margin := 9.9 * d.width / 210
				for _, s := range d.shapes {
					for _, st := range s.steps {
						for i := range st.points() {
							if p := st.p[i]; p.x < margin || p.y < margin || p.x > d.width-margin || p.y > d.height-margin {
								t.Fatalf("%s %s %q: %q reaches %.1f, %.1f of %.0f × %.0f", tag, paper, name, s.text, p.x, p.y, d.width, d.height)
							}
						}
					}
				}
			}
		}
	}
	if drawn < 96 {
		t.Errorf("only %d posters could be drawn", drawn)
	}
}

func TestPosterFiles(t *testing.T) {
	w := newWorld(t)
	svg := w.do(http.MethodGet, "/f/LARK/poster.svg?paper=a5&lang=cy", "")
	if svg.Code != 200 || !strings.Contains(svg.Body.String(), `width="148mm"`) {
		t.Fatalf("%d %.200s", svg.Code, svg.Body)
	}
	dec := xml.NewDecoder(svg.Body)
	for {
		if _, err := dec.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("the SVG is not XML: %v", err)
		}
	}
	for _, lang := range languageOrder() {
		checkPDF(t, w.do(http.MethodGet, "/f/LARK/poster.pdf?lang="+lang, "").Body.Bytes())
	}
	for path, want := range map[string]int{"/f/LARK/poster.gif": 404, "/f/FINCH/poster.pdf": 404, "/f/LARK/poster.pdf?paper=b5": 400, "/f/LARK/poster.pdf?lang=xx": 400} {
		if rec := w.do(http.MethodGet, path, ""); rec.Code != want {
			t.Errorf("%s: %d, want %d", path, rec.Code, want)
		}
	}
}

// checkPDF reads a PDF's table of objects and its one page.
func checkPDF(t *testing.T, file []byte) {
	t.Helper()
	if !bytes.HasPrefix(file, []byte("%PDF-1.7\n")) || !bytes.HasSuffix(file, []byte("%%EOF\n")) {
		t.Fatal("no PDF")
	}
	at, err := strconv.Atoi(string(regexp.MustCompile(`startxref\n(\d+)\n`).FindSubmatch(file)[1]))
	if err != nil || !bytes.HasPrefix(file[at:], []byte("xref\n0 7\n")) {
		t.Fatalf("the table is not at %d", at)
	}
	for i, m := range regexp.MustCompile(`(\d{10}) 00000 n `).FindAllSubmatch(file[at:], -1) {
		if off, _ := strconv.Atoi(string(m[1])); !bytes.HasPrefix(file[off:], fmt.Appendf(nil, "%d 0 obj\n", i+1)) {
			t.Errorf("object %d is not at %d", i+1, off)
		}
	}
	length, _ := strconv.Atoi(string(regexp.MustCompile(`/Length (\d+)`).FindSubmatch(file)[1]))
	start := bytes.Index(file, []byte("stream\n")) + len("stream\n")
	z, err := zlib.NewReader(bytes.NewReader(file[start : start+length]))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if opened, closed := bytes.Count(content, []byte("BDC\n")), bytes.Count(content, []byte("EMC\n")); opened != closed || opened < 6 {
		t.Errorf("%d texts are opened, %d closed", opened, closed)
	}
	if !bytes.Contains(file, []byte("/MediaBox [0 0 595.276 841.89]")) {
		t.Error("the page is not A4")
	}
}
