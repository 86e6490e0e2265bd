package sentiment

import (
	"slices"
	"strings"
)

// Verdict says what may be done with a comment.
type Verdict uint8

// The verdicts, mildest first.
const (
	Pass      Verdict = iota // nothing was found
	ForPerson                // a person must decide
	Fail                     // not to be published as it is
)

// String gives "pass", "for a person" or "fail".
func (v Verdict) String() string {
	switch v {
	case Pass:
		return "pass"
	case ForPerson:
		return "for a person"
	}
	return "fail"
}

// Rule is one of the rules of moderation. They are those of the moderation
// service of NHS.UK's reviews, whose code is public (nhsuk.moderation-api).
type Rule uint8

// The rules.
const (
	NoRule        Rule = iota
	AllCaps            // three words or more in capitals fail, one or two are for a person; known initials do not count
	EmailRule          // an e-mail address
	LinkRule           // a web link
	HardProfanity      // words that are never published
	SoftProfanity      // words that a person may let through
	NamesRule          // the name of a person; the organisation's own name is none
	Descriptor         // words that tell who a member of staff is: "the short Welsh doctor"
	Safeguarded        // self-harm, safeguarding or a threat: a person must see it at once
	ComplaintRule      // a complaint or a serious accusation: not for publication but for an answer
	NoExperience       // says nothing about care that was given
	PrivateData        // a number, an address, a date of birth or the like
	ruleEnd
)

// String gives the name of the rule.
func (r Rule) String() string {
	if r >= ruleEnd {
		return "?"
	}
	return [ruleEnd]string{
		"none", "capitals", "e-mail address", "link", "hard profanity", "soft profanity", "names", "descriptor",
		"safeguarding", "complaint", "not an experience", "private data",
	}[r]
}

// RuleHint is one rule that a comment came up against.
type RuleHint struct {
	Rule    Rule
	Verdict Verdict // never Pass
	Spans   []Span  // of the text as it was given; empty where the whole of it is meant
}

// Moderation is what the rules say of a comment.
type Moderation struct {
	Verdict Verdict    // the worst of the hints; Pass if there is none
	Hints   []RuleHint // in the order of the rules
	Urgent  bool       // somebody may be in danger: a person should see it now, published or not
}

// Moderate applies the rules of moderation to a comment as it was written, for
// a comment is withheld for what it says, not for what is left once it has been
// redacted. organisation is the name of the provider or service that it is
// about, whose words are no person's name; it may be empty.
func (g *Guard) Moderate(text, organisation string) Moderation {
	var m Moderation
	r := g.redactor.redact(text)
	if text != "" && len(text) > maxRedact {
		m.add(NoExperience, ForPerson)
		return m
	}
	if !understood(text) {
		m.add(NoExperience, ForPerson) // nobody has read it yet
	}
	w := newModerated(g.words, text)
	m.capitals(w)
	m.identifiers(r, text, organisation)
	m.profanity(w)
	m.descriptors(w)
	m.dangers(g.danger.find(text, Context{}))
	m.experience(w)
	slices.SortStableFunc(m.Hints, func(a, b RuleHint) int { return int(a.Rule) - int(b.Rule) })
	return m
}

// add records a rule, once; the worse verdict stands.
func (m *Moderation) add(rule Rule, v Verdict, spans ...Span) {
	m.Verdict = max(m.Verdict, v)
	for i := range m.Hints {
		if h := &m.Hints[i]; h.Rule == rule {
			h.Verdict = max(h.Verdict, v)
			h.Spans = append(h.Spans, spans...)
			return
		}
	}
	m.Hints = append(m.Hints, RuleHint{Rule: rule, Verdict: v, Spans: spans})
}

// moderated is a text as words.
type moderated struct {
	*moderationWords
	v    *veil
	base []string
}

func newModerated(words *moderationWords, text string) moderated {
	w := moderated{moderationWords: words, v: newVeil(text)}
	for _, x := range w.v.words {
		w.base = append(w.base, strings.ReplaceAll(baseOf(string(w.v.letter[x.start:x.end])), "'", ""))
	}
	return w
}

func (w moderated) span(k int) Span { return Span{w.v.words[k].start, w.v.words[k].end} }

// capitals counts the words in capitals.
func (m *Moderation) capitals(w moderated) {
	var spans []Span
	for k, x := range w.v.words {
		if x.shout && !w.initials[w.base[k]] && (x.end-x.start > 1) && !w.mixed(k) {
			spans = append(spans, w.span(k))
		}
	}
	switch {
	case len(spans) >= 3:
		m.add(AllCaps, Fail, spans...)
	case len(spans) > 0:
		m.add(AllCaps, ForPerson, spans...)
	}
}

// mixed says whether figures stand beside word k, as in a code.
func (w moderated) mixed(k int) bool {
	x := w.v.words[k]
	return x.start > 0 && isDigit(w.v.text[x.start-1]) || x.end < len(w.v.text) && isDigit(w.v.text[x.end])
}

