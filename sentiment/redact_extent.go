package sentiment

import (
	"slices"
	"strings"
)

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
	// "van der Berg", "J. P. Adeyinka".
	for capital := from == first && s.v.words[first].capital; capital && from > 0 && s.adjacent(from-1, from) && !s.taken[from-1] &&
		(particle(s.base[from-1]) && !s.determined(from-1) || s.initialsBefore(from)); {
		from--
		s.taken[from] = true
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
		case end == k && s.n.first[s.base[k]] && s.v.words[k].capital && s.v.words[next].capital && !s.v.words[next].shout &&
			!s.n.known[w] && !s.n.notPeople[w] && !s.ordinary(w):
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
	case s.v.words[next].shout && s.capital && !s.n.first[w]:
		return end
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
