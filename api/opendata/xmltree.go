package opendata

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"

	"earshot/feedback"
)

// element is an XML element with all that is in it. Documents of the same kind
// differ in namespaces, in how they nest and in what they mark up, so they are
// read as trees and looked through by name.
type element struct {
	name  string // without its namespace
	attrs []xml.Attr
	kids  []any // *element, or string for text
}

// maxDepth is how deep a document may nest.
const maxDepth = 100

// newXMLDecoder reads XML in any encoding that it declares or that its first
// bytes show, with the entities that HTML has, which portals use in XML as well.
func newXMLDecoder(r io.Reader) *xml.Decoder {
	b := bufio.NewReader(r)
	var in io.Reader = b
	declared := false
	if head, _ := b.Peek(4); len(head) >= 2 { // a read error comes again from the decoder
		switch {
		case bytes.HasPrefix(head, []byte{0xfe, 0xff}), bytes.HasPrefix(head, []byte{0, '<'}):
			in, declared = wide(b, "utf-16be"), true
		case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{'<', 0}):
			in, declared = wide(b, "utf-16le"), true
		case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
			_, _ = b.Discard(3) // it was peeked at
		}
	}
	d := xml.NewDecoder(in)
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if declared { // it was turned into UTF-8 already
			return in, nil
		}
		return charset.NewReaderLabel(label, in)
	}
	return d
}

func wide(r io.Reader, label string) io.Reader {
	in, err := charset.NewReaderLabel(label, r)
	if err != nil {
		return r
	}
	return &withoutMark{r: in}
}

// withoutMark drops a byte order mark at the start of UTF-8.
type withoutMark struct {
	r    io.Reader
	past bool
}

// Read reads what is after the mark.
func (w *withoutMark) Read(p []byte) (int, error) {
	if w.past {
		return w.r.Read(p)
	}
	w.past = true
	b := bufio.NewReader(w.r)
	if head, _ := b.Peek(3); string(head) == "\ufeff" {
		_, _ = b.Discard(3) // it was peeked at
	}
	w.r = b
	return w.r.Read(p)
}

// readElement reads what follows a start tag, to its end.
func readElement(d *xml.Decoder, start xml.StartElement, depth int) (*element, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("it nests deeper than %d: %w", maxDepth, feedback.ErrInvalid)
	}
	e := &element{name: start.Name.Local, attrs: start.Attr}
	for {
		tok, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			kid, err := readElement(d, t, depth+1)
			if err != nil {
				return nil, err
			}
			e.kids = append(e.kids, kid)
		case xml.CharData:
			e.kids = append(e.kids, string(t))
		case xml.EndElement:
			return e, nil
		}
	}
}

// all gives the elements at a path of names, at each step all of the name.
func (e *element) all(path ...string) []*element {
	found := []*element{e}
	for _, name := range path {
		var next []*element
		for _, f := range found {
			for _, k := range f.kids {
				if kid, ok := k.(*element); ok && kid.name == name {
					next = append(next, kid)
				}
			}
		}
		found = next
	}
	return found
}

// first gives the first element at a path that holds words, in one line; empty
// if none does.
func (e *element) first(path ...string) string {
	for _, f := range e.all(path...) {
		if s := clean(f.text()); s != "" {
			return s
		}
	}
	return ""
}

// text gives the words in an element, those of elements within too. What ends
// a paragraph is a blank line.
func (e *element) text() string {
	var b strings.Builder
	for _, k := range e.kids {
		switch t := k.(type) {
		case string:
			b.WriteString(t)
		case *element:
			inner := t.text()
			switch strings.ToLower(t.name) {
			case "p", "head", "div", "item", "list", "li", "h1", "h2", "h3", "br", "tr":
				inner = "\n\n" + inner + "\n\n"
			}
			b.WriteString(inner)
		}
	}
	return b.String()
}

// paragraphs gives the text with one line a paragraph and a blank one between.
func (e *element) paragraphs() string {
	var out []string
	for part := range strings.SplitSeq(strings.ReplaceAll(e.text(), "\r\n", "\n"), "\n\n") {
		if part = clean(part); part != "" {
			out = append(out, part)
		}
	}
	return strings.Join(out, "\n\n")
}

// attr gives an attribute, whatever its capitals.
func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if strings.EqualFold(a.Name.Local, name) {
			return clean(a.Value)
		}
	}
	return ""
}
