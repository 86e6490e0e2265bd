package sentiment

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// identifier is a generated identifier in a sentence.
type identifier struct {
	kind  RedactionKind
	text  string // the whole sentence
	value string // the identifier as it was written
}

// identifiers generates identifiers of every kind, with the noise that people
// put into them: spaces, dots, dashes and words for figures.
type identifiers struct{ r *rand.Rand }

func (g identifiers) digits(n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte('0' + byte(g.r.IntN(10)))
	}
	return b.String()
}

func (g identifiers) pick(s ...string) string { return s[g.r.IntN(len(s))] }

// nhs is a valid NHS number.
func (g identifiers) nhs() string {
	for {
		d := []byte(g.pick("4", "6", "7", "9") + g.digits(8) + "0")
		for c := byte('0'); c <= '9'; c++ {
			d[9] = c
			if validNHS(d) {
				return string(d)
			}
		}
	}
}

func (g identifiers) phone() string {
	return g.pick("07"+g.digits(9), "01"+g.digits(9), "02"+g.digits(9), "03"+g.digits(9), "+447"+g.digits(9), "00447"+g.digits(9), "0800"+g.digits(6), "01"+g.digits(8))
}

var figureWords = []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}

// spoken writes figures as words, "double" and "oh" among them.
func (g identifiers) spoken(s string) string {
	var out []string
	for i := 0; i < len(s); i++ {
		if s[i] == '+' {
			out = append(out, "plus")
			continue
		}
		w := figureWords[s[i]-'0']
		if s[i] == '0' {
			w = g.pick("oh", "zero", "o", "nought")
		}
		if i+2 < len(s) && s[i] == s[i+1] && s[i] == s[i+2] && g.r.IntN(2) == 0 {
			out, i = append(out, "triple "+w), i+2
			continue
		}
		if i+1 < len(s) && s[i] == s[i+1] && g.r.IntN(2) == 0 {
			out, i = append(out, "double "+w), i+1
			continue
		}
		if g.r.IntN(6) == 0 {
			w = string(s[i])
		}
		out = append(out, w)
	}
	return strings.Join(out, g.pick(" ", " ", ", ", "-"))
}

