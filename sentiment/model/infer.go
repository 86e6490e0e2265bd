package model

import "math"

// Sums are what the rows of one comment add up to.
type Sums struct {
	Text   [Thresholds]float32 // by the words alone
	Level  [Thresholds]float32 // by the words under the level
	Themes [Themes]float32
	Sides  [Sides]float32 // log odds of the rating, the question and the service, as foretold by the words alone
	Leans  [Leans]float32 // how the parts lean, see [Leaning]
}

// lanes are the bytes at even places of a word.
const lanes = 0x00FF00FF00FF00FF

// chunk is how many rows fit a 16-bit lane without overflow: 256 × 255.
const chunk = 256

// Sum adds up the rows of the comment. Weights are added as whole numbers, so
// the sums are the same on every machine. ends cuts the comment into parts,
// each the index after its last token, in order; parts gets what each part
// adds and must have as many places.
func (m *Model) Sum(f *Features, k Known, ends []int, parts []Part) Sums {
	var s Sums
	level := k.level()
	copy(s.Text[:], m.Intercept[:Thresholds])
	copy(s.Level[:], m.Intercept[int(level)*Thresholds:])
	copy(s.Themes[:], m.Intercept[firstTheme:])
	copy(s.Sides[:], m.Intercept[firstSide:])
	m.senses(&s, f, level)
	from := 0
	for i, end := range ends {
		p := &parts[i]
		p.features, p.from, p.to, p.sensed = f, from, end, false
		from = end
	}
	for b := range f.Rows {
		var whole accumulator
		start := 0
		for i, end := range ends {
			stop := int(f.Ends[b][end-1])
			acc := &parts[i].block[b]
			*acc = accumulator{}
			m.addAll(acc, f.Rows[b][start:stop], level)
			whole.join(acc)
			start = stop
		}
		m.addAll(&whole, f.Rows[b][start:], level)
		if whole.rows > 0 {
			m.settle(&s, &whole, b, level)
		}
	}
	s.Leans = m.leans(parts[:len(ends)])
	m.strongest(&s, parts[:len(ends)])
	m.askThemes(&s, f.Rows[BlockWord], k)
	if k.Rating != 0 {
		joint := min(int(k.Level), 1)
		for c := range s.Level {
			s.Level[c] += m.Rating[joint][k.Rating%7][c]
		}
	}
	return s
}

// addAll adds any number of rows.
func (m *Model) addAll(acc *accumulator, rows []uint32, level Level) {
	acc.rows += len(rows)
	for len(rows) > 0 {
		k := min(chunk, len(rows))
		m.add(acc, rows[:k], level)
		rows = rows[k:]
	}
}

// accumulator holds whole sums of stored weights.
type accumulator struct {
	sentiment [8]int32 // text, then level
	themes    [Themes]int32
	sides     [Sides]int32
	rarity    uint64 // sum of squares, in 256ths
	rows      int
}

// join adds the sums of a part.
func (a *accumulator) join(p *accumulator) {
	for i, v := range p.sentiment {
		a.sentiment[i] += v
	}
	for i, v := range p.themes {
		a.themes[i] += v
	}
	for i, v := range p.sides {
		a.sides[i] += v
	}
	a.rarity += p.rarity
	a.rows += p.rows
}

// add adds at most [chunk] rows. It goes over them twice, so that the sums of
// each time have room in registers.
func (m *Model) add(acc *accumulator, rows []uint32, level Level) {
	at := m.levels[max(level, 1)-1]
	var s0, s1, a0, a1, b0, b1 uint64
	for _, r := range rows {
		row := &m.rows[r]
		v := row[0]
		q := v >> rarityAt
		acc.rarity += q * q
		v &= textBits
		if level == TextOnly {
			v |= v << 32
		} else {
			v |= uint64(at[r]) << 32
		}
		s0 += v & lanes
		s1 += v >> 8 & lanes
		v = row[rowThemes]
		a0 += v & lanes
		a1 += v >> 8 & lanes
		v = row[rowThemes+1]
		b0 += v & lanes
		b1 += v >> 8 & lanes
	}
	spread((*[8]int32)(acc.sentiment[:]), s0, s1)
	spread((*[8]int32)(acc.themes[0:]), a0, a1)
	spread((*[8]int32)(acc.themes[8:]), b0, b1)
	var c0, c1, d0, d1, e0, e1, f0, f1 uint64
	for _, r := range rows {
		row := &m.rows[r]
		v := row[rowThemes+2]
		c0 += v & lanes
		c1 += v >> 8 & lanes
		v = row[rowThemes+3]
		d0 += v & lanes
		d1 += v >> 8 & lanes
		v = row[rowSides]
		e0 += v & lanes
		e1 += v >> 8 & lanes
		v = row[rowSides+1]
		f0 += v & lanes
		f1 += v >> 8 & lanes
	}
	spread((*[8]int32)(acc.themes[16:]), c0, c1)
	spread((*[8]int32)(acc.themes[24:]), d0, d1)
	spread((*[8]int32)(acc.sides[0:]), e0, e1)
	spread((*[8]int32)(acc.sides[8:]), f0, f1)
}

