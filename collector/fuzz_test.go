package collector

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"earshot/feedback"
	"earshot/ledger"
)

// countingLedger takes everything and remembers ids, as a ledger would, fast
// enough for fuzzing. It checks what every entry must keep to.
type countingLedger struct {
	t    testing.TB
	seen map[string]ledger.ID
	next [ledger.Partitions]ledger.Seq
}

func newCountingLedger(t testing.TB) *countingLedger {
	return &countingLedger{t: t, seen: make(map[string]ledger.ID)}
}

func (c *countingLedger) Append(_ context.Context, cmds ...ledger.Command) ([]ledger.Receipt, error) {
	out := make([]ledger.Receipt, len(cmds))
	for i, cmd := range cmds {
		c.check(cmd)
		key := string(cmd.Source) + "\x00" + cmd.SourceID
		if id, ok := c.seen[key]; ok {
			out[i] = ledger.Receipt{ID: id, Subject: id, Duplicate: true}
			continue
		}
		p := ledger.PartitionOf(cmd.Response.Path.Provider)
		c.next[p]++
		id := ledger.ID{Partition: p, Seq: c.next[p]}
		c.seen[key] = id
		out[i] = ledger.Receipt{ID: id, Subject: id}
	}
	return out, nil
}

func (c *countingLedger) check(cmd ledger.Command) {
	r := cmd.Response
	switch {
	case r == nil || r.Path.Provider == "" || r.SourceID == "":
		c.t.Fatalf("an answer without its place or id: %+v", r)
	case r.Rating > feedback.DontKnow || r.Rating == 0 && len(r.Comments) == 0:
		c.t.Fatalf("an answer with rating %d and %d comments", r.Rating, len(r.Comments))
	case len(r.Comments) != len(cmd.Readings) || len(r.Comments) > feedback.MaxComments:
		c.t.Fatalf("%d comments and %d readings", len(r.Comments), len(cmd.Readings))
	case r.AnsweredAt.After(testNow().Add(clockSkew)) || r.AnsweredAt.Before(oldest()):
		c.t.Fatalf("answered at %s", r.AnsweredAt)
	}
	for _, m := range r.Comments {
		if s := m.Text.Reveal(); !utf8.ValidString(s) || strings.ContainsRune(s, 0) || strings.TrimSpace(s) == "" || len(s) > feedback.MaxComment {
			c.t.Fatalf("a comment that is broken, blank or too long: %d bytes", len(s))
		}
	}
}

// importTwice imports a file twice: rows must add up, faults must not repeat what
// is in the file, and the second time nothing new may be stored.
func importTwice(t *testing.T, in *Intake, path string) {
	var rejects bytes.Buffer
	opt := ImportOptions{Rejects: func() (io.Writer, error) { return &rejects, nil }, Map: FileMap{Place: "WILLOW"}}
	r, err := in.Import(t.Context(), path, opt)
	if err != nil {
		if !errors.Is(err, feedback.ErrInvalid) && !errors.Is(err, feedback.ErrTooLarge) {
			t.Fatalf("an error that is not the file's fault: %v", err)
		}
		return
	}
	if r.Rows != r.Stored+r.Duplicates+r.Empty+r.Rejected {
		t.Fatalf("the rows do not add up: %+v", r)
	}
	for _, f := range r.Faults {
		if strings.Contains(f.String(), "canary") {
			t.Fatalf("a fault repeats what a row says: %s", f)
		}
	}
	if rows, err := csv.NewReader(&rejects).ReadAll(); err != nil || r.Rejected > 0 && len(rows) != r.Rejected+1 {
		t.Fatalf("%d rows were refused and the rejects file has %d (%v)", r.Rejected, len(rows), err)
	}
	again, err := in.Import(t.Context(), path, ImportOptions{Map: FileMap{Place: "WILLOW"}})
	if err != nil || again.Stored != 0 || again.Duplicates != r.Stored+r.Duplicates {
		t.Fatalf("the second time: %+v, %v", again, err)
	}
}

func FuzzImportCSV(f *testing.F) {
	f.Add("id,date,place,rating,comment\na1,2026-03-09,WILLOW,1,kind\na2,9/3/26,,very poor,\"c\nanary\"\n")
	f.Add("date;rating;comment\n46090;1;canary\n46090;9;canary\n")
	f.Add("\xff\xfei\x00d\x00,\x00d\x00a\x00t\x00e\x00\n\x00")
	f.Add("\ufeff\"id\",\"date\",\"rating\"\n\"1\",\"canary\",\"2\"\n\"1\",\"2026-01-01\",\"2\"\n")
	f.Add("id,date,rating,comment\n\"\",,,\n\x00,2026-01-01,1,\xe9\n")
	dir := testDirectory(f)
	scratch := f.TempDir()
	f.Fuzz(func(t *testing.T, file string) {
		path := filepath.Join(scratch, "f.csv")
		if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		importTwice(t, testIntake(t, dir, newCountingLedger(t)), path)
	})
}

