package sentiment

import (
	"fmt"
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
	n.more()
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

// more takes up the further names. One that is a word of the rules is left out;
// a short one may be a slip of the pen and needs a capital, as words do.
func (n *nameRules) more() {
	for w := range strings.FieldsSeq(moreFirstNames) {
		switch {
		case n.known[w] || n.notPeople[w] || n.first[w]:
		case len(w) < 5:
			n.wordFirst[w] = true
		default:
			n.first[w] = true
		}
	}
	for w := range strings.FieldsSeq(moreLastNames) {
		switch {
		case n.known[w] || n.notPeople[w] || n.second[w]:
		case len(w) < 4:
			n.wordLast[w] = true
		default:
			n.second[w] = true
		}
	}
	for w := range strings.FieldsSeq(officeTitles) {
		n.titles[w] = true
	}
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
	case s.n.titles[w] && s.adjacent(k, k+1) && (!s.v.words[k+1].opens || s.listed(s.base[k+1]) || len(s.base[k+1]) == 1 || len(w) < 4 && !s.ordinary(s.base[k+1])):
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
	// "Mr van der Berg".
	for particle(s.base[next]) && s.joined(next, next+1) && s.capitalised(next+1) {
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
	if !ok && !weak && len(w) < 4 && s.v.words[next].capital && !s.v.words[next].shout && !s.opens(next) && !s.n.notPeople[name] && s.agentOrCore(next) {
		ok = true // "Dr Oh was"
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
	return len(w) > 2 && (s.coreNext(k) || s.n.near.has(w) || s.n.second[w] || s.lastWord(k))
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
	case s.initialsBefore(k) && !s.n.known[w] && !s.n.notPeople[w] && !s.ordinary(w):
		return true, true
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
	if s.month(k) && !s.thankedHere(k) || s.placeAhead(k) {
		return false, false
	}
	if s.nextIs(k, "and") && s.n.first[s.word(k+2)] && s.capitalised(k+2) || s.nextIs(k, "on", "in", "at") && s.deskAfter(k+2) {
		return !s.n.faint[w], true
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
