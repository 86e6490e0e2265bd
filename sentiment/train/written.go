package train

import (
	"slices"

	"earshot/sentiment"
	"earshot/sentiment/model"
)

// Weights of the written examples beside a comment's 1.
const writtenWeight = 0.2

// written makes an example of every phrase of the word list that judges or
// names a theme, so that a theme with a dozen comments is known by more than
// the words of those.
func written() ([]Comment, error) {
	phrases, err := model.Phrases()
	if err != nil {
		return nil, err
	}
	var out []Comment
	for _, p := range phrases {
		c := Comment{Text: p.Text, Rating: 6, Weight: writtenWeight}
		for _, g := range p.Groups {
			if t, ok := sentiment.ParseTheme(g.Theme); ok && !slices.Contains(c.Themes, t) {
				c.Themes = append(c.Themes, t)
			}
		}
		if len(c.Themes) == 0 {
			continue
		}
		out = append(out, c)
	}
	return out, nil
}
