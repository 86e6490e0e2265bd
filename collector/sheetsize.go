package collector

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"path"
	"strconv"
	"strings"
)

// sheetSize is what a sheet of a workbook should come to. The zero value is of one
// of which nothing could be found out.
type sheetSize struct {
	rows int64 // that are in the file
	last int64 // number of the last of them; more than rows if some are left out
	cut  bool  // the sheet's end is missing
}

// sizeOfSheet reads through a sheet, so that it can be told how far it has been
// read and whether all of it has: the reader of workbooks ends at what it does not
// understand as if the sheet ended there. It costs a small part of what reading
// does.
func sizeOfSheet(file, sheet string) sheetSize {
	z, err := zip.OpenReader(file)
	if err != nil {
		return sheetSize{}
	}
	defer z.Close()
	part, err := z.Open(sheetPart(&z.Reader, sheet))
	if err != nil {
		return sheetSize{}
	}
	defer part.Close()
	return sizeOfPart(part)
}

// What is looked at on either side of a tag's name, in bytes.
const (
	beforeName = 32
	afterName  = 256
)

// sizeOfPart looks for the tags that begin a row and the one that ends them all.
func sizeOfPart(r io.Reader) sheetSize {
	var size sheetSize
	ended := false
	buf := make([]byte, 256<<10)
	for from, over := 0, 0; ; {
		got, err := io.ReadFull(r, buf[over:])
		part := buf[:over+got]
		to := max(len(part)-afterName, from) // what begins later is looked at with what follows it
		if err != nil {
			to = len(part)
		}
		for at := range positions(part, from, to, "row") {
			if number, ok := rowTag(part, at); ok {
				size.rows++
				size.last++
				if number > 0 {
					size.last = number
				}
			}
		}
		for at := range positions(part, from, to, "sheetData") {
			ended = ended || endsData(part, at)
		}
		if err != nil {
			size.cut = !ended
			return size
		}
		next := max(to-beforeName, 0)
		over, from = copy(buf, part[next:]), to-next
	}
}

// positions gives where a name occurs that begins within a range.
func positions(part []byte, from, to int, name string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := from; ; at++ {
			i := bytes.Index(part[at:], []byte(name))
			if at += i; i < 0 || at >= to || !yield(at) {
				return
			}
		}
	}
}

// rowTag reports whether "row" is the name of a tag that begins a row, and the
// number that it gives the row; 0 if none.
func rowTag(part []byte, at int) (number int64, ok bool) {
	open := bytes.LastIndexByte(part[max(at-beforeName, 0):at], '<')
	if open < 0 || at+3 >= len(part) || !bytes.ContainsRune([]byte(" >/\t\r\n"), rune(part[at+3])) {
		return 0, false
	}
	if prefix := part[max(at-beforeName, 0)+open+1 : at]; len(prefix) > 0 && (prefix[len(prefix)-1] != ':' || bytes.ContainsAny(prefix, "/ \"'>")) {
		return 0, false
	}
	tag, _, _ := bytes.Cut(part[at:min(at+afterName, len(part))], []byte(">"))
	if _, value, found := bytes.Cut(tag, []byte(` r="`)); found {
		digits, _, _ := bytes.Cut(value, []byte(`"`))
		number, _ = strconv.ParseInt(string(digits), 10, 64)
	}
	return number, true
}

// endsData reports whether "sheetData" is the name of a tag that ends the rows.
func endsData(part []byte, at int) bool {
	before, after := part[max(at-beforeName, 0):at], part[at+len("sheetData"):]
	if bytes.HasPrefix(after, []byte("/>")) {
		return true
	}
	return bytes.HasPrefix(after, []byte(">")) && bytes.Contains(before[max(bytes.LastIndexByte(before, '<'), 0):], []byte("</"))
}

// sheetPart gives the name of the part of a workbook that holds a sheet; empty if
// it is not found.
func sheetPart(z *zip.Reader, sheet string) string {
	var book struct {
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if errors.Join(readPart(z, "xl/workbook.xml", &book), readPart(z, "xl/_rels/workbook.xml.rels", &links)) != nil {
		return ""
	}
	for _, s := range book.Sheets {
		for _, a := range s.Attrs {
			if !strings.EqualFold(s.Name, sheet) || a.Name.Local != "id" {
				continue
			}
			for _, l := range links.All {
				if l.ID == a.Value {
					if strings.HasPrefix(l.Target, "/") {
						return strings.TrimPrefix(path.Clean(l.Target), "/")
					}
					return path.Join("xl", l.Target)
				}
			}
		}
	}
	return ""
}

// readPart reads a small part of a workbook.
func readPart(z *zip.Reader, name string, to any) error {
	f, err := z.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return xml.NewDecoder(io.LimitReader(f, maxPartBytes)).Decode(to)
}
