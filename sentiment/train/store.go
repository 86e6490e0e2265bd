package train

import (
	"math"
	"slices"

	"earshot/sentiment/model"
)

// column gives the weights over features and one, with the earlier models'
// weights folded in, of w[from:] plus share times w[from+shift:].
func (c *corpus) column(w []float32, shift int, share float32) []float32 {
	base := c.base()
	sum := slices.Clone(w[:base])
	if shift > 0 {
		for i := range sum {
			sum[i] += float32(share * w[shift+i])
		}
	}
	for k, aux := range c.aux {
		f := auxScale * sum[atAux+k]
		if f == 0 {
			continue
		}
		for i, v := range aux {
			sum[i] += float32(f * v)
		}
	}
	return sum[:atAux]
}

// themeColumn is column for the weights of a theme, which weigh what the words
// mean in their own way.
func (c *corpus) themeColumn(w []float32) []float32 {
	w = slices.Clone(w[:c.base()])
	for d := range model.Senses {
		w[atSense+d] *= themeSense
	}
	return c.column(w, 0, 0)
}

// store turns weights into the bytes of the model's rows.
func (c *corpus) store(m *model.Model, w *weights) {
	for r, q := range c.rarity {
		m.SetRarity(r, q)
	}
	c.storeAsked(m, w)
	base := c.base()
	for col := range model.Columns {
		var sum []float32
		if k := col - int(model.Levels)*model.Thresholds - model.Themes; k >= 0 {
			if w.sides[k] == nil {
				continue
			}
			sum = c.column(w.sides[k], 0, 0)
		} else if t := col - int(model.Levels)*model.Thresholds; t >= 0 {
			sum = w.plain[t]
		} else {
			l, t := model.Level(col/model.Thresholds), col%model.Thresholds
			asked, rated := l%model.Asked, l >= model.Rated
			family, shift := 0, 0
			if asked != model.TextOnly {
				family, shift = 1, int(asked)*base
			}
			if rated {
				family += 2
			}
			sum = c.column(w.sentiment[family][t], shift, crossScale)
		}
		m.Intercept[col] = sum[atOne]
		if told := toldOf(col); told >= 0 {
			copy(m.Sense[told][:], sum[atSense:atSense+model.Senses])
		}
		c.quantise(m, col, sum)
	}
	for joint := range 2 {
		size := base
		if joint == 1 {
			size *= int(model.Asked)
		}
		for r := range 7 {
			for t := range model.Thresholds {
				m.Rating[joint][r][t] = w.sentiment[2+joint][t][size+r]
			}
		}
	}
}

// toldOf gives the place of a column among the sums that what the words mean adds
// to, −1 if it does not.
func toldOf(col int) int {
	themes := int(model.Levels) * model.Thresholds
	switch {
	case col < model.Thresholds:
		return col
	case col >= themes && col < themes+model.Themes:
		return model.Thresholds + col - themes
	}
	return -1
}

// quantise stores one column, block by block, in steps of a 127th of its
// largest weight.
func (c *corpus) quantise(m *model.Model, col int, w []float32) {
	from := 0
	for b := range model.Blocks {
		to := model.BlockEnd(b)
		largest := float32(1e-9)
		for r := from; r < to; r++ {
			largest = max(largest, float32(math.Abs(float64(w[r])))*float32(c.rarity[r])/16)
		}
		step := largest / 127
		m.Scale[b][col] = step
		for r := from; r < to; r++ {
			m.Set(r, col, int8(math.Round(float64(w[r]*float32(c.rarity[r])/16/step))))
		}
		from = to
	}
}
