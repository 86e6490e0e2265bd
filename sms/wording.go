package sms

import (
	"fmt"
	"strings"

	"earshot/feedback"
)

// Wording is what Earshot says to people by text, in one language and for one
// audience. It is data, so that a provider can say it in its own words.
type Wording struct {
	Review     string         `json:"review"`     // who still has to look at it; empty if nobody
	Costs      map[string]int `json:"costs"`      // texts that may cost more than one segment, and how many
	Invite     string         `json:"invite"`     // the first text after a visit; {place} is its name
	Remind     string         `json:"remind"`     // the one reminder
	AskRating  string         `json:"ask_rating"` // the question, with its six answers
	AskAgain   string         `json:"ask_again"`  // after something that is not one of the answers
	AskWhy     string         `json:"ask_why"`    // after a rating
	Thanks     string         `json:"thanks"`     // after a comment
	Corrected  string         `json:"corrected"`  // after a corrected rating; {answer} is the new answer
	Safety     string         `json:"safety"`     // after words that raise a danger flag: whom to contact
	About      string         `json:"about"`      // after HELP
	Subscribed string         `json:"subscribed"` // after START
	Answers    []string       `json:"answers"`    // the six answers in their order
	Also       [][]string     `json:"also"`       // other ways of saying each of the six
	Stop       []string       `json:"stop"`       // further words that mean STOP, as a whole message
	Counted    []string       `json:"counted"`    // words for what people count, so that "4 hours" is not taken for an answer

	vocabulary *vocabulary // of this wording alone; nil if it is not one of a Wordings
}

// answer gives a rating in the wording's language.
func (w Wording) answer(r feedback.Rating) string {
	if r < feedback.VeryGood || int(r) > len(w.Answers) {
		return ""
	}
	return w.Answers[r-1]
}

// Invitation gives the invitation (or the reminder of one) about a place. A name
// that would make the text cost more than it may is left out of it, rather than
// paid for with every text.
func (w Wording) Invitation(place string, reminder bool) string {
	text, name := w.Invite, "invite"
	if reminder {
		text, name = w.Remind, "remind"
	}
	full := strings.ReplaceAll(text, "{place}", Plain(place))
	if n, _ := Segments(full); n <= max(1, w.Costs[name]) {
		return full
	}
	room := len([]rune(Plain(place)))
	for room > 8 {
		room--
		short := strings.TrimSpace(string([]rune(Plain(place))[:room])) + "."
		full = strings.ReplaceAll(text, "{place}", short)
		if n, _ := Segments(full); n <= max(1, w.Costs[name]) {
			break
		}
	}
	return full
}

// Plain replaces typographic characters outside GSM-7 by those inside it, since
// one curly quote more than doubles the price of a text.
func Plain(s string) string {
	return strings.NewReplacer("’", "'", "‘", "'", "“", "\"", "”", "\"", "–", "-", "—", "-", "…", "...", "\u00a0", " ", "•", "-").Replace(s)
}

// segments a GSM-7 or UCS-2 text costs, and whether it is GSM-7. One
// character outside the GSM 03.38 alphabet turns the whole text into UCS-2.
const (
	gsmSingle, gsmPart   = 160, 153
	ucs2Single, ucs2Part = 70, 67
)

// gsmBasic and gsmExtended are the default alphabet of GSM 03.38; an extended
// character costs two.
const (
	gsmBasic    = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtended = "\f^{}\\[~]|€"
)

// Segments gives how many message segments a text costs, and whether it fits
// the GSM-7 alphabet.
func Segments(text string) (n int, gsm7 bool) {
	septets, units := 0, 0
	gsm7 = true
	for _, r := range text {
		switch {
		case strings.ContainsRune(gsmBasic, r):
			septets++
		case strings.ContainsRune(gsmExtended, r):
			septets += 2
		default:
			gsm7 = false
		}
		units++
		if r > 0xffff {
			units++
		}
	}
	if gsm7 {
		return parts(septets, gsmSingle, gsmPart), true
	}
	return parts(units, ucs2Single, ucs2Part), false
}

func parts(n, single, part int) int {
	if n <= single {
		return 1
	}
	return (n + part - 1) / part
}

// longestPlace is how long a place's name may be for an invitation to fit.
const longestPlace = "the Minor Injuries Unit"

// Check reports the texts that are missing or cost more segments than they say.
func (w Wording) Check() []string {
	var faults []string
	longest := ""
	for _, a := range w.Answers {
		if len(a) > len(longest) {
			longest = a
		}
	}
	if len(w.Answers) != 6 {
		faults = append(faults, "answers must be six")
	}
	for _, t := range []struct{ name, text string }{
		{"invite", strings.ReplaceAll(w.Invite, "{place}", longestPlace)}, {"remind", strings.ReplaceAll(w.Remind, "{place}", longestPlace)},
		{"ask_rating", w.AskRating}, {"ask_again", w.AskAgain}, {"ask_why", w.AskWhy}, {"thanks", w.Thanks},
		{"corrected", strings.ReplaceAll(w.Corrected, "{answer}", longest)}, {"safety", w.Safety}, {"about", w.About}, {"subscribed", w.Subscribed},
	} {
		n, gsm7 := Segments(t.text)
		most := max(1, w.Costs[t.name])
		switch {
		case strings.TrimSpace(t.text) == "":
			faults = append(faults, t.name+" is empty")
		case n > most && gsm7:
			faults = append(faults, fmt.Sprintf("%s costs %d segments; shorten it to %d, or say in costs what it may", t.name, n, most))
		case n > most:
			faults = append(faults, fmt.Sprintf("%s costs %d segments, because it holds a character outside GSM-7; replace it, shorten the text to %d, or say in costs what it may", t.name, n, most))
		}
	}
	for name, text := range map[string]string{"invite": w.Invite, "remind": w.Remind, "ask_rating": w.AskRating} {
		if !strings.Contains(text, "STOP") {
			faults = append(faults, name+" must say how to get no more texts: STOP")
		}
	}
	return faults
}
