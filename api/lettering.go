package api

import (
	"bytes"
	"embed"
	"fmt"
	"slices"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	textlanguage "github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/math/fixed"

	"earshot/feedback"
)

//go:embed typefaces/*.ttf
var typefaceFiles embed.FS

// letters are the typefaces of one weight, that of the words' own language first.
// Scripts whose letters join or change places (Arabic, Bengali, Gurmukhi) are shaped
// by the rules in their typefaces, as a browser does.
type letters struct {
	weight string       // "Regular" or "Bold"
	faces  []*font.Face // read so far
	more   []string     // files of further ones, read only if a letter is in none of these
	latin  *font.Face
	words  textlanguage.Language
	rtl    bool

	segmenter shaping.Segmenter
	shaper    shaping.HarfbuzzShaper
}

// newLetters reads the typefaces for words of a language, in a weight.
func newLetters(weight, tag string, rtl bool) (*letters, error) {
	l := &letters{weight: weight, words: textlanguage.NewLanguage(tag), rtl: rtl, more: []string{"NotoNaskhArabic", "NotoSansBengali", "NotoSansGurmukhi"}}
	plain := goregular.TTF
	if weight == "Bold" {
		plain = gobold.TTF
	}
	var err error
	if l.latin, err = font.ParseTTF(bytes.NewReader(plain)); err != nil {
		return nil, fmt.Errorf("typeface: %w", err)
	}
	if own := map[string]int{"ar": 1, "ur": 1, "bn": 2, "pa": 3}[tag]; own > 0 { // its figures and points too
		l.more[0], l.more[own-1] = l.more[own-1], l.more[0]
		if err := l.read(); err != nil {
			return nil, err
		}
	}
	l.faces = append(l.faces, l.latin)
	return l, nil
}

// read reads the next typeface.
func (l *letters) read() error {
	file, err := typefaceFiles.ReadFile("typefaces/" + l.more[0] + "-" + l.weight + ".ttf")
	if err != nil {
		return fmt.Errorf("typeface: %w", err)
	}
	face, err := font.ParseTTF(bytes.NewReader(file))
	if err != nil {
		return fmt.Errorf("typeface: %w", err)
	}
	l.faces, l.more = append(l.faces, face), l.more[1:]
	return nil
}

// find makes sure that a letter can be drawn. It fails with ErrInvalid if no
// typeface has it.
func (l *letters) find(r rune) error {
	for l.face(r) == nil {
		if unicode.Is(unicode.Cf, r) {
			return nil // joiners and the like are not drawn
		}
		if len(l.more) == 0 {
			return &feedback.FieldError{Field: "language", Reason: fmt.Sprintf("or the place's name has the letter %q, which the poster's typefaces lack; print the form's own page instead", r)}
		}
		if err := l.read(); err != nil {
			return err
		}
	}
	return nil
}

// face gives the first typeface read that has a letter; nil if none has.
func (l *letters) face(r rune) *font.Face {
	if _, ok := l.latin.NominalGlyph(r); ok && unicode.Is(unicode.Latin, r) {
		return l.latin
	}
	for _, face := range l.faces {
		if _, ok := face.NominalGlyph(r); ok {
			return face
		}
	}
	return nil
}

// ResolveFace gives the typeface for a letter; see [shaping.Fontmap].
func (l *letters) ResolveFace(r rune) *font.Face {
	if face := l.face(r); face != nil {
		return face
	}
	return l.faces[0]
}

// glyphRun is some letters of a line in one typeface, placed one after another.
type glyphRun struct {
	face   *font.Face
	glyphs []shaping.Glyph
}

// run shapes a line of text and gives its parts from left to right, at a size of
// one unit of the typeface to a point, and how many ems it is wide.
func (l *letters) run(text string) (parts []glyphRun, width float64, err error) {
	runes := []rune(text)
	for _, r := range runes {
		if err := l.find(r); err != nil {
			return nil, 0, err
		}
	}
	direction := di.DirectionLTR
	if l.rtl {
		direction = di.DirectionRTL
	}
	inputs := l.segmenter.Split(shaping.Input{Text: runes, RunEnd: len(runes), Direction: direction, Language: l.words, Size: fixed.I(1000)}, l)
	for _, in := range inLineOrder(inputs, l.rtl) {
		in.Size = fixed.I(int(in.Face.Upem()))
		out := l.shaper.Shape(in)
		parts = append(parts, glyphRun{in.Face, out.Glyphs})
		width += float64(out.Advance) / 64 / float64(in.Face.Upem())
	}
	return parts, width, nil
}

// inLineOrder puts parts of a line, given in the order of reading, into the order
// in which they stand from left to right: those that run the other way than the
// line keep their own order among themselves.
func inLineOrder(parts []shaping.Input, rtl bool) []shaping.Input {
	out := slices.Clone(parts)
	against := func(in shaping.Input) bool { return (in.Direction == di.DirectionRTL) != rtl }
	for i := 0; i < len(out); {
		j := i + 1
		for against(out[i]) && j < len(out) && against(out[j]) {
			j++
		}
		if against(out[i]) {
			slices.Reverse(out[i:j])
		}
		i = j
	}
	if rtl {
		slices.Reverse(out)
	}
	return out
}
