package sentiment

import (
	"fmt"
	"slices"
	"strings"
)

// personSmall says whether an unknown word in small letters stands where only a
// person can.
func (s *naming) personSmall(k int) bool {
	switch {
	case s.afterGiving(k):
		return s.nextIs(k, "for", "and", "who") || s.ends(k) && s.base[k-1] != "love"
	case s.describedNext(k) && s.startsHere(k):
		return true
	case s.agentNext(k) && s.startsHere(k):
		return !s.nextIs(k, "made", "went", "came", "kept", "took") || s.nextIs(k+1, "my", "me", "over", "and", "to")
	case k > 1 && !s.opens(k) && s.n.kin[s.base[k-1]] && (s.base[k-2] == "my" || s.base[k-2] == "our"):
		return s.nextIs(k, "was", "is", "has", "had", "and")
	case k > 0 && !s.opens(k) && s.base[k-1] == "by":
		return s.nextIs(k, "at", "and", "who") && k > 1 && (s.base[k-2] == "met" || s.base[k-2] == "seen" || s.base[k-2] == "treated" || s.base[k-2] == "greeted")
	case s.opens(k):
		return s.nextIs(k, "on", "in", "at") && s.deskAfter(k+2) || strings.HasSuffix(s.v.text[s.v.words[k].start:s.v.words[k].end], "'s") && s.nextIs(k, "kindness", "care", "patience", "smile", "help")
	}
	return false
}

// slip says whether a word is a known one with a slip of the pen, and so no
// name.
func (s *naming) slip(w string) bool {
	for n := len(w) - 1; n <= len(w)+1; n++ {
		for _, known := range s.n.slips[fmt.Sprint(w[:1], n)] {
			if oneSlip(known, []byte(w)) {
				return true
			}
		}
	}
	return false
}

// nextIs says whether one of the words stands after word k.
func (s *naming) nextIs(k int, words ...string) bool {
	return k+1 < len(s.base) && !s.v.words[k+1].opens && slices.Contains(words, s.base[k+1])
}

// agentNext says whether what only a person does stands after word k.
func (s *naming) agentNext(k int) bool {
	return k+1 < len(s.base) && !s.v.words[k+1].opens && s.n.agents[s.base[k+1]]
}

// startsHere says whether a clause can start with word k.
func (s *naming) startsHere(k int) bool {
	if k == 0 || s.opens(k) {
		return true
	}
	switch s.base[k-1] {
	case "until", "when", "then", "because", "and", "but", "after", "before", "that", "as", "so", "nurse":
		return true
	}
	return false
}

// describedNext says whether "the" and a member of staff, or a place of work,
// stand after word k: "Lily the student nurse".
func (s *naming) describedNext(k int) bool {
	if !s.nextIs(k, "the") {
		return false
	}
	for i := k + 2; i <= k+4 && i < len(s.base) && !s.v.words[i].opens; i++ {
		if s.n.roles[s.base[i]] {
			return true
		}
	}
	return false
}

// apposed says whether word k names the member of staff or the relative before
// it: "the porter, Dawn, told jokes".
func (s *naming) apposed(k int) bool {
	if k == 0 || s.opens(k) || !s.n.roles[s.base[k-1]] && !s.n.kin[s.base[k-1]] || k+1 < len(s.base) && s.adjacent(k, k+1) {
		return false
	}
	return strings.TrimSpace(s.v.text[s.v.words[k-1].end:s.v.words[k].start]) == ","
}

// deskAfter says whether word k is where somebody works.
func (s *naming) deskAfter(k int) bool {
	if k < len(s.base) && (s.base[k] == "the" || s.base[k] == "your") {
		k++
	}
	if k >= len(s.base) || s.v.words[k].opens {
		return false
	}
	switch s.base[k] {
	case "x":
		return k+1 < len(s.base) && s.base[k+1] == "ray"
	case "reception", "pharmacy", "xray", "outpatients", "physio", "bloods", "maternity", "theatre", "theatres", "desk", "front", "cafe", "clinic", "phlebotomy", "admissions", "transport", "catering", "switchboard":
		return true
	}
	return false
}

func (s *naming) listed(w string) bool {
	return s.n.first[w] || s.n.second[w] || s.n.wordFirst[w] || s.n.wordLast[w]
}

// capitalised says whether word k starts with a capital that means something.
func (s *naming) capitalised(k int) bool {
	return k >= 0 && k < len(s.base) && s.v.words[k].capital && s.capital
}

func (s *naming) opens(k int) bool { return s.v.words[k].opens }

// adjacent says whether two words stand together, at most a full stop between.
func (s *naming) adjacent(a, b int) bool {
	if b >= len(s.base) || a < 0 {
		return false
	}
	between := s.v.text[s.v.words[a].end:s.v.words[b].start]
	return len(between) <= 3 && strings.Trim(between, " .\u00a0-") == ""
}

