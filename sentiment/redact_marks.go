package sentiment

import (
	"bytes"
	"regexp"
	"strings"
)

// markRules find postcodes, addresses, dates of birth, ages, car registrations
// and numbers that are said to be somebody's.
type markRules struct {
	postcode, plate, oldPlate, reference, code            *regexp.Regexp
	born, fullDate, age, aged, birthday, house, livesAt   *regexp.Regexp
	areas, streetStop, ordinary, streetTypes, plainStreet map[string]bool
}

// noise is what may stand between the characters of a mark.
const noise = `[\x01 .,\-_/]{0,3}`

func newMarkRules() *markRules {
	const fill = `\x01*`
	const date = `[0-9]{1,4}` + fill + `(?:st|nd|rd|th)?[\x01 .,\-/]{0,4}(?:of[\x01 ]+)?(?:the[\x01 ]+)?[0-9]{1,2}` + fill + `(?:st|nd|rd|th)?[\x01 .,\-/]{1,4}[0-9]{2,4}(?:[\x01 ]*[0-9]{1,2})?`
	const month = `(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*`
	const worded = `(?:[0-9]{1,2}` + fill + `(?:st|nd|rd|th)?[\x01 ,.\-/]{0,3}(?:of[\x01 ]+)?` + month + `|` + month + `[\x01 ,.]{0,3}(?:the[\x01 ]+)?[0-9]{1,2}` + fill + `(?:st|nd|rd|th)?)[\x01 ,.\-/'’]{0,4}(?:(?:of|in)[\x01 ]+)?[0-9]{2,4}(?:[\x01 \-]*[0-9]{1,2})?(?:[\x01 \-]*[0-9])?`
	const years = `(?:[\x01 \-]*(?:year|yr|yo\b|y/o|y\.o|yrs|years)s?\b)`
	const over89 = `(?:9[0-9]|1[\x01 ]*0[\x01 ]*0(?:[\x01 ]*(?:and[\x01 ]+)?[0-9])?|1[01][0-9]|1[\x01 ]*00[\x01 ]+(?:and[\x01 ]+)?[0-9]{1,2}|9[\x01 \-]+[0-9]|00[\x01 ]+(?:and[\x01 ]+)?[0-9])`
	return &markRules{
		postcode:    regexp.MustCompile(`\b[a-z]` + noise + `(?:[a-z]` + noise + `)?[0-9oil]` + noise + `(?:[0-9a-z]` + noise + `)?[0-9oi]` + noise + `[abd-hjlnp-uw-z]` + noise + `[abd-hjlnp-uw-z]\b`),
		plate:       regexp.MustCompile(`\b[a-hj-pr-y]` + noise + `[a-hj-pr-y]` + noise + `[0-9o]` + noise + `[0-9o]` + noise + `[a-hj-pr-z]` + noise + `[a-hj-pr-z]` + noise + `[a-hj-pr-z]\b`),
		oldPlate:    regexp.MustCompile(`\b(?:[a-hj-np-tv-y][ -]?[0-9]{1,3}[ -]?[a-hj-pr-z]{3}|[a-hj-pr-z]{3}[ -]?[0-9]{1,3}[ -]?[a-hj-np-tv-y])\b`),
		reference:   regexp.MustCompile(`\b(?:(?:hospital|patient|record|records|reference|ref|case|incident|job|crew|unit|mrn|booking|badge|staff|employee|policy|account|acc|customer|client|claim|ticket|nhs|nhi|chi|rio|emis|systm1|pas|k|district|passport|licence|license|driving licence|national insurance|ni|insurance|log|cad|call|order|complaint|datix|pin)\b[\x01 ]*(?:number|num|no|nr|id|code|ref|reference|#)?|mrn|ref|reference|nino|(?:my|his|her|their|patient)[\x01 ]+(?:number|no|id))[\x01 .:#=\-]*(?:is[\x01 ]+|was[\x01 ]+)?[:#=\-]?[\x01 ]*((?:[a-z]{1,4}[\x01 ./\-]{0,2})?[0-9](?:[0-9a-z]|[\x01 ./\-]{1,2}[0-9])*)`),
		code:        regexp.MustCompile(`\b(?:[a-z]{1,4}[/-]?[0-9]{4,}[a-z0-9]*|[0-9]{4,}[/-]?[a-z]{1,2}|[a-z]{1,2}[\x01 ]?[0-9]{2}[\x01 .-]?[0-9]{2}[\x01 .-]?[0-9]{2}[\x01 .-]?[a-d])\b`),
		born:        regexp.MustCompile(`\b(?:d[\x01 .]?o[\x01 .]?b|date[\x01 ]of[\x01 ]birth|birth[\x01 ]?date|born(?:[\x01 ](?:on|in))?|birthday|b[\x01 ]?[.:])[\x01 .:=,()\-]*(?:is|was|on|the|of)?[\x01 .:=,()\-]*(?:the[\x01 ]+)?(` + worded + `|` + date + `|[0-9][0-9\x01 ./\-]{4,14}[0-9]|(?:19|20)[\x01 \-]*[0-9]{2}(?:[\x01 \-]*[0-9])?)`),
		fullDate:    regexp.MustCompile(`\b(?:` + worded + `|[0-9]{1,2}[./\- ][0-9]{1,2}[./\- ](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}[./\-][0-9]{1,2}[./\-][0-9]{1,2})\b`),
		age:         regexp.MustCompile(`\b` + over89 + fill + years),
		aged:        regexp.MustCompile(`(?:\baged?[\x01 ]*(?:of|is|was|:|=|-)?[\x01 ]*|\b(?:i|he|she|they|mum|mother|dad|father|nan|gran|grandma|grandad|grandmother|grandfather|husband|wife|aunt|uncle|who|now|turned|turning|nearly|almost|approaching|is|was|am|im|i'm|hes|he's|shes|she's)[\x01 ]+(?:is|was|am|are|at|nearly|almost|just|only|now|turned|turning|turns|about|over)?[\x01 ]*(?:is|was|nearly|almost|just|only|now|turned|about)?[\x01 ]*|\()(` + over89 + fill + `)(?:[\x01 ]*$|[\x01 ]*[.,;!?)\n]|[\x01 ]+(?:and|but|so|with|now|this|next|in|who|he|she|i|yet|still|today|last|years?|on)\b)`),
		birthday:    regexp.MustCompile(`\b(` + over89 + `)` + fill + `(?:st|nd|rd|th)?[\x01 ]+birthday`),
		house:       regexp.MustCompile(`\b(?:flat|apartment|apt|house|unit|room|number|no)?[\x01 .]*[0-9]{1,4}[\x01 ]?[a-d]?\b[\x01 ,]+((?:[a-z']+[\x01 ]+){1,3}?)(street|st|road|rd|avenue|ave|lane|ln|close|drive|dr|court|crescent|cres|terrace|place|gardens|grove|walk|square|mews|way|hill|row|gate|view|rise|parade|park|croft|fold|green|bank|boulevard|meadows|wood|drove|fields)\b`),
		livesAt:     regexp.MustCompile(`\b(?:live|lives|lived|living|reside|resides|home|address|house|flat|staying|stays)[\x01 ]+(?:is[\x01 ]+)?(?:at|in|on|is|off|near)?[\x01 ]*((?:flat[\x01 ]+[0-9]+[\x01 ,]+)?(?:[0-9]+[a-d]?[\x01 ,]+)?(?:[a-z']+[\x01 ]+){1,3}?(?:street|st|road|rd|avenue|ave|lane|ln|close|drive|court|crescent|terrace|gardens|grove|walk|square|mews|cottage|cottages|farm|lodge|villas|buildings|house|tower|towers|flats|place))\b`),
		areas:       wordsOf(postcodeAreas),
		streetStop:  wordsOf(streetStops),
		ordinary:    wordsOf(ordinaryThree),
		plainStreet: wordsOf("street st road rd avenue ave lane ln crescent cres terrace gardens grove mews close boulevard parade"),
	}
}

