package api

import (
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// pdfDoc is a document of text and tables as a tagged PDF 1.7 (ISO 32000-1,
// 14.8): programs that read aloud find headings, paragraphs and table cells with
// their headers, and skip what repeats on every page. Lengths are points from
// the top left.
type pdfDoc struct {
	title, lang   string
	at            time.Time // when what it holds was made
	width, height float64
	regular, bold *pdfFont
	root          *pdfElement
	pages         []*pdfPage
}

// pdfElement is a part of what the document says: a heading, a table, a cell.
type pdfElement struct {
	kind  string // H1, H2, P, Table, TR, TH, TD
	scope string // of a TH: Column or Row
	kids  []pdfKid
	up    *pdfElement
	id    int // of its object, once it is written
}

// pdfKid is an element within an element, or a piece of a page.
type pdfKid struct {
	element *pdfElement
	page    int
	mark    int
}

type pdfPage struct {
	content bytes.Buffer
	marks   []*pdfElement // whose pieces they are
}

func newPDF(title, lang string, at time.Time) (*pdfDoc, error) {
	d := &pdfDoc{title: title, lang: lang, at: at, width: 210 * mmPoint, height: 297 * mmPoint, root: &pdfElement{kind: "Document"}}
	var err error
	if d.regular, err = newPDFFont("GoRegular", goregular.TTF); err != nil {
		return nil, err
	}
	d.bold, err = newPDFFont("GoBold", gobold.TTF)
	return d, err
}

// begin adds a part to a part.
func (d *pdfDoc) begin(up *pdfElement, kind string) *pdfElement {
	e := &pdfElement{kind: kind, up: up}
	up.kids = append(up.kids, pdfKid{element: e})
	return e
}

func (d *pdfDoc) newPage() { d.pages = append(d.pages, &pdfPage{}) }

// text writes a line on a page. What belongs to no element is there for looks,
// and is not read aloud.
func (d *pdfDoc) text(page int, e *pdfElement, f *pdfFont, size, x, y float64, colour, s string) error {
	glyphs, err := f.show(s)
	if err != nil {
		return err
	}
	p := d.pages[page]
	if e == nil {
		p.content.WriteString("/Artifact BMC ")
	} else {
		fmt.Fprintf(&p.content, "/%s << /MCID %d >> BDC ", e.kind, len(p.marks))
		e.kids = append(e.kids, pdfKid{page: page, mark: len(p.marks)})
		p.marks = append(p.marks, e)
	}
	name := "/F1"
	if f == d.bold {
		name = "/F2"
	}
	fmt.Fprintf(&p.content, "BT %s rg %s %s Tf 1 0 0 1 %s %s Tm %s Tj ET EMC\n", pdfColour(colour), name, number(size), number(x), number(d.height-y), glyphs)
	return nil
}

// rule draws a filled box that means nothing.
func (d *pdfDoc) rule(page int, x, y, w, h float64, colour string) {
	fmt.Fprintf(&d.pages[page].content, "/Artifact BMC %s rg %s %s %s %s re f EMC\n", pdfColour(colour), number(x), number(d.height-y-h), number(w), number(h))
}

// pdfColour writes one of our own colours.
func pdfColour(css string) string {
	var r, g, b int
	_, _ = fmt.Sscanf(css, "#%02x%02x%02x", &r, &g, &b)
	return fmt.Sprintf("%.3f %.3f %.3f", float64(r)/255, float64(g)/255, float64(b)/255)
}

// pdfObjects are the numbered objects of a file.
type pdfObjects struct{ list []string }

// reserve gives a number for an object that is written later.
func (o *pdfObjects) reserve() int {
	o.list = append(o.list, "")
	return len(o.list)
}

func (o *pdfObjects) add(text string) int {
	o.list = append(o.list, text)
	return len(o.list)
}

// stream adds packed data.
func (o *pdfObjects) stream(more string, data []byte) (int, error) {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		return 0, fmt.Errorf("pdf: %w", err)
	}
	if err := z.Close(); err != nil {
		return 0, fmt.Errorf("pdf: %w", err)
	}
	return o.add(fmt.Sprintf("<< %s /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", more, b.Len(), b.String())), nil
}

