package opendata

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"earshot/feedback"
)

// wideXML writes XML in UTF-16, with its mark or without.
func wideXML(doc string, big, mark bool) string {
	doc = strings.Replace(doc, "<?xml version='1.0'", "<?xml version='1.0' encoding='UTF-16'", 1)
	if mark {
		doc = "\ufeff" + doc
	}
	var b bytes.Buffer
	for _, u := range utf16.Encode([]rune(doc)) {
		if big {
			b.Write([]byte{byte(u >> 8), byte(u)})
		} else {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
	}
	return b.String()
}

// TestOddDDI converts documents as tools of many years wrote them.
func TestOddDDI(t *testing.T) {
	const study = `<stdyDscr><citation><titlStmt><titl>Café waits £5</titl></titlStmt></citation></stdyDscr>`
	latin := "<?xml version='1.0' encoding='ISO-8859-1'?><codeBook ID='X'><stdyDscr><citation><titlStmt><titl>Caf\xe9 waits \xa35</titl></titlStmt></citation></stdyDscr></codeBook>"
	plain := "<?xml version='1.0'?><codeBook ID='X'>" + study + "</codeBook>"
	for name, doc := range map[string]string{
		"plain": plain, "a mark": "\ufeff" + plain, "Latin 1": latin, "Windows": strings.Replace(latin, "ISO-8859-1", "windows-1252", 1),
		"UTF-16, big": wideXML(plain, true, true), "UTF-16, small": wideXML(plain, false, true), "UTF-16 without a mark": wideXML(plain, false, false),
		"2.5": "<codeBook xmlns='ddi:codebook:2_5' version='2.5' ID='X'>" + study + "</codeBook>", "2.6 with a prefix": strings.NewReplacer("</", "</d:", "<", "<d:").Replace("<codeBook xmlns:d='ddi:codebook:2_6' ID='X'>" + study + "</codeBook>"),
		"1.2.2": "<codeBook xmlns='http://www.icpsr.umich.edu/DDI' ID='X'>" + study + "</codeBook>", "small id": "<codeBook id='X'>" + study + "</codeBook>",
		"HTML's entities": "<codeBook ID='X'>" + strings.NewReplacer("é", "&eacute;", "£", "&pound;").Replace(study) + "</codeBook>", "CDATA and comments": "<codeBook ID='X'><!-- a -->" + strings.Replace(study, "Café waits £5", "<![CDATA[Café ]]><!-- b -->waits £5", 1) + "</codeBook>",
		"marked up": "<codeBook ID='X'>" + strings.Replace(study, "waits", "<emph>waits</emph>", 1) + "</codeBook>", "doctype": "<!DOCTYPE codeBook SYSTEM 'http://x.example/ddi.dtd'><codeBook ID='X'>" + study + "</codeBook>",
		"deep in a feed": "<a><b><portal><codeBook ID='X'>" + study + "</codeBook></portal></b></a>", "two studies": "<codeBook ID='X'>" + study + strings.Replace(study, "Café waits £5", "Another", 1) + "</codeBook>",
		"id in the citation": "<codeBook><stdyDscr><citation><titlStmt><titl/><titl>Café\n waits\t£5</titl><IDNo agency='a'> X </IDNo><IDNo>Y</IDNo></titlStmt></citation></stdyDscr></codeBook>",
	} {
		v, err := ConvertDDI(strings.NewReader(doc), ConvertOptions{Publisher: "P", Contact: "p@example.org"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sets, _ := v["dataset"].([]map[string]any)
		if len(sets) != 1 || sets[0]["title"] != "Café waits £5" || sets[0]["identifier"] != "X" {
			t.Errorf("%s: %v", name, sets)
		}
	}
	for name, doc := range map[string]string{
		"cut short": plain[:len(plain)-20], "twice": "<p><codeBook ID='X'>" + study + "</codeBook><codeBook ID='X'>" + study + "</codeBook></p>", "no title": "<codeBook ID='X'><stdyDscr/></codeBook>",
		"no id": "<codeBook>" + study + "</codeBook>", "own entities": "<!DOCTYPE a [<!ENTITY x 'ha'>]><codeBook ID='X'>&x;" + study + "</codeBook>", "too deep": "<codeBook ID='X'>" + strings.Repeat("<a>", 5000) + strings.Repeat("</a>", 5000) + "</codeBook>",
		"JSON": `{"codeBook":1}`, "unknown encoding": strings.Replace(latin, "ISO-8859-1", "klingon", 1), "a page": "<!doctype html><title>Sign in</title>",
	} {
		if v, err := ConvertDDI(strings.NewReader(doc), ConvertOptions{}); !errors.Is(err, feedback.ErrInvalid) {
			t.Errorf("%s: %v %v", name, v, err)
		}
	}
}

// TestOddDDIContents converts what portals put into the elements.
func TestOddDDIContents(t *testing.T) {
	doc := `<codeBook ID="P 1/2"><stdyDscr><citation><titlStmt><titl>` + strings.Repeat("Long ", 20) + `</titl></titlStmt>
	 <serStmt><serName>Autumn 2027</serName></serStmt><verStmt><version date="">March 2026</version></verStmt>
	 <notes><p>First &amp; second.</p><p>Third<br/>line.</p></notes><notes>  </notes><notes>More.</notes></citation>
	 <stdyInfo><subject><keyword>A&amp;E; waits,NHS</keyword><keyword>` + strings.Repeat("k", 150) + `</keyword><keyword>C++/"x"</keyword></subject><abstract>Why.

	 And how.</abstract></stdyInfo>
	 <othrStdyMat><relMat><citation><titlStmt><titl>Data</titl></titlStmt><holdings uri="files\data set.XLS"/></citation></relMat>
	 <relMat>Not an address<citation><holdings URI="//cdn.example/a.csv"/><holdings URI="www.example.org/download?file=b.csv"/></citation></relMat>
	 <relMat><citation><holdings URI="\\server\share\c.csv"/><holdings URI="mailto:x@example.org"/><holdings URI="http://u:p@x.example/d.csv"/><holdings URI="http://x.example/%zz.csv"/><holdings/></citation></relMat></othrStdyMat></stdyDscr>
	 <fileDscr URI="https://x.example/e.xlsx"><fileTxt><fileName>Everything</fileName></fileTxt></fileDscr><otherMat URI="https://x.example/guide.pdf"><labl>Guide</labl></otherMat></codeBook>`
	var notes []string
	v, err := ConvertDDI(strings.NewReader(doc), ConvertOptions{Publisher: "P", Contact: "p@example.org", Host: "https://host.example/", Landing: "https://host.example/i/{id}", Note: func(id, what string) { notes = append(notes, what) }})
	if err != nil {
		t.Fatal(err)
	}
	sets, _ := v["dataset"].([]map[string]any)
	set := sets[0]
	if want := "First & second.\n\nThird\n\nline.\n\nMore.\n\nPurpose\n\nWhy.\n\nAnd how.\n\nCurrent version updated: March 2026\n\nNext version due: Autumn 2027"; set["description"] != want {
		t.Errorf("description %q", set["description"])
	}
	if set["modified"] != "2026-03" || set["landingPage"] != "https://host.example/i/P%201%2F2" {
		t.Errorf("modified %v, page %v", set["modified"], set["landingPage"])
	}
	if want := []string{"health", "NHS", "healthcare", "patients", "clinical indicator", "A and E", "waits", strings.Repeat("k", 100), "C x"}; !reflect.DeepEqual(set["keyword"], want) {
		t.Errorf("keywords %q", set["keyword"])
	}
	files, _ := set["distribution"].([]map[string]any)
	var got []string
	for _, f := range files {
		got = append(got, fmt.Sprint(f["format"], " ", f["downloadURL"], " ", f["title"]))
	}
	want := []string{"XLS https://host.example/files/data%20set.XLS Data", "CSV https://cdn.example/a.csv a.csv", "CSV https://www.example.org/download?file=b.csv b.csv", "XLSX https://x.example/e.xlsx Everything"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("files %q", got)
	}
	if !reflect.DeepEqual(set["references"], []string{"https://x.example/guide.pdf"}) {
		t.Errorf("references %v", set["references"])
	}
	if len(notes) != 5 {
		t.Errorf("notes %q", notes)
	}
	validate(t, podSchema(t), v)
}

func TestDDIDates(t *testing.T) {
	for text, want := range map[string]string{"2026": "2026", "2026-02": "2026-02", "2026-02-28": "2026-02-28", "2026-02-30": "", "2026-13": "", "2026-02-28T10:00:00Z": "2026-02-28", "28/02/2026": "2026-02-28", "3/4/2026": "2026-04-03", "Feb 2026": "2026-02", "february 2026": "2026-02",
		"28 Feb 2026": "2026-02-28", "28 February 2026.": "2026-02-28", "Feb-26": "2026-02", "soon": "", "": "", "20260228": "2026-02-28", "0000": "", "Version 3": ""} {
		if got := isoDate(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// FuzzConvertDDI checks that whatever is read becomes a catalogue that is valid,
// or a refusal.
func FuzzConvertDDI(f *testing.F) {
	f.Add("<codeBook ID='a'><stdyDscr><citation><titlStmt><titl>x</titl></titlStmt><verStmt><version date='2026'/></verStmt></citation></stdyDscr></codeBook>")
	f.Add("\xff\xfe<\x00a\x00")
	f.Add("<codeBook id='a'><otherMat URI='a.csv'/><fileDscr URI='//x/y.xls'/></codeBook>")
	var check func(*testing.T, any) error
	if _, err := os.Stat(filepath.Join(os.Getenv("EARSHOT_SHARED"), "schemas")); err == nil && os.Getenv("EARSHOT_SHARED") != "" {
		check = func(t *testing.T, v any) error { return problemWith(t, podSchema(t), v) }
	}
	f.Fuzz(func(t *testing.T, doc string) {
		v, err := ConvertDDI(strings.NewReader(doc), ConvertOptions{Publisher: "P", Contact: "p@example.org", Host: "https://host.example"})
		if err != nil {
			if !errors.Is(err, feedback.ErrInvalid) {
				t.Fatalf("%v", err)
			}
			return
		}
		if check != nil {
			if err := check(t, v); err != nil {
				t.Fatalf("%#v", err)
			}
		}
	})
}