// noisy puts marks between the characters.
func (g identifiers) noisy(s string) string {
	switch g.r.IntN(7) {
	case 0:
		return s
	case 1:
		return strings.Join(strings.Split(s, ""), " ")
	case 2:
		return g.spoken(s)
	}
	mark := g.pick(" ", ".", "-", " ", ") ", " - ", "_", "/", "\u00a0", "–", "·")
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if i > 0 && g.r.IntN(3) == 0 {
			b.WriteString(mark)
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func (g identifiers) letters(n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte("ABCDEFGHJKLMNPRSTUVWXY"[g.r.IntN(22)])
	}
	return b.String()
}

func (g identifiers) postcode() string {
	areas := strings.Fields(strings.ReplaceAll(postcodeAreas, "gir", ""))
	out := strings.ToUpper(areas[g.r.IntN(len(areas))]) + fmt.Sprint(1+g.r.IntN(28))
	const unit = "ABDEFGHJLNPQRSTUWXYZ"
	in := fmt.Sprint(g.r.IntN(10)) + string(unit[g.r.IntN(20)]) + string(unit[g.r.IntN(20)])
	switch g.r.IntN(6) {
	case 0:
		return out + in
	case 1:
		return strings.Join(strings.Split(out+in, ""), " ")
	case 2:
		return out + g.pick(".", "-", "  ", " - ") + in
	case 3:
		return strings.ToLower(out + " " + in)
	}
	return out + " " + in
}

var monthNames = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

func (g identifiers) birth() string {
	d, m, y := 1+g.r.IntN(28), 1+g.r.IntN(12), 1925+g.r.IntN(85)
	switch g.r.IntN(7) {
	case 0:
		return fmt.Sprintf("%02d/%02d/%d", d, m, y)
	case 1:
		return fmt.Sprintf("%d.%d.%02d", d, m, y%100)
	case 2:
		return fmt.Sprintf("%d-%02d-%02d", y, m, d)
	case 3:
		return fmt.Sprintf("%dth of %s %d", d, monthNames[m-1], y)
	case 4:
		return fmt.Sprintf("%s %d, %d", monthNames[m-1][:3], d, y)
	case 5:
		return fmt.Sprintf("%02d %02d %d", d, m, y)
	}
	return fmt.Sprintf("%d %s %d", d, strings.ToLower(monthNames[m-1]), y)
}

func (g identifiers) email() string {
	local := strings.ToLower(g.letters(3)) + g.pick(".", "_", "", "-") + strings.ToLower(g.letters(5)) + g.pick("", g.digits(2))
	host := strings.ToLower(g.letters(6))
	end := g.pick("com", "co.uk", "org.uk", "nhs.net", "net", "ac.uk")
	switch g.r.IntN(5) {
	case 0:
		return local + " @ " + host + "." + end
	case 1:
		return local + "(at)" + host + "." + end
	case 2:
		return local + " at " + host + " dot " + strings.ReplaceAll(end, ".", " dot ")
	case 3:
		return strings.ToUpper(local) + "@" + host + "." + end
	}
	return local + "@" + host + "." + end
}

func (g identifiers) plate() string {
	const l = "ABCDEFGHJKLMNOPRSTUVWXY"
	c := func() string { return string(l[g.r.IntN(len(l))]) }
	p := c() + c() + fmt.Sprintf("%02d", g.r.IntN(100)) + "|" + c() + c() + c()
	// A word would be one in lower case.
	switch g.r.IntN(4) {
	case 0:
		return strings.ReplaceAll(p, "|", "")
	case 1:
		return strings.ToLower(strings.ReplaceAll(p, "|", ""))
	case 2:
		return strings.ReplaceAll(p, "|", "-")
	}
	return strings.ReplaceAll(p, "|", " ")
}

func (g identifiers) next() identifier {
	var id identifier
	var before, after string
	switch g.r.IntN(12) {
	case 0, 1, 2:
		id.kind, id.value = PhoneNumber, g.noisy(g.phone())
		before, after = g.pick("ring me on ", "My number is ", "call ", "", "Please contact ", "mobile: ", "tel. "), g.pick("", " please", " thanks", ". Lovely staff", ", any time")
	case 3, 4:
		id.kind, id.value = NHSNumber, g.noisy(g.nhs())
		before, after = g.pick("my nhs number is ", "NHS no ", "", "number ", "NHS: "), g.pick("", " so you can check", ".", " thanks")
	case 5:
		id.kind, id.value = Postcode, g.postcode()
		before, after = g.pick("I live in ", "postcode ", "at ", "my house is in ", ""), g.pick("", " and it is far", ".", ", thanks")
	case 6:
		id.kind, id.value = EmailAddress, g.email()
		before, after = g.pick("mail me: ", "contact ", "write to ", "my email is "), g.pick("", " please", ".", " thanks")
	case 7:
		id.kind, id.value = DateOfBirth, g.birth()
		before, after = g.pick("dob ", "born ", "my date of birth is ", "D.O.B. ", "date of birth: ", "I was born on "), g.pick("", " thank you", ".", ", good care")
	case 8:
		id.kind, id.value = RecordNumber, g.pick(g.letters(1)+g.digits(6), g.letters(2)+g.digits(7), g.digits(7), g.digits(8), "RX"+g.digits(5), g.digits(6)+g.letters(1))
		before, after = g.pick("hospital number ", "my record no is ", "ref: ", "incident ", "patient id ", "MRN "), g.pick("", " thanks", ".", " please look")
	case 9:
		id.kind, id.value = CarRegistration, g.plate()
		before, after = g.pick("my car ", "reg ", "the taxi was ", "parked "), g.pick("", " got a ticket", ".", " in bay 2")
	case 10:
		host := strings.ToLower(g.letters(7))
		id.kind, id.value = WebLink, g.pick("https://"+host+".com/x?id="+g.digits(3), "www."+host+".co.uk", host+".org.uk/page", "http://"+host+".nhs.uk", "www dot "+host+" dot com", "bit.ly/"+host)
		before, after = g.pick("see ", "look at ", "photos at ", "go to "), g.pick("", " please", " thanks")
	default:
		id.kind = ExactAge
		n := 90 + g.r.IntN(20)
		id.value = fmt.Sprint(n)
		if n < 100 && g.r.IntN(3) == 0 {
			id.value = g.pick("ninety", "Ninety")
			if n > 90 {
				id.value += g.pick(" ", "-") + figureWords[n-90]
			}
		}
		before, after = g.pick("I am ", "she is ", "mum aged ", "My dad is "), g.pick(" years old", " years of age", "", " and frail", ".")
		if strings.HasPrefix(before, "mum") {
			after = g.pick("", ".", " years")
		}
	}
	id.text = before + id.value + after
	return id
}

// TestIdentifiers wants every one of 5,000 generated identifiers taken out
// whole.
func TestIdentifiers(t *testing.T) {
	r := newRedactor(nil)
	g := identifiers{rand.New(rand.NewPCG(1948, 7))}
	missed := map[RedactionKind]int{}
	total := map[RedactionKind]int{}
	for range 5000 {
		id := g.next()
		total[id.kind]++
		got := r.redact(id.text)
		from := strings.Index(id.text, id.value)
		if !covered(got.Items, from, from+len(id.value), id.text) {
			missed[id.kind]++
			if missed[id.kind] <= 6 {
				t.Errorf("%s: %q became %q", id.kind, id.text, got.Text)
			}
		}
	}
	for kind := range redactionEnd {
		if total[kind] > 0 {
			t.Logf("%s: %d of %d", kind, total[kind]-missed[kind], total[kind])
		}
	}
}

// covered says whether items take in every letter and figure from from to to.
func covered(items []RedactionItem, from, to int, text string) bool {
	for i := from; i < to; i++ {
		if c := text[i] | 0x20; !isDigit(text[i]) && (c < 'a' || c > 'z') {
			continue
		}
		in := false
		for _, it := range items {
			in = in || it.Span.Start <= i && i < it.Span.End
		}
		if !in {
			return false
		}
	}
	return true
}

func TestNumbersThatAreLeft(t *testing.T) {
	r := newRedactor(nil)
	for _, s := range []string{
		"10/10", "10/10 10/10 10/10", "called 999 at 10.30 on 12/03/2021", "waited from 09:00 to 17:30", "2019-2020", "in 2021/22",
		"£1,250,000 was wasted", "111 then 999", "ward 12 bay 4 bed 6", "I am 45 years old", "aged 89", "1500mg twice a day",
		"24/7 365", "covid19", "on 12/03/2021 10:30 I came", "waited 95 minutes", "100% happy", "the number 92 bus",
		"30 minutes down the road", "L4 and L5 discs", "B12 jab", "seen on 4th May 2021", "one in a hundred", "two or three times",
		"first second and third class", "at 4 30pm", "so 1 2 or 3", "ten out of ten", "one two three", "£4.50 for 2 hours",
	} {
		if got := r.redact(s); got.Text != s {
			t.Errorf("%q became %q", s, got.Text)
		}
	}
}

func TestValidNHS(t *testing.T) {
	// The check figures were worked out by hand.
	for s, want := range map[string]bool{"9434765919": true, "9434765918": false, "4010232137": true, "9876543210": true, "1234567890": false} {
		if validNHS([]byte(s)) != want {
			t.Errorf("validNHS(%s) = %v", s, !want)
		}
	}
}

// longFigures is what must never be left: ten or eleven figures with little
// between them, which start with a nought or pass as an NHS number.
var longFigures = regexp.MustCompile(`[0-9](?:[ .\-()]{0,2}[0-9]){9,10}`)

var fuzzRedactor = sync.OnceValue(func() *redactor { return newRedactor(nil) })

// checkRedaction fails where a redaction breaks a promise.
func checkRedaction(t *testing.T, r *redactor, s string) {
	got := r.redact(s)
	last := 0
	for _, it := range got.Items {
		if it.Span.Start < last || it.Span.End <= it.Span.Start || it.Span.End > len(s) {
			t.Fatalf("redact(%q): span %v", s, it.Span)
		}
		if got.Text[it.At.Start:it.At.End] != it.Placeholder {
			t.Fatalf("redact(%q) = %q: no %q at %v", s, got.Text, it.Placeholder, it.At)
		}
		last = it.Span.End
	}
	if again := r.redact(got.Text); again.Text != got.Text {
		t.Fatalf("redact(%q) = %q, then %q", s, got.Text, again.Text)
	}
	for _, run := range longFigures.FindAllString(got.Text, -1) {
		d := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, run)
		if d[0] == '0' || len(d) == 10 && validNHS([]byte(d)) {
			t.Fatalf("redact(%q) = %q leaves %q", s, got.Text, run)
		}
	}
}

func FuzzRedact(f *testing.F) {
	g := identifiers{rand.New(rand.NewPCG(3, 1))}
	for range 40 {
		f.Add(g.next().text)
	}
	for _, s := range []string{"", "Nurse Emma and Grace", "[name] [nurse] [", "double 7 double", "oh oh oh oh oh oh", "a@b", "\x00\xff07700900123", "０７７００９００１２３"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkRedaction(t, fuzzRedactor(), s) })
}

// TestRedactIsLinear compares lengths that are both past the one at which
// package regexp goes over to its slower machine.
func TestRedactIsLinear(t *testing.T) {
	r := newRedactor(nil)
	redact := func(s string) Redaction { return r.redact(s) }
	for _, unit := range []string{"(", "07700 ", "one ", "a@", "a.", "Emma ", "double ", "at dot ", "Dr ", "[", "x ", "é", "ab1 "} {
		noSlower(t, unit, strings.Repeat(unit, 4000/len(unit)), strings.Repeat(unit, 19000/len(unit)), redact)
	}
}