// bytes writes the document. It is the same whenever it is made of the same.
func (d *pdfDoc) bytes() ([]byte, error) {
	o := &pdfObjects{}
	catalogue, tree, pages := o.reserve(), o.reserve(), o.reserve()
	fonts := ""
	for i, f := range []*pdfFont{d.regular, d.bold} {
		id, err := f.write(o)
		if err != nil {
			return nil, err
		}
		fonts += fmt.Sprintf("/F%d %d 0 R ", i+1, id)
	}
	ids := make([]int, len(d.pages))
	kids := ""
	for i, p := range d.pages {
		content, err := o.stream("", p.content.Bytes())
		if err != nil {
			return nil, err
		}
		ids[i] = o.add(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Resources << /Font << %s>> >> /Contents %d 0 R /StructParents %d /Tabs /S >>",
			pages, number(d.width), number(d.height), fonts, content, i))
		kids += fmt.Sprintf("%d 0 R ", ids[i])
	}
	o.list[pages-1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids, len(d.pages))
	d.number(d.root, o)
	d.write(d.root, tree, ids, o)
	var parents strings.Builder
	for i, p := range d.pages {
		fmt.Fprintf(&parents, "%d [", i)
		for _, e := range p.marks {
			fmt.Fprintf(&parents, "%d 0 R ", e.id)
		}
		parents.WriteString("] ")
	}
	parentTree := o.add("<< /Nums [" + parents.String() + "] >>")
	o.list[tree-1] = fmt.Sprintf("<< /Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d >>", d.root.id, parentTree, len(d.pages))
	meta := d.metadata()
	metadata := o.add(fmt.Sprintf("<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream", len(meta), meta))
	o.list[catalogue-1] = fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R /Lang (%s) /MarkInfo << /Marked true >> /StructTreeRoot %d 0 R /Metadata %d 0 R /ViewerPreferences << /DisplayDocTitle true >> >>",
		pages, d.lang, tree, metadata)
	info := o.add(fmt.Sprintf("<< /Title %s /Creator (Earshot) /CreationDate (D:%s) >>", pdfText(d.title), d.at.UTC().Format("20060102150405Z")))
	return o.file(catalogue, info), nil
}

// file writes objects and the table that finds them.
func (o *pdfObjects) file(catalogue, info int) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(o.list))
	for i, text := range o.list {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, text)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(o.list)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(o.list)+1, catalogue, info, table)
	return b.Bytes()
}

// number gives every element an object.
func (d *pdfDoc) number(e *pdfElement, o *pdfObjects) {
	e.id = o.reserve()
	for _, k := range e.kids {
		if k.element != nil {
			d.number(k.element, o)
		}
	}
}

// write writes an element and those within.
func (d *pdfDoc) write(e *pdfElement, up int, pages []int, o *pdfObjects) {
	var kids strings.Builder
	for _, k := range e.kids {
		if k.element == nil {
			fmt.Fprintf(&kids, "<< /Type /MCR /Pg %d 0 R /MCID %d >> ", pages[k.page], k.mark)
			continue
		}
		fmt.Fprintf(&kids, "%d 0 R ", k.element.id)
		d.write(k.element, e.id, pages, o)
	}
	attributes := ""
	if e.scope != "" {
		attributes = " /A << /O /Table /Scope /" + e.scope + " >>"
	}
	o.list[e.id-1] = fmt.Sprintf("<< /Type /StructElem /S /%s /P %d 0 R /K [%s]%s >>", e.kind, up, kids.String(), attributes)
}

// metadata gives title, language and time once more, as XMP (ISO 16684-1).
func (d *pdfDoc) metadata() string {
	var title strings.Builder
	_ = xml.EscapeText(&title, []byte(d.title)) // a strings.Builder takes everything
	at := d.at.UTC().Format(time.RFC3339)
	return `<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + title.String() + `</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>` + d.lang + `</rdf:li></rdf:Bag></dc:language><xmp:CreateDate>` + at + `</xmp:CreateDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`
}

// write adds the typeface's objects and gives the number of the first.
func (f *pdfFont) write(o *pdfObjects) (int, error) {
	ttf, err := f.subset()
	if err != nil {
		return 0, err
	}
	file, err := o.stream(fmt.Sprintf("/Length1 %d", len(ttf)), ttf)
	if err != nil {
		return 0, err
	}
	unicode, err := o.stream("", f.toUnicode())
	if err != nil {
		return 0, err
	}
	// The six letters mark a part of a typeface.
	name := "EARSHO+" + f.name
	descriptor := o.add(fmt.Sprintf("<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [-440 -284 1160 1002] /ItalicAngle 0 /Ascent 935 /Descent -211 /CapHeight 723 /StemV 80 /FontFile2 %d 0 R >>", name, file))
	descendant := o.add(fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 600 /W [%s] >>",
		name, descriptor, f.widths()))
	return o.add(fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", name, descendant, unicode)), nil
}
