package sentiment

import (
	"slices"
	"strings"
)

// Lengths of runs of figures that are taken out whatever they are.
const (
	longSolid  = 6  // figures with nothing between them
	longBroken = 7  // figures with spaces, dots or dashes between them
	longAlways = 10 // a run this long is not even excused by holding a date
)

// figureGroup is a number of figures with nothing between them.
type figureGroup struct{ start, end int }

// figureRun is groups of figures that belong together.
type figureRun struct {
	groups []figureGroup
	digits []byte
	plus   bool
}

// findNumbers takes out phone numbers, NHS numbers and every other long run of
// figures, with or without spaces, dots and dashes in it. What is a date, a
// time, a score, a span of years or an amount of money is left.
func findNumbers(v *veil, f *finding) {
	if v.digits < longSolid {
		return
	}
	var run figureRun
	for i := 0; i < len(v.shade); {
		if !isDigit(v.shade[i]) {
			i++
			continue
		}
		end := i
		for end < len(v.shade) && isDigit(v.shade[end]) {
			end++
		}
		if len(run.groups) > 0 && !joins(v, run.groups[len(run.groups)-1].end, i) {
			run.settle(v, f)
			run = figureRun{groups: run.groups[:0], digits: run.digits[:0]}
		}
		if len(run.groups) == 0 {
			run.plus = plusBefore(v.shade, i)
		}
		run.groups = append(run.groups, figureGroup{i, end})
		run.digits = append(run.digits, v.shade[i:end]...)
		i = end
	}
	run.settle(v, f)
}

func plusBefore(shade []byte, i int) bool {
	return plusAt(shade, i) >= 0
}

// plusAt is where the plus before position i stands, as a sign or a word; −1
// if there is none.
func plusAt(shade []byte, i int) int {
	for i--; i >= 0 && strings.IndexByte(" (-,.\x01", shade[i]) >= 0; i-- {
	}
	if i >= 0 && shade[i] == '+' {
		return i
	}
	if i >= 3 && string(shade[i-3:i+1]) == "plus" {
		return i - 3
	}
	return -1
}

// joins says whether what stands from to to between two groups of figures
// still lets them be one number: noise, or the name of a noise.
func joins(v *veil, from, to int) bool {
	noise, lines := 0, 0
	for i := from; i < to; i++ {
		c := v.shade[i]
		switch {
		case c == filler:
		case c >= 'a' && c <= 'z' || c == '\'':
			return joinsByWord(v.shade[from:to])
		case c == '\n':
			lines++
			noise++
		case c == ':' || c == ';' || c == '!' || c == '?' || c == '%' || c == '@':
			return false
		default:
			noise++
		}
	}
	return noise <= 4 && lines <= 1
}

// joinsByWord says whether the letters between two groups only name a dash.
func joinsByWord(between []byte) bool {
	for w := range strings.FieldsFuncSeq(string(between), func(r rune) bool { return r < 'a' || r > 'z' }) {
		switch w {
		case "dash", "hyphen", "space", "dot", "stroke", "slash", "point", "ext", "extension":
		default:
			return false
		}
	}
	return len(between) <= 24
}

// settle decides what a run is.
func (r *figureRun) settle(v *veil, f *finding) {
	n := len(r.digits)
	if n < longSolid {
		return
	}
	start, end := r.groups[0].start, r.groups[len(r.groups)-1].end
	if kind := r.kind(v); kind != 0 {
		if plus := plusAt(v.shade, start); plus >= 0 {
			start = plus
		}
		f.add(kind, start, end, true)
		return
	}
	solid := 0
	for _, g := range r.groups {
		solid = max(solid, g.end-g.start)
	}
	if n < longAlways {
		r.excuse(v)
	} else if datedAndTimed(v, r.groups) || r.excused(v) {
		return
	}
	n = 0
	for _, g := range r.groups {
		n += g.end - g.start
	}
	if n >= longBroken || solid >= longSolid && n > 0 {
		f.add(RecordNumber, r.groups[0].start, r.groups[len(r.groups)-1].end, true)
	}
}

// kind says whether a run is a phone or an NHS number; 0 if neither.
func (r *figureRun) kind(v *veil) RedactionKind {
	d, n := r.digits, len(r.digits)
	switch {
	case datedAndTimed(v, r.groups):
		return 0
	case n == 10 && validNHS(d) && (d[0] != '0' || r.shaped(3, 3, 4)):
		return NHSNumber
	case n == 10 && r.shaped(3, 3, 4) && saysBefore(v, r.groups[0].start, "nhs"):
		return NHSNumber
	case d[0] == '0' && (n == 10 || n == 11):
		return PhoneNumber
	case d[0] == '0' && n > 11 && d[1] == '0' && n <= 16:
		return PhoneNumber
	case n >= 11 && n <= 13 && d[0] == '4' && d[1] == '4':
		return PhoneNumber
	case r.plus && n >= 8 && n <= 16:
		return PhoneNumber
	case n == 10 && saysBefore(v, r.groups[0].start, "nhs"):
		return NHSNumber
	case n >= 6 && n <= 12 && saysBefore(v, r.groups[0].start, "tel", "phone", "mobile", "mob", "ring", "call", "text", "whatsapp"):
		if r.solidOrPhone() {
			return PhoneNumber
		}
	}
	return 0
}