func FuzzImportXLSX(f *testing.F) {
	for _, rows := range [][][]any{
		{{"id", "date", "rating", "comment"}, {"1", 46090, 1, "canary"}, {"2", "9/3/26", "poor", nil}},
		{{"date", "rating"}, {}, {46090.5, 9}},
	} {
		b, err := os.ReadFile(writeSheet(f, "A", rows))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	macintosh, err := os.ReadFile(writeSheet1904(f, "A", [][]any{{"date", "rating", "comment"}, {46090 - days1904, 1, "canary"}}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(macintosh)
	dir := testDirectory(f)
	scratch := f.TempDir()
	f.Fuzz(func(t *testing.T, file []byte) {
		path := filepath.Join(scratch, "f.xlsx")
		if err := os.WriteFile(path, append([]byte("PK\x03\x04"), bytes.TrimPrefix(file, []byte("PK\x03\x04"))...), 0o600); err != nil {
			t.Fatal(err)
		}
		importTwice(t, testIntake(t, dir, newCountingLedger(t)), path)
	})
}

// FuzzSheet fuzzes the sheet inside a sound workbook, which damaged archives
// hardly ever reach.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>date</t></is></c><c r="B1" t="inlineStr"><is><t>rating</t></is></c></row><row r="2"><c r="A2"><v>46090</v></c><c r="B2"><v>1</v></c></row></sheetData></worksheet>`)
	f.Add(`<worksheet><sheetData><row r="999999"><c r="XFD1" t="s"><v>99</v></c></row></sheetData></worksheet>`)
	sound, err := os.ReadFile(writeSheet(f, "A", [][]any{{"date", "rating"}, {46090, 1}}))
	if err != nil {
		f.Fatal(err)
	}
	dir := testDirectory(f)
	scratch := f.TempDir()
	f.Fuzz(func(t *testing.T, sheet string) {
		path := filepath.Join(scratch, "f.xlsx")
		if err := os.WriteFile(path, withSheet(t, sound, sheet), 0o600); err != nil {
			t.Fatal(err)
		}
		importTwice(t, testIntake(t, dir, newCountingLedger(t)), path)
	})
}

func FuzzFileDate(f *testing.F) {
	for _, s := range []string{"2026-03-09", "9/3/26", "46090.5", "10/17/2025", "2026-07-09T23:30:00+01:00", "Mar-26", "N/A", "1e5", "NaN"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, swapped, err := new(fileDates).parse(s)
		if err != nil {
			if !errors.Is(err, feedback.ErrInvalid) {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		if at.Location() != time.UTC {
			t.Fatalf("%q is not in UTC", s)
		}
		again, swapped2, err := new(fileDates).parse(" " + s + "\t")
		if err != nil || !again.Equal(at) || swapped != swapped2 {
			t.Fatalf("%q with spaces is %s, %v", s, again, err)
		}
		if day := feedback.DayOf(at); day > 0 && day < 40000 { // years of four digits
			if back, _, err := new(fileDates).parse(day.String()); err != nil || feedback.DayOf(back) != day {
				t.Fatalf("%q is on %s, which is read as %s, %v", s, day, back, err)
			}
		}
	})
}

func FuzzIntake(f *testing.F) {
	f.Add("a1", "WILLOW", uint8(1), "kind", "en", int64(1_780_000_000))
	f.Add("", "RXX01", uint8(0), "", "", int64(0))
	f.Add("a\x00", "old", uint8(255), "\xff", "x", int64(-1<<62))
	dir := testDirectory(f)
	f.Fuzz(func(t *testing.T, id, place string, rating uint8, comment, language string, at int64) {
		in := testIntake(t, dir, newCountingLedger(t))
		s := Submission{Source: "partner:f", SourceID: id, Place: place, Rating: feedback.Rating(rating), Comments: []feedback.Comment{{Text: feedback.Text(comment)}},
			Language: language, AnsweredAt: time.Unix(at%(1<<40), 0), Channel: feedback.ChannelPartner}
		first, err := in.Submit(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if err := first[0].Err; err != nil {
			if !errors.Is(err, feedback.ErrInvalid) || len(comment) > 60 && strings.Contains(err.Error(), comment) {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		second, err := in.Submit(t.Context(), s)
		if err != nil || !second[0].Duplicate || second[0].ID != first[0].ID {
			t.Fatalf("sent again: %+v, %v", second, err)
		}
	})
}
