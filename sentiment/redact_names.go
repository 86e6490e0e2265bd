package sentiment

import (
	"fmt"
	"slices"
	"strings"
)

// personJudge says of a word that the rules leave open whether it names a
// person, from the words around it.
type personJudge interface {
	isPerson(words []string, at int) bool
}

// nameRules find people's names: by lists of names, by what stands before and
// after, and by capitals where the writer uses them. A word that is both a name
// and something else ("may", "grace", "hope") needs more than itself.
type nameRules struct {
	first, second, wordFirst, wordLast, faint, titles, roles, kin, verbs, core, agents, notPeople, places map[string]bool
	known                                                                                                 map[string]bool
	near                                                                                                  nearNames
	slips                                                                                                 map[string][]string // known words by first letter and length
	people                                                                                                personJudge
}

// Words of the rules for names.
const (
	// faintNames are given names that are far oftener something else.
	faintNames = `nick lin long van shan yong hung duc quan dev nana ola sal tel fi may april june july august summer autumn christmas will hope chance liberty star sky rain storm river
trinity major prince princess patience young bill mark case penny art grant song lane red max long sunny junior forest
patty reed wade curt cash dot bay chuck holly heath flora clay jewel melody harmony destiny olive song guy don pat jan precious christian
israel kenya devon chelsea florence honor mercy mickey jordan morgan georgia austin sofia reading gene val nat rich drew dale skip
peg petal penny stew tad basil ginger pepper misty rusty dusty rocky woody buddy joy faith charity prudence constance angel crystal eve dawn`
	// agents are what only a person does.
	agents = `took helped said came explained listened looked held told went carried fixed drove wheeled gave showed rang phoned
got brought checked answered greeted did made saw spoke talked smiled stayed kept cared treated calmed reassured who sorted`
	coreVerbs = `was is were has had who took helped made did looked explained listened gave came treated cared kept showed
held sat spoke understood deserves reassured calmed and from on`
	beforeNames = `with by thank thanks especially including named called particularly both ask asked saw met see between via thankyou
dear hi hello ta cheers mention well-done`
	placeWords = `hospital ward unit centre center house court clinic surgery wing road street school suite building lodge park
infirmary practice team lane avenue close hall view community trust university college church station services service
ambulance day-unit drive way crescent gardens general memorial health bay floor department room pharmacy hub hospice nursing
care syndrome disease palsy chiari catheter scale stockings collar test`
	beforePlaces = `in at near st saint queen king princess lady ward the via unit within around of hospital leaving outside`
)

func newNameRules(people personJudge) *nameRules {
	n := &nameRules{
		first: wordsOf(firstNames), second: wordsOf(lastNames), wordFirst: wordsOf(wordNames), wordLast: wordsOf(wordLastNames),
		faint: wordsOf(faintNames), titles: wordsOf(titles), roles: wordsOf(roleWords), kin: wordsOf(kinWords),
		verbs: wordsOf(personVerbs), core: wordsOf(coreVerbs), agents: wordsOf(agents), places: wordsOf(placeWords), notPeople: wordsOf(notPeople), people: people,
	}
	n.known = wordsOf(strings.Join([]string{
		smallWords[english], roleWords, kinWords, personVerbs, coreVerbs, beforeNames, placeWords, beforePlaces, streetStops,
		knownWords, commonWords,
	}, " "))
	for w := range numberWords {
		n.known[w] = true
	}
	c := ruleVocabulary()
	for w := range c {
		n.known[w] = true
	}
	for w := range n.faint {
		if n.first[w] {
			delete(n.first, w)
			n.wordFirst[w] = true
		}
	}
	for w := range n.known {
		if n.first[w] {
			delete(n.known, w)
		}
	}
	n.near = newNearNames(n.first)
	n.slips = map[string][]string{}
	for w := range n.known {
		if len(w) > 3 {
			key := fmt.Sprint(w[:1], len(w))
			n.slips[key] = append(n.slips[key], w)
		}
	}
	return n
}

// naming is the search of one text.
type naming struct {
	n       *nameRules
	v       *veil
	base    []string // the words without a possessive ending
	capital bool     // the writer's capitals mean something
	taken   []bool   // by word: it is part of a name
	f       *finding
}

