package outbound

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"golang.org/x/net/html/charset"

	"earshot/feedback"
)

// What an XML document may hold. Feeds are far below.
const (
	maxXMLDepth  = 100
	maxXMLTokens = 2_000_000
)

// CheckXML refuses a document that a parser could be hurt by: one that declares
// entities, which can spell out gigabytes or fetch files, one nested too deep,
// or one with too many parts. The error is ErrInvalid.
func CheckXML(doc []byte) error {
	// In UTF-16 every second byte is zero; without them the words stand out.
	plain := bytes.ToUpper(bytes.ReplaceAll(doc, []byte{0}, nil))
	if bytes.Contains(plain, []byte("<!ENTITY")) {
		return fmt.Errorf("the XML declares entities of its own: %w", feedback.ErrInvalid)
	}
	d := xml.NewDecoder(bytes.NewReader(doc))
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	depth := 0
	for n := 0; ; n++ {
		tok, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the XML breaks off or is malformed after byte %d: %w", d.InputOffset(), feedback.ErrInvalid)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.Directive:
			if bytes.ContainsRune(t, '[') {
				return fmt.Errorf("the XML has a document type of its own: %w", feedback.ErrInvalid)
			}
		}
		if depth > maxXMLDepth || n > maxXMLTokens {
			return fmt.Errorf("the XML is nested too deep or has too many parts: %w", feedback.ErrInvalid)
		}
	}
}