func wordsOf(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

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

func (m *markRules) find(v *veil, f *finding) {
	if v.digits == 0 && bytes.IndexByte(v.shade, 'o') < 0 {
		return
	}
	if v.digits > 0 {
		// The letters o and l and words for figures are both until it is known
		// what they stand in: "OL1" is a postcode and "oh one" is not "OH1".
		for _, s := range [][]byte{v.letter, v.shade} {
			m.postcodes(v, s, f)
			m.births(s, f)
			m.plates(v, s, f)
		}
		m.ages(v, f)
		m.references(v, f)
	}
	m.addresses(v, f)
}

func (m *markRules) births(s []byte, f *finding) {
	if bytes.Contains(s, []byte("b")) {
		for _, x := range m.born.FindAllSubmatchIndex(s, -1) {
			if x[0] == x[2] || s[x[0]] == 'b' && x[2]-x[0] < 4 && s[x[0]+1] != 'o' && !isFourYear(s[x[2]:x[3]]) {
				continue
			}
			f.add(DateOfBirth, x[2], x[3], true)
		}
	}
	// A full date of before the present patients' visits is somebody's: a birth
	// most of all. The years 2015 on are left to be dates of care.
	for _, x := range m.fullDate.FindAllIndex(s, -1) {
		if y := lastYear(s[x[0]:x[1]]); y >= 1900 && y < 2015 && !f.covers(x[0], x[1]) {
			f.add(DateOfBirth, x[0], x[1], true)
		}
	}
}

func isFourYear(s []byte) bool { return lastYear(s) > 0 }

// lastYear reads the year of a date: four figures that are one, in a group or
// in two ("19 48"), or the last two, of the last century where they can be.
func lastYear(s []byte) int {
	var digits []byte
	groups := [][]byte{}
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			digits = append(digits, s[i])
			if i == 0 || !isDigit(s[i-1]) {
				groups = append(groups, nil)
			}
			groups[len(groups)-1] = append(groups[len(groups)-1], s[i])
		}
	}
	if len(groups) == 0 {
		return 0
	}
	for _, g := range []int{len(groups) - 1, 0} {
		if len(groups[g]) == 4 {
			return number(groups[g])
		}
	}
	if n := len(groups); n >= 3 && (string(groups[n-2]) == "19" || string(groups[n-2]) == "20") && len(groups[n-1]) == 2 {
		return number(groups[n-2])*100 + number(groups[n-1])
	}
	if n := len(groups); n >= 4 && (string(groups[n-3]) == "19" || string(groups[n-3]) == "20") {
		return number(groups[n-3])*100 + number(groups[n-2])
	}
	if last := groups[len(groups)-1]; len(last) == 2 && len(groups) >= 2 {
		if y := number(last); y > 30 {
			return 1900 + y
		}
	}
	return 0
}

