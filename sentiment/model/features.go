package model

import "math/bits"

// Blocks of features, each weighed and scaled on its own.
const (
	BlockWord = iota // words and pairs of words
	BlockChar        // runs of 3 to 5 letters
	BlockList        // groups of the word list, their pairs, the comment's shape
	Blocks
)

// Where the rows of each block lie.
const (
	wordBits = 15
	charBits = 15
	listBits = 12

	listNegated = maxGroups     // groups under a negation
	listHashed  = 2 * maxGroups // pairs and shapes

	charBase = 1 << wordBits
	listBase = charBase + 1<<charBits
	RowCount = listBase + listHashed + 1<<listBits // rows of all blocks
)

// negationScope is how many words a negation reaches over.
const negationScope = 4

// ShapeCount is how many numbers describe the shape of a comment.
const ShapeCount = 12

// Hit is a word or phrase of the word list found in a comment.
type Hit struct {
	Token   int32 // index of its first token
	Words   uint8 // how many tokens it covers
	Group   uint8 // index in [Lexicon.Groups]
	Negated bool
}

// Features is what the model sees of one comment, and reusable room for it.
// The zero value is ready.
type Features struct {
	Tokens Tokens
	Rows   [Blocks][]uint32 // row numbers, in the order of the tokens
	Ends   [Blocks][]int32  // for each token, where its rows end
	Hits   []Hit
	Shape  [ShapeCount]float32

	Meanings   []Meaning // words that the vocabulary knows, in their order
	vocabulary *Vocabulary
	tally      tally
}

// tally counts what makes up the shape.
type tally struct {
	pos, neg, want, bangs, stops, upper int
	first, last, max, min               int
	themes                              uint64
}

// Extract fills f from the text, in time linear in its length.
func (f *Features) Extract(x *Lexicon, text string) {
	f.Tokens.Scan(text)
	for b := range f.Rows {
		f.Rows[b] = f.Rows[b][:0]
		f.Ends[b] = f.Ends[b][:0]
	}
	f.Hits, f.Meanings = f.Hits[:0], f.Meanings[:0]
	f.tally, f.vocabulary = tally{}, x.vocabulary
	for i := 0; i < len(text); i++ {
		if c := text[i]; c >= 'A' && c <= 'Z' {
			f.tally.upper++
		}
	}
	f.words()
	f.letters()
	f.list(x)
	f.shape(len(text))
}

// words gives the rows of words and pairs of words.
func (f *Features) words() {
	rows, ends := f.Rows[BlockWord], f.Ends[BlockWord]
	prev := uint32(0x1234567)
	for i := range f.Tokens.List {
		h := f.Tokens.List[i].Hash
		rows = append(rows, h>>(32-wordBits), pair(prev, h)>>(32-wordBits))
		ends = append(ends, int32(len(rows)))
		prev = h
	}
	rows = append(rows, pair(prev, 0x7654321)>>(32-wordBits))
	f.Rows[BlockWord], f.Ends[BlockWord] = rows, ends
}

// letters gives the rows of runs of 3 to 5 folded bytes, blanks included. A
// run belongs to the token in which it starts; the blank before the first
// token belongs to that token.
func (f *Features) letters() {
	rows, ends := f.Rows[BlockChar], f.Ends[BlockChar]
	b := f.Tokens.Fold
	const golden = 0x9E3779B97F4A7C15
	start := 0
	for i := range f.Tokens.List {
		stop := int(f.Tokens.List[i].To) + 1 // with the blank after it
		for ; start < stop; start++ {
			if start+3 > len(b) {
				continue
			}
			p := uint64(b[start])<<16 | uint64(b[start+1])<<8 | uint64(b[start+2])
			rows = append(rows, charBase+uint32((p*golden)>>(64-charBits)))
			if start+4 > len(b) {
				continue
			}
			p = p<<8 | uint64(b[start+3])
			rows = append(rows, charBase+uint32((p*golden)>>(64-charBits)))
			if start+5 > len(b) {
				continue
			}
			p = p<<8 | uint64(b[start+4])
			rows = append(rows, charBase+uint32((p*golden)>>(64-charBits)))
		}
		ends = append(ends, int32(len(rows)))
	}
	f.Rows[BlockChar], f.Ends[BlockChar] = rows, ends
}

