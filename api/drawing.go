package api

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"

	"earshot/feedback"
)

// drawing is a printed page: filled shapes in millimetres from the top left.
// Letters are drawn as their outlines, so that a printer needs no typeface.
type drawing struct {
	width, height float64
	shapes        []shape
	bold, regular *letters
}

// shape is filled outlines of one colour; text is what they spell, if anything.
type shape struct {
	colour string // as CSS writes it: "#005eb8"
	steps  []pen
	text   string
}

// pen is one movement: 'M' to p[0], 'L' to p[0], 'C' by p[0] and p[1] to p[2],
// 'Z' back to where the outline began.
type pen struct {
	op byte
	p  [3]point
}

type point struct{ x, y float64 }

// newDrawing gives an empty page for words of a language, which may run from right
// to left.
func newDrawing(width, height float64, tag string, rtl bool) (*drawing, error) {
	d := &drawing{width: width, height: height}
	var err error
	if d.bold, err = newLetters("Bold", tag, rtl); err != nil {
		return nil, err
	}
	d.regular, err = newLetters("Regular", tag, rtl)
	return d, err
}

// boxSteps are the outline of a rectangle.
func boxSteps(x, y, w, h float64) []pen {
	return []pen{{'M', [3]point{{x, y}}}, {'L', [3]point{{x + w, y}}}, {'L', [3]point{{x + w, y + h}}}, {'L', [3]point{{x, y + h}}}, {op: 'Z'}}
}

func (d *drawing) box(x, y, w, h float64, colour string) {
	d.shapes = append(d.shapes, shape{colour: colour, steps: boxSteps(x, y, w, h)})
}

// measure gives the width of a text in a size, both in millimetres.
func (d *drawing) measure(l *letters, size float64, text string) (float64, error) {
	_, width, err := l.run(text)
	return width * size, err
}

// line writes one line with its middle at x and its base at y.
func (d *drawing) line(l *letters, size, x, y float64, text, colour string) error {
	parts, width, err := l.run(text)
	if err != nil {
		return err
	}
	at := x - width*size/2
	s := shape{colour: colour, text: text}
	for _, part := range parts {
		scale := size / float64(part.face.Upem())
		for _, g := range part.glyphs {
			outline, ok := part.face.GlyphData(g.GlyphID).(font.GlyphOutline)
			if !ok {
				return fmt.Errorf("typeface: a letter of %q has no outline: %w", text, feedback.ErrCorrupt)
			}
			s.steps = append(s.steps, glyphSteps(outline.Segments, at+float64(g.XOffset)/64*scale, y-float64(g.YOffset)/64*scale, scale)...)
			at += float64(g.Advance) / 64 * scale
		}
	}
	d.shapes = append(d.shapes, s)
	return nil
}

// glyphSteps turns a letter's outline, whose y goes upwards, into pen movements.
func glyphSteps(outline []opentype.Segment, x, y, scale float64) []pen {
	var steps []pen
	var last point
	for _, seg := range outline {
		var p [3]point
		for i, a := range seg.Args {
			p[i] = point{x + float64(a.X)*scale, y - float64(a.Y)*scale}
		}
		switch seg.Op {
		case opentype.SegmentOpMoveTo:
			if len(steps) > 0 {
				steps = append(steps, pen{op: 'Z'})
			}
			steps = append(steps, pen{'M', p})
			last = p[0]
		case opentype.SegmentOpLineTo:
			steps = append(steps, pen{'L', p})
			last = p[0]
		case opentype.SegmentOpQuadTo:
			// A quadratic curve as the cubic one that PDF has.
			c, end := p[0], p[1]
			steps = append(steps, pen{'C', [3]point{
				{last.x + 2*(c.x-last.x)/3, last.y + 2*(c.y-last.y)/3}, {end.x + 2*(c.x-end.x)/3, end.y + 2*(c.y-end.y)/3}, end,
			}})
			last = end
		case opentype.SegmentOpCubeTo:
			steps = append(steps, pen{'C', p})
			last = p[2]
		}
	}
	if len(steps) > 0 {
		steps = append(steps, pen{op: 'Z'})
	}
	return steps
}

// paragraph writes text in lines no wider than width and gives where the next
// line's base would be. Text that would need more than most lines is written
// smaller.
func (d *drawing) paragraph(f *letters, size, x, y, width float64, most int, text, colour string) (float64, error) {
	for {
		lines, err := d.wrap(f, size, width, text)
		if err != nil {
			return 0, err
		}
		if len(lines) > most && size > 2 {
			size *= 0.9
			continue
		}
		for _, l := range lines {
			if err := d.line(f, size, x, y, l, colour); err != nil {
				return 0, err
			}
			y += size * 1.25
		}
		return y, nil
	}
}

// wrap breaks text between words; a word that is too wide alone is broken where
// it must be.
func (d *drawing) wrap(f *letters, size, width float64, text string) ([]string, error) {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		for word != "" {
			joined := strings.TrimSpace(line + " " + word)
			w, err := d.measure(f, size, joined)
			if err != nil {
				return nil, err
			}
			if w <= width {
				line, word = joined, ""
				continue
			}
			if line != "" {
				lines, line = append(lines, line), ""
				continue
			}
			cut := word
			for w > width && utf8.RuneCountInString(cut) > 1 {
				_, n := utf8.DecodeLastRuneInString(cut)
				cut = cut[:len(cut)-n]
				if w, err = d.measure(f, size, cut); err != nil {
					return nil, err
				}
			}
			lines, word = append(lines, cut), word[len(cut):]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines, nil
}
