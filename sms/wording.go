package sms

import (
	"fmt"
	"strings"
)

// Wording is what Earshot says to people by text. It is data, so that a
// provider can say it in its own words and language.
type Wording struct {
	AskRating  string // the question, with its six answers
	AskAgain   string // after something that is not one of the answers
	AskWhy     string // after a rating
	Thanks     string // after a comment
	Corrected  string // after a corrected rating; %s is the new answer
	Safety     string // after words that raise a danger flag: whom to contact
	About      string // after HELP
	Subscribed string // after START
}

// DefaultWording is the adult English wording. Each text fits one GSM-7
// segment but for the safety reply, whose length is worth its price.
func DefaultWording() Wording {
	return Wording{
		AskRating: "Overall, how was your experience of our service? Reply 1 Very good 2 Good 3 Neither good nor poor 4 Poor 5 Very poor 6 Don't know. To stop, text STOP",
		AskAgain:  "Thank you, we have kept your words. Please also reply with one number: 1 Very good 2 Good 3 Neither 4 Poor 5 Very poor 6 Don't know",
		AskWhy:    "Thank you. Please text back to tell us why you gave that answer, and anything we could do better. Please do not include names.",
		Thanks:    "Thank you for telling us. Your words will be read by the team.",
		Corrected: "Thank you. We have changed your answer to: %s.",
		Safety: "Thank you for telling us. This number is not watched all day. If someone is in danger call 999. " +
			"For urgent help with your mental health call 111 and choose 2, or Samaritans on 116 123. You can also speak to any member of staff.",
		About:      "This is the Friends and Family Test: how was our service? Reply 1 to 6, or with your words. Text STOP for no more texts.",
		Subscribed: "Thank you. You may get texts from us again after a visit. Text STOP for no more.",
	}
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

// Check reports the texts that are missing or cost more than one segment.
func (w Wording) Check() []string {
	var faults []string
	for _, t := range []struct {
		name, text string
		most       int
	}{
		{"ask_rating", w.AskRating, 1}, {"ask_again", w.AskAgain, 1}, {"ask_why", w.AskWhy, 1}, {"thanks", w.Thanks, 1},
		{"corrected", fmt.Sprintf(w.Corrected, "Neither good nor poor"), 1}, {"safety", w.Safety, 2}, {"about", w.About, 1}, {"subscribed", w.Subscribed, 1},
	} {
		n, gsm7 := Segments(t.text)
		switch {
		case strings.TrimSpace(t.text) == "":
			faults = append(faults, t.name+" is empty")
		case n > t.most && gsm7:
			faults = append(faults, fmt.Sprintf("%s costs %d segments; shorten it to %d", t.name, n, t.most))
		case n > t.most:
			faults = append(faults, fmt.Sprintf("%s costs %d segments, because it holds a character outside GSM-7; replace it or shorten the text to %d", t.name, n, t.most))
		}
	}
	return faults
}
