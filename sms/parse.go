// Package sms talks with patients by text message: it understands replies,
// keeps the conversation going, and speaks the protocols of text gateways. It
// stores nothing itself; everything goes through the [Desk] it is given.
package sms

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"earshot/feedback"
)

// Intent is what a text asks of us, before the conversation is considered.
type Intent uint8

// The intents.
const (
	Words   Intent = iota // not an answer, not a command: words to keep
	Answer                // a rating, perhaps with words
	Unclear               // looks like a rating but is not one of 1 to 6
	Stop                  // no more texts, please
	Start                 // texts again, please
	Help                  // who are you?
	Nothing               // an empty message
)

// Reply is one text, understood.
type Reply struct {
	Intent  Intent
	Rating  feedback.Rating // set if Intent is Answer
	Comment feedback.Text   // the words beside the rating; the whole text for Words and Unclear
	Lone    bool            // the rating stood alone
}

// Parse understands a text as an answer to the Test. It never infers a rating
// from feeling: a rating is a digit from 1 to 6 or the wording of an answer,
// standing alone or set off from what follows; "10/10", "4 hours wait" and "5
// stars" are words.
func Parse(body string) Reply { return parse(body, nil) }

// parse is Parse with counts, which says of a folded word whether people count
// what it means; nil for English alone.
func parse(body string, counts func(word string) bool) Reply {
	text := strings.TrimSpace(norm.NFKC.String(strings.ReplaceAll(strings.ToValidUTF8(body, "�"), "\x00", "")))
	if text == "" {
		return Reply{Intent: Nothing}
	}
	switch command(text) {
	case Stop:
		return Reply{Intent: Stop}
	case Start:
		return Reply{Intent: Start}
	case Help:
		return Reply{Intent: Help}
	}
	written := unkeycap(text)
	ascii := plainDigits(written)
	if rating, rest, ok := leadingDigit(strings.TrimSpace(ascii), counts); ok {
		return answer(rating, tail(written, ascii, rest))
	}
	plain := strings.TrimSpace(written)
	if rating, rest, ok := leadingWording(plain); ok {
		return answer(rating, rest)
	}
	if looksLikeScore(strings.TrimSpace(ascii)) {
		return Reply{Intent: Unclear, Comment: feedback.Text(text)}
	}
	return Reply{Intent: Words, Comment: feedback.Text(text)}
}

func answer(r feedback.Rating, rest string) Reply {
	return Reply{Intent: Answer, Rating: r, Comment: feedback.Text(rest), Lone: rest == ""}
}

// command recognises the opt-out, opt-in and help words, as whole messages
// only: "stop making people wait" is a comment. YES is not taken as opt-in,
// although one gateway does, since it is an ordinary answer.
func command(text string) Intent {
	const around = ".!?\"'“”‘’ "
	words := 0
	for word := range strings.FieldsSeq(text) {
		if strings.Trim(word, around) == "" {
			continue
		}
		if words++; words > 2 {
			return Words // none of them is so long
		}
	}
	word := strings.ToUpper(strings.Trim(strings.Join(strings.Fields(text), " "), around))
	switch word {
	case "STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT", "OPT OUT", "OPT-OUT":
		return Stop
	case "START", "UNSTOP", "OPTIN", "OPT IN", "OPT-IN":
		return Start
	case "HELP", "INFO":
		return Help
	}
	return Words
}

// unkeycap turns keycap emoji (a digit, perhaps U+FE0F, then U+20E3) at the
// beginning into plain digits.
func unkeycap(s string) string {
	s = strings.ReplaceAll(s, "\ufe0f", "")
	return strings.ReplaceAll(s, "\u20e3", " ")
}

// leadIns are what people write before the number they choose.
func leadIns() []string {
	return []string{"i would say", "i'd say", "id say", "i would give it a", "i give it a", "it's a", "its a", "it was a", "answer is", "my answer is",
		"answer", "rating", "rate", "score", "option", "number", "no.", "no", "#", "a"}
}