// find takes people's names out of the text.
func (n *nameRules) find(v *veil, f *finding) {
	if len(v.words) == 0 {
		return
	}
	s := &naming{n: n, v: v, f: f, taken: make([]bool, len(v.words)), base: make([]string, len(v.words))}
	capitals, inside := 0, 0
	for k, w := range v.words {
		s.base[k] = strings.ReplaceAll(baseOf(string(v.shade[w.start:w.end])), "'", "")
		if w.end-w.start > 1 && !w.opens {
			inside++
			if w.capital {
				capitals++
			}
		}
	}
	// A text in capitals, or one that gives every word one, says nothing by
	// them.
	s.capital = capitals*2 <= inside || inside < 4 && !v.words[len(v.words)-1].shout
	for k := 0; k < len(v.words); k++ {
		if s.taken[k] || v.words[k].number || f.covers(v.words[k].start, v.words[k].end) {
			continue
		}
		k = s.at(k)
	}
}

// baseOf takes the possessive ending off a word of the veil.
func baseOf(w string) string {
	w = strings.ReplaceAll(w, string(rune(filler)), "")
	if b, ok := strings.CutSuffix(w, "'s"); ok {
		return b
	}
	return w
}

// at looks for a name that starts at word k, or at a title or role there, and
// gives the last word that was looked at.
func (s *naming) at(k int) int {
	w := s.base[k]
	switch {
	case s.n.titles[w] && s.adjacent(k, k+1) && (!s.v.words[k+1].opens || s.listed(s.base[k+1]) || len(w) < 4 && !s.ordinary(s.base[k+1])):
		if end, ok := s.titled(k); ok {
			return end
		}
	case s.n.roles[w] && s.joined(k, k+1):
		if end, ok := s.afterRole(k); ok {
			return end
		}
	}
	if sure, ok := s.isName(k); ok {
		end := s.extend(k)
		s.take(k, end, k, "", sure)
		return s.list(end)
	}
	return k
}

// titled finds the name after "Mr", "Dr" and the like.
func (s *naming) titled(k int) (int, bool) {
	w, next := s.base[k], k+1
	// "Mr and Mrs Bell".
	if s.base[next] == "and" && s.joined(next, next+1) && s.n.titles[s.base[next+1]] && s.joined(next+1, next+2) {
		next += 2
	}
	// "Dr J Patel": an initial in between.
	for len(s.base[next]) == 1 && s.adjacent(next, next+1) && next < k+3 {
		next++
	}
	name := s.base[next]
	weak := w == "miss" || w == "lady" || w == "sir" || w == "lord" || w == "doctor" || w == "dame"
	ok := s.listed(name) && (!weak || !s.n.known[name] || s.capitalised(next)) && (!s.n.known[name] || s.capitalised(next) || s.n.second[name])
	if !ok && !s.n.known[name] && !s.n.notPeople[name] && len(name) > 1 {
		ok = !weak || s.capitalised(next)
	}
	if !ok && s.n.wordLast[name] && len(w) < 5 && (w != "miss" || s.agentNext(next)) && name != "may" && name != "will" && name != "good" && name != "best" {
		ok = true // "dr bell", in small letters
	}
	if !ok && s.capitalised(next) && !s.n.notPeople[name] && (s.n.wordLast[name] || !s.ordinary(name)) {
		ok = true
	}
	if !ok {
		return k, false
	}
	end := s.extend(next)
	role := ""
	if w == "dr" || w == "doctor" || w == "prof" || w == "professor" {
		role = roleNames[w]
	}
	s.take(k, end, k, role, true)
	return s.list(end), true
}

// afterRole finds the name after "nurse" and the like.
func (s *naming) afterRole(k int) (int, bool) {
	next := k + 1
	if (s.base[next] == "called" || s.base[next] == "named") && s.adjacent(next, next+1) {
		next++
		if !s.namedAfterCue(next) {
			return k, false
		}
	} else if !s.nameAfterRole(next) {
		return k, false
	}
	end := s.extend(next)
	role := roleNames[s.base[k]]
	from := next
	if role != "" && next == k+1 {
		from = k
	} else {
		role = ""
	}
	s.take(from, end, next, role, true)
	return s.list(end), true
}

