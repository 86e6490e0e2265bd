package model

import "encoding/binary"

// row holds the weights of one feature that are looked at whatever is known,
// each a signed byte stored with 128 added: the thresholds by the text alone
// (the low half of word 0) and the feature's rarity in sixteenths (the byte
// above), 32 themes (words 1 to 4) and the side tasks (words 5 and 6). It is as
// long as a line of a processor's cache: what reading costs is fetching these.
type row [8]uint64

// Where things lie in a row.
const (
	rowThemes = 1
	rowSides  = rowThemes + Themes/8
	textBits  = 1<<32 - 1
	rarityAt  = 32
)

// rowBytes is how long a row is in a file, its rarity not counted.
const rowBytes = Columns

// table holds the rows of all features, and apart from them the thresholds of
// each level but the text alone.
type table struct {
	rows   []row
	levels [Levels - 1][]uint32
}

// newTable gives rows whose weights and rarities are all 0.
func newTable(n int) table {
	t := table{rows: make([]row, n)}
	for i := range t.rows {
		t.rows[i] = row{noAsk & textBits, noAsk, noAsk, noAsk, noAsk, noAsk, noAsk}
	}
	for l := range t.levels {
		t.levels[l] = make([]uint32, n)
		for i := range t.levels[l] {
			t.levels[l][i] = noAsk & textBits
		}
	}
	return t
}

// Set stores one weight, −127 to 127, of a row.
func (t *table) Set(at, column int, weight int8) {
	b := uint64(uint8(int(weight) + bias))
	if level := column / Thresholds; column < firstTheme && level > 0 {
		w, shift := &t.levels[level-1][at], uint(column%Thresholds)*8
		*w = *w&^(0xFF<<shift) | uint32(b)<<shift
		return
	}
	word := 0
	if column >= firstTheme {
		word = rowThemes + (column-firstTheme)/8
	}
	w, shift := &t.rows[at][word], uint(column%8)*8
	*w = *w&^(0xFF<<shift) | b<<shift
}

// SetRarity stores a row's rarity in sixteenths.
func (t *table) SetRarity(at int, rarity uint8) {
	w := &t.rows[at][0]
	*w = *w&textBits | uint64(rarity)<<rarityAt
}

// rarity gives a row's rarity in sixteenths.
func (t *table) rarity(at uint32) uint64 { return t.rows[at][0] >> rarityAt }

// thresholds gives the four weights of a row for a level, a byte each.
func (t *table) thresholds(at uint32, level Level) uint32 {
	if level == TextOnly {
		return uint32(t.rows[at][0])
	}
	return t.levels[level-1][at]
}

// append writes the rows: the thresholds of all levels, the themes and the side
// tasks of each, then the rarities of all.
func (t *table) append(b []byte) []byte {
	for i := range t.rows {
		for l := range Levels {
			b = binary.LittleEndian.AppendUint32(b, t.thresholds(uint32(i), l))
		}
		for _, w := range t.rows[i][rowThemes : rowSides+Sides/8] {
			b = binary.LittleEndian.AppendUint64(b, w)
		}
	}
	for i := range t.rows {
		b = append(b, uint8(t.rarity(uint32(i))))
	}
	return b
}

// decodeTable reads what append wrote; b must be of that length.
func decodeTable(b []byte, n int) table {
	t := table{rows: make([]row, n)}
	for l := range t.levels {
		t.levels[l] = make([]uint32, n)
	}
	rarities := b[n*rowBytes:]
	for i := range t.rows {
		r := &t.rows[i]
		r[0] = uint64(binary.LittleEndian.Uint32(b)) | uint64(rarities[i])<<rarityAt
		for l := range t.levels {
			t.levels[l][i] = binary.LittleEndian.Uint32(b[4*(l+1):])
		}
		for w := range (Themes + Sides) / 8 {
			r[rowThemes+w] = binary.LittleEndian.Uint64(b[firstTheme+8*w:])
		}
		b = b[rowBytes:]
	}
	return t
}