// leadingDigit finds a rating given as a digit at the beginning.
func leadingDigit(s string, counts func(string) bool) (feedback.Rating, string, bool) {
	low := strings.ToLower(s)
	for _, lead := range leadIns() {
		after, ok := strings.CutPrefix(low, lead)
		if !ok || after == "" {
			continue
		}
		trimmed := strings.TrimLeft(after, " :=-")
		if len(trimmed) > 0 && isDigit(trimmed[0]) && (trimmed != after || lead == "#") {
			s = s[len(s)-len(trimmed):]
			break
		}
	}
	s = strings.TrimLeft(s, "(['\"“‘ ")
	if s == "" {
		return 0, "", false
	}
	if r, n := spelledDigit(s); n > 0 {
		return afterRating(r, s[n:], true, counts)
	}
	if s[0] < '1' || s[0] > '6' {
		return 0, "", false
	}
	return afterRating(feedback.Rating(s[0]-'0'), s[1:], false, counts)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// spelledDigit reads "one" to "six" as a whole word at the beginning.
func spelledDigit(s string) (feedback.Rating, int) {
	for i, w := range [...]string{"one", "two", "three", "four", "five", "six"} {
		if len(s) >= len(w) && strings.EqualFold(s[:len(w)], w) && (len(s) == len(w) || !isLetter(s[len(w)])) {
			return feedback.Rating(i + 1), len(w)
		}
	}
	return 0, 0
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

// afterRating decides, from what follows a digit, whether the digit was a
// rating, and gives the words beside it. spelled digits need something that
// sets them off: "one of the nurses" is words.
func afterRating(r feedback.Rating, rest string, spelled bool, counts func(string) bool) (feedback.Rating, string, bool) {
	body := strings.TrimLeft(rest, ")]'\"”’")
	trimmed := strings.TrimSpace(body)
	switch {
	case strings.Trim(trimmed, ".!,;:-–—*x ") == "":
		return r, "", true
	case isDigit(body[0]) || strings.ContainsRune("/%+'’:°", rune(body[0])) && !startsWords(body):
		return 0, "", false
	}
	next := strings.TrimLeft(trimmed, ".,;:-–—=!) ")
	setOff := len(next) < len(trimmed) || strings.HasPrefix(body, "\n")
	switch {
	case next == "":
		return r, "", true
	case strings.HasPrefix(trimmed, "-") && isDigit(next[0]), strings.HasPrefix(trimmed, ".") && isDigit(next[0]):
		return 0, "", false // "2-3", "1.5"
	case !setOff && (spelled || isLetter(body[0]) || countsSomething(next, counts)):
		return 0, "", false // "one of the nurses", "2nd", "4 hours wait"
	case setOff && isDigit(next[0]):
		return 0, "", false // "1, 2"
	}
	return r, next, true
}

// startsWords reports whether a colon is followed by words ("1: kind staff")
// rather than by digits ("1:30").
func startsWords(body string) bool {
	after := strings.TrimSpace(body[1:])
	return body[0] == ':' && after != "" && !isDigit(after[0])
}

// countsSomething reports whether the word after a bare digit is something that
// people count, so that the digit is an amount and not a rating.
func countsSomething(next string, counts func(string) bool) bool {
	word := strings.ToLower(next)
	if i := strings.IndexFunc(word, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) }); i >= 0 {
		word = word[:i]
	}
	if counts != nil && counts(fold(word).text()) {
		return true
	}
	switch word {
	case "hour", "hours", "hr", "hrs", "h", "minute", "minutes", "min", "mins", "m", "second", "seconds", "secs", "day", "days", "night", "nights",
		"week", "weeks", "wks", "wk", "month", "months", "mths", "year", "years", "yrs", "yr", "time", "times", "am", "pm", "oclock", "o",
		"star", "stars", "out", "of", "in", "or", "to", "and", "half", "point", "points", "percent", "per", "x",
		"nurse", "nurses", "doctor", "doctors", "dr", "drs", "consultant", "consultants", "midwife", "midwives", "staff", "members", "member", "people", "person", "patients", "patient",
		"men", "women", "man", "woman", "lady", "ladies", "children", "kids", "beds", "bed", "calls", "call", "phone", "appointments", "appointment", "visits", "visit",
		"attempts", "attempt", "tries", "goes", "different", "more", "other", "others", "separate", "things", "thing", "reasons", "pills", "tablets", "injections",
		"miles", "mile", "pounds", "quid", "th", "st", "nd", "rd", "year-old", "weeks-old", "ward", "wards", "floors", "floor", "lots", "tests", "test", "scans", "operations", "ops":
		return true
	}
	return false
}

