package sentiment

import (
	"slices"
	"strings"
)

// RedactionKind says what was taken out of a comment.
type RedactionKind uint8

// What is taken out before a comment may be published.
const (
	PersonName      RedactionKind = iota + 1 // a patient's, a relative's or a member of staff's
	PhoneNumber                              // in figures or words, of any country
	EmailAddress                             // also spelt out, "at", "dot"
	Postcode                                 // a whole one; half a postcode names a district
	Address                                  // house and street
	NHSNumber                                // ten figures with the modulus 11 check figure
	RecordNumber                             // hospital, incident, account and other numbers
	DateOfBirth                              // and other full dates of long ago
	ExactAge                                 // over 89
	WebLink                                  // with or without a scheme
	Handle                                   // a name on a social network
	CarRegistration                          // British number plates
	redactionEnd
)

// placeholders stand for what was taken out, by kind. A name that stands with
// the role of a member of staff is replaced by the role instead, "[nurse]".
var placeholders = [redactionEnd]string{
	PersonName: "[name]", PhoneNumber: "[phone number]", EmailAddress: "[email address]", Postcode: "[postcode]",
	Address: "[address]", NHSNumber: "[NHS number]", RecordNumber: "[number]", DateOfBirth: "[date of birth]",
	ExactAge: "[age]", WebLink: "[link]", Handle: "[handle]", CarRegistration: "[car registration]",
}

// String is the placeholder of the kind.
func (k RedactionKind) String() string {
	if k > 0 && k < redactionEnd {
		return placeholders[k]
	}
	return "[?]"
}

// RedactionItem is one thing that was taken out.
type RedactionItem struct {
	Kind        RedactionKind
	Span        Span   // in the text as it was given
	At          Span   // of the placeholder in the redacted text
	Placeholder string // what stands there now
	Sure        bool   // false: it may have been something else, or there may be more of it
}

// Redaction is a comment with all that identifies a person taken out.
type Redaction struct {
	Text  string
	Items []RedactionItem // in the order of the text; they do not overlap

	// Publishable is false where a person must look before anybody else does:
	// something was taken out or left in without being sure, the text could not
	// be read, or it is too long to be looked through.
	Publishable bool
}

// found is one thing to take out, before they are put together.
type found struct {
	kind        RedactionKind
	span        Span
	placeholder string
	sure        bool
}

// finding collects what the parts of the redactor find.
type finding struct {
	v      *veil
	items  []found
	mask   []bool // by byte: it is in an item
	unsure bool
}

func (f *finding) add(kind RedactionKind, start, end int, sure bool) {
	start, end = f.v.whole(start, end)
	f.put(found{kind: kind, span: Span{start, end}, placeholder: placeholders[kind], sure: sure})
}

func (f *finding) put(it found) {
	if f.mask == nil {
		f.mask = make([]bool, len(f.v.text))
	}
	for i := it.span.Start; i < it.span.End; i++ {
		f.mask[i] = true
	}
	f.items = append(f.items, it)
}

// covers says whether anything found already takes in part of a span.
func (f *finding) covers(start, end int) bool {
	return f.mask != nil && slices.Contains(f.mask[start:end], true)
}

// maxRedact is the length in bytes up to which a comment is redacted. What is
// longer is withheld whole: nobody writes so much about a visit, and a text
// that is meant to wear the rules out should meet a person.
const maxRedact = 20_000

// redactor takes out what identifies a person. It is safe for concurrent use.
type redactor struct {
	links *linkRules
	marks *markRules
	names *nameRules
}

// newRedactor builds the rules; people names who is a person where they leave
// it open, and may be nil.
func newRedactor(people personJudge) *redactor {
	return &redactor{links: newLinkRules(), marks: newMarkRules(), names: newNameRules(people)}
}

// redactPasses is how often a text is gone through at most. What is left by one
// pass may read differently with the rest gone; nearly always the second finds
// nothing.
const redactPasses = 12

// redact takes out of a text what identifies a person. It goes through what is
// left again until nothing more is found, so redacting the answer changes
// nothing.
func (r *redactor) redact(text string) Redaction {
	if len(text) > maxRedact {
		return Redaction{Text: "[withheld]"}
	}
	var all []found
	unsure := false
	out := Redaction{Text: text}
	for range redactPasses {
		v := newVeil(out.Text)
		f := finding{v: v}
		r.links.find(v, &f)
		r.marks.find(v, &f)
		findNumbers(v, &f)
		r.names.find(v, &f)
		unsure = unsure || f.unsure
		before := len(all)
		for _, it := range f.items {
			if !out.within(it.span) {
				it.span = Span{out.original(it.span.Start, false), out.original(it.span.End, true)}
				all = append(all, it)
			}
		}
		if len(all) == before {
			out.Publishable = out.sure() && !unsure
			return out
		}
		all = merge(all)
		out = apply(text, all)
	}
	return Redaction{Text: "[withheld]"}
}

// sure says whether every item is.
func (r *Redaction) sure() bool {
	return !slices.ContainsFunc(r.Items, func(it RedactionItem) bool { return !it.Sure })
}

// within says whether a span of the redacted text lies in placeholders only.
func (r *Redaction) within(s Span) bool {
	at := s.Start
	for k := r.after(at); k < len(r.Items) && r.Items[k].At.Start <= at; k++ {
		at = r.Items[k].At.End
	}
	return at >= s.End
}

// after gives the first item whose placeholder ends after a place in the
// redacted text.
func (r *Redaction) after(at int) int {
	k, _ := slices.BinarySearchFunc(r.Items, at, func(it RedactionItem, at int) int { return it.At.End - at - 1 })
	return k
}

// original is the place in the original of a place in the redacted text. One
// inside a placeholder is the start, or the end, of what it stands for.
func (r *Redaction) original(at int, end bool) int {
	k := r.after(at)
	if k < len(r.Items) && r.Items[k].At.Start < at {
		if end {
			return r.Items[k].Span.End
		}
		return r.Items[k].Span.Start
	}
	if k == 0 {
		return at
	}
	return at + r.Items[k-1].Span.End - r.Items[k-1].At.End
}

// merge puts items in order; where two overlap the earlier one takes in both.
func merge(items []found) []found {
	slices.SortStableFunc(items, func(a, b found) int {
		if a.span.Start != b.span.Start {
			return a.span.Start - b.span.Start
		}
		return b.span.End - a.span.End
	})
	merged := items[:0]
	for _, it := range items {
		if n := len(merged); n > 0 && it.span.Start < merged[n-1].span.End {
			last := &merged[n-1]
			last.span.End = max(last.span.End, it.span.End)
			last.sure = last.sure && it.sure
			continue
		}
		merged = append(merged, it)
	}
	return merged
}

// apply puts the placeholders in.
func apply(text string, items []found) Redaction {
	var out Redaction
	var b strings.Builder
	at := 0
	for _, it := range items {
		b.WriteString(text[at:it.span.Start])
		start := b.Len()
		b.WriteString(it.placeholder)
		out.Items = append(out.Items, RedactionItem{
			Kind: it.kind, Span: it.span, At: Span{start, b.Len()}, Placeholder: it.placeholder, Sure: it.sure,
		})
		at = it.span.End
	}
	b.WriteString(text[at:])
	out.Text = b.String()
	return out
}
