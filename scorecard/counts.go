package scorecard

import (
	"strconv"
	"strings"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

// field is a place in [Counts]. The numbers are stored; a change of them wants
// a new [Layout].
type field = uint8

const (
	fieldRating    field = 0                                          // 7: no rating, then the six answers
	fieldChannel   field = fieldRating + 7                            // 10: by feedback.Channel, 9 spare
	fieldMode      field = fieldChannel + 10                          // 10: by feedback.Mode, 9 spare
	fieldCommented field = fieldMode + 10                             // responses with at least one comment
	fieldComments  field = fieldCommented + 1                         // comments
	fieldClass     field = fieldComments + 1                          // 6: by sentiment.Class, unread first
	fieldScore     field = fieldClass + 6                             // sum of scores × 1000
	fieldFlagged   field = fieldScore + 1                             // comments with any flag
	fieldFlag      field = fieldFlagged + 1                           // 10: by sentiment.Flag − 1
	fieldTheme     field = fieldFlag + 10                             // 96: (theme − 1) × 3 + polarity
	fieldCount     field = fieldTheme + 3*field(sentiment.ThemeCount) // 143
)

// Counts is all that a scorecard counts about a set of responses. It is made of
// sums only, so that two disjoint sets add up field by field, and a response
// that is taken back is subtracted. The zero value counts nothing.
type Counts struct{ n [fieldCount]int64 }

// Responses gives how many responses there are, with a rating or without.
func (c *Counts) Responses() int64 {
	return c.Unrated() + c.Tally().Total()
}

// Tally gives the six answers, from which percentages are made.
func (c *Counts) Tally() feedback.Tally {
	var t feedback.Tally
	for i := range t {
		t[i] = c.n[fieldRating+1+field(i)]
	}
	return t
}

// Unrated gives how many responses came without a rating, as from a site that
// does not ask the Test's question.
func (c *Counts) Unrated() int64 { return c.n[fieldRating] }

// Channel gives how many responses came through ch; NoChannel counts those of
// which it is not known.
func (c *Counts) Channel(ch feedback.Channel) int64 { return c.at(fieldChannel, int(ch), 10) }

// Mode gives how many responses were collected by mode m; NoMode counts those
// of which it is not known.
func (c *Counts) Mode(m feedback.Mode) int64 { return c.at(fieldMode, int(m), 10) }

// Commented gives how many responses hold at least one comment.
func (c *Counts) Commented() int64 { return c.n[fieldCommented] }

// Comments gives how many comments there are.
func (c *Counts) Comments() int64 { return c.n[fieldComments] }

// Class gives how many comments were read as class k; Unread counts those that
// could not be read.
func (c *Counts) Class(k sentiment.Class) int64 { return c.at(fieldClass, int(k), 6) }

// Read gives how many comments could be read.
func (c *Counts) Read() int64 {
	var n int64
	for k := sentiment.VeryPositive; k <= sentiment.VeryNegative; k++ {
		n += c.Class(k)
	}
	return n
}

// MeanScore gives the mean sentiment of the comments that could be read, −1
// (very negative) to 1 (very positive). With none there is no mean, and ok is
// false.
func (c *Counts) MeanScore() (mean float64, ok bool) {
	read := c.Read()
	if read <= 0 {
		return 0, false
	}
	return float64(c.n[fieldScore]) / 1000 / float64(read), true
}

// ScoreSum gives the sum of the scores of the comments that could be read, in
// thousandths.
func (c *Counts) ScoreSum() int64 { return c.n[fieldScore] }

// Flagged gives how many comments carry at least one danger sign.
func (c *Counts) Flagged() int64 { return c.n[fieldFlagged] }

// Flag gives how many comments carry danger sign f.
func (c *Counts) Flag(f sentiment.Flag) int64 { return c.at(fieldFlag, int(f)-1, 10) }

// ThemeCounts is how many comments are about a theme, by how they speak of it.
type ThemeCounts struct{ Positive, Neutral, Negative int64 }

// Total gives how many comments are about the theme.
func (t ThemeCounts) Total() int64 { return t.Positive + t.Neutral + t.Negative }

// Theme gives how many comments are about theme t, 1 to 32.
func (c *Counts) Theme(t sentiment.Theme) ThemeCounts {
	if !t.Valid() {
		return ThemeCounts{}
	}
	i := fieldTheme + 3*field(t-1)
	return ThemeCounts{Positive: c.n[i+2], Neutral: c.n[i+1], Negative: c.n[i]}
}

func (c *Counts) at(first field, i, n int) int64 {
	if i < 0 || i >= n {
		return 0
	}
	return c.n[int(first)+i]
}

// IsZero reports whether nothing is counted.
func (c *Counts) IsZero() bool { return *c == Counts{} }

// Add adds the counts of another set of responses.
func (c *Counts) Add(o *Counts) {
	for i := range c.n {
		c.n[i] += o.n[i]
	}
}

// Sub takes away the counts of another set of responses.
func (c *Counts) Sub(o *Counts) {
	for i := range c.n {
		c.n[i] -= o.n[i]
	}
}

// AddFacts adds sign times what one response contributes; sign is 1 or −1.
func (c *Counts) AddFacts(f *ledger.Facts, sign int64) {
	c.bump(fieldRating, int(f.Rating), 7, sign)
	c.bump(fieldChannel, int(f.Channel), 10, sign)
	c.bump(fieldMode, int(f.Mode), 10, sign)
	if len(f.Comments) > 0 {
		c.n[fieldCommented] += sign
		c.n[fieldComments] += sign * int64(len(f.Comments))
	}
	for i := range f.Comments {
		c.addComment(&f.Comments[i], sign)
	}
}

func (c *Counts) addComment(f *ledger.CommentFacts, sign int64) {
	c.bump(fieldClass, int(f.Class), 6, sign)
	if f.Class != sentiment.Unread {
		c.n[fieldScore] += sign * int64(f.Score)
	}
	var flags uint64 // each sign counts once a comment
	for _, g := range f.Flags {
		if g == sentiment.NoFlag || g > 63 || flags&(1<<g) != 0 {
			continue
		}
		flags |= 1 << g
		c.bump(fieldFlag, int(g)-1, 10, sign)
	}
	if flags != 0 {
		c.n[fieldFlagged] += sign
	}
	var themes uint64 // each theme counts once a comment
	for _, t := range f.Themes {
		if !t.Theme.Valid() || themes&(1<<t.Theme) != 0 {
			continue
		}
		themes |= 1 << t.Theme
		polarity := field(1)
		switch {
		case t.Polarity > 0:
			polarity = 2
		case t.Polarity < 0:
			polarity = 0
		}
		c.n[fieldTheme+3*field(t.Theme-1)+polarity] += sign
	}
}

// bump adds to element i of a group of n fields. A number beyond the group,
// from a newer program, counts under 0, "not known", so that the group still
// adds up.
func (c *Counts) bump(first field, i, n int, by int64) {
	if i < 0 || i >= n {
		i = 0
	}
	c.n[int(first)+i] += by
}

// String gives the fields that are not zero, such as "r1=3 r2=1 c1=4 n=2", for
// error messages and logs. It holds no words of anybody's.
func (c *Counts) String() string {
	var b strings.Builder
	for i, v := range c.n {
		if v == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(fieldName(field(i)))
		b.WriteByte('=')
		b.WriteString(strconv.FormatInt(v, 10))
	}
	if b.Len() == 0 {
		return "nothing"
	}
	return b.String()
}

func fieldName(f field) string {
	switch {
	case f >= fieldTheme:
		i := f - fieldTheme
		return "t" + strconv.Itoa(int(i/3)+1) + string("-=+"[i%3])
	case f >= fieldFlag:
		return "f" + strconv.Itoa(int(f-fieldFlag)+1)
	case f == fieldFlagged:
		return "flagged"
	case f == fieldScore:
		return "score"
	case f >= fieldClass:
		return "s" + strconv.Itoa(int(f-fieldClass))
	case f == fieldComments:
		return "comments"
	case f == fieldCommented:
		return "commented"
	case f >= fieldMode:
		return "m" + strconv.Itoa(int(f-fieldMode))
	case f >= fieldChannel:
		return "c" + strconv.Itoa(int(f-fieldChannel))
	}
	return "r" + strconv.Itoa(int(f))
}
