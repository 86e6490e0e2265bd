package collector

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"earshot/feedback"
)

// mostFaults is how many things that are wrong with one answer are told.
const mostFaults = 20

// salvage reads the members of an object that could not be read as a whole one by
// one: those that are as they should be are taken, and of the others all that is
// wrong is told. It gives nothing if the text is no JSON object at all, of which
// there is one thing to say.
func (p *partnerResponse) salvage(text []byte) (faults feedback.FieldErrors) {
	*p = partnerResponse{}
	dec := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if tok, err := dec.ReadToken(); err != nil || tok.Kind() != '{' {
		return nil
	}
	seen := make(map[string]bool)
	for dec.PeekKind() == '"' {
		name, err := dec.ReadValue()
		if err != nil {
			return nil
		}
		key := string(name) // the decoder's own until it reads on
		value, err := dec.ReadValue()
		if err != nil {
			return nil
		}
		one := wrapper{before: "{" + key + ":", after: "}"}
		switch {
		case len(faults) >= mostFaults:
		case seen[key]:
			faults = addField(faults, &feedback.FieldError{Field: pointerField(jsontext.Pointer("/" + strings.Trim(key, `"`))), Reason: "is given twice; send it once"})
		case decodePartner(one.around(value), p) != nil:
			faults = one.probe(value, faults)
		}
		seen[key] = true
	}
	if _, err := dec.ReadToken(); err != nil { // the closing brace
		return nil
	}
	if _, err := dec.ReadToken(); !errors.Is(err, io.EOF) {
		return nil
	}
	return faults
}

// deepest is how deep within a member what is wrong is looked for: an answer has
// nothing deeper, and what it costs grows with each step.
const deepest = 3

// wrapper is what stands around a value for it to be an answer of which nothing
// else is known.
type wrapper struct {
	before, after string
	depth         int
}

func (w wrapper) around(value []byte) []byte {
	return []byte(w.before + string(value) + w.after)
}

// probe tells what is wrong within a value: with each member of an object and each
// element of a list by itself.
func (w wrapper) probe(value jsontext.Value, faults feedback.FieldErrors) feedback.FieldErrors {
	dec := jsontext.NewDecoder(bytes.NewReader(value), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	tok, err := dec.ReadToken()
	kind := tok.Kind()
	if err != nil || w.depth >= deepest || kind != '{' && kind != '[' || dec.PeekKind() == '}' || dec.PeekKind() == ']' {
		return w.try(value, faults)
	}
	before := len(faults)
	for n := 0; dec.PeekKind() != '}' && dec.PeekKind() != ']' && n < mostFaults && len(faults) < mostFaults; n++ {
		inner := wrapper{w.before + "[" + strings.Repeat("null,", n), "]" + w.after, w.depth + 1}
		if kind == '{' {
			name, err := dec.ReadValue()
			if err != nil {
				return w.try(value, faults)
			}
			inner = wrapper{w.before + "{" + string(name) + ":", "}" + w.after, w.depth + 1}
		}
		v, err := dec.ReadValue()
		if err != nil {
			return w.try(value, faults)
		}
		faults = inner.probe(v, faults)
	}
	if len(faults) == before { // its parts are right each by itself
		return w.try(value, faults)
	}
	return faults
}

// try tells what is wrong with a value as it stands, if anything.
func (w wrapper) try(value []byte, faults feedback.FieldErrors) feedback.FieldErrors {
	var p partnerResponse
	if err := decodePartner(w.around(value), &p); err != nil {
		return addField(faults, feedback.FaultsOf(jsonFault(err))...)
	}
	return faults
}

// addField adds faults that are not there yet.
func addField(faults feedback.FieldErrors, more ...*feedback.FieldError) feedback.FieldErrors {
next:
	for _, m := range more {
		for _, f := range faults {
			if *f == *m {
				continue next
			}
		}
		faults = append(faults, m)
	}
	return faults
}