// joined is adjacent without a full stop after a whole word.
func (s *naming) joined(a, b int) bool {
	return s.adjacent(a, b) && (!s.v.words[b].opens || len(s.base[a]) == 1)
}

// coreNext says whether what a person does stands after word k.
func (s *naming) coreNext(k int) bool {
	return k+1 < len(s.base) && !s.v.words[k+1].opens && s.n.core[s.base[k+1]]
}

// personly says whether a person is likely at word k by what stands around.
func (s *naming) personly(k int) bool {
	if k+1 < len(s.base) && !s.v.words[k+1].opens && s.n.core[s.base[k+1]] && s.base[k+1] != "and" && s.base[k+1] != "on" && s.base[k+1] != "from" {
		return true
	}
	return k > 0 && !s.opens(k) && (s.afterGiving(k) || slices.Contains([]string{"with", "by", "named", "called", "saw", "met", "see", "dear", "especially", "particularly", "including", "asked", "ask"}, s.base[k-1]) ||
		s.n.kin[s.base[k-1]] || k > 1 && (s.base[k-1] == "was" || s.base[k-1] == "is") && s.n.roles[s.base[k-2]])
}

// afterGiving says whether thanks stand before word k.
func (s *naming) afterGiving(k int) bool {
	if k == 0 || s.opens(k) {
		return false
	}
	switch s.base[k-1] {
	case "thanks", "thankyou", "cheers", "thank", "regards", "love":
		return true
	case "you", "to":
		return k > 1 && (strings.HasPrefix(s.base[k-2], "thank") || s.base[k-2] == "you" && k > 2 && s.base[k-3] == "thank" || s.base[k-2] == "grateful" || s.base[k-2] == "done")
	}
	return false
}

// cueBefore says whether a name is announced before word k.
func (s *naming) cueBefore(k int) bool {
	if k == 0 || s.opens(k) {
		return false
	}
	switch s.base[k-1] {
	case "called":
		// "she was called Jo", not "they called an ambulance".
		return k > 1 && (s.capitalised(k) || s.n.roles[s.base[k-2]] || s.n.kin[s.base[k-2]] || s.base[k-2] == "was" || s.base[k-2] == "is")
	case "named", "signed":
		return true
	case "said", "says", "read", "reads":
		return k > 1 && (s.base[k-2] == "badge" || s.base[k-2] == "tag" || s.base[k-2] == "lanyard")
	case "is", "was", "are", "were", "names", "name":
		return k > 1 && (strings.HasPrefix(s.base[k-2], "name") || s.base[k-1] == "name" && (s.base[k-2] == "his" || s.base[k-2] == "her" || s.base[k-2] == "my"))
	}
	return false
}

// afterSaint says whether the name is part of a place's, "St Mary's", "Queen
// Elizabeth".
func (s *naming) afterSaint(k int) bool {
	if k == 0 || !s.adjacent(k-1, k) {
		return false
	}
	switch s.base[k-1] {
	case "st", "saint", "queen", "king", "princess", "prince", "lake", "port":
		return true
	}
	return false
}

// afterPlaceWord says whether a place is meant by what stands before.
func (s *naming) afterPlaceWord(k int) bool {
	if k == 0 || s.opens(k) {
		return false
	}
	switch s.base[k-1] {
	case "in", "at", "near", "st", "saint", "queen", "king", "the", "ward", "unit", "via", "of", "from", "to", "around", "outside", "on", "hospital":
		return !s.afterGiving(k) || s.base[k-1] == "the"
	}
	return s.n.notPeople[s.base[k-1]] && s.capitalised(k-1) && !s.opens(k-1)
}

// placeAhead says whether word k starts the name of a place: up to two more
// words with capitals and then a word such as "ward".
func (s *naming) placeAhead(k int) bool {
	for i := k + 1; i < len(s.base) && i <= k+3 && s.adjacent(i-1, i) && !s.v.words[i].opens; i++ {
		if s.n.places[s.base[i]] {
			next := i + 1
			if s.base[i] == "ward" && next < len(s.base) && (s.n.roles[s.base[next]] || s.base[next] == "clerk") {
				return false
			}
			// "Emma care" is no place unless written as one.
			return s.capitalised(i) || s.base[i] == "ward" || s.base[i] == "unit" || s.base[i] == "hospital" || s.base[i] == "centre" || s.base[i] == "syndrome" || s.base[i] == "disease"
		}
		if !s.capitalised(i) {
			return false
		}
	}
	return false
}