func (s *naming) nameAfterRole(k int) bool {
	w := s.base[k]
	switch {
	case s.placeAhead(k):
		return false
	case s.n.first[w]:
		return true
	case s.n.wordFirst[w] && s.capitalised(k):
		return !s.month(k)
	case s.n.wordFirst[w]:
		// "nurse grace was", but not "nurse will".
		return (s.coreNext(k) || s.agentNext(k)) && !s.n.verbs[w] && w != "will" && w != "may" && w != "mark"
	case s.n.notPeople[w]:
		return false
	case (s.n.second[w] || s.n.wordLast[w]) && s.capitalised(k):
		return true
	case s.n.known[w] || s.ordinary(w):
		return false
	case s.capitalised(k):
		return len(w) > 1
	}
	return len(w) > 2 && (s.coreNext(k) || s.n.near.has(w) || s.n.second[w])
}

// namedAfterCue says whether word k, after "called" or "my name is", is a name.
func (s *naming) namedAfterCue(k int) bool {
	w := s.base[k]
	if s.listed(w) && (!s.n.known[w] || s.capitalised(k)) && !s.n.notPeople[w] {
		return true
	}
	if s.n.wordFirst[w] && !s.n.faint[w] {
		return true
	}
	return !s.n.known[w] && !s.n.notPeople[w] && !s.ordinary(w) && len(w) > 2
}

// isName says whether word k is a name on its own account or by what stands
// around it, and whether that is sure.
func (s *naming) isName(k int) (sure, ok bool) {
	w := s.base[k]
	if len(w) < 2 || s.n.titles[w] || s.placeAhead(k) {
		return false, false
	}
	if s.cueBefore(k) && s.namedAfterCue(k) {
		return true, true
	}
	switch {
	case s.capitalised(k) && !s.n.notPeople[w] && s.joined(k, k+1) && s.capitalised(k+1) && s.n.second[s.base[k+1]] &&
		!s.n.known[s.base[k+1]] && !s.n.notPeople[s.base[k+1]] && !s.placeAhead(k+1) && !s.ordinary(w):
		return true, true
	case s.n.first[w]:
		// TED and TIA are no people where others are written Ted and Tia.
		acronym := s.v.words[k].shout && s.capital && len(w) <= 4
		return true, !s.afterSaint(k) && !acronym
	case s.n.wordFirst[w]:
		return s.wordName(k)
	case s.n.notPeople[w]:
		return false, false
	case (s.n.second[w] || s.n.wordLast[w] && !s.n.known[w]) && s.capitalised(k) && !s.opens(k):
		return false, !s.afterPlaceWord(k) && s.personly(k)
	case s.n.second[w] && s.opens(k) && s.capitalised(k) && !s.n.known[w]:
		return false, s.coreNext(k)
	}
	return s.strange(k)
}

// wordName judges a name that is a word too.
func (s *naming) wordName(k int) (sure, ok bool) {
	w := s.base[k]
	if !s.capitalised(k) {
		// In small letters only beside a name, after thanks, or where a person
		// acts.
		if s.month(k) || w == "may" || w == "will" || w == "june" || w == "july" || w == "april" || w == "august" {
			return false, false
		}
		beside := !s.n.faint[w] && s.adjacent(k, k+1) && s.n.second[s.base[k+1]] && !s.n.known[s.base[k+1]]
		kindness := s.opens(k) && !s.n.faint[w] && (s.nextIs(k, "kindness", "patience", "smile") || s.nextIs(k, "on", "in", "at") && s.deskAfter(k+2))
		return false, beside || kindness || s.afterGiving(k) && (s.ends(k) || s.nextIs(k, "for", "and", "on", "who")) ||
			s.agentNext(k) && s.startsHere(k) && !s.n.faint[w] || k > 0 && s.base[k-1] == "by" && !s.opens(k) && s.nextIs(k, "at", "and", "who", "on") ||
			k > 0 && s.n.kin[s.base[k-1]] && !s.opens(k) && s.nextIs(k, "was", "is", "has", "had") && (k < 2 || s.base[k-2] == "my" || s.base[k-2] == "our")
	}
	if s.month(k) || s.placeAhead(k) {
		return false, false
	}
	surname := k+1 < len(s.base) && s.adjacent(k, k+1) && s.capitalised(k+1) &&
		(s.n.second[s.base[k+1]] || s.n.wordLast[s.base[k+1]]) && !s.n.notPeople[s.base[k+1]]
	if surname {
		return true, true
	}
	if s.agentNext(k) && s.startsHere(k) || s.describedNext(k) || s.apposed(k) {
		return !s.n.faint[w], true
	}
	if s.opens(k) {
		if s.n.faint[w] {
			return false, s.coreNext(k) && s.base[k+1] != "is" && s.base[k+1] != "on" && s.base[k+1] != "and" && s.base[k+1] != "from" && w != "may" && w != "will" || s.alone(k)
		}
		return true, s.coreNext(k) && !s.nextIs(k, "and") || s.alone(k) || s.nextIs(k, "at") || s.nextIs(k, "and") && s.capitalised(k+2)
	}
	return true, !s.determined(k) && (s.personly(k) || !s.n.faint[w] && !s.afterPlaceWord(k))
}

