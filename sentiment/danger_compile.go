package sentiment

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// newDangerRules compiles the rules. They are part of the program and a test
// compiles them, so a rule that does not parse is a fault in the program and
// panics.
func newDangerRules() *dangerRules {
	c := &ruleCompiler{
		d: &dangerRules{
			words: map[string]uint16{"": 0},
			pairs: map[uint32]uint16{},
		},
		classes: map[string][]string{},
		sets:    map[string]*wordSet{},
	}
	c.d.number = c.number("#")
	for _, classes := range []string{dangerClasses, grammarClasses, moreGrammarClasses, peopleGrammarClasses, goodClasses} {
		c.define(classes)
	}
	c.compile(SelfHarm, selfHarmSigns)
	c.compile(SelfHarm, grammarSelfHarm)
	c.compile(Safeguarding, safeguardingSigns)
	c.compile(Safeguarding, grammarSafeguarding)
	c.compile(Threat, threatSigns)
	c.compile(Threat, grammarThreat)
	c.compile(ClinicalHarm, clinicalHarmSigns)
	c.compile(ClinicalHarm, grammarHarm)
	c.compile(Discrimination, discriminationSigns)
	c.compile(Discrimination, grammarDiscrimination)
	c.compile(Complaint, complaintSigns)
	c.compile(Complaint, grammarComplaint)
	c.compile(NoFlag, dangerIdioms)
	c.compile(NoFlag, moreIdioms)
	c.d.good, c.d.unsaid = c.set("{allgood}"), c.set("{unsaid}")
	c.d.negator = c.set("{not}")
	for line := range strings.Lines(writtenApart) {
		if f := strings.Fields(line); len(f) == 3 {
			c.d.pairs[uint32(c.number(f[0]))<<16|uint32(c.number(f[1]))] = c.number(f[2])
		}
	}
	for w := range strings.FieldsSeq(knownWords) {
		c.number(w)
	}
	c.d.groups = senseConcepts(c)
	c.d.hashes = make([]uint32, len(c.d.words))
	for w, n := range c.d.words {
		c.d.hashes[n] = senseHash(w)
	}
	c.d.heads = make([]bool, len(c.d.words))
	for pair := range c.d.pairs {
		c.d.heads[pair>>16] = true
	}
	c.index()
	c.d.slots = wordSlots(c.d.words)
	c.d.near = newNearWords(strings.Fields(misspeltWords), c.d.words)
	sense, err := decodeSense(senseFile)
	if err != nil {
		panic(err)
	}
	c.d.sense = sense
	return c.d
}

// ruleCompiler turns the lines of the rules into patterns.
//
// A rule is a line of steps with a space between: a word, "a/b/c" for any of
// them, "{class}" for any word of a class, "kick(|s|ed)" for its forms, "~3"
// for up to three words of any kind; "?" after a step makes it optional, "#"
// is a number in figures. After a ";" stand its conditions: "neg" (does not
// count after a "not"), "!class" (not where such a word, or one of such a class, is in the
// same window), "&class" (only where one is in the same sentence). A line that starts with
// "//" is a comment.
type ruleCompiler struct {
	d       *dangerRules
	classes map[string][]string
	sets    map[string]*wordSet
}

func (c *ruleCompiler) number(word string) uint16 {
	if n, ok := c.d.words[word]; ok {
		return n
	}
	n := uint16(len(c.d.words))
	c.d.words[word] = n
	return n
}

// define reads lines "name = word word …"; a class may use one defined above.
func (c *ruleCompiler) define(text string) {
	for line := range strings.Lines(text) {
		name, words, ok := strings.Cut(line, "=")
		if !ok {
			continue
		}
		name = strings.TrimSpace(name)
		for w := range strings.FieldsSeq(words) {
			c.classes[name] = append(c.classes[name], c.expand(w)...)
		}
	}
}

func (c *ruleCompiler) compile(flag Flag, text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		steps, conditions, _ := strings.Cut(line, ";")
		rule := dangerRule{flag: flag}
		for f := range strings.FieldsSeq(steps) {
			rule.steps = append(rule.steps, c.step(f))
		}
		for f := range strings.FieldsSeq(conditions) {
			switch {
			case f == "neg":
				rule.negated = true
			case f[0] == '!':
				rule.without = c.condition(f[1:])
			case f[0] == '&':
				rule.near = c.condition(f[1:])
			default:
				panic(fmt.Sprintf("danger rule %q: condition %q", line, f))
			}
		}
		c.add(rule)
	}
}

// condition is the class of that name, or the word itself.
func (c *ruleCompiler) condition(name string) *wordSet {
	if len(c.classes[name]) > 0 {
		return c.set("{" + name + "}")
	}
	return c.set(name)
}

// add takes a rule up; one that starts with a step that may be left out is two.
func (c *ruleCompiler) add(rule dangerRule) {
	for len(rule.steps) > 0 && rule.steps[0].set == nil {
		rule.steps = rule.steps[1:] // a gap at the start takes in nothing
	}
	if len(rule.steps) == 0 {
		panic("danger rule without words")
	}
	if rule.steps[0].optional {
		short := rule
		short.steps = rule.steps[1:]
		c.add(short)
		rule.steps = slices.Clone(rule.steps)
		rule.steps[0].optional = false
	}
	c.d.rules = append(c.d.rules, rule)
}

func (c *ruleCompiler) step(f string) dangerStep {
	if n, ok := strings.CutPrefix(f, "~"); ok {
		gap, err := strconv.Atoi(n)
		if err != nil || gap > 12 {
			panic(fmt.Sprintf("danger rule: gap %q", f))
		}
		return dangerStep{gap: gap}
	}
	f, optional := strings.CutSuffix(f, "?")
	return dangerStep{set: c.set(f), optional: optional}
}

