package sentiment

import (
	"bytes"
	"strings"
)

const postcodeAreas = `ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec
eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng
nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w
wa wc wd wf wn wr ws wv yo ze bx gir`

// streetStops are words that do not stand between a house number and the kind
// of street.
const streetStops = `minute minutes min mins hour hours hr hrs day days week weeks month months year years mile miles
metre metres yard yards people patients staff of the to a an from in on times time per percent stars star out and or
for at by with was is it we i they he she our my your their different other more cars car bus buses nurses pm am oclock
visits appointments ambulances paramedics operations beds wards ward bay bays minutes' hours' days' weeks' long short
down up along across busy main drive driving waiting waited before after until when because`

// ordinaryThree are words of three letters that end what looks like an old
// number plate and is none.
const ordinaryThree = `the and for was not but all had are you his her our out day who get has him how man new now old see
two way did let put say she too use jab inj def tab max min per hrs mgs mls yrs pts bed bay nhs vit gel dye mri ect
ecg xray ctc con bus car dr drs can may any got yet ago off own via one six ten set`

func (m *markRules) postcodes(v *veil, shade []byte, f *finding) {
	for from := 0; from < len(shade); {
		x := m.postcode.FindIndex(shade[from:])
		if x == nil {
			return
		}
		start, end := from+x[0], from+x[1]
		s := shade[start:end]
		capitals := v.written(start, end)
		// Letters with spaces between them are words unless all are capitals:
		// "so 1 2be" is no postcode.
		if !m.isPostcode(s, capitals || saysBefore(v, start, "postcode", "post code", "live", "house", "home", "address")) || spaced(s) && !capitals && !singles(s) {
			// "in L43EW" holds one that starts at a later word.
			for from = start + 1; from < len(shade) && isMarkByte(shade[from-1]) && isMarkByte(shade[from]); from++ {
			}
			continue
		}
		if !f.covers(start, end) {
			f.add(Postcode, start, end, true)
		}
		from = end
	}
}

// isPostcode says whether letters and figures, noise aside, are an area that
// exists, a district and a unit. What looks like "L5 4th" must be meant for a
// postcode: in capitals, or said to be where somebody lives.
func (m *markRules) isPostcode(s []byte, meant bool) bool {
	flat := make([]byte, 0, 8)
	figures := 0
	for _, c := range s {
		if isDigit(c) {
			figures++
		}
		if isLetterByte(c) || isDigit(c) {
			flat = append(flat, c)
		}
	}
	n := len(flat)
	if n < 5 || n > 7 || figures == 0 || figures == 1 && !meant {
		return false
	}
	switch string(flat[n-2:]) {
	case "nd", "rd", "st", "th", "hr", "ps":
		if !meant && n == 5 {
			return false
		}
	}
	out := flat[:n-3]
	for area := min(2, len(out)-1); area >= 1; area-- {
		if m.areas[string(out[:area])] && len(out)-area <= 2 && figureLike(out[area]) && !hasFigure(out[:area]) {
			return true
		}
	}
	return false
}

func isMarkByte(c byte) bool { return isLetterByte(c) || isDigit(c) }

func figureLike(c byte) bool { return isDigit(c) || c == 'o' || c == 'i' || c == 'l' }

func hasFigure(s []byte) bool { return bytes.ContainsAny(s, "0123456789") }

func isLetterByte(c byte) bool { return c >= 'a' && c <= 'z' }

// spaced says whether white space stands between two letters or within what
// should stand together.
func spaced(s []byte) bool {
	return bytes.Count(bytes.ReplaceAll(s, []byte{filler}, nil), []byte(" ")) > 1
}

// singles says whether every letter and figure stands alone.
func singles(s []byte) bool {
	for i := 1; i < len(s); i++ {
		if (isLetterByte(s[i]) || isDigit(s[i])) && (isLetterByte(s[i-1]) || isDigit(s[i-1])) {
			return false
		}
	}
	return true
}

// written says whether the letters of a part of the text are capitals; words
// for figures do not count.
func (v *veil) written(start, end int) bool {
	for i := start; i < end; i++ {
		if isLetterByte(v.shade[i]) && v.text[i] >= 'a' && v.text[i] <= 'z' {
			return false
		}
	}
	return true
}