// spread adds the 16-bit lanes of the even and odd bytes to eight sums.
func spread(to *[8]int32, even, odd uint64) {
	for i := 0; i < 8; i += 2 {
		to[i] += int32(even & 0xFFFF)
		to[i+1] += int32(odd & 0xFFFF)
		even >>= 16
		odd >>= 16
	}
}

// settle scales the sums of one block and adds them up.
func (m *Model) settle(s *Sums, acc *accumulator, block int, level Level) {
	k := m.norm(acc, block)
	scale := &m.Scale[block]
	base := int32(acc.rows * bias)
	for c := range s.Text {
		s.Text[c] += float32(float32(acc.sentiment[c]-base) * scale[c] * k)
		s.Level[c] += float32(float32(acc.sentiment[4+c]-base) * scale[int(level)*Thresholds+c] * k)
	}
	for c := range s.Themes {
		s.Themes[c] += float32(float32(acc.themes[c]-base) * scale[firstTheme+c] * k)
	}
	for c := range s.Sides {
		s.Sides[c] += float32(float32(acc.sides[c]-base) * scale[firstSide+c] * k)
	}
}

// norm gives what a block's sums are scaled by.
func (m *Model) norm(acc *accumulator, block int) float32 {
	return m.Block[block] / float32(math.Sqrt(float64(acc.rarity)/256))
}

// Known says what is known beside the words.
type Known struct {
	Level  Level
	Rating uint8 // 1 very good to 5 very poor, 6 don't know or other, 0 not known
}

// level gives the weights to use for what is known.
func (k Known) level() Level {
	if k.Rating != 0 {
		return k.Level + Rated
	}
	return k.Level
}

// Forest numbers: which forest reads what is known.
const (
	byText = iota
	byQuestion
	byRating
)

// forest gives the number of the forest for what is known.
func (k Known) forest() int {
	switch {
	case k.Rating != 0:
		return byRating
	case k.Level != TextOnly:
		return byQuestion
	}
	return byText
}

// Gather lays out what the forests look at.
func Gather(s *Sums, shape *[ShapeCount]float32, k Known) [Inputs]float32 {
	var x [Inputs]float32
	copy(x[:], s.Text[:])
	copy(x[Thresholds:], s.Level[:])
	copy(x[2*Thresholds:], shape[:])
	at := 2*Thresholds + ShapeCount
	if k.Level != TextOnly {
		x[at+int(k.Level)-1] = 1
	}
	x[at+3] = float32(k.Rating)
	if k.Rating > 5 {
		x[at+4] = 1
	}
	copy(x[at+5:], s.Leans[:])
	copy(x[at+5+Leans:], s.Sides[:])
	return x
}

// Classes gives the probability of each class of sentiment.
func (m *Model) Classes(s *Sums, shape *[ShapeCount]float32, k Known) [Classes]float32 {
	x := Gather(s, shape, k)
	i := k.forest()
	p := m.Forest[i].Probabilities(&x)
	q := Cumulative(s.Level)
	for c := range p {
		p[c] = m.Blend[i]*p[c] + (1-m.Blend[i])*q[c]
	}
	return p
}

// Choose picks the class, 1 to 5, that is most probable, with far misses
// weighed in a little, and gives the calibrated confidence in it.
func (m *Model) Choose(p *[Classes]float32, k Known) (class int, confidence float32) {
	class = Pick(p, m.Calm)
	sure := m.Sure[k.forest()]
	return class, Logistic(sure[0]*LogOdds(p[class-1]) + sure[1])
}

// Pick gives the class, 1 to 5, with the greatest p less calm times its
// expected squared distance from the truth.
func Pick(p *[Classes]float32, calm float32) int {
	best, at := float32(math.Inf(-1)), 0
	for c := range p {
		var far float32
		for y, v := range p {
			far += float32((c-y)*(c-y)) * v
		}
		if u := p[c] - calm*far; u > best {
			best, at = u, c
		}
	}
	return at + 1
}

// LogOdds is the inverse of [Logistic], bounded to ±7.
func LogOdds(p float32) float32 {
	p = min(max(p, 0.001), 0.999)
	return float32(math.Log(float64(p) / (1 - float64(p))))
}

// Theme gives the probability of a theme, by number − 1, from its sum, and
// whether it is present.
func (m *Model) Theme(z float32, theme int) (p float32, present bool) {
	return Logistic(m.Sigmoid[theme][0]*z + m.Sigmoid[theme][1]), z > m.Cut[theme]
}