// solidOrPhone keeps "call me 12/03/2021 9" from being a phone number.
func (r *figureRun) solidOrPhone() bool {
	return len(r.groups) <= 3 && !(len(r.groups) == 3 && len(r.digits) <= 8)
}

func (r *figureRun) shaped(sizes ...int) bool {
	if len(r.groups) != len(sizes) {
		return false
	}
	for i, g := range r.groups {
		if g.end-g.start != sizes[i] {
			return false
		}
	}
	return true
}

// validNHS checks the last of ten figures: each of the first nine times its
// weight from 10 down to 2, summed, and the sum's remainder by 11 from 11; 11
// is 0 and 10 is never given out (NHS Data Dictionary, NHS NUMBER).
func validNHS(d []byte) bool {
	sum := 0
	for i := range 9 {
		sum += int(d[i]-'0') * (10 - i)
	}
	check := 11 - sum%11
	if check == 11 {
		check = 0
	}
	return check == int(d[9]-'0')
}

// saysBefore says whether one of the words stands within the 24 bytes before a
// position.
func saysBefore(v *veil, at int, words ...string) bool {
	before := string(v.shade[max(0, at-24):at])
	for _, w := range words {
		if strings.Contains(before, w) {
			return true
		}
	}
	return false
}

// excuse takes out of a run the groups that are something harmless.
func (r *figureRun) excuse(v *veil) {
	keep := r.groups[:0]
	g := r.groups
	for i := 0; i < len(g); {
		switch {
		case i+2 < len(g) && isDate(v, g[i], g[i+1], g[i+2]):
			i += 3
		case i+1 < len(g) && isScoreOrTime(v, g[i], g[i+1]):
			i += 2
		case i+1 < len(g) && isYear(v, g[i]) && (isYear(v, g[i+1]) || g[i+1].end-g[i+1].start == 2):
			i += 2
		case isAmount(v, g, i) > 0:
			i += isAmount(v, g, i)
		default:
			keep = append(keep, g[i])
			i++
		}
	}
	r.groups = keep
}

// excused says whether all of a run is harmless; a long one is taken out whole
// or left whole.
func (r *figureRun) excused(v *veil) bool {
	c := figureRun{groups: slices.Clone(r.groups)}
	c.excuse(v)
	return len(c.groups) == 0
}

func groupValue(v *veil, g figureGroup) int {
	n := 0
	for _, c := range v.shade[g.start:min(g.end, g.start+6)] {
		n = n*10 + int(c-'0')
	}
	return n
}

func isYear(v *veil, g figureGroup) bool {
	n := groupValue(v, g)
	return g.end-g.start == 4 && n >= 1900 && n < 2100
}

// isDate says whether three groups are a day, a month and a year, in either
// order, with the same mark between.
func isDate(v *veil, a, b, c figureGroup) bool {
	if a.end+1 != b.start || b.end+1 != c.start || v.shade[a.end] != v.shade[b.end] {
		return false
	}
	if strings.IndexByte("/-. ", v.shade[a.end]) < 0 || b.end-b.start > 2 {
		return false
	}
	x, y := groupValue(v, a), groupValue(v, c)
	if a.end-a.start == 4 {
		x, y = y, x
		a, c = c, a
	}
	if a.end-a.start > 2 || c.end-c.start != 2 && (c.end-c.start != 4 || y < 1900 || y >= 2100) {
		return false
	}
	m := groupValue(v, b)
	return x >= 1 && m >= 1 && (x <= 31 && m <= 12 || x <= 12 && m <= 31)
}

// isScoreOrTime says whether two groups are "10/10" or "9.30".
func isScoreOrTime(v *veil, a, b figureGroup) bool {
	if b.start != a.end+1 {
		return false
	}
	x, y := groupValue(v, a), groupValue(v, b)
	switch v.shade[a.end] {
	case '/':
		return (y == 10 || y == 5 || y == 100) && x <= y
	case '.':
		return x < 24 && y < 60 && b.end-b.start == 2 && a.end-a.start <= 2
	}
	return false
}

// isAmount is how many groups from i on are one amount, "1,250,000" or after a
// currency; 0 if none.
func isAmount(v *veil, g []figureGroup, i int) int {
	money := g[i].start > 0 && (v.shade[g[i].start-1] == '$' || strings.HasSuffix(v.text[:g[i].start], "£") ||
		strings.HasSuffix(v.text[:g[i].start], "€"))
	n := 1
	for i+n < len(g) && v.shade[g[i+n-1].end] == ',' && g[i+n].start == g[i+n-1].end+1 && g[i+n].end-g[i+n].start == 3 {
		n++
	}
	if n > 1 && g[i].end-g[i].start <= 3 && v.shade[g[i].start] != '0' || money && g[i].end-g[i].start <= 7 {
		return n
	}
	return 0
}

// datedAndTimed says whether a long run is a full date and the hour before a
// colon, "12/03/2021 10:30" or "… 1030", and nothing more.
func datedAndTimed(v *veil, g []figureGroup) bool {
	if len(g) != 4 || !isDate(v, g[0], g[1], g[2]) {
		return false
	}
	if g[3].end-g[3].start == 4 {
		t := groupValue(v, g[3])
		return t/100 < 24 && t%100 < 60
	}
	return g[3].end-g[3].start <= 2 && g[3].end < len(v.shade) && v.shade[g[3].end] == ':'
}