func (m *markRules) plates(v *veil, s []byte, f *finding) {
	for _, x := range m.plate.FindAllIndex(s, -1) {
		if f.covers(x[0], x[1]) {
			continue
		}
		together := bytes.Count(s[x[0]:x[1]], []byte(" ")) <= 1 && bytes.IndexByte(s[x[0]:x[0]+4], ' ') < 0
		whole := bytes.IndexByte(s[x[0]:x[1]], ' ') < 0
		if together && (whole || !m.ordinary[string(s[x[1]-3:x[1]])]) || v.written(x[0], x[1]) || singles(s[x[0]:x[1]]) {
			f.add(CarRegistration, x[0], x[1], true)
		}
	}
	for _, x := range m.oldPlate.FindAllIndex(s, -1) {
		if f.covers(x[0], x[1]) || m.ordinary[string(s[x[1]-3:x[1]])] || m.ordinary[string(s[x[0]:min(x[0]+3, x[1])])] {
			continue
		}
		said := saysBefore(v, x[0], "reg", "plate", "car ", "van ", "taxi", "vehicle", "ambulance")
		if v.written(x[0], x[1]) && x[1]-x[0] >= 6 || said {
			f.add(CarRegistration, x[0], x[1], true)
		}
	}
}

func (m *markRules) addresses(v *veil, f *finding) {
	s := v.shade
	if v.digits > 0 {
		for _, x := range m.house.FindAllSubmatchIndex(s, -1) {
			if m.streetName(v, x[0], x[2], x[3], string(s[x[4]:x[5]])) && !f.covers(x[0], x[1]) {
				f.add(Address, trimStart(s, x[0], x[1]), x[1], true)
			}
		}
	}
	if !bytes.Contains(s, []byte("live")) && !bytes.Contains(s, []byte("living")) && !bytes.Contains(s, []byte("address")) &&
		!bytes.Contains(s, []byte("home")) && !bytes.Contains(s, []byte("resid")) && !bytes.Contains(s, []byte("stay")) {
		return
	}
	for _, x := range m.livesAt.FindAllSubmatchIndex(s, -1) {
		words := strings.FieldsFunc(string(s[x[2]:x[3]]), func(r rune) bool { return r == ' ' || r == ',' || r == filler })
		if len(words) < 2 || f.covers(x[2], x[3]) {
			continue
		}
		stop := false
		for _, w := range words[:len(words)-1] {
			stop = stop || m.streetStop[w]
		}
		kind := words[len(words)-1]
		if !stop && (m.plainStreet[kind] || v.capitalAt(x[2])) {
			f.add(Address, x[2], x[3], true)
		}
	}
}

func trimStart(s []byte, start, end int) int {
	for start < end && (s[start] == ' ' || s[start] == filler || s[start] == '.') {
		start++
	}
	return start
}

// streetName says whether the words between a number and the kind of street
// are a street's name.
func (m *markRules) streetName(v *veil, from, start, end int, kind string) bool {
	words := strings.FieldsFunc(string(v.shade[start:end]), func(r rune) bool { return r == ' ' || r == filler })
	if len(words) == 1 && words[0] == "the" { // "7 the crescent"
		switch kind {
		case "crescent", "avenue", "terrace", "grove", "mews", "square", "green", "gardens":
			return strings.ContainsAny(v.text[from:start], "0123456789")
		}
	}
	for _, w := range words {
		if m.streetStop[w] {
			return false
		}
	}
	// "Lane" is a street; "view", "park" and "way" must be written as one.
	// A number in words needs a capital too: "one straight road" is none.
	figures := strings.ContainsAny(v.text[from:start], "0123456789")
	return figures && m.plainStreet[kind] && kind != "st" && kind != "close" || v.capitalAt(start)
}

func (v *veil) capitalAt(i int) bool {
	for i < len(v.text) && (v.shade[i] == ' ' || v.shade[i] == filler) {
		i++
	}
	return i < len(v.text) && v.text[i] >= 'A' && v.text[i] <= 'Z'
}