// strange judges a word that is on no list.
func (s *naming) strange(k int) (sure, ok bool) {
	w := s.base[k]
	if s.n.known[w] || s.ordinary(w) || len(w) < 3 || s.v.words[k].shout && s.capital {
		return false, false
	}
	if !s.capitalised(k) {
		// Misspelt and in small letters: only where a person is meant.
		if len(w) >= 5 && s.n.near.has(w) && (s.afterGiving(k) || s.coreNext(k) && s.aloneBefore(k)) {
			return false, true
		}
		return false, s.personSmall(k) && !s.slip(w)
	}
	switch {
	case s.opens(k):
		if commonEnding(w) || strings.HasSuffix(w, "s") && !s.n.near.has(w) && !s.agentNext(k) || s.slip(w) && !s.n.near.has(w) {
			return false, false
		}
		return s.n.near.has(w) || s.agentNext(k), s.coreNext(k) || s.agentNext(k) || s.describedNext(k) || s.nextIs(k, "in", "at") && s.deskAfter(k+2)
	case s.nextIs(k, "who"), s.apposed(k):
		return true, true
	case s.afterPlaceWord(k):
		return false, false
	case s.personly(k):
		return s.n.near.has(w) || s.afterGiving(k), true
	}
	if s.judged(k) {
		return false, true
	}
	// A capital in mid-sentence that nothing explains: a person should look.
	s.f.unsure = true
	return false, false
}

// personSmall says whether an unknown word in small letters stands where only a
// person can.
func (s *naming) personSmall(k int) bool {
	switch {
	case s.afterGiving(k):
		return s.nextIs(k, "for", "and", "who") || s.ends(k) && s.base[k-1] != "love"
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
	case "reception", "pharmacy", "xray", "outpatients", "physio", "bloods", "maternity", "theatre", "theatres", "desk", "front", "cafe", "clinic", "phlebotomy", "admissions", "transport", "catering", "switchboard":
		return true
	}
	return false
}

// judged asks the judge about word k.
func (s *naming) judged(k int) bool {
	if s.n.people == nil {
		return false
	}
	from, to := max(0, k-6), min(len(s.base), k+6)
	words := make([]string, 0, to-from)
	for i := from; i < to; i++ {
		if i > from && s.v.words[i].opens {
			if i <= k {
				words = words[:0]
			} else {
				break
			}
		}
		words = append(words, s.written(i))
		if i == k {
			from = k - len(words) + 1
		}
	}
	return s.n.people.isPerson(words, k-from)
}

// written is word i as it was written, in letters of ASCII.
func (s *naming) written(i int) string {
	w := s.base[i]
	if s.v.words[i].capital {
		return strings.ToUpper(w[:1]) + w[1:]
	}
	return w
}

// take marks words from to end as a name; what is replaced starts at word from.
func (s *naming) take(from, end, first int, role string, sure bool) {
	for i := from; i <= end; i++ {
		s.taken[i] = true
	}
	w := s.v.words[end]
	stop := w.end
	// The possessive ending stays.
	raw := s.v.text[w.start:w.end]
	for _, p := range []string{"'s", "’s", "'S", "’S"} {
		if t, ok := strings.CutSuffix(raw, p); ok {
			stop = w.start + len(t)
		}
	}
	placeholder := placeholders[PersonName]
	if role != "" {
		placeholder = "[" + role + "]"
	}
	start := s.v.words[from].start
	if stop > start {
		s.f.put(found{kind: PersonName, span: Span{start, stop}, placeholder: placeholder, sure: sure})
	}
}

