package api

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"earshot/feedback"
)

// pdfFont is a TrueType typeface in a PDF, of which only the letters that were
// used are written.
type pdfFont struct {
	name   string // in the file
	ttf    []byte
	face   *sfnt.Font
	buffer sfnt.Buffer
	glyphs map[sfnt.GlyphIndex]rune
	known  map[rune]pdfGlyph
}

type pdfGlyph struct {
	id    sfnt.GlyphIndex
	width float64 // in thousandths of the size
}

func newPDFFont(name string, ttf []byte) (*pdfFont, error) {
	face, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("typeface: %w", err)
	}
	return &pdfFont{name: name, ttf: ttf, face: face, glyphs: map[sfnt.GlyphIndex]rune{}, known: map[rune]pdfGlyph{}}, nil
}

// glyph finds a letter; one that the typeface lacks becomes a question mark.
func (f *pdfFont) glyph(r rune) (pdfGlyph, error) {
	if g, ok := f.known[r]; ok {
		return g, nil
	}
	id, err := f.face.GlyphIndex(&f.buffer, r)
	if err != nil {
		return pdfGlyph{}, fmt.Errorf("typeface: %w", err)
	}
	if id == 0 && r != '?' {
		g, err := f.glyph('?')
		f.known[r] = g
		return g, err
	}
	upem := fixed.Int26_6(f.face.UnitsPerEm())
	adv, err := f.face.GlyphAdvance(&f.buffer, id, upem<<6, font.HintingNone)
	if err != nil {
		return pdfGlyph{}, fmt.Errorf("typeface: %w", err)
	}
	g := pdfGlyph{id, float64(adv) / 64 * 1000 / float64(upem)}
	f.known[r], f.glyphs[id] = g, r
	return g, nil
}

// has reports whether the typeface has every letter of a text.
func (f *pdfFont) has(text string) (bool, error) {
	for _, r := range text {
		id, err := f.face.GlyphIndex(&f.buffer, r)
		if err != nil {
			return false, fmt.Errorf("typeface: %w", err)
		}
		if id == 0 && !unicode.IsSpace(r) && !ornament(r) {
			return false, nil
		}
	}
	return true, nil
}

// ornament reports whether a letter may be left out if the typeface lacks it:
// pictures, and marks that only direct others.
func ornament(r rune) bool {
	return unicode.In(r, unicode.So, unicode.Sk, unicode.Cf, unicode.Variation_Selector)
}

// width gives the width of a text in points.
func (f *pdfFont) width(size float64, text string) (float64, error) {
	total := 0.0
	for _, r := range text {
		g, err := f.glyph(r)
		if err != nil {
			return 0, err
		}
		total += g.width
	}
	return total * size / 1000, nil
}

// show writes a text as the operand of Tj.
func (f *pdfFont) show(text string) (string, error) {
	var b strings.Builder
	b.WriteByte('<')
	for _, r := range text {
		g, err := f.glyph(r)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%04X", g.id)
	}
	return b.String() + ">", nil
}

