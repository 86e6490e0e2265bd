package train

import (
	"math"

	"earshot/sentiment/model"
)

// ratedTheme is how much the rating weighs as a feature of themes.
const ratedTheme = 0.5

// themeSense is how much what the words mean weighs for themes.
const themeSense = 2

// scaleSenses weighs what the words mean as the themes do.
func scaleSenses(x vector) {
	for k, at := range x.at {
		if at >= atSense && at < atAux {
			x.v[k] *= themeSense
		}
	}
}

// Where the features of the question and the rating lie in a vector of themes
// after the base: the question, the rating, then words under the question.
const (
	atAsked    = 0
	atRated    = int(model.Asked)
	atAskWords = atRated + 7
)

// themeVectors gives the vectors that themes are learnt from. Written examples
// answer no question.
func (c *corpus) themeVectors() ([]vector, int) {
	base := c.base()
	xs := make([]vector, len(c.x))
	for i, x := range c.x {
		x = without(x, atAux, atAux+len(c.aux)/2)
		n := len(x.at)
		scaleSenses(x)
		xs[i] = x
		if c.comments[i].Weight < 1 {
			continue
		}
		asked := level(c.comments[i].Question)
		if asked != model.TextOnly {
			for k := range n {
				if at := int(x.at[k]); at < model.BlockEnd(model.BlockWord) {
					x.append(base+atAskWords+model.AskRow(uint32(at), asked), x.v[k])
				}
			}
		}
		x.append(base+atAsked+int(asked), 1)
		x.append(base+atRated+int(c.comments[i].Rating), ratedTheme)
		xs[i] = x
	}
	return xs, base + atAskWords + model.AskRows
}

// storeAsked stores what the question and the rating say of the themes. Where
// one is not known, its mean over the comments stands in.
func (c *corpus) storeAsked(m *model.Model, w *weights) {
	var asked [model.Asked]float64
	var ratings [7]float64
	total := 0.0
	for i := range c.comments {
		if cm := &c.comments[i]; cm.Weight == 1 {
			asked[level(cm.Question)]++
			ratings[cm.Rating]++
			total++
		}
	}
	for t := range model.Themes {
		of := w.themes[t][c.base():]
		var meanAsked, meanRated float64
		for l, n := range asked {
			m.ThemeAsked[l][t] = of[atAsked+l]
			meanAsked += float64(n / total * float64(of[atAsked+l]))
		}
		for r, n := range ratings {
			m.ThemeRating[r][t] = float32(ratedTheme * of[atRated+r])
			meanRated += float64(n / total * float64(m.ThemeRating[r][t]))
		}
		m.ThemeAsked[model.TextOnly][t] = float32(meanAsked)
		m.ThemeRating[0][t] = float32(meanRated)
		words := of[atAskWords:]
		largest := float32(1e-9)
		for _, v := range words {
			largest = max(largest, float32(math.Abs(float64(v))))
		}
		m.AskScale[t] = largest / 127
		for r, v := range words {
			m.SetAsk(r, t, int8(math.Round(float64(v/m.AskScale[t]))))
		}
	}
}
