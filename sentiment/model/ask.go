package model

// AskRows counts the rows of words under a question.
const AskRows = 1 << askBits

const askBits = 14

// askRow holds the weights of the themes for a word or pair of words as an
// answer to one kind of question: "nothing" says one thing of what could be
// better and another of what was good.
type askRow [Themes]int8

// AskRow gives the row of a word's row under a question.
func AskRow(word uint32, asked Level) int {
	return int((word*uint32(Asked) + uint32(asked)) * 2654435761 >> (32 - askBits))
}

// SetAsk stores one weight, −127 to 127, of a row of words under a question.
func (m *Model) SetAsk(row, theme int, weight int8) { m.ask[row][theme] = weight }

// askThemes adds to the themes what the question, the rating, and the words as
// an answer to that question say. Whole numbers are added first, so the sums
// are the same on every machine.
func (m *Model) askThemes(s *Sums, words []uint32, k Known) {
	asked := k.Level % Asked
	rating := &m.ThemeRating[k.Rating%7]
	for t := range s.Themes {
		s.Themes[t] += m.ThemeAsked[asked][t] + rating[t]
	}
	if asked == TextOnly || len(words) == 0 {
		return
	}
	var whole [Themes]int64
	var part [Themes]int32
	var acc accumulator
	for i, r := range words {
		q := int32(m.rarity[r])
		acc.rarity += uint64(q) * uint64(q)
		for t, w := range &m.ask[AskRow(r, asked)] {
			part[t] += int32(w) * q
		}
		if i%chunk == chunk-1 || i == len(words)-1 {
			for t, v := range part {
				whole[t] += int64(v)
			}
			part = [Themes]int32{}
		}
	}
	norm := m.norm(&acc, BlockWord) / 16
	for t, v := range whole {
		s.Themes[t] += float32(float32(v) * m.AskScale[t] * norm)
	}
}
