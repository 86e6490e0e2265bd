package sentiment

import (
	"bytes"
	"regexp"
)

// linkRules find e-mail addresses, web links and handles in the veil.
type linkRules struct {
	email, spelt, provider, scheme, domain, handle, network *regexp.Regexp
}

// topLevels are the ends of addresses that count without a scheme. Short: a
// full stop without a space after it must not make a link ("friendly.it was").
const topLevels = `(?:co[\x01 ]?\.[\x01 ]?uk|nhs[\x01 ]?\.[\x01 ]?uk|nhs[\x01 ]?\.[\x01 ]?net|org[\x01 ]?\.[\x01 ]?uk|gov[\x01 ]?\.[\x01 ]?uk|ac[\x01 ]?\.[\x01 ]?uk|com|org|net|info|biz|uk|eu|edu|gov|tv|ly|io|me\.uk|scot|cymru)`

func newLinkRules() *linkRules {
	const at = `[\x01 ]*[(\[{<]?[\x01 ]*(?:@|\bat\b)[\x01 ]*[)\]}>]?[\x01 ]*`
	const dot = `[\x01 ]*[(\[{<]?[\x01 ]*(?:\.|\bdot\b)[\x01 ]*[)\]}>]?[\x01 ]*`
	return &linkRules{
		// With a real @ anything goes, spaces on either side too.
		email: regexp.MustCompile(`[a-z0-9._%+'\x01-]+[\x01 ]{0,2}@[\x01 ]{0,2}[a-z0-9\x01-]+(?:[\x01 ]?\.[\x01 ]?[a-z0-9-]+)*`),
		spelt: regexp.MustCompile(`[a-z0-9._+\x01-]+(?:[\x01 ]+(?:dot|underscore|dash|hyphen)[\x01 ]+[a-z0-9._\x01-]+)*` + at +
			`[a-z0-9-]+(?:` + dot + `[a-z0-9-]+)*` + dot + `(?:com|co|uk|org|net|nhs|gov|ac|info|eu|edu)\b`),
		provider: regexp.MustCompile(`[a-z0-9._+\x01-]+(?:[\x01 ]+(?:dot|underscore)[\x01 ]+[a-z0-9._\x01-]+)*` + at +
			`(?:gmail|googlemail|hotmail|yahoo|outlook|icloud|btinternet|aol|msn|protonmail|talktalk|virginmedia|nhsmail|nhs\.?net)\b`),
		scheme: regexp.MustCompile(`\b(?:h[tx][tx]ps?[\x01 ]?:[\x01 ]?/[\x01 ]?/|www[\x01 ]?(?:\.|dot)[\x01 ]?)[^\s\x01]+(?:[\x01 ]?(?:\.|\bdot\b)[\x01 ]?(?:[a-z0-9-]+[\x01 ]?(?:\.|\bdot\b)[\x01 ]?)*(?:com|co|uk|org|net|nhs|gov|info)\b[^\s\x01]*)?`),
		domain: regexp.MustCompile(`\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*(?:[\x01 ]dot[\x01 ]` + `(?:com|org|net|co[\x01 ]dot[\x01 ]uk|nhs[\x01 ]dot[\x01 ]uk)|\.` + topLevels + `)\b(?:/[^\s\x01]*)?`),
		handle: regexp.MustCompile(`@[a-z0-9_][a-z0-9_.]+`),
		network: regexp.MustCompile(`\b(?:insta|instagram|twitter|snap|snapchat|tiktok|tik tok|facebook|fb|telegram|discord|messenger|threads|bluesky|linkedin|youtube)` +
			`(?:[\x01 ]?(?:handle|name|username|id|account|page|profile))?(?:[\x01 ]?(?:is|:|-|=)[\x01 ]*|[\x01 ])([a-z0-9][a-z0-9_.\x01-]*[0-9_.\x01][a-z0-9_]+|[a-z0-9_]+)`),
	}
}