// list gives the rows of the word list and counts for the shape.
func (f *Features) list(x *Lexicon) {
	l := f.Tokens.List
	scope, last := 0, -1
	for i := range l {
		k := &l[i]
		if k.Kind == Mark {
			f.tally.mark(k.Sign)
			if k.Sign != ',' {
				scope = 0
			}
			f.Ends[BlockList] = append(f.Ends[BlockList], int32(len(f.Rows[BlockList])))
			continue
		}
		if i+1 < len(l) {
			h2 := pair(k.Hash, l[i+1].Hash)
			if i+2 < len(l) {
				last, _ = f.hit(x, pair(h2, l[i+2].Hash), i, scope > 0, last)
			}
			last, _ = f.hit(x, h2, i, scope > 0, last)
		}
		if k.Kind == Word {
			if at := x.vocabulary.find(k.Hash); at >= 0 {
				f.Meanings = append(f.Meanings, Meaning{at, int32(i), scope > 0})
			}
		}
		var negates bool
		last, negates = f.hit(x, k.Hash, i, scope > 0, last)
		if scope > 0 {
			scope--
		}
		if negates {
			scope = negationScope
		}
		f.Ends[BlockList] = append(f.Ends[BlockList], int32(len(f.Rows[BlockList])))
	}
}

// hit adds the groups of one phrase. It gives the last group's id for the
// pair with the next, and whether the phrase negates.
func (f *Features) hit(x *Lexicon, h uint32, token int, negated bool, last int) (int, bool) {
	s := x.find(h)
	if s == nil {
		return last, false
	}
	negates := false
	for _, g := range s.groups {
		if g == 0 {
			break
		}
		g--
		group := &x.Groups[g]
		id := int(g)
		under := negated && group.Valence != 0
		if under {
			id += listNegated
		}
		f.Rows[BlockList] = append(f.Rows[BlockList], listBase+uint32(id))
		f.Hits = append(f.Hits, Hit{Token: int32(token), Words: s.words, Group: g, Negated: under})
		f.tally.hit(group, under)
		if last >= 0 {
			f.Rows[BlockList] = append(f.Rows[BlockList], listRow(uint32(last)*977+uint32(id)))
		}
		if group.role == roleNegate {
			negates = true
		} else {
			last = id
		}
	}
	return last, negates
}

// listRow gives the row of a hashed feature of the list block.
func listRow(key uint32) uint32 { return listBase + listHashed + mix(key)>>(32-listBits) }

func (t *tally) mark(c byte) {
	switch c {
	case '!':
		t.bangs++
	case '.', ';':
		t.stops++
	}
}

func (t *tally) hit(g *Group, negated bool) {
	if g.Theme != "" {
		t.themes |= 1 << (g.themeID & 63)
	}
	if g.role == roleWant {
		t.want++
		return
	}
	v := int(g.Valence)
	if negated {
		v = max(-v, -2)
	}
	switch {
	case v == 0:
		return
	case v > 0:
		t.pos++
	default:
		t.neg++
	}
	if t.first == 0 {
		t.first = v
	}
	t.last = v
	t.max = max(t.max, v)
	t.min = min(t.min, v)
}

// step gives the coarse size of a count.
func step(n int) uint32 {
	switch {
	case n <= 2:
		return uint32(n)
	case n <= 4:
		return 3
	case n <= 8:
		return 4
	}
	return 5
}

// lengthSteps are the lengths in tokens at which a comment counts as longer.
var lengthSteps = [...]int{1, 2, 3, 5, 8, 12, 18, 26, 40, 70}

// shape gives the rows and numbers that describe the comment as a whole.
func (f *Features) shape(bytes int) {
	t := &f.tally
	n := len(f.Tokens.List)
	length := uint32(0)
	for _, s := range lengthSteps {
		if n > s {
			length++
		}
	}
	themes := bits.OnesCount64(t.themes)
	for kind, v := range [...]uint32{
		length,
		step(t.pos)*6 + step(t.neg),
		uint32((t.max+4)*10 + t.min + 4),
		uint32((t.first+4)*10 + t.last + 4),
		step(t.want)*16 + step(t.neg),
		step(themes),
		step(t.bangs),
		step(t.pos)*16 + length,
		step(t.neg)*16 + length,
	} {
		f.Rows[BlockList] = append(f.Rows[BlockList], listRow(uint32(kind+1)*1000003+v))
	}
	f.Shape = [ShapeCount]float32{
		float32(n), float32(t.pos), float32(t.neg), float32(t.max), float32(t.min), float32(t.first), float32(t.last),
		float32(t.want), float32(themes), float32(t.bangs), float32(t.stops), float32(t.upper) / float32(bytes+1),
	}
}

// Wordless reports whether the comment has neither a word nor a sign that
// says something, such as "", "." and "??".
func (f *Features) Wordless() bool {
	for i := range f.Tokens.List {
		if k := f.Tokens.List[i].Kind; k == Word || k == Symbol {
			return false
		}
	}
	return true
}

// BlockEnd gives the row after the last of a block.
func BlockEnd(block int) int {
	return [Blocks]int{charBase, listBase, RowCount}[block]
}
