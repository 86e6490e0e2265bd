package opendata

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

// graph is a small RDF graph: what DCAT needs, written in three syntaxes.
type graph struct{ nodes []*node }

// node is a subject and what is said of it, in order.
type node struct {
	iri   string
	types []string
	props []property
}

type property struct {
	name  string // such as dct:title
	value term
}

// term is an IRI, or text with a language or a datatype.
type term struct {
	iri, text, lang, datatype string
}

// vocabularies are the prefixes that a graph may use.
func vocabularies() map[string]string {
	return map[string]string{
		"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
		"vcard": "http://www.w3.org/2006/vcard/ns#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
		"xsd": "http://www.w3.org/2001/XMLSchema#", "skos": "http://www.w3.org/2004/02/skos/core#",
	}
}

func ref(iri string) term              { return term{iri: iri} }
func english(text string) term         { return term{text: text, lang: "en"} }
func plain(text string) term           { return term{text: text} }
func typed(text, datatype string) term { return term{text: text, datatype: datatype} }

func (g *graph) add(iri string, types ...string) *node {
	n := &node{iri: iri, types: types}
	g.nodes = append(g.nodes, n)
	return n
}

func (n *node) say(name string, values ...term) *node {
	for _, v := range values {
		n.props = append(n.props, property{name, v})
	}
	return n
}

// DCATJSONLD gives the catalogue in DCAT-AP 3 as JSON-LD. Its context is
// inlined, for harvesters that cannot fetch one.
func (s *Source) DCATJSONLD() ([]byte, error) {
	context := map[string]any{}
	for prefix, iri := range vocabularies() {
		context[prefix] = iri
	}
	g := s.dcat()
	var nodes []map[string]any
	for _, n := range g.nodes {
		out := map[string]any{"@id": n.iri, "@type": n.types}
		for _, p := range n.props {
			list, _ := out[p.name].([]any)
			out[p.name] = append(list, p.value.jsonld())
		}
		nodes = append(nodes, out)
	}
	b, err := json.MarshalIndent(map[string]any{"@context": context, "@graph": nodes}, "", " ")
	if err != nil {
		return nil, fmt.Errorf("dcat: %w", err)
	}
	return append(b, '\n'), nil
}

func (t term) jsonld() any {
	switch {
	case t.iri != "":
		return map[string]any{"@id": t.iri}
	case t.lang != "":
		return map[string]any{"@value": t.text, "@language": t.lang}
	case t.datatype != "":
		return map[string]any{"@value": t.text, "@type": t.datatype}
	}
	return map[string]any{"@value": t.text}
}

// DCATTurtle gives the catalogue in DCAT-AP 3 as Turtle.
func (s *Source) DCATTurtle() []byte {
	var b bytes.Buffer
	for _, prefix := range sortedKeys(vocabularies()) {
		fmt.Fprintf(&b, "@prefix %s: <%s> .\n", prefix, vocabularies()[prefix])
	}
	for _, n := range s.dcat().nodes {
		fmt.Fprintf(&b, "\n<%s> a %s", n.iri, strings.Join(n.types, ", "))
		for _, p := range n.props {
			fmt.Fprintf(&b, " ;\n  %s %s", p.name, p.value.turtle())
		}
		b.WriteString(" .\n")
	}
	return b.Bytes()
}

func (t term) turtle() string {
	if t.iri != "" {
		return "<" + t.iri + ">"
	}
	text := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(t.text) + `"`
	switch {
	case t.lang != "":
		return text + "@" + t.lang
	case t.datatype != "":
		return text + "^^" + t.datatype
	}
	return text
}

// DCATXML gives the catalogue in DCAT-AP 3 as RDF/XML.
func (s *Source) DCATXML() []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header + "<rdf:RDF")
	for _, prefix := range sortedKeys(vocabularies()) {
		fmt.Fprintf(&b, "\n  xmlns:%s=%q", prefix, vocabularies()[prefix])
	}
	b.WriteString(">\n")
	for _, n := range s.dcat().nodes {
		fmt.Fprintf(&b, "  <%s rdf:about=\"%s\">\n", n.types[0], escaped(n.iri))
		for _, more := range n.types[1:] {
			fmt.Fprintf(&b, "    <rdf:type rdf:resource=\"%s\"/>\n", escaped(expanded(more)))
		}
		for _, p := range n.props {
			switch t := p.value; {
			case t.iri != "":
				fmt.Fprintf(&b, "    <%s rdf:resource=\"%s\"/>\n", p.name, escaped(t.iri))
			case t.lang != "":
				fmt.Fprintf(&b, "    <%s xml:lang=\"%s\">%s</%s>\n", p.name, t.lang, escaped(t.text), p.name)
			case t.datatype != "":
				fmt.Fprintf(&b, "    <%s rdf:datatype=\"%s\">%s</%s>\n", p.name, escaped(expanded(t.datatype)), escaped(t.text), p.name)
			default:
				fmt.Fprintf(&b, "    <%s>%s</%s>\n", p.name, escaped(t.text), p.name)
			}
		}
		fmt.Fprintf(&b, "  </%s>\n", n.types[0])
	}
	b.WriteString("</rdf:RDF>\n")
	return b.Bytes()
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}

// expanded writes a name with its vocabulary in full.
func expanded(name string) string {
	prefix, rest, ok := strings.Cut(name, ":")
	if !ok || vocabularies()[prefix] == "" {
		return name
	}
	return vocabularies()[prefix] + rest
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, cmp.Compare[string])
	return keys
}