// extend gives the last word of the name that starts at k.
func (s *naming) extend(k int) int {
	for end := k; ; end++ {
		next := end + 1
		if next >= len(s.base) || end-k >= 3 || !s.joined(end, next) || s.placeAhead(next) {
			return end
		}
		w := s.base[next]
		switch {
		case len(w) == 1 && s.capitalised(next) && w != "i" && w != "a":
		case s.n.second[w] && (!s.n.known[w] || s.capitalised(next)):
		case s.n.first[w] && s.capitalised(next) == s.capitalised(k):
		case (s.n.wordLast[w] || s.n.wordFirst[w]) && s.capitalised(next) && s.capital:
		case end == k && s.n.first[s.base[k]] && !s.capitalised(k) && len(w) > 4 && s.ends(next) && !s.ordinary(w) && !s.n.notPeople[w] && !s.slip(w):
		case s.n.wordLast[w] && !s.capitalised(k) && (s.ends(next) || s.nextIs(next, "is", "was", "who", "took", "and")) && !slices.Contains([]string{"will", "may", "long", "good", "best", "little", "day", "short", "back"}, w):
		case s.capitalised(next) && s.capital && !s.n.known[w] && !s.n.notPeople[w] && !s.ordinary(w):
		case (w == "de" || w == "van" || w == "bin" || w == "al" || w == "mc" || w == "mac" || w == "o") && s.joined(next, next+1) && s.capitalised(next+1):
		default:
			return end
		}
	}
}

// list goes on after a name: "Emma, Grace and Will" are three.
func (s *naming) list(end int) int {
	next := end + 1
	if next >= len(s.base) || s.v.words[next].opens {
		return end
	}
	switch between := s.v.text[s.v.words[end].end:s.v.words[next].start]; {
	case s.base[next] == "and" || s.base[next] == "n" || s.base[next] == "or":
		next++
	case strings.ContainsAny(between, ",&/+"):
	default:
		return end
	}
	if next < len(s.base) && !s.v.words[next].opens && s.base[next] == "and" {
		next++
	}
	if next >= len(s.base) || s.v.words[next].opens || s.taken[next] {
		return end
	}
	w := s.base[next]
	listed := s.n.first[w] || s.n.wordFirst[w]
	switch {
	case s.placeAhead(next) || s.n.notPeople[w] && !listed || s.n.titles[w] || s.n.roles[w] || s.month(next):
		return end
	case s.n.first[w], listed && s.capitalised(next),
		listed && s.base[next-1] == "and" && !s.n.faint[w] && s.nextIs(next, "on"),
		listed && !s.n.faint[w] && next+1 < len(s.base) && (s.base[next+1] == "were" || s.base[next+1] == "are" || s.base[next+1] == "for"),
		s.capitalised(next) && !s.n.known[w] && !s.ordinary(w) && len(w) > 1 && s.base[next-1] == "and",
		len(w) > 4 && !s.n.known[w] && s.n.near.has(w):
	default:
		return end
	}
	last := s.extend(next)
	s.take(next, last, next, "", true)
	return s.list(last)
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
		s.n.kin[s.base[k-1]])
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
		if b, ok := strings.CutSuffix(w, e); ok && len(b) > 2 && (s.n.known[b] || s.n.known[b+"e"] || s.n.known[b+"y"]) {
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

// nearNames finds given names that are spelt with one slip.
type nearNames struct{ cut map[string][]string }

func newNearNames(names map[string]bool) nearNames {
	n := nearNames{cut: map[string][]string{}}
	for name := range names {
		if len(name) < 5 {
			continue
		}
		n.cut[name] = append(n.cut[name], name)
		for i := range name {
			c := name[:i] + name[i+1:]
			n.cut[c] = append(n.cut[c], name)
		}
	}
	return n
}

// has says whether w is a name or one slip from one, the first letter right.
func (n nearNames) has(w string) bool {
	if len(w) < 5 || len(w) > 14 {
		return false
	}
	for i := -1; i < len(w); i++ {
		c := w
		if i >= 0 {
			c = w[:i] + w[i+1:]
		}
		for _, name := range n.cut[c] {
			if name[0] == w[0] && oneSlip(name, []byte(w)) || name == w {
				return true
			}
		}
	}
	return false
}
