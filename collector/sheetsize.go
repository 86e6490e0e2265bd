package collector

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// sheetRows gives how many rows a sheet of a workbook has, so that it can be told
// how far it has been read; 0 if that cannot be found out, which spoils nothing.
// It costs a small part of what reading the sheet does.
func sheetRows(file, sheet string) int64 {
	z, err := zip.OpenReader(file)
	if err != nil {
		return 0
	}
	defer z.Close()
	part, err := z.Open(sheetPart(&z.Reader, sheet))
	if err != nil {
		return 0
	}
	defer part.Close()
	return countRows(part)
}

// countRows counts the tags that begin a row, prefixed or not.
func countRows(r io.Reader) (n int64) {
	const tag = len("<row ")
	buf := make([]byte, 256<<10)
	for kept := 0; ; {
		got, err := io.ReadFull(r, buf[kept:])
		part := buf[:kept+got]
		for _, begins := range []string{"<row ", "<row>", ":row "} {
			n += int64(bytes.Count(part, []byte(begins)))
		}
		if err != nil {
			return n
		}
		kept = copy(buf, part[len(part)-tag+1:]) // too short for a tag: none is counted twice
	}
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
