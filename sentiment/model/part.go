package model

import "math"

// norms gives what each block's sums are scaled by.
func (m *Model) norms(f *Features) (k [Blocks]float32) {
	for b, rows := range f.Rows {
		var q uint64
		for _, r := range rows {
			q += uint64(m.rarity[r]) * uint64(m.rarity[r])
		}
		if q > 0 {
			k[b] = m.Block[b] / float32(math.Sqrt(float64(q)/256))
		}
	}
	return k
}

// between gives the rows of a block that belong to tokens from to to−1.
func (f *Features) between(block, from, to int) []uint32 {
	start := int32(0)
	if from > 0 {
		start = f.Ends[block][from-1]
	}
	return f.Rows[block][start:f.Ends[block][to-1]]
}

// Part gives what the tokens from to to−1 add to the four sums by the text
// alone. Parts add up to the whole but for the intercept and the comment's
// shape.
func (m *Model) Part(f *Features, from, to int) [Thresholds]float32 {
	var out [Thresholds]float32
	norm := m.norms(f)
	for b := range f.Rows {
		rows := f.between(b, from, to)
		var sum [Thresholds]int32
		for _, r := range rows {
			v := m.rows[r][0]
			sum[0] += int32(v & 0xFF)
			sum[1] += int32(v >> 8 & 0xFF)
			sum[2] += int32(v >> 16 & 0xFF)
			sum[3] += int32(v >> 24 & 0xFF)
		}
		for c := range out {
			out[c] += float32(float32(sum[c]-int32(len(rows)*bias)) * m.Scale[b][c] * norm[b])
		}
	}
	return out
}

// PartTheme gives what the tokens from to to−1 add to the sum of one theme, by
// number − 1.
func (m *Model) PartTheme(f *Features, from, to, theme int) float32 {
	var out float32
	norm := m.norms(f)
	col := int(Levels)*Thresholds + theme
	word, shift := col/8, uint(col%8)*8
	for b := range f.Rows {
		rows := f.between(b, from, to)
		sum := -int32(len(rows) * bias)
		for _, r := range rows {
			sum += int32(m.rows[r][word] >> shift & 0xFF)
		}
		out += float32(float32(sum) * m.Scale[b][col] * norm[b])
	}
	return out
}