// wordings are the answers as people write them, longest first so that "very
// good" is not read as "good".
func wordings() []struct {
	text   string
	rating feedback.Rating
} {
	return []struct {
		text   string
		rating feedback.Rating
	}{
		{"neither good nor poor", feedback.Neither}, {"neither good or poor", feedback.Neither}, {"neither good nor bad", feedback.Neither},
		{"extremely unlikely", feedback.VeryPoor}, {"extremely likely", feedback.VeryGood},
		{"very very good", feedback.VeryGood}, {"very good", feedback.VeryGood}, {"verygood", feedback.VeryGood}, {"v. good", feedback.VeryGood}, {"v.good", feedback.VeryGood},
		{"v good", feedback.VeryGood}, {"vgood", feedback.VeryGood}, {"v gd", feedback.VeryGood}, {"very gd", feedback.VeryGood}, {"vg", feedback.VeryGood},
		{"very poor", feedback.VeryPoor}, {"verypoor", feedback.VeryPoor}, {"v. poor", feedback.VeryPoor}, {"v.poor", feedback.VeryPoor},
		{"v poor", feedback.VeryPoor}, {"vpoor", feedback.VeryPoor}, {"vp", feedback.VeryPoor},
		{"don't know", feedback.DontKnow}, {"don’t know", feedback.DontKnow}, {"dont know", feedback.DontKnow}, {"do not know", feedback.DontKnow},
		{"dunno", feedback.DontKnow}, {"not sure", feedback.DontKnow}, {"dk", feedback.DontKnow},
		{"neither", feedback.Neither}, {"good", feedback.Good}, {"gd", feedback.Good}, {"poor", feedback.Poor},
	}
}

// leadingWording finds a rating given in words at the beginning, standing alone
// or set off by punctuation or a new line: "Good staff but slow" is words.
func leadingWording(s string) (feedback.Rating, string, bool) {
	low := strings.ToLower(s)
	for _, w := range wordings() {
		rest, ok := strings.CutPrefix(low, w.text)
		if !ok || len(low) != len(s) {
			continue
		}
		trimmed := strings.TrimSpace(rest)
		if strings.Trim(trimmed, ".!,;:-–—*x ") == "" {
			return w.rating, "", true
		}
		next := strings.TrimLeft(trimmed, ".,;:-–—!")
		if len(next) < len(trimmed) || strings.HasPrefix(rest, "\n") || isThanks(trimmed) {
			return w.rating, strings.TrimSpace(s[len(s)-len(next):]), true
		}
		return 0, "", false
	}
	return 0, "", false
}

// isThanks reports whether what follows is no more than thanks.
func isThanks(s string) bool {
	switch strings.Trim(s, ".!, x") {
	case "thanks", "thank you", "ta", "cheers", "thx", "thank u", "ty", "many thanks", "please":
		return true
	}
	return false
}

// looksLikeScore reports whether a text is digits and score punctuation only,
// such as "7", "10/10", "0" or "1-2": worth asking again.
func looksLikeScore(s string) bool {
	digits := 0
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case strings.ContainsRune(" /.,-–+%!?&*", c):
		default:
			return false
		}
	}
	return digits > 0 && digits <= 6
}