// identifiers turns what would be redacted into hints.
func (m *Moderation) identifiers(r Redaction, text, organisation string) {
	own := strings.ToLower(organisation)
	for _, it := range r.Items {
		switch it.Kind {
		case EmailAddress:
			m.add(EmailRule, Fail, it.Span)
		case WebLink:
			m.add(LinkRule, Fail, it.Span)
		case PersonName:
			name := strings.ToLower(text[it.Span.Start:it.Span.End])
			if own != "" && strings.Contains(own, name) {
				continue
			}
			if it.Sure {
				m.add(NamesRule, Fail, it.Span)
			} else {
				m.add(NamesRule, ForPerson, it.Span)
			}
		default:
			m.add(PrivateData, Fail, it.Span)
		}
	}
	if !r.Publishable && len(r.Items) == 0 {
		m.add(NamesRule, ForPerson)
	}
}

func (m *Moderation) profanity(w moderated) {
	for k, b := range w.base {
		switch {
		case w.hard(b) || w.hard(squeeze(b, 2)) || w.hard(squeeze(b, 1)):
			m.add(HardProfanity, Fail, w.span(k))
		case w.softWords[b]:
			m.add(SoftProfanity, ForPerson, w.span(k))
		}
	}
	// "f**k" and "sh*t" have no letters where the stars are.
	shade := string(w.v.letter)
	for _, p := range w.starred {
		for at := 0; ; {
			i := strings.Index(shade[at:], p)
			if i < 0 {
				break
			}
			at += i
			m.add(HardProfanity, Fail, Span{at, at + len(p)})
			at += len(p)
		}
	}
}

// hard says whether a word is a hard one or built on one, "fucking".
func (w moderated) hard(b string) bool {
	if w.hardWords[b] || w.hardWords[strings.TrimSuffix(b, "s")] {
		return true
	}
	for _, stem := range []string{"fuck", "bullsh", "motherf"} {
		if strings.Contains(b, stem) {
			return true
		}
	}
	for _, stem := range []string{"cunt", "wank", "nigg", "shite", "phuck"} {
		if strings.HasPrefix(b, stem) {
			return true
		}
	}
	return false
}

// squeeze leaves at most n of a letter that is written many times in a row.
func squeeze(s string, n int) string {
	out := make([]byte, 0, len(s))
	run := 0
	for i := range len(s) {
		if run++; i > 0 && s[i] != s[i-1] {
			run = 1
		}
		if run <= n {
			out = append(out, s[i])
		}
	}
	return string(out)
}

// descriptors finds a member of staff with two words that tell who it is, or
// one that tells of a protected characteristic or of the looks.
func (m *Moderation) descriptors(w moderated) {
	for k, b := range w.base {
		if !w.describedStaff[b] && !w.describedStaff[strings.TrimSuffix(b, "s")] {
			continue
		}
		from, telling, looks := k, 0, 0
		for i := k - 1; i >= 0 && i >= k-4 && !w.v.words[i+1].opens; i-- {
			switch {
			case w.tellingWords[w.base[i]]:
				telling++
				from = i
			case w.looksWords[w.base[i]]:
				looks++
				from = i
			case w.base[i] == "and" || w.base[i] == "with" || w.plainBefore[w.base[i]]:
				continue
			}
			if w.base[i] == "the" || w.base[i] == "a" || w.base[i] == "an" || w.base[i] == "that" {
				break
			}
		}
		after := w.marked(k)
		if after >= 0 {
			looks++
		}
		if telling+looks == 0 {
			continue
		}
		span := Span{w.v.words[from].start, w.v.words[max(k, after)].end}
		if telling > 0 && telling+looks > 1 || looks > 1 || after >= 0 {
			m.add(Descriptor, Fail, span)
		} else if telling > 0 || looks > 0 {
			m.add(Descriptor, ForPerson, span)
		}
	}
}

// marked gives the last word of "with the beard" after the member of staff at
// word k; −1 if nothing of the kind stands there.
func (w moderated) marked(k int) int {
	if k+2 >= len(w.base) || w.v.words[k+1].opens || w.base[k+1] != "with" && w.base[k+1] != "in" && w.base[k+1] != "wearing" {
		return -1
	}
	for i := k + 2; i < len(w.base) && i <= k+6 && !w.v.words[i].opens; i++ {
		if w.featureWords[w.base[i]] {
			return i
		}
	}
	return -1
}

// dangers turns signs of danger into hints.
func (m *Moderation) dangers(flags []FlagReading) {
	for _, f := range flags {
		switch f.Flag {
		case SelfHarm, Safeguarding, Threat:
			m.Urgent = true
			m.add(Safeguarded, Fail, f.Spans...)
		case ClinicalHarm, Discrimination:
			m.Urgent = m.Urgent || f.Flag == ClinicalHarm
			m.add(ComplaintRule, ForPerson, f.Spans...)
		case Complaint:
			m.add(ComplaintRule, Fail, f.Spans...)
		}
	}
}

// experienceFrom is the length in bytes from which a text must speak of an
// experience; shorter ones are let be.
const experienceFrom = 60

// experience asks whether a longer text says anything of care that was given:
// one word of a service, of staff or of what happens there, or one in the first
// person, is enough.
func (m *Moderation) experience(w moderated) {
	if len(w.v.text) <= experienceFrom {
		return
	}
	for _, b := range w.base {
		if w.experienceWords[b] || w.experienceWords[strings.TrimSuffix(b, "s")] {
			return
		}
	}
	m.add(NoExperience, ForPerson)
}