// wrap breaks a text into lines of at most a width, at spaces; a word that is
// too long for a line is broken where it must.
func (f *pdfFont) wrap(size, most float64, text string) ([]string, error) {
	var lines []string
	line := ""
	text = strings.Map(func(r rune) rune {
		if id, err := f.face.GlyphIndex(&f.buffer, r); err == nil && id == 0 && ornament(r) {
			return -1
		}
		return r
	}, text)
	for _, word := range strings.Fields(text) {
		for {
			longer := strings.TrimPrefix(line+" "+word, " ")
			w, err := f.width(size, longer)
			if err != nil {
				return nil, err
			}
			if w <= most {
				line = longer
				break
			}
			if line != "" {
				lines, line = append(lines, line), ""
				continue
			}
			head, rest, err := f.cut(size, most, word)
			if err != nil {
				return nil, err
			}
			lines, word = append(lines, head), rest
		}
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines, nil
}

// cut breaks a word that fits on no line; at least one letter stays.
func (f *pdfFont) cut(size, most float64, word string) (head, rest string, err error) {
	letters := []rune(word)
	n := 1
	for n < len(letters)-1 {
		w, err := f.width(size, string(letters[:n+1]))
		if err != nil {
			return "", "", err
		}
		if w > most {
			break
		}
		n++
	}
	return string(letters[:n]), string(letters[n:]), nil
}

// ids gives the letters that were used, in order.
func (f *pdfFont) ids() []sfnt.GlyphIndex {
	out := make([]sfnt.GlyphIndex, 0, len(f.glyphs))
	for id := range f.glyphs {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// widths writes the widths of the letters that were used (W of ISO 32000-1,
// 9.7.4.3).
func (f *pdfFont) widths() string {
	var b strings.Builder
	for _, id := range f.ids() {
		fmt.Fprintf(&b, "%d [%s] ", id, number(f.known[f.glyphs[id]].width))
	}
	return b.String()
}

// toUnicode says what each letter is, so that text can be found, copied and
// read aloud.
func (f *pdfFont) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def " +
		"/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for part := range slices.Chunk(f.ids(), 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, id := range part {
			fmt.Fprintf(&b, "<%04X> <%s>\n", id, strings.TrimSuffix(strings.TrimPrefix(pdfText(string(f.glyphs[id])), "<FEFF"), ">"))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end\n")
	return b.Bytes()
}

// subset gives the typeface with the outlines of unused letters left out; every
// letter keeps its number (see the OpenType specification: glyf, loca).
func (f *pdfFont) subset() ([]byte, error) {
	tables, err := ttfTables(f.ttf)
	if err != nil {
		return nil, err
	}
	head, loca, glyf := tables["head"], tables["loca"], tables["glyf"]
	if len(head) < 54 || len(tables["maxp"]) < 6 {
		return nil, errTypeface
	}
	n := int(binary.BigEndian.Uint16(tables["maxp"][4:]))
	long := binary.BigEndian.Uint16(head[50:]) == 1
	at := func(i int) int {
		if long {
			return int(binary.BigEndian.Uint32(loca[4*i:]))
		}
		return 2 * int(binary.BigEndian.Uint16(loca[2*i:]))
	}
	if long && len(loca) < 4*(n+1) || !long && len(loca) < 2*(n+1) {
		return nil, errTypeface
	}
	keep := map[int]bool{0: true}
	var want func(i int)
	want = func(i int) {
		if i >= n || keep[i] && i > 0 {
			return
		}
		keep[i] = true
		if from, to := at(i), at(i+1); to > from && to <= len(glyf) {
			for _, part := range components(glyf[from:to]) {
				want(part)
			}
		}
	}
	want(0)
	for id := range f.glyphs {
		want(int(id))
	}
	var outlines bytes.Buffer
	places := make([]byte, 4*(n+1))
	for i := range n {
		binary.BigEndian.PutUint32(places[4*i:], uint32(outlines.Len()))
		if from, to := at(i), at(i+1); keep[i] && to > from && to <= len(glyf) {
			outlines.Write(glyf[from:to])
			outlines.Write(make([]byte, -outlines.Len()&3))
		}
	}
	binary.BigEndian.PutUint32(places[4*n:], uint32(outlines.Len()))
	head = slices.Clone(head)
	binary.BigEndian.PutUint16(head[50:], 1)
	out := map[string][]byte{"head": head, "loca": places, "glyf": outlines.Bytes()}
	for _, name := range []string{"hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep"} {
		if t, ok := tables[name]; ok {
			out[name] = t
		}
	}
	return ttfFile(out), nil
}

var errTypeface = fmt.Errorf("typeface: %w", feedback.ErrCorrupt)

// ttfTables reads the tables of a TrueType file.
func ttfTables(ttf []byte) (map[string][]byte, error) {
	if len(ttf) < 12 {
		return nil, errTypeface
	}
	out := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		if len(ttf) < 28+16*i {
			return nil, errTypeface
		}
		e := ttf[12+16*i:]
		from, size := int(binary.BigEndian.Uint32(e[8:])), int(binary.BigEndian.Uint32(e[12:]))
		if from+size > len(ttf) {
			return nil, errTypeface
		}
		out[string(e[:4])] = ttf[from : from+size]
	}
	return out, nil
}

// components gives the letters that a composite one is made of.
func components(glyph []byte) (out []int) {
	if len(glyph) < 10 || int16(binary.BigEndian.Uint16(glyph)) >= 0 {
		return nil
	}
	for rest := glyph[10:]; len(rest) >= 4; {
		flags := binary.BigEndian.Uint16(rest)
		out = append(out, int(binary.BigEndian.Uint16(rest[2:])))
		size := 6
		if flags&1 != 0 { // arguments are words
			size = 8
		}
		switch {
		case flags&8 != 0: // a scale
			size += 2
		case flags&0x40 != 0: // two
			size += 4
		case flags&0x80 != 0: // a matrix
			size += 8
		}
		if flags&0x20 == 0 || size > len(rest) { // no more of them
			break
		}
		rest = rest[size:]
	}
	return out
}

// ttfFile writes tables as a TrueType file.
func ttfFile(tables map[string][]byte) []byte {
	names := make([]string, 0, len(tables))
	for name := range tables {
		names = append(names, name)
	}
	slices.Sort(names)
	n, power := len(names), 0
	for 1<<(power+1) <= n {
		power++
	}
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{n, 16 << power, power, 16*n - 16<<power} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at := 12 + 16*n
	var body []byte
	for _, name := range names {
		t := tables[name]
		padded := append(slices.Clone(t), make([]byte, -len(t)&3)...)
		sum := uint32(0)
		for i := 0; i < len(padded); i += 4 {
			sum += binary.BigEndian.Uint32(padded[i:])
		}
		out = append(out, name...)
		for _, v := range []uint32{sum, uint32(at + len(body)), uint32(len(t))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		body = append(body, padded...)
	}
	return append(out, body...)
}
