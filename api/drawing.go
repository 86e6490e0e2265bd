package api

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"earshot/feedback"
)

// drawing is a printed page: filled shapes in millimetres from the top left.
// Letters are drawn as their outlines, so that a printer needs no typeface.
type drawing struct {
	width, height float64
	shapes        []shape
	bold, regular *sfnt.Font
	buffer        sfnt.Buffer
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

func newDrawing(width, height float64) (*drawing, error) {
	d := &drawing{width: width, height: height}
	var err error
	if d.bold, err = sfnt.Parse(gobold.TTF); err == nil {
		d.regular, err = sfnt.Parse(goregular.TTF)
	}
	if err != nil {
		return nil, fmt.Errorf("typeface: %w", err)
	}
	return d, nil
}

// boxSteps are the outline of a rectangle.
func boxSteps(x, y, w, h float64) []pen {
	return []pen{{'M', [3]point{{x, y}}}, {'L', [3]point{{x + w, y}}}, {'L', [3]point{{x + w, y + h}}}, {'L', [3]point{{x, y + h}}}, {op: 'Z'}}
}

func (d *drawing) box(x, y, w, h float64, colour string) {
	d.shapes = append(d.shapes, shape{colour: colour, steps: boxSteps(x, y, w, h)})
}

// measure gives the width of a text in a size, both in millimetres.
func (d *drawing) measure(f *sfnt.Font, size float64, text string) (float64, error) {
	total := 0.0
	upem := fixed.Int26_6(f.UnitsPerEm())
	for _, r := range text {
		i, err := f.GlyphIndex(&d.buffer, r)
		if err != nil {
			return 0, fmt.Errorf("typeface: %w", err)
		}
		if i == 0 {
			return 0, &feedback.FieldError{Field: "language", Reason: fmt.Sprintf("or the place's name has the letter %q, which the poster's typeface lacks; print the form's own page instead", r)}
		}
		adv, err := f.GlyphAdvance(&d.buffer, i, upem<<6, font.HintingNone)
		if err != nil {
			return 0, fmt.Errorf("typeface: %w", err)
		}
		total += float64(adv) / 64
	}
	return total * size / float64(upem), nil
}

// line writes one line with its middle at x and its base at y.
func (d *drawing) line(f *sfnt.Font, size, x, y float64, text, colour string) error {
	w, err := d.measure(f, size, text)
	if err != nil {
		return err
	}
	upem := fixed.Int26_6(f.UnitsPerEm())
	scale := size / float64(upem) / 64
	at := x - w/2
	s := shape{colour: colour, text: text}
	for _, r := range text {
		i, err := f.GlyphIndex(&d.buffer, r)
		if err != nil {
			return fmt.Errorf("typeface: %w", err)
		}
		outline, err := f.LoadGlyph(&d.buffer, i, upem<<6, nil)
		if err != nil {
			return fmt.Errorf("typeface: %w", err)
		}
		s.steps = append(s.steps, glyphSteps(outline, at, y, scale)...)
		adv, err := f.GlyphAdvance(&d.buffer, i, upem<<6, font.HintingNone)
		if err != nil {
			return fmt.Errorf("typeface: %w", err)
		}
		at += float64(adv) * scale
	}
	d.shapes = append(d.shapes, s)
	return nil
}

// glyphSteps turns a letter's outline into pen movements.
func glyphSteps(outline sfnt.Segments, x, y, scale float64) []pen {
	to := func(p fixed.Point26_6) point { return point{x + float64(p.X)*scale, y + float64(p.Y)*scale} }
	var steps []pen
	var last point
	for _, seg := range outline {
		var p [3]point
		for i := range seg.Args {
			p[i] = to(seg.Args[i])
		}
		switch seg.Op {
		case sfnt.SegmentOpMoveTo:
			if len(steps) > 0 {
				steps = append(steps, pen{op: 'Z'})
			}
			steps = append(steps, pen{'M', p})
			last = p[0]
		case sfnt.SegmentOpLineTo:
			steps = append(steps, pen{'L', p})
			last = p[0]
		case sfnt.SegmentOpQuadTo:
			// A quadratic curve as the cubic one that PDF has.
			c, end := p[0], p[1]
			steps = append(steps, pen{'C', [3]point{
				{last.x + 2*(c.x-last.x)/3, last.y + 2*(c.y-last.y)/3}, {end.x + 2*(c.x-end.x)/3, end.y + 2*(c.y-end.y)/3}, end,
			}})
			last = end
		case sfnt.SegmentOpCubeTo:
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
func (d *drawing) paragraph(f *sfnt.Font, size, x, y, width float64, most int, text, colour string) (float64, error) {
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
func (d *drawing) wrap(f *sfnt.Font, size, width float64, text string) ([]string, error) {
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
