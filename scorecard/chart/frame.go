package chart

import (
	"math"
	"time"
)

// frame is the plotting area and its scales.
type frame struct {
	canvas
	o                        Options
	left, right, top, bottom float64 // edges of the plot
	lo, hi, tickStep         float64 // of the value axis
	x                        func(i int) float64
}

const (
	lineHeight = 17
	letter     = 7.2 // usual width of a letter at 13 px
	plotRatio  = 0.42
)

// newFrame lays out a chart whose values lie between lo and hi: the title above, then
// the plot with its value axis. Legend and date labels are added below.
func newFrame(o Options, lo, hi float64) *frame {
	f := &frame{o: o}
	f.o.ID = safeID(o.ID)
	f.width = o.width()
	title := lines(o.Title, int(f.width/7.8))
	for i, text := range title {
		f.text(4, float64(18+i*lineHeight), "start", "h", text)
	}
	f.top = float64(len(title)*lineHeight) + 16
	plot := max(170, f.width*plotRatio)
	f.bottom = f.top + plot
	f.setValues(lo, hi)
	widest := 0
	for v := f.lo; v <= f.hi+f.tickStep/2; v += f.tickStep {
		widest = max(widest, len(o.tick(v, f.tickStep)))
	}
	f.left, f.right = float64(widest)*8.6+10, f.width-12
	for v := f.lo; v <= f.hi+f.tickStep/2; v += f.tickStep {
		f.line(f.left, f.y(v), f.right, f.y(v), "g")
		f.text(f.left-5, f.y(v)+4.5, "end", "", o.tick(v, f.tickStep))
	}
	f.line(f.left, f.bottom, f.right, f.bottom, "a")
	return f
}

// setValues chooses round ticks that take in lo and hi.
func (f *frame) setValues(lo, hi float64) {
	if !(hi > lo) {
		if math.IsNaN(lo) || math.IsInf(lo, 0) {
			lo = 0
		}
		pad := max(math.Abs(lo)*0.1, 0.5)
		if f.o.Percent {
			pad = 0.05
		}
		lo, hi = lo-pad, lo+pad
	}
	step := math.Pow(10, math.Floor(math.Log10((hi-lo)/4)))
	for _, k := range []float64{1, 2, 5, 10} {
		if step*k >= (hi-lo)/5 {
			step *= k
			break
		}
	}
	f.tickStep = step
	f.lo, f.hi = math.Floor(lo/step+1e-9)*step, math.Ceil(hi/step-1e-9)*step
	if f.o.Percent {
		f.lo, f.hi = max(0, f.lo), min(1, f.hi)
	}
}

func (f *frame) y(v float64) float64 {
	return f.bottom - (v-f.lo)/(f.hi-f.lo)*(f.bottom-f.top)
}

func (f *frame) ys(n int, value func(int) float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = f.y(value(i))
	}
	return out
}

// dates sets the horizontal scale to n equal steps and labels as many dates as fit.
func (f *frame) dates(ds []time.Time) (xs []float64) {
	n := len(ds)
	f.x = func(i int) float64 {
		if n < 2 {
			return (f.left + f.right) / 2
		}
		return f.left + 8 + (f.right-f.left-16)*float64(i)/float64(n-1)
	}
	label := func(t time.Time) string {
		if f.o.Weekly || f.o.Daily {
			return t.Format("2 Jan 06")
		}
		return t.Format("Jan 06")
	}
	every := 1
	if n > 1 {
		room := 9.0 // letters for a label and the space beside it
		if f.o.Weekly || f.o.Daily {
			room = 13
		}
		fit := max(1, int((f.right-f.left)/(room*letter)))
		every = (n + fit - 1) / fit
	}
	for i := range ds {
		xs = append(xs, f.x(i))
		if (n-1-i)%every == 0 {
			f.line(f.x(i), f.bottom, f.x(i), f.bottom+4, "a")
			x := min(f.right-22, max(f.left+14, f.x(i)))
			f.text(x, f.bottom+18, "middle", "", label(ds[i]))
		}
	}
	return xs
}

// mark is a shape of point.
type mark uint8

const (
	disc mark = iota
	diamond
	square
	triangle
)

// point draws one mark, about ten pixels across so that its shape is plain.
func (c *canvas) point(m mark, x, y float64) {
	switch m {
	case diamond:
		c.add(`<path d="M%.1f %.1fl6.5 6.5l-6.5 6.5l-6.5 -6.5z" class="concern" %s/>`, x, y-6.5, looks("concern"))
	case square:
		c.add(`<rect x="%.1f" y="%.1f" width="9" height="9" class="improve" %s/>`, x-4.5, y-4.5, looks("improve"))
	case triangle:
		c.add(`<path d="M%.1f %.1fl6.5 11h-13z" class="other" %s/>`, x, y-6.5, looks("other"))
	default:
		c.add(`<circle cx="%.1f" cy="%.1f" r="3.6" class="common" %s/>`, x, y, looks("common"))
	}
}

// key is one entry of a legend.
type key struct {
	class string // of a line, or empty for a mark
	mark  mark
	text  string
}

// legend writes the keys under the plot, in as many rows as they need, and sets the
// height of the canvas.
func (f *frame) legend(keys []key, notes ...string) {
	x, y := 8.0, f.bottom+42
	for _, k := range keys {
		w := 34 + float64(len([]rune(k.text)))*letter + 12
		if x > 8 && x+w > f.width {
			x, y = 8, y+20
		}
		if k.class != "" {
			f.line(x, y-4, x+26, y-4, k.class)
		} else {
			f.point(k.mark, x+13, y-4)
		}
		f.text(x+32, y, "start", "", k.text)
		x += w
	}
	for _, note := range notes {
		for _, text := range lines(note, int(f.width/letter)-1) {
			y += 18
			f.text(8, y, "start", "", text)
		}
	}
	f.height = y + 12
}

// span widens a range by the finite values.
type span struct{ lo, hi float64 }

func newSpan() span { return span{math.Inf(1), math.Inf(-1)} }

func (s *span) add(values ...float64) {
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			s.lo, s.hi = min(s.lo, v), max(s.hi, v)
		}
	}
}
