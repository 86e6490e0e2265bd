package api

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"earshot/feedback"
)

// plainName writes a name as people may type it: in lower case, without
// apostrophes, other marks as spaces, and "saint" and "&" as they are mostly
// written.
func plainName(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r == '\'' || r == '’' || r == '‘' || r == '`':
		case r == '&':
			b.WriteString(" and ")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(plainLetter(unicode.ToLower(r)))
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	for i, w := range words {
		if w == "saint" {
			words[i] = "st"
		}
	}
	return strings.Join(words, " ")
}

// plainLetter takes the accent off the letters that names in Britain have.
func plainLetter(r rune) rune {
	const marked, plain = "àáâäãåçèéêëìíîïñòóôöõøùúûüŵýÿŷ", "aaaaaaceeeeiiiinoooooouuuuwyyy"
	if r < 0x80 {
		return r
	}
	for i, m := range []rune(marked) {
		if m == r {
			return rune(plain[i])
		}
	}
	return r
}

// find gives the places that match: those whose code begins with what was typed
// first; then those with its postcode, and nearer ones before farther ones; then
// those whose names have words that begin with each of its words; then those that
// hold them elsewhere; each by level and name. Only if nothing else is found, those
// with words that differ by a slip of the finger or two.
func (l *listed) find(q placeQuery) []feedback.Place {
	words := strings.Fields(plainName(q.words))
	prefix := strings.ToUpper(strings.TrimSpace(q.words))
	var byCode, byWord, byPart []feedback.Place
	for i, p := range l.place {
		switch {
		case !q.takes(p):
		case len(words) == 0:
			if prefix == "" { // not only marks
				byPart = append(byPart, p)
			}
		case strings.HasPrefix(string(p.Code), prefix) || strings.HasPrefix(string(p.PublicCode), prefix):
			byCode = append(byCode, p)
		case holdsAll(l.names[i], words, " "):
			byWord = append(byWord, p)
		case holdsAll(l.names[i], words, ""):
			byPart = append(byPart, p)
		}
	}
	found := slices.Concat(byCode, byWord, byPart)
	if near := l.near(q, found); len(near) > 0 {
		return slices.Concat(byCode, near, byWord, byPart)
	}
	if len(found) == 0 && len(words) > 0 {
		return l.like(q, words)
	}
	return found
}

// takes reports whether a place is of the kind that is asked for, whatever the
// words.
func (q *placeQuery) takes(p feedback.Place) bool {
	if q.level != feedback.NoLevel && p.Level != q.level || q.parent != "" && p.Parent != q.parent || q.area != "" && p.Area != q.area {
		return false
	}
	code := strings.ToUpper(strings.TrimSpace(q.code))
	return code == "" || string(p.Code) == code || string(p.PublicCode) == code
}

// holdsAll reports whether a name holds every word, each after a mark.
func holdsAll(name string, words []string, mark string) bool {
	for _, w := range words {
		if !strings.Contains(name, mark+w) {
			return false
		}
	}
	return true
}

// near gives the places that are near a postcode, if the words are one or the
// beginning of one: of the same postcode, then of the same sector, then of the
// same district, then of districts with the same letters, those whose numbers are
// close before others. Which are next to which beyond that only a gazetteer knows.
func (l *listed) near(q placeQuery, found []feedback.Place) []feedback.Place {
	at, sector, ok := postcodeOf(q.words)
	if !ok {
		return nil
	}
	known := make(map[feedback.PlaceID]bool, len(found))
	for i := range found {
		known[found[i].ID] = true
	}
	type spot struct{ at, rank int }
	var spots []spot
	region := at.Region()
	for i := range l.place {
		other, p := l.postcodes[i], &l.place[i]
		if !strings.HasPrefix(string(other), region) || other.Region() != region || known[p.ID] || !q.takes(*p) {
			continue
		}
		rank := 0
		switch {
		case other == at:
		case sector != "" && other.Sector() == sector:
			rank = 1
		case other.Outward() == at.Outward():
			rank = 2
		default:
			rank = 3 + apart(at, other)
		}
		spots = append(spots, spot{i, rank})
	}
	slices.SortFunc(spots, func(a, b spot) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.at, b.at)) })
	out := make([]feedback.Place, len(spots))
	for i := range spots {
		out[i] = l.place[spots[i].at]
	}
	return out
}

// postcodeOf reads a postcode, its first half, or its first half and the figure
// after it.
func postcodeOf(s string) (at feedback.Postcode, sector string, ok bool) {
	fields := strings.Fields(strings.ToUpper(s))
	if len(fields) == 2 && len(fields[1]) <= 2 && fields[1][0] >= '0' && fields[1][0] <= '9' {
		if p, err := feedback.ParsePostcode(fields[0]); err == nil {
			return p, string(p) + " " + fields[1][:1], true
		}
	}
	p, err := feedback.ParsePostcode(s)
	return p, p.Sector(), err == nil
}

// apart gives how far the numbers of two districts are from one another.
func apart(a, b feedback.Postcode) int {
	number := func(p feedback.Postcode) int {
		digits := strings.TrimRight(strings.TrimPrefix(p.Outward(), p.Region()), "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
		n, _ := strconv.Atoi(digits) // none is 0
		return n
	}
	return max(number(a)-number(b), number(b)-number(a))
}

// like gives the places whose names have a word like each of the words.
func (l *listed) like(q placeQuery, words []string) []feedback.Place {
	worst := make(map[int32]int)
	for n, w := range words {
		best := make(map[int32]int)
		for known, places := range l.words {
			d, ok := slip(w, known)
			if !ok {
				continue
			}
			for _, i := range places {
				if have, seen := best[i]; !seen || d < have {
					best[i] = d
				}
			}
		}
		if n == 0 {
			worst = best
			continue
		}
		for i, sum := range worst {
			if d, ok := best[i]; ok {
				worst[i] = sum + d
			} else {
				delete(worst, i)
			}
		}
	}
	order := make([]int32, 0, len(worst))
	for i := range worst {
		if q.takes(l.place[i]) {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(worst[a], worst[b]), cmp.Compare(a, b)) })
	out := make([]feedback.Place, len(order))
	for k, i := range order {
		out[k] = l.place[i]
	}
	return out
}

// slip gives how many letters a typed word is away from a known one or from its
// beginning (letters put in, left out, changed or swapped), and whether that is
// few enough: none for words of up to three letters, one up to seven, two beyond.
func slip(typed, known string) (int, bool) {
	if strings.HasPrefix(known, typed) {
		return 0, true
	}
	most := 0
	switch n := len(typed); {
	case n >= 8:
		most = 2
	case n >= 4:
		most = 1
	}
	if most == 0 || len(typed)-len(known) > most {
		return 0, false
	}
	d := distance(typed, known[:min(len(known), len(typed)+most)], most)
	return d, d <= most
}

// distance gives the least number of letters put in, left out, changed or swapped
// with the next that turns a into the beginning of b that is nearest to it, or
// more than most if it takes more.
func distance(a, b string, most int) int {
	const longest = 64
	if len(a) > longest || len(b) > longest {
		return most + 1
	}
	var rows [3][longest + 1]int
	before, last, now := rows[0][:], rows[1][:], rows[2][:]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
			least = min(least, now[j])
		}
		if least > most {
			return most + 1
		}
		before, last, now = last, now, before
	}
	return slices.Min(last[max(0, len(a)-most) : len(b)+1])
}
