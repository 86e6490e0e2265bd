package collector

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"

	"earshot/feedback"
)

// readAll gives the rows of a CSV text, each with its line, and the faults.
func readAll(t testing.TB, text string) (rows [][]string, lines []int, faults []string) {
	t.Helper()
	table := newCSVTable(io.NopCloser(strings.NewReader(text)), ".csv")
	for {
		row, line, err := table.Next()
		if errors.Is(err, io.EOF) {
			return rows, lines, faults
		}
		if err != nil {
			var fe *feedback.FieldError
			if !errors.As(err, &fe) || fe.Line != line {
				t.Fatalf("line %d: %v", line, err)
			}
			faults = append(faults, err.Error())
			continue
		}
		rows, lines = append(rows, slices.Clone(row)), append(lines, line)
	}
}

func TestCSVQuotationMarks(t *testing.T) {
	const head = "id,date,place,rating,comment\n"
	for _, tt := range []struct {
		name, text string
		rows       string // of what is read, after the header
		faulty     string // lines refused
	}{
		{"as the rule has it", "a,1,\"x, y\",2,\"he said \"\"hi\"\"\nand left\"\nb,2,,,\n", `3:[a 1 x, y 2 he said "hi"|and left] 5:[b 2   ]`, ""},
		{"marks that are not doubled", "a,1,p,2,\"he said \"hi\" to me\"\nb,2,p,5\",cut\n", `3:[a 1 p 2 he said "hi" to me] 4:[b 2 p 5" cut]`, ""},
		{"marks that are not doubled, over lines", "a,1,p,2,\"he said \"hi\" to me\nand left\"\nb,2,p,1,x\n", `3:[a 1 p 2 he said "hi" to me|and left] 5:[b 2 p 1 x]`, ""},
		{"never closed", "a,1,p,2,\"oh\nb,2,p,1,x\nc,3,p,1,y\n", "4:[b 2 p 1 x] 5:[c 3 p 1 y]", "3"},
		{"closed by the mark of a later row", "a,1,p,2,\"oh\nb,2,p,1,x\nc,3,p,1,\"y, z\"\nd,4,p,1,w\n", "4:[b 2 p 1 x] 5:[c 3 p 1 y, z] 6:[d 4 p 1 w]", "3"},
		{"never closed, then words over lines", "a,1,p,2,\"oh\nb,2,p,1,\"x\ny\"\nc,3,p,1,z\n", "4:[b 2 p 1 x|y] 6:[c 3 p 1 z]", "3"},
		{"two that are never closed", "a,1,p,2,\"oh\nb,2,p,1,\"x\nc,3,p,1,z\n", "5:[c 3 p 1 z]", "3 4"},
		{"in the last line", "a,1,p,2,x\nb,2,p,1,\"y", "3:[a 1 p 2 x]", "4"},
		{"empty and lone marks", "\"\",\"\",,\"\"\"\",\"\na,\"\"\n", `3:[  "  |a,"]`, "3"},
	} {
		rows, lines, faults := readAll(t, "\n"+head+tt.text)
		var got, wrong []string
		for i, r := range rows[1:] {
			got = append(got, fmt.Sprintf("%d:%s", lines[i+1], strings.ReplaceAll(fmt.Sprint(r), "\n", "|")))
		}
		for _, f := range faults {
			line, why, _ := strings.Cut(strings.TrimPrefix(f, "line "), ":")
			if wrong = append(wrong, line); !strings.Contains(why, "quotation mark") {
				t.Errorf("%s: %s", tt.name, f)
			}
		}
		if tt.name == "empty and lone marks" {
			continue // only that it ends
		}
		if strings.Join(got, " ") != tt.rows || strings.Join(wrong, " ") != tt.faulty {
			t.Errorf("%s: read %s and refused lines %v", tt.name, got, wrong)
		}
	}
}

// TestCSVMarkNeverClosedInALongFile reads on after a mark that is never closed,
// in bounded memory and time.
func TestCSVMarkNeverClosedInALongFile(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,date,place,rating,comment\n")
	for i := range 20_000 {
		mark := ""
		if i%10_000 == 7 {
			mark = `"`
		}
		fmt.Fprintf(&b, "a%d,2026-07-01,WILLOW,1,%sfine and long enough to be a comment\n", i, mark)
	}
	begin := time.Now()
	rows, _, faults := readAll(t, b.String())
	if len(rows) != 20_001-2 || len(faults) != 2 {
		t.Errorf("%d rows and %d faults", len(rows), len(faults))
	}
	if took := time.Since(begin); took > 30*time.Second {
		t.Errorf("took %s", took)
	}
}

