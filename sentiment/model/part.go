package model

import "math"

// Part holds what a stretch of a comment adds to its sums.
type Part struct {
	block [Blocks]accumulator
	lean  float32

	features *Features // of the comment
	from, to int       // tokens
	senses   [Senses]float32
	sensed   bool // whether senses has been found
}

// Lean gives how much worse than positive the part sounds when it is read
// alone by its words: above 0 bad, below 0 good.
func (p *Part) Lean() float32 { return p.lean }

// weigh finds the lean of a part.
func (m *Model) weigh(p *Part) {
	var out float32
	for b := range p.block {
		acc := &p.block[b]
		if acc.rows == 0 {
			continue
		}
		k := m.norm(acc, b)
		base := int32(acc.rows * bias)
		// The middle thresholds: worse than positive, worse than neutral.
		out += float32(float32(acc.sentiment[1]-base)*m.Scale[b][1]*k) + float32(float32(acc.sentiment[2]-base)*m.Scale[b][2]*k)
	}
	p.lean = out + m.Intercept[1] + m.Intercept[2]
}

// leans weighs the parts and sums up how they lean.
func (m *Model) leans(parts []Part) [Leans]float32 {
	var l Leaning
	for i := range parts {
		m.weigh(&parts[i])
		l.Add(parts[i].lean)
	}
	return l.Sum()
}

// Leans counts the numbers that [Leaning.Sum] gives.
const Leans = 8

// clearly is the lean from which a part is clearly good or bad.
const clearly = 0.5

// Leaning sums up the leans of the parts of a comment, in their order. The
// zero value is ready.
type Leaning struct {
	n, good, bad          int
	min, max, first, last float32
	total, squares        float32
}

// Add takes one part's lean.
func (l *Leaning) Add(v float32) {
	if l.n == 0 {
		l.min, l.max, l.first = v, v, v
	}
	l.n++
	l.min, l.max, l.last = min(l.min, v), max(l.max, v), v
	l.total += v
	l.squares += float32(v * v)
	if v < -clearly {
		l.good++
	}
	if v > clearly {
		l.bad++
	}
}

// Sum gives the least, greatest, mean, first and last lean, the standard
// deviation, and the shares of parts that are clearly good and clearly bad;
// all 0 if there was no part.
func (l *Leaning) Sum() [Leans]float32 {
	if l.n == 0 {
		return [Leans]float32{}
	}
	n := float32(l.n)
	mean := l.total / n
	variance := max(l.squares/n-float32(mean*mean), 0)
	return [Leans]float32{l.min, l.max, mean, l.first, l.last,
		float32(math.Sqrt(float64(variance))), float32(l.good) / n, float32(l.bad) / n}
}

// strongest adds to each theme its share of what the part that speaks most of
// it says: one clause about parking is not outweighed by ten about the staff.
func (m *Model) strongest(s *Sums, parts []Part) {
	if len(parts) == 0 {
		return
	}
	var most [Themes]float32
	for i := range parts {
		sums := m.partThemes(&parts[i])
		if i == 0 {
			most = sums
			continue
		}
		for t, v := range &sums {
			most[t] = max(most[t], v)
		}
	}
	for t, v := range &most {
		s.Themes[t] += float32(m.Share * v)
	}
}

// partThemes gives the sums of the themes when a part is read alone by its
// words and letters.
func (m *Model) partThemes(p *Part) (out [Themes]float32) {
	copy(out[:], m.Intercept[firstTheme:])
	for b := range p.block {
		acc := &p.block[b]
		if acc.rows == 0 {
			continue
		}
		norm, base := m.norm(acc, b), int32(acc.rows*bias)
		scale := (*[Themes]float32)(m.Scale[b][firstTheme:])
		for t := range &out {
			out[t] += float32(float32(acc.themes[t]-base) * scale[t] * norm)
		}
	}
	return out
}

// PartTheme gives the sum of a theme, by number − 1, when the part is read
// alone, as it would be if it were the whole. The comment's features must not
// have changed since [Model.Sum].
func (m *Model) PartTheme(p *Part, theme int) float32 {
	col := firstTheme + theme
	out := m.Intercept[col]
	for b := range p.block {
		acc := &p.block[b]
		if acc.rows > 0 {
			out += float32(float32(acc.themes[theme]-int32(acc.rows*bias)) * m.Scale[b][col] * m.norm(acc, b))
		}
	}
	if !p.sensed {
		p.senses, p.sensed = p.features.sensesOf(p.from, p.to), true
	}
	return float32(out*(1+m.Share)) + inner(&p.senses, &m.Sense[Thresholds+theme])
}
