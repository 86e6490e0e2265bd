package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"strings"
	"testing"
)

// execute runs a command line in-process.
func execute(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(stdin), &out, &errs)
	return out.String(), errs.String(), code
}

// fields reads one printed line.
func fields(t *testing.T, line string) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(line), &m); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return m
}

func TestSPCLinesAndTables(t *testing.T) {
	lines := `{"id":"a","dates":["2025-02-01","2025-01-01"],"values":[2,1],"improvement_direction":"increase"}
{"id":"b","input":{"dates":["2025-01-01"],"values":[null],"improvement_direction":"sideways"}}
`
	out, errs, code := execute(t, lines, "spc")
	got := strings.Split(strings.TrimSpace(out), "\n")
	if code != exitOK || len(got) != 2 || !strings.Contains(errs, "1 of the requests") {
		t.Fatalf("code %d, %d lines, %q", code, len(got), errs)
	}
	points := fields(t, got[0])["points"].(map[string]any)
	if points["date"].([]any)[0] != "2025-01-01" || points["value"].([]any)[0] != 1.0 {
		t.Errorf("rows not in date order: %v", points)
	}
	if b := fields(t, got[1]); b["status"] != "error" || b["id"] != "b" {
		t.Errorf("refused line: %v", b)
	}

	out, _, code = execute(t, "id,date,value\nx,2025-01-01,1\ny,2025-01-01,\nx,2025-02-01,3\n", "spc", "--direction", "decrease", "--target", "5")
	got = strings.Split(strings.TrimSpace(out), "\n")
	if code != exitOK || len(got) != 2 || fields(t, got[0])["id"] != "x" || fields(t, got[0])["assurance_type"] != "inconsistent" {
		t.Errorf("table: code %d, %s", code, out)
	}

	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte("successes,n\n0,5\n5,5\n")); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	out, _, code = execute(t, packed.String(), "spc", "--wilson")
	got = strings.Split(strings.TrimSpace(out), "\n")
	if code != exitOK || len(got) != 2 || fields(t, got[0])["lower"] != 0.0 || fields(t, got[1])["upper"] != 1.0 {
		t.Errorf("wilson of a gzipped table: code %d, %s", code, out)
	}
}

func TestSPCUsage(t *testing.T) {
	for _, args := range [][]string{{"spc", "--chart", "z"}, {"spc", "--run-length", "5"}, {"spc", "--direction", "up"}, {"spc", "--rebase", "May"}} {
		if _, _, code := execute(t, "", args...); code != exitUsage {
			t.Errorf("%v: exit %d, want %d", args, code, exitUsage)
		}
	}
	if out, _, code := execute(t, "", "spc"); code != exitOK || out != "" {
		t.Errorf("nothing in: exit %d, %q", code, out)
	}
	if _, _, code := execute(t, "a,b\n1,2\n", "spc"); code != exitFailed {
		t.Errorf("a table without a known column: exit %d", code)
	}
}

func TestDetectCommand(t *testing.T) {
	var table strings.Builder
	table.WriteString("date,n,neg\n")
	for day := range 200 {
		neg := 1 + day%3
		if day >= 180 {
			neg = 10
		}
		table.WriteString("d,20," + string([]byte{byte('0' + neg/10), byte('0' + neg%10)}) + "\n")
	}
	out, errs, code := execute(t, table.String(), "detect", "--baseline", "100", "--explain")
	if code != exitOK {
		t.Fatalf("exit %d: %s", code, errs)
	}
	got := fields(t, strings.TrimSpace(out))
	days := got["alarm_days"].([]any)
	if len(days) == 0 || days[0].(float64) < 180 || days[0].(float64) > 183 {
		t.Fatalf("alarm days %v, want the first from 180 to 183", days)
	}
	if since := got["alarms"].([]any)[0].(map[string]any)["since"]; since != 180.0 {
		t.Errorf("since day %v, want 180", since)
	}
	// One bad line is named and the others answered, in order.
	out, errs, code = execute(t, "{\"id\":\"a\",\"n\":[1],\"neg\":[1]}\n{\"id\":\"b\",\"n\":[1],\"neg\":[2]}\n{\"id\":\"c\",\"n\":[],\"neg\":[]}\n", "detect")
	if code != exitDiffers || !strings.Contains(errs, `"b"`) || out != "{\"id\":\"a\",\"alarm_days\":[]}\n{\"id\":\"c\",\"alarm_days\":[]}\n" {
		t.Errorf("exit %d, %q, %q", code, out, errs)
	}
	if _, _, code := execute(t, "", "detect", "--per-year", "0"); code != exitUsage {
		t.Errorf("a budget of nought: exit %d", code)
	}
}