func number(d []byte) int {
	n := 0
	for _, c := range d[:min(len(d), 6)] {
		n = n*10 + int(c-'0')
	}
	return n
}

func (m *markRules) ages(v *veil, f *finding) {
	s := v.shade
	if bytes.IndexByte(s, '9') < 0 && !bytes.Contains(s, []byte("00")) && !bytes.Contains(s, []byte("10")) && !bytes.Contains(s, []byte("11")) {
		return
	}
	for _, x := range m.age.FindAllIndex(s, -1) {
		f.add(ExactAge, x[0], numberEnd(v, x[0], x[1]), true)
	}
	for _, re := range []*regexp.Regexp{m.aged, m.birthday} {
		for _, x := range re.FindAllSubmatchIndex(s, -1) {
			if !f.covers(x[2], x[3]) {
				f.add(ExactAge, x[2], numberEnd(v, x[2], x[3]), true)
			}
		}
	}
}

// numberEnd is where the number that starts at start ends, the rest of its word
// included.
func numberEnd(v *veil, start, end int) int {
	last := start
	for i := start; i < end; i++ {
		if isDigit(v.shade[i]) {
			last = i
			continue
		}
		if v.shade[i] != filler && v.shade[i] != ' ' && v.shade[i] != '-' && !strings.HasPrefix(string(v.shade[i:end]), "and") &&
			v.shade[i] != 'n' && v.shade[i] != 'd' {
			break
		}
	}
	last++
	for last < len(v.shade) && v.shade[last] == filler {
		last++
	}
	return last
}

func (m *markRules) references(v *veil, f *finding) {
	s := v.shade
	for _, x := range m.reference.FindAllSubmatchIndex(s, -1) {
		digits := 0
		for _, c := range s[x[2]:x[3]] {
			if isDigit(c) {
				digits++
			}
		}
		said := bytes.ContainsAny(s[x[0]:x[2]], "#:=") || saysNumber(s[x[0]:x[2]])
		end := x[3]
		for end < len(s) && s[end] == filler {
			end++
		}
		if (digits >= 5 || digits == 4 && !weakKey(s[x[0]:x[2]]) || digits >= 2 && said) && !f.covers(x[2], end) {
			kind := RecordNumber
			if digits == 10 && bytes.HasPrefix(s[x[0]:], []byte("nhs")) {
				kind = NHSNumber
			}
			f.add(kind, x[2], end, true)
		}
	}
	for _, x := range m.code.FindAllIndex(s, -1) {
		if isMeasure(s[x[0]:x[1]]) || isYearish(s[x[0]:x[1]]) || f.covers(x[0], x[1]) {
			continue
		}
		f.add(RecordNumber, x[0], x[1], true)
	}
}

// weakKey says whether the word before four figures goes with an hour or a
// count as well.
func weakKey(s []byte) bool {
	for _, w := range []string{"call", "book", "order", "log", "k", "staff", "unit", "crew", "pas", "district", "customer", "client", "patient", "acc"} {
		if bytes.HasPrefix(s, []byte(w)) {
			return true
		}
	}
	return false
}

// saysNumber says whether the words before a number call it one that is kept on
// somebody.
func saysNumber(s []byte) bool {
	for _, w := range []string{"number", " no", "num", " id", "ref", "mrn", "nino", "code"} {
		if bytes.Contains(s, []byte(w)) {
			return true
		}
	}
	return false
}

// isMeasure says whether figures and letters are an amount or an hour, 1500mg.
func isMeasure(s []byte) bool {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if i == 0 {
		return bytes.HasPrefix(s, []byte("covid")) || bytes.HasPrefix(s, []byte("step"))
	}
	switch string(bytes.Trim(s[i:], "/-")) {
	case "mg", "ml", "mm", "km", "kg", "g", "m", "am", "pm", "hr", "h", "p", "k", "s", "rd", "th", "st", "nd", "x", "ft", "ng", "cm", "mb", "gb", "w", "c":
		return true
	}
	return false
}

// isYearish says whether the figures are a year, "in 2021s".
func isYearish(s []byte) bool {
	d := bytes.TrimLeft(s, "abcdefghijklmnopqrstuvwxyz/-")
	return len(d) >= 4 && (d[0] == '1' && d[1] == '9' || d[0] == '2' && d[1] == '0') && (len(d) == 4 || !isDigit(d[4])) && len(s) <= 9
}

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
	for w := range strings.FieldsFuncSeq(string(v.shade[start:end]), func(r rune) bool { return r == ' ' || r == filler }) {
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
