package ledger

import (
	"encoding/binary"
	"fmt"
	"math"

	"earshot/feedback"
	"earshot/sentiment"
)

// codecVersion begins every encoded pair of facts and every encoded Words. A
// decoder reads all versions up to its own; an encoder writes only this one.
const codecVersion = 1

// What the second byte of encoded facts says.
const (
	hasMinus = 1 << iota
	hasPlus
	plusIsMinus // plus is the same as minus and is not written again
)

// errCodec is what every undecodable value comes to.
var errCodec = fmt.Errorf("ledger: stored facts cannot be decoded: %w", feedback.ErrCorrupt)

// AppendFacts appends the stored form of an entry's contribution to b. Either
// pointer may be nil; if both are the same pointer it is written once.
func AppendFacts(b []byte, minus, plus *Facts) []byte {
	var what byte
	if minus != nil {
		what |= hasMinus
	}
	if plus != nil {
		what |= hasPlus
	}
	same := minus != nil && minus == plus
	if same {
		what |= plusIsMinus
	}
	b = append(b, codecVersion, what)
	if minus != nil {
		b = appendFacts(b, minus)
	}
	if plus != nil && !same {
		b = appendFacts(b, plus)
	}
	return b
}

func appendFacts(b []byte, f *Facts) []byte {
	b = appendString(b, string(f.Path.Ward))
	b = appendString(b, string(f.Path.Site))
	b = appendString(b, string(f.Path.Provider))
	b = appendString(b, string(f.Path.ICB))
	b = appendString(b, string(f.Path.Area))
	b = append(b, byte(f.Path.Setting))
	b = binary.AppendVarint(b, int64(f.Day))
	b = append(b, byte(f.Rating), byte(f.Channel), byte(f.Mode))
	b = binary.AppendUvarint(b, uint64(len(f.Comments)))
	for i := range f.Comments {
		c := &f.Comments[i]
		b = append(b, byte(c.Prompt), byte(c.Class))
		b = binary.AppendVarint(b, int64(c.Score))
		b = appendString(b, c.Version)
		b = appendString(b, c.Lang)
		b = binary.AppendUvarint(b, uint64(len(c.Themes)))
		for _, t := range c.Themes {
			b = append(b, byte(t.Theme), byte(t.Polarity))
		}
		b = binary.AppendUvarint(b, uint64(len(c.Flags)))
		for _, f := range c.Flags {
			b = append(b, byte(f))
		}
	}
	return b
}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// Decoder reads what AppendFacts writes. It hands out Facts from blocks, so
// that decoding many entries allocates little; a Facts keeps its block alive.
// The zero value is ready. It must not be shared between goroutines.
type Decoder struct {
	facts    block[Facts]
	comments block[CommentFacts]
	themes   block[ThemeFact]
	flags    block[sentiment.Flag]
}

// Facts decodes one entry's contribution. Where both are the same the two
// pointers are the same. Facts are read-only by custom. The error is
// ErrCorrupt.
func (d *Decoder) Facts(b []byte) (minus, plus *Facts, err error) {
	r := stringReader{s: string(b)} // the one copy; every string is a part of it
	if r.byte() != codecVersion {
		return nil, nil, errCodec
	}
	what := r.byte()
	if what > hasMinus|hasPlus|plusIsMinus || what&plusIsMinus != 0 && what != hasMinus|hasPlus|plusIsMinus {
		return nil, nil, errCodec
	}
	if what&hasMinus != 0 {
		minus = d.one(&r)
	}
	switch {
	case what&plusIsMinus != 0:
		plus = minus
	case what&hasPlus != 0:
		plus = d.one(&r)
	}
	if r.bad || r.i != len(r.s) {
		return nil, nil, errCodec
	}
	return minus, plus, nil
}

func (d *Decoder) one(r *stringReader) *Facts {
	f := &d.facts.take(1)[0]
	f.Path.Ward = feedback.PlaceID(r.string())
	f.Path.Site = feedback.PlaceID(r.string())
	f.Path.Provider = feedback.PlaceID(r.string())
	f.Path.ICB = feedback.PlaceID(r.string())
	f.Path.Area = feedback.GSS(r.string())
	f.Path.Setting = feedback.Setting(r.byte())
	f.Day = feedback.Day(r.varint(math.MinInt32, math.MaxInt32))
	f.Rating = feedback.Rating(r.byte())
	f.Channel = feedback.Channel(r.byte())
	f.Mode = feedback.Mode(r.byte())
	n := r.count(7) // a comment is never shorter than seven bytes
	if n == 0 {
		return f
	}
	f.Comments = d.comments.take(n)
	for i := range f.Comments {
		d.comment(r, &f.Comments[i])
	}
	return f
}

func (d *Decoder) comment(r *stringReader, c *CommentFacts) {
	c.Prompt = feedback.Prompt(r.byte())
	c.Class = sentiment.Class(r.byte())
	c.Score = int16(r.varint(math.MinInt16, math.MaxInt16))
	c.Version = r.string()
	c.Lang = r.string()
	if n := r.count(2); n > 0 {
		c.Themes = d.themes.take(n)
		for i := range c.Themes {
			c.Themes[i] = ThemeFact{sentiment.Theme(r.byte()), sentiment.Polarity(r.byte())}
		}
	}
	if n := r.count(1); n > 0 {
		c.Flags = d.flags.take(n)
		for i := range c.Flags {
			c.Flags[i] = sentiment.Flag(r.byte())
		}
	}
}

// block hands out slices of zero values cut from larger allocations, which
// start small, for a single lookup, and double.
type block[T any] struct {
	free []T
	next int
}

func (k *block[T]) take(n int) []T {
	if n > len(k.free) {
		k.next = min(max(2*k.next, 1), 256)
		k.free = make([]T, max(n, k.next))
	}
	out := k.free[:n:n]
	k.free = k.free[n:]
	return out
}

// stringReader reads varints and strings off s. After anything that does not
// fit, bad is set and every read gives zero.
type stringReader struct {
	s   string
	i   int
	bad bool
}

func (r *stringReader) byte() byte {
	if r.i >= len(r.s) {
		r.bad = true
		return 0
	}
	c := r.s[r.i]
	r.i++
	return c
}

func (r *stringReader) uvarint() uint64 {
	if r.i < len(r.s) && r.s[r.i] < 0x80 { // nearly all of them
		r.i++
		return uint64(r.s[r.i-1])
	}
	var v uint64
	for shift := uint(0); shift < 64; shift += 7 {
		c := r.byte()
		if shift == 63 && c > 1 {
			break
		}
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return v
		}
	}
	r.fail()
	return 0
}

func (r *stringReader) varint(lo, hi int64) int64 {
	u := r.uvarint()
	v := int64(u>>1) ^ -int64(u&1)
	if v < lo || v > hi {
		r.fail()
		return 0
	}
	return v
}

// count reads how many things of at least size bytes follow; it never says
// more than can follow, so that a damaged count cannot ask for much memory.
func (r *stringReader) count(size int) int {
	n := r.uvarint()
	if n > uint64((len(r.s)-r.i)/size) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *stringReader) string() string {
	n := r.uvarint()
	if n > uint64(len(r.s)-r.i) {
		r.fail()
		return ""
	}
	s := r.s[r.i : r.i+int(n)]
	r.i += int(n)
	return s
}

func (r *stringReader) fail() {
	r.bad = true
	r.i = len(r.s)
}
