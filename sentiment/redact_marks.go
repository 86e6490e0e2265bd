package sentiment

import (
	"bytes"
	"regexp"
	"strings"
)

// markRules find postcodes, addresses, dates of birth, ages, car registrations
// and numbers that are said to be somebody's.
type markRules struct {
	postcode, plate, oldPlate, reference, code, national *regexp.Regexp
	born, fullDate, age, aged, birthday, house, livesAt  *regexp.Regexp
	areas, streetStop, ordinary, plainStreet             map[string]bool
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
		born:        regexp.MustCompile(`\b(?:d[\x01 .]?o[\x01 .]?b|date[\x01 ]of[\x01 ]birth|birth[\x01 ]?date|born(?:[\x01 ](?:on|in))?|birthday|b[\x01 ]?[.:])[\x01 .:=,()\-]*(?:is|was|on|the|of)?[\x01 .:=,()\-]*(?:the[\x01 ]+)?(` + worded + `|` + date + `|(?:christmas|boxing|new[\x01 ]year'?s|midsummer|st[\x01 ]patrick'?s)[\x01 ](?:day|eve)[\x01 ,]+(?:in[\x01 ]+)?(?:19|20)[0-9]{2}|[0-9][0-9\x01 ./\-]{4,14}[0-9]|(?:19|20)[\x01 \-]*[0-9]{2}(?:[\x01 \-]*[0-9])?)`),
		fullDate:    regexp.MustCompile(`\b(?:` + worded + `|[0-9]{1,2}[./\- ][0-9]{1,2}[./\- ](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}[./\-][0-9]{1,2}[./\-][0-9]{1,2})\b`),
		age:         regexp.MustCompile(`\b` + over89 + fill + years),
		aged:        regexp.MustCompile(`(?:\baged?[\x01 ]*(?:of|is|was|:|=|-)?[\x01 ]*|\b(?:i|he|she|they|mum|mother|dad|father|nan|gran|grandma|grandad|grandmother|grandfather|husband|wife|aunt|uncle|who|now|turned|turning|nearly|almost|approaching|is|was|am|im|i'm|hes|he's|shes|she's)[\x01 ]+(?:is|was|am|are|at|nearly|almost|just|only|now|turned|turning|turns|about|over)?[\x01 ]*(?:is|was|nearly|almost|just|only|now|turned|about)?[\x01 ]*|\()(` + over89 + fill + `)(?:[\x01 ]*$|[\x01 ]*[.,;!?)\n]|[\x01 ]+(?:and|but|so|with|now|this|next|in|who|he|she|i|yet|still|today|last|years?|on)\b)`),
		birthday:    regexp.MustCompile(`\b(` + over89 + `)` + fill + `(?:st|nd|rd|th)?[\x01 ]+(?:birthday|year(?:[\x01 ]+of[\x01 ]+(?:my|his|her)[\x01 ]+life)?[\x01 ]*(?:$|[.,;!)\n]))`),
		house:       regexp.MustCompile(`\b(?:(?:flat|apartment|apt|unit|room)[\x01 .]*[0-9]{1,4}[\x01 ]?[a-d]?[\x01 ]*,[\x01 ]*)?(?:flat|apartment|apt|house|unit|room|number|no)?[\x01 .]*[0-9]{1,4}[\x01 ]?[a-d]?\b[\x01 ,]+((?:st\.[\x01 ]+)?(?:[a-z']+[\x01 ]+){1,3}?)(street|st|road|rd|avenue|ave|lane|ln|close|drive|dr|court|crescent|cres|terrace|place|gardens|grove|walk|square|mews|way|hill|row|gate|view|rise|parade|park|croft|fold|green|bank|boulevard|meadows|wood|drove|fields)\b`),
		livesAt:     regexp.MustCompile(`\b(?:live|lives|lived|living|reside|resides|home|address|house|flat|staying|stays)[\x01 ]+(?:is[\x01 ]+)?(?:at|in|on|is|off|near)?[\x01 ]*((?:flat[\x01 ]+[0-9]+[\x01 ,]+)?(?:[0-9]+[a-d]?[\x01 ,]+)?(?:[a-z']+[\x01 ]+){1,3}?(?:street|st|road|rd|avenue|ave|lane|ln|close|drive|court|crescent|terrace|gardens|grove|walk|square|mews|cottage|cottages|farm|lodge|villas|buildings|house|tower|towers|flats|place))\b`),
		national:    regexp.MustCompile(`\b[a-z][\x01 ]?[a-z][\x01 ]?[0-9]{2}[\x01 .\-]?[0-9]{2}[\x01 .\-]?[0-9]{2}[\x01 .\-]?[a-d]\b`),
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

func (m *markRules) find(v *veil, f *finding) {
	if v.digits == 0 && bytes.IndexByte(v.shade, 'o') < 0 {
		return
	}
	if v.digits > 0 {
		// The letters o and l and words for figures are both until it is known
		// what they stand in: "OL1" is a postcode and "oh one" is not "OH1".
		for _, s := range [][]byte{v.letter, v.shade} {
			m.insurance(s, f)
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
	var groups [][]byte
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
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

// insurance finds National Insurance numbers, "QQ 12 34 56 C", which the search
// for dates would take the middle of.
func (m *markRules) insurance(s []byte, f *finding) {
	for _, x := range m.national.FindAllIndex(s, -1) {
		if !f.covers(x[0], x[1]) {
			f.add(RecordNumber, x[0], x[1], true)
		}
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
