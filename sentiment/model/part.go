package model

// Part holds what a stretch of a comment adds to its sums.
type Part struct{ block [Blocks]accumulator }

// Lean gives how much worse than positive the part sounds when it is read
// alone by its words: above 0 bad, below 0 good.
func (m *Model) Lean(p *Part) float32 {
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
	return out + m.Intercept[1] + m.Intercept[2]
}

// PartTheme gives the sum of a theme, by number − 1, when the part is read
// alone.
func (m *Model) PartTheme(p *Part, theme int) float32 {
	col := int(Levels)*Thresholds + theme
	out := m.Intercept[col]
	for b := range p.block {
		acc := &p.block[b]
		if acc.rows > 0 {
			out += float32(float32(acc.themes[theme]-int32(acc.rows*bias)) * m.Scale[b][col] * m.norm(acc, b))
		}
	}
	return out
}