// FuzzCSV writes tables as encoding/csv does and reads them back; whatever else it
// is given, it reads to the end and loses no line without a word.
func FuzzCSV(f *testing.F) {
	f.Add("a\x00b\"c\x01d\ne,\x00;")
	f.Add("x\x00y\x01\"\x00\"\"\x01,\n\x00 ")
	f.Fuzz(func(t *testing.T, text string) {
		var table [][]string
		for line := range strings.SplitSeq(strings.NewReplacer("\r", "", "\xff", "", "\xfe", "", "\ufeff", "").Replace(strings.ToValidUTF8(text, "")), "\x01") {
			table = append(table, append([]string{"k"}, strings.Split(line, "\x00")...))
		}
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if err := w.WriteAll(append([][]string{{"id", "date", "place"}}, table...)); err != nil {
			t.Fatal(err)
		}
		rows, _, faults := readAll(t, b.String())
		if len(faults) > 0 || !reflect.DeepEqual(rows[1:], table) {
			t.Fatalf("%q came back as %q, %q", table, rows, faults)
		}
		readAll(t, text)
		readAll(t, "a,b,c\n"+text)
	})
}

// TestImportUglyFiles reads files as spreadsheet programs write them.
func TestImportUglyFiles(t *testing.T) {
	w := newWorld(t)
	plain := "id\tdate\tplace\trating\tcomment\n%s\t2026-03-09\tWILLOW\t1\tCafé – très bien\n"
	in := func(e encoding.Encoding, text string) string {
		out, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for id, file := range map[string]string{
		"u1": in(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), fmt.Sprintf(plain, "u1")), // UTF-16 without a mark
		"u2": in(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), fmt.Sprintf(plain, "u2")),
		"u3": "sep=;\r\nid;date;place;rating;comment\r\nu3;2026-03-09;WILLOW;1;Café – très bien\r\n",
		"u4": "\ufeff\"SEP=|\"\r\nid|date|place|rating|comment\r\nu4|2026-03-09|WILLOW|1|Café – très bien\r\n",
		"u5": "id,date,place,rating,comment\ru5,2026-03-09,WILLOW,1,Café – très bien\r", // of an old Macintosh
		"u6": "Friends and Family Test,,,,\n\"March, 2026\",,,,\nid,date,place,rating,comment\nu6,2026-03-09,WILLOW,1,Café – très bien\n",
	} {
		if r, _ := w.importText(t, file, ImportOptions{}); r.Stored != 1 || r.Rows != 1 {
			t.Errorf("%s: %+v", id, r)
		} else if got := w.words(t)[id]; len(got) != 1 || got[0] != "Café – très bien" {
			t.Errorf("%s says %q", id, got)
		}
	}
}

// TestImportQuotationMarkNeverClosed stores the answers after one whose comment is
// never closed: nobody's answer becomes another's comment.
func TestImportQuotationMarkNeverClosed(t *testing.T) {
	w := newWorld(t)
	r, rejects := w.importText(t, "id,date,place,rating,comment\na1,2026-07-01,WILLOW,1,\"never closed\na2,2026-07-01,WILLOW,2,fine\na3,2026-07-01,WILLOW,5,\"cold, dirty\"\n", ImportOptions{})
	if r.Stored != 2 || r.Rejected != 1 || r.ByRating[feedback.Good] != 1 || r.ByRating[feedback.VeryPoor] != 1 {
		t.Fatalf("%+v", r)
	}
	if words := w.words(t); len(words["a3"]) != 1 || words["a3"][0] != "cold, dirty" || len(words["a1"]) != 0 {
		t.Errorf("stored %v", words)
	}
	rows, err := csv.NewReader(strings.NewReader(rejects)).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][0] != "a1" || rows[1][4] != "never closed" || rows[1][5] != "2" {
		t.Fatalf("rejects %q, %v", rows, err)
	}
	// The rejects file is quoted as it should be: imported as it is, it is right.
	if r, _ = w.importText(t, rejects, ImportOptions{}); r.Stored != 1 {
		t.Errorf("the rejects file: %+v", r)
	}
}

// TestImportCommaThatIsNotQuoted refuses a row whose comment holds a comma and is
// not quoted, rather than lose the rest of it; empty cells after the last column are
// what spreadsheet programs write.
func TestImportCommaThatIsNotQuoted(t *testing.T) {
	w := newWorld(t)
	r, rejects := w.importText(t, "id,date,place,rating,comment\na1,2026-07-01,WILLOW,1,kind staff, but a long wait, too\na2,2026-07-01,WILLOW,2,fine,,, \na3,2026-07-01,WILLOW,2\n", ImportOptions{})
	if r.Stored != 2 || r.Rejected != 1 || len(r.Faults) != 1 || !strings.Contains(r.Faults[0].Reason, "7 cells") {
		t.Fatalf("%+v", r)
	}
	rows, err := csv.NewReader(strings.NewReader(rejects)).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][4] != "kind staff,  but a long wait,  too" {
		t.Fatalf("rejects %q, %v", rows, err)
	}
	if r, _ = w.importText(t, rejects, ImportOptions{}); r.Stored != 1 {
		t.Errorf("the rejects file, which has the whole comment in its column: %+v", r)
	}
	sheet := writeSheet(t, "A", [][]any{{"id", "date", "place", "rating"}, {"b1", "2026-07-01", "WILLOW", 1, nil, "a remark beside the table"}})
	if r, err := w.Import(t.Context(), sheet, ImportOptions{}); err != nil || r.Stored != 1 {
		t.Errorf("a remark beside a sheet's table: %+v, %v", r, err)
	}
}
