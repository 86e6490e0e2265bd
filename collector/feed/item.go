package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"earshot/feedback"
	"earshot/sentiment"
)

// Item is one story as a source has it, decoded and not yet placed.
type Item struct {
	ID          string // the source's own
	Comments    []feedback.Comment
	Rating      feedback.Rating // of the story as a whole; NoRating if each service has its own, or none
	Services    []Service       // what it is about; empty for the source's own place
	PublishedAt time.Time       // by the source
	UpdatedAt   time.Time       // zero if never, or if the source does not say
	AnsweredAt  time.Time       // when the person wrote; zero means PublishedAt
	CareAt      time.Time       // when the care was; zero means AnsweredAt
	URL         string          // its page
	Language    string
	About       feedback.About
	Private     bool  // the person did not agree to being published
	Gone        bool  // the source took it down; nothing else but ID is set
	Fault       error // what was in the item's place is no item; nothing else but ID may be set
}

// Service is one of the services that a story is about.
type Service struct {
	Code   string          // national code, in any case
	Others []string        // codes of what it is part of, nearest first, for services that we do not know
	Name   string          // as the source writes it
	Rating feedback.Rating // of this service
}

// maxKey is the longest id of an item that is used as it is.
const maxKey = 120

// key gives the id under which an item is stored. Feeds may use anything as an
// id; long and strange ones are known by their hash.
func (i *Item) key() string {
	id := strings.TrimSpace(i.ID)
	if id != "" && len(id) <= maxKey && !strings.ContainsFunc(id, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }) {
		return id
	}
	if id == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(id))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// part is a share of a story: what is said about one place.
type part struct {
	place  feedback.PlaceID
	rating feedback.Rating
}

// revision is a hash of everything that is taken of an item, so that an edit
// shows and a mere touch does not.
func (i *Item) revision(parts []part) string {
	h := sha256.New()
	for _, c := range i.Comments {
		t := c.Text.Reveal()
		fmt.Fprintf(h, "c%d:%d:%s", c.Prompt, len(t), t)
	}
	for _, p := range parts {
		fmt.Fprintf(h, "p%d:%s:%d", len(p.place), p.place, p.rating)
	}
	fmt.Fprintf(h, "|%d|%d:%s|%s|%+v", i.AnsweredAt.Unix(), len(i.URL), i.URL, i.Language, i.About)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// comment makes one comment of a title and a body, as plain text. A title that
// only repeats how the body begins is left out.
func comment(title, body string) []feedback.Comment {
	title, body = plainText(title), plainText(body)
	switch {
	case body == "":
		body = title
	case title != "" && !beginsWith(body, strings.TrimRight(title, ".… ")):
		body = title + "\n\n" + body
	}
	return prompted(feedback.PromptWhy, body)
}

// beginsWith reports whether a text begins with other words, whatever their
// case, and not only with the letters of a longer word.
func beginsWith(text, words string) bool {
	rest, ok := strings.CutPrefix(strings.ToLower(text), strings.ToLower(words))
	next, _ := utf8.DecodeRuneInString(rest)
	return ok && !unicode.IsLetter(next) && !unicode.IsDigit(next)
}

// prompted makes a comment of plain text; none if there are no words.
func prompted(p feedback.Prompt, text string) []feedback.Comment {
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	return []feedback.Comment{{Prompt: p, Text: feedback.Text(text)}}
}

// plainText takes HTML and entities out of what a source sends and mends its
// encoding. Text that was escaped twice is unescaped twice ("A&amp;amp;E").
func plainText(s string) string {
	if strings.ContainsAny(s, "<&") {
		s = stripTags(s)
		if strings.Contains(s, "&") && strings.Contains(s, ";") {
			s = html.UnescapeString(s)
		}
	}
	s = sentiment.Repair(strings.ReplaceAll(s, "\u00a0", " "))
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	var out []string
	for _, l := range lines {
		l = strings.Join(strings.Fields(l), " ")
		if l == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, l)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// stripTags gives the words of an HTML fragment; paragraphs and breaks become
// new lines, scripts and styles vanish. A "<" that begins no tag stays: "waited
// <5 min".
func stripTags(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	hidden := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if hidden == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "script", "style":
				hidden = 1
			case "br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote":
				b.WriteByte('\n')
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "script", "style":
				hidden = 0
			case "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote":
				b.WriteByte('\n')
			}
		}
	}
}
