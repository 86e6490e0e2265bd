package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"earshot/feedback"
)

// mendXML takes out of a document what one careless writer can put in and what
// makes the whole of it unreadable: control characters, written out or by number,
// and, where it says that it is UTF-8, bytes of Windows-1252.
func mendXML(doc []byte) []byte {
	head := doc[:min(len(doc), 200)]
	if bytes.Count(head, []byte{0}) > len(head)/4 {
		return doc // UTF-16, where zeros belong
	}
	doc = controlReference.ReplaceAll(doc, nil)
	if bytes.ContainsFunc(doc, control) {
		out := make([]byte, 0, len(doc))
		for _, c := range doc {
			if !control(rune(c)) {
				out = append(out, c)
			}
		}
		doc = out
	}
	if utf8.Valid(doc) || !saysUTF8(head) {
		return doc
	}
	out := make([]byte, 0, len(doc)+len(doc)/16)
	for len(doc) > 0 {
		r, n := utf8.DecodeRune(doc)
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(doc[0])
		}
		out, doc = utf8.AppendRune(out, r), doc[n:]
	}
	return out
}

// controlReference is a control character by number.
var controlReference = regexp.MustCompile(`&#(?:x0*(?:[0-8bcBCeEfF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));`)

// control reports whether a character may not be in XML.
func control(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' }

// encodingOf finds the encoding that a document says it is in.
var encodingOf = regexp.MustCompile(`(?i)^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']`)

func saysUTF8(head []byte) bool {
	m := encodingOf.FindSubmatch(head)
	return m == nil || bytes.EqualFold(m[1], []byte("utf-8"))
}

// mendJSON gives a JSON Feed with only what is read of it, each item by itself, so
// that one that is not as it should be spoils no other.
func mendJSON(doc []byte) ([]byte, error) {
	var feed map[string]json.RawMessage
	var raw []json.RawMessage
	if json.Unmarshal(doc, &feed) != nil {
		return nil, fmt.Errorf("the feed is not JSON, or is cut short: %w", feedback.ErrInvalid)
	}
	if list, ok := feed["items"]; ok && json.Unmarshal(list, &raw) != nil {
		return nil, fmt.Errorf("the feed's items are no list: %w", feedback.ErrInvalid)
	}
	items := make([]map[string]any, 0, len(raw))
	for _, one := range raw {
		var members map[string]json.RawMessage
		if json.Unmarshal(one, &members) != nil || members == nil {
			continue // no item at all
		}
		item := make(map[string]any)
		for _, name := range []string{"id", "url", "title", "content_html", "content_text", "summary", "date_published", "date_modified"} {
			if v, ok := wordOf(members[name]); ok {
				item[name] = v
			}
		}
		var tags []json.RawMessage
		if json.Unmarshal(members["tags"], &tags) == nil {
			var words []string
			for _, t := range tags {
				if v, ok := wordOf(t); ok {
					words = append(words, v)
				}
			}
			item["tags"] = words
		}
		items = append(items, item)
	}
	out := map[string]any{"items": items}
	if v, ok := wordOf(feed["version"]); ok {
		out["version"] = v
	}
	return json.Marshal(out)
}

// wordOf reads a text, or a number as one.
func wordOf(raw json.RawMessage) (string, bool) {
	var s string
	if len(raw) == 0 || string(raw) == "null" {
		return "", false
	}
	if json.Unmarshal(raw, &s) == nil {
		return s, true
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String(), true
	}
	return "", false
}
