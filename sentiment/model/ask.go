package model

// AskRows counts the rows of words under a question.
const AskRows = 1 << askBits

const askBits = 14

// askRow holds the weights of the themes for a word or pair of words as an
// answer to one kind of question: "nothing" says one thing of what could be
// better and another of what was good. Each is a signed byte with 128 added,
// eight to a word.
type askRow [Themes / 8]uint64

// noAsk is eight weights of 0.
const noAsk = 0x8080808080808080

// AskRow gives the row of a word's row under a question.
func AskRow(word uint32, asked Level) int {
	return int((word*uint32(Asked) + uint32(asked)) * 2654435761 >> (32 - askBits))
}

// SetAsk stores one weight, −127 to 127, of a row of words under a question.
func (m *Model) SetAsk(row, theme int, weight int8) {
	shift := uint(theme%8) * 8
	w := &m.ask[row][theme/8]
	*w = *w&^(0xFF<<shift) | uint64(uint8(int(weight)+bias))<<shift
}

// askLanes are the bytes 0 and 4 of a word. A lane of 32 bits has room for
// [askChunk] products of a weight and a rarity.
const (
	askLanes = 0x000000FF000000FF
	askChunk = 1 << 16
)

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
	var acc accumulator
	for len(words) > 0 {
		n := min(askChunk, len(words))
		m.addAsk(&whole, &acc, words[:n], asked)
		words = words[n:]
	}
	norm := m.norm(&acc, BlockWord) / 16
	for t, v := range whole {
		s.Themes[t] += float32(float32(v) * m.AskScale[t] * norm)
	}
}

// addAsk adds the weights of at most [askChunk] words, each times its rarity.
func (m *Model) addAsk(whole *[Themes]int64, acc *accumulator, words []uint32, asked Level) {
	var part [Themes / 2]uint64
	rarity := uint64(0)
	for _, r := range words {
		q := m.rarity(r)
		rarity += q
		acc.rarity += q * q
		row := &m.ask[AskRow(r, asked)]
		for j := range row {
			v, to := row[j], (*[4]uint64)(part[4*j:])
			to[0] += v & askLanes * q
			to[1] += v >> 8 & askLanes * q
			to[2] += v >> 16 & askLanes * q
			to[3] += v >> 24 & askLanes * q
		}
	}
	base := int64(rarity * bias)
	for i, v := range part {
		t := i/4*8 + i%4
		whole[t] += int64(v&0xFFFFFFFF) - base
		whole[t+4] += int64(v>>32) - base
	}
}