// month says whether a word such as "may" is the month.
func (s *naming) month(k int) bool {
	w := s.base[k]
	switch w {
	case "may", "april", "june", "july", "august", "summer", "autumn", "jan", "christmas":
	default:
		return false
	}
	if k > 0 && !s.opens(k) {
		switch s.base[k-1] {
		case "in", "on", "of", "last", "next", "this", "since", "until", "till", "by", "early", "late", "from", "mid", "for", "during", "to", "through", "before", "after", "and":
			return true
		}
	}
	// A figure beside it.
	before, after := s.v.words[k].start-1, s.v.words[k].end
	for before >= 0 && (s.v.shade[before] == ' ' || isLetterByte(s.v.shade[before]) && after-before < 10) {
		before--
	}
	for after < len(s.v.shade) && (s.v.shade[after] == ' ' || s.v.shade[after] == filler) {
		after++
	}
	return before >= 0 && isDigit(s.v.shade[before]) || after < len(s.v.shade) && isDigit(s.v.shade[after])
}

// determined says whether an article or the like stands before word k.
func (s *naming) determined(k int) bool {
	if k == 0 {
		return false
	}
	switch s.base[k-1] {
	case "the", "a", "an", "my", "your", "their", "our", "this", "that", "some", "any", "no", "every", "each":
		return true
	}
	return false
}

// particle says whether a word stands before family names and belongs to them.
func particle(w string) bool {
	switch w {
	case "van", "der", "den", "de", "von", "bin", "al", "el", "di", "da", "dos", "du", "le", "la", "ter":
		return true
	}
	return false
}

// initialsBefore says whether an initial or two stand before word k, both in
// capitals: "J. Adeyinka".
func (s *naming) initialsBefore(k int) bool {
	if k == 0 || !s.v.words[k].capital || s.v.words[k].shout || !s.adjacent(k-1, k) {
		return false
	}
	w := s.base[k-1]
	// "A. Tea B. Toast" is a list.
	return len(w) == 1 && s.v.words[k-1].capital && w != "i" && w != "a" && (!s.opens(k-1) || k > 1 && len(s.base[k-2]) == 1)
}

// lastWord says whether an unknown word ends a sentence after a role that is
// also a way to address somebody, "thanks to nurse fatou", and has not the end of
// a verb or a quality.
func (s *naming) lastWord(k int) bool {
	w := s.base[k]
	if len(w) < 4 || !s.ends(k) || s.slip(w) || commonEnding(w) || strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "s") || strings.HasSuffix(w, "er") || strings.HasSuffix(w, "nt") || strings.HasSuffix(w, "al") {
		return false
	}
	switch s.base[k-1] {
	case "nurse", "sister", "midwife", "doctor", "hca", "matron":
		return true
	}
	return false
}

// agentOrCore says whether what a person does, or is, stands after word k.
func (s *naming) agentOrCore(k int) bool { return s.agentNext(k) || s.coreNext(k) }

// thankedHere says whether word k is thanked and no figure stands with it, so
// that "May" is no month.
func (s *naming) thankedHere(k int) bool {
	return s.afterGiving(k) && (s.ends(k) || s.nextIs(k, "on", "for", "and", "in", "at", "who"))
}

// word is word k, empty if there is none.
func (s *naming) word(k int) string {
	if k >= len(s.base) {
		return ""
	}
	return s.base[k]
}

// ends says whether nothing, or a new sentence, stands after word k.
func (s *naming) ends(k int) bool {
	return k+1 >= len(s.base) || s.v.words[k+1].opens || !s.adjacent(k, k+1)
}

// alone says whether word k is the whole text or signs it.
func (s *naming) alone(k int) bool {
	return k == len(s.base)-1 && k > 0 && strings.ContainsAny(s.v.text[s.v.words[k-1].end:s.v.words[k].start], "-–\n")
}

// aloneBefore says whether nothing that belongs to word k stands before it.
func (s *naming) aloneBefore(k int) bool {
	return k == 0 || s.opens(k) || s.base[k-1] == "and" || s.n.roles[s.base[k-1]] || s.base[k-1] == "with" || s.base[k-1] == "by"
}

// ordinary says whether a word is a form of a known one.
func (s *naming) ordinary(w string) bool {
	if s.n.known[w] {
		return true
	}
	if strings.HasSuffix(w, "ly") && len(w) > 5 {
		return true
	}
	for _, e := range []string{"s", "es", "ed", "d", "ing", "ly", "er", "ers", "est", "y", "ness", "ful", "less", "able", "ies", "ied"} {
		if b, ok := strings.CutSuffix(w, e); ok && len(b) > 3 && (s.n.known[b] || s.n.known[b+"e"] || s.n.known[b+"y"]) {
			return true
		}
	}
	return false
}

// commonEnding says whether a word ends as things do and names do not.
func commonEnding(w string) bool {
	for _, e := range []string{"tion", "sion", "ing", "ment", "ness", "age", "ity", "ics", "logy", "omy", "ance", "ence", "ers",
		"ies", "ship", "ism", "ist", "ists", "ants", "ions", "ments", "ology", "ory", "ise", "ive", "ible", "able", "ful", "ous", "ses", "ets", "ings", "cy", "gy", "phy"} {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}
