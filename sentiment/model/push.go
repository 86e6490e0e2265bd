package model

// Pushes gives, for each token, how far its words and letters move the
// comment towards praise (above 0) or criticism (below 0), in log odds at the
// middle thresholds. A pair of words counts for the second of them. The shape
// of the comment, the question and the rating push too, and are not in it.
func (m *Model) Pushes(f *Features, k Known) []float32 {
	level := k.level()
	var norm [Blocks]float32
	for b, rows := range f.Rows {
		var acc accumulator
		for _, r := range rows {
			q := m.rarity(r)
			acc.rarity += q * q
		}
		if acc.rarity > 0 {
			norm[b] = m.norm(&acc, b)
		}
	}
	out := make([]float32, len(f.Tokens.List))
	if level == TextOnly {
		m.pushSenses(f, out)
	}
	var start [Blocks]int32
	for i := range out {
		for b := range f.Rows {
			rows := f.Rows[b][start[b]:f.Ends[b][i]]
			start[b] = f.Ends[b][i]
			for _, r := range rows {
				w := m.thresholds(r, level)
				for t := 1; t <= 2; t++ {
					step := m.Scale[b][int(level)*Thresholds+t] * norm[b]
					out[i] -= float32(float32(int32(w>>(8*t)&0xFF)-bias)*step) / 2
				}
			}
		}
	}
	return out
}

// pushSenses adds how far the meaning of each word moves the comment: what a
// direction adds is shared out by how far each word goes in it.
func (m *Model) pushSenses(f *Features, out []float32) {
	var whole senseSum
	whole.add(f.vocabulary, f.Meanings)
	whole.words = spoken(f.Tokens.List)
	x := whole.vector()
	for i := range f.Meanings {
		var own senseSum
		own.add(f.vocabulary, f.Meanings[i:i+1])
		own.words = whole.words
		y := own.vector()
		for d, v := range &whole.at {
			y[Tones+d] = 0
			if v != 0 {
				y[Tones+d] = x[Tones+d] * float32(own.at[d]) / float32(v)
			}
		}
		for t := 1; t <= 2; t++ {
			out[f.Meanings[i].token] -= inner(&y, &m.Sense[t]) / 2
		}
	}
}