func (l *linkRules) find(v *veil, f *finding) {
	s := v.shade
	if bytes.IndexByte(s, '@') >= 0 {
		l.handles(v, f)
		l.each(l.email, v, f, EmailAddress)
		for _, m := range l.handle.FindAllIndex(s, -1) {
			if !f.covers(m[0], m[1]) {
				f.add(Handle, m[0], trimEnd(s, m[0], m[1]), true)
			}
		}
	}
	if bytes.Contains(s, []byte("dot")) || bytes.IndexByte(s, '.') >= 0 || bytes.Contains(s, []byte("mail")) {
		if bytes.Contains(s, []byte("at")) || bytes.IndexByte(s, '@') >= 0 {
			l.each(l.spelt, v, f, EmailAddress)
			l.each(l.provider, v, f, EmailAddress)
		}
		if bytes.Contains(s, []byte("www")) || bytes.Contains(s, []byte("//")) || bytes.Contains(s, []byte("/ /")) {
			l.each(l.scheme, v, f, WebLink)
		}
		l.each(l.domain, v, f, WebLink)
	} else if bytes.Contains(s, []byte("//")) || bytes.Contains(s, []byte("www")) {
		l.each(l.scheme, v, f, WebLink)
	}
	l.networks(v, f)
}

// handles finds "@name" that stands for itself: nothing before it but space, and
// no address after it.
func (l *linkRules) handles(v *veil, f *finding) {
	s := v.shade
	for _, m := range l.handle.FindAllIndex(s, -1) {
		if m[0] > 0 && s[m[0]-1] != ' ' && s[m[0]-1] != '(' && s[m[0]-1] != '\n' {
			continue
		}
		end := trimEnd(s, m[0], m[1])
		if bytes.ContainsAny(s[m[0]:end], "_0123456789") && !f.covers(m[0], end) && !l.domain.Match(s[m[0]+1:end]) {
			f.add(Handle, m[0], end, true)
		}
	}
}

// networks finds "my insta is jo_b99": the word after the network's name, if it
// looks like no word of the language or is said to be a name there.
func (l *linkRules) networks(v *veil, f *finding) {
	if !mentionsNetwork(v.shade) {
		return
	}
	for _, m := range l.network.FindAllSubmatchIndex(v.shade, -1) {
		name := v.shade[m[2]:m[3]]
		said := bytes.ContainsAny(v.shade[m[0]:m[2]], ":=") || bytes.Contains(v.shade[m[0]:m[2]], []byte("handle")) ||
			bytes.Contains(v.shade[m[0]:m[2]], []byte("name "))
		if (said && len(name) > 2 || bytes.ContainsAny(name, "_0123456789")) && !f.covers(m[2], m[3]) {
			f.add(Handle, m[2], trimEnd(v.shade, m[2], m[3]), true)
		}
	}
}

func mentionsNetwork(s []byte) bool {
	for _, n := range []string{"insta", "twitter", "snap", "tiktok", "tik tok", "facebook", "fb", "telegram", "discord", "messenger", "threads", "bluesky", "linkedin", "youtube"} {
		if bytes.Contains(s, []byte(n)) {
			return true
		}
	}
	return false
}

func (l *linkRules) each(re *regexp.Regexp, v *veil, f *finding, kind RedactionKind) {
	s := v.shade
	for _, m := range re.FindAllIndex(s, -1) {
		start, end := m[0], trimEnd(v.shade, m[0], m[1])
		for start < end && (v.shade[start] == filler || v.shade[start] == '\'') {
			start++
		}
		// A path belongs to what it follows.
		if end < len(s) && s[end] == '/' {
			for end < len(s) && s[end] > ' ' {
				end++
			}
			end = trimEnd(s, start, end)
		}
		if start < end && !f.covers(start, end) {
			f.add(kind, start, end, true)
		}
	}
}

// trimEnd leaves out the full stop of the sentence and the like.
func trimEnd(s []byte, start, end int) int {
	for end > start && bytes.IndexByte([]byte(".,;:!?)'\" "), s[end-1]) >= 0 {
		end--
	}
	return end
}