// set is the set of words that a step stands for; equal steps share one.
func (c *ruleCompiler) set(f string) *wordSet {
	if s, ok := c.sets[f]; ok {
		return s
	}
	s := new(wordSet)
	for part := range strings.SplitSeq(f, "/") {
		for _, w := range c.expand(part) {
			s.add(c.number(w))
		}
	}
	c.sets[f] = s
	return s
}

// expand gives the words of "{class}" or "stem(ending|ending)".
func (c *ruleCompiler) expand(part string) []string {
	if name, ok := strings.CutPrefix(part, "{"); ok {
		words := c.classes[strings.TrimSuffix(name, "}")]
		if len(words) == 0 {
			panic(fmt.Sprintf("danger rule: no class %q", part))
		}
		return words
	}
	stem, endings, ok := strings.Cut(part, "(")
	if !ok {
		return []string{part}
	}
	var words []string
	for e := range strings.SplitSeq(strings.TrimSuffix(endings, ")"), "|") {
		words = append(words, stem+e)
	}
	return words
}

// everyWhere are the words that nearly every comment has.
const everyWhere = "# a an the to of in on at it is was be been are were i my me we us our you they he she him her his and for with have had has " +
	"not so as but by from that this all about very time staff nothing good would could their them no who what when if or out up"

// index lists the patterns by the words that their rarest step stands for.
// Which that is follows from how many words the step has and how common they
// are; a step that may be left out or that stands after a long gap cannot be
// it.
func (c *ruleCompiler) index() {
	cost := make([]int, len(c.d.words))
	common := languageWords()
	for w, n := range c.d.words {
		cost[n] = 1
		if common[w]&(1<<english) != 0 {
			cost[n] = 20
			if len(w) < 4 {
				cost[n] = 200
			}
		}
	}
	for w := range strings.FieldsSeq(everyWhere) {
		cost[c.number(w)] = 2000
	}
	totals := map[*wordSet]int{}
	c.d.anchors = make([][]uint16, len(c.d.words))
	for i := range c.d.rules {
		r := &c.d.rules[i]
		best := -1
		for k, step := range r.steps {
			if step.set == nil || step.optional {
				continue
			}
			total, ok := totals[step.set]
			if !ok {
				for w := range step.set.all() {
					total += cost[w]
				}
				totals[step.set] = total
			}
			if best < 0 || total < best {
				best, r.anchor = total, k
			}
		}
		for w := range r.steps[r.anchor].set.all() {
			c.d.anchors[w] = append(c.d.anchors[w], uint16(i))
		}
	}
}

// nearWords takes a misspelt word for the one it is a single slip away from: a
// letter left out, put in, changed, or two changed over. Only long words are
// in it, whose neighbours are no words themselves.
type nearWords struct {
	targets []string
	numbers []uint16
	without map[string][]uint8 // a target with one letter out, to targets
	ends    [1 << 13]bool      // by nearEnd: a target starts or ends so
}

// nearLeast is the length of the shortest word that may be misspelt.
const nearLeast = 6

func newNearWords(targets []string, numbers map[string]uint16) nearWords {
	n := nearWords{targets: targets, without: map[string][]uint8{}}
	for i, t := range targets {
		number, ok := numbers[t]
		if !ok || len(targets) > 255 {
			panic(fmt.Sprintf("danger rules: no rule has %q", t))
		}
		n.numbers = append(n.numbers, number)
		n.without[t] = append(n.without[t], uint8(i))
		n.ends[nearEnd(t[0], t[1], 0)], n.ends[nearEnd(t[len(t)-3], t[len(t)-2], t[len(t)-1])] = true, true
		for k := range t {
			cut := t[:k] + t[k+1:]
			n.without[cut] = append(n.without[cut], uint8(i))
		}
	}
	return n
}

func (n *nearWords) lookup(word []byte) uint16 {
	// One slip leaves the first two letters or the last three as they are.
	if l := len(word); l < nearLeast || l > 20 ||
		!n.ends[nearEnd(word[0], word[1], 0)] && !n.ends[nearEnd(word[l-3], word[l-2], word[l-1])] {
		return 0
	}
	if w := n.among(n.without[string(word)], word); w != 0 {
		return w
	}
	var buf [20]byte
	copy(buf[1:], word[1:])
	// buf[1:] is the word without its first letter; moving one letter back at
	// a time gives it without the second, the third and so on.
	cut := buf[:len(word)]
	for k := range word {
		if k > 0 {
			cut[k] = word[k-1]
		}
		if w := n.among(n.without[string(cut[1:])], word); w != 0 {
			return w
		}
	}
	return 0
}

// nearEnd numbers two or three letters, or all that start or end alike.
func nearEnd(a, b, c byte) int {
	return int(a&31)<<8 ^ int(b&31)<<4 ^ int(c&31)
}

func (n *nearWords) among(targets []uint8, word []byte) uint16 {
	for _, t := range targets {
		if oneSlip(n.targets[t], word) {
			return n.numbers[t]
		}
	}
	return 0
}

// oneSlip says whether b is a with one letter out, in or changed, or two that
// stand together changed over.
func oneSlip(a string, b []byte) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	x, y := a[i:], b[i:]
	switch {
	case len(x) == len(y)+1:
		return x[1:] == string(y)
	case len(y) == len(x)+1:
		return x == string(y[1:])
	case len(x) != len(y):
		return false
	case len(x) == 0 || x[1:] == string(y[1:]):
		return true
	}
	return len(x) > 1 && x[0] == y[1] && x[1] == y[0] && x[2:] == string(y[2:])
}
