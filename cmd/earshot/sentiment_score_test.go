package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
)

func TestSentimentScore(t *testing.T) {
	in := "rating,ID,question,comment\n" +
		"1,a,What was good?,\"The nurses were kind, and funny\"\n" +
		"5,b,What was good?,Nothing\n" +
		",c,,N/A\n" +
		"1,d,What could we do better?,Nothing\n" +
		"7,e\n" +
		"2,f,FFT Why?,Ring me on 07700 900123 about my mother\n"
	score := func(args ...string) []map[string]any {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(context.Background(), append([]string{"sentiment", "score", "--in", "-"}, args...), strings.NewReader(in), &out, &errs); code != exitOK {
			t.Fatalf("exit %d: %s", code, errs.String())
		}
		var lines []map[string]any
		for d := json.NewDecoder(&out); d.More(); {
			var l map[string]any
			if err := d.Decode(&l); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, l)
		}
		return lines
	}
	lines := score()
	if len(lines) != 6 {
		t.Fatalf("%d lines, want 6", len(lines))
	}
	for i, id := range []string{"a", "b", "c", "d", "e", "f"} {
		if lines[i]["id"] != id {
			t.Errorf("line %d has id %v, want %q", i, lines[i]["id"], id)
		}
		for _, k := range []string{"id", "sentiment", "score", "confidence", "themes", "flags", "redacted", "language", "version"} {
			if _, ok := lines[i][k]; !ok {
				t.Errorf("line %d has no %q", i, k)
			}
		}
		if len(lines[i]) != 9 {
			t.Errorf("line %d has %d keys, want 9", i, len(lines[i]))
		}
	}
	if s, ok := lines[0]["sentiment"].(float64); !ok || s > 2 {
		t.Errorf("praise has sentiment %v", lines[0]["sentiment"])
	}
	if s, ok := lines[1]["sentiment"].(float64); !ok || s < 4 {
		t.Errorf("nothing was good has sentiment %v", lines[1]["sentiment"])
	}
	if lines[2]["sentiment"] != nil || lines[4]["sentiment"] != nil {
		t.Errorf("N/A and a missing comment have sentiment %v and %v, want null", lines[2]["sentiment"], lines[4]["sentiment"])
	}
	if s, ok := lines[3]["sentiment"].(float64); !ok || s > 2 {
		t.Errorf("nothing to do better has sentiment %v", lines[3]["sentiment"])
	}
	if r, _ := lines[5]["redacted"].(string); !strings.Contains(r, "about my mother") || strings.Contains(r, "900123") {
		t.Errorf("redacted is %q", r)
	}
	// Limited to the text, the two answers "Nothing" must read the same.
	lines = score("--use", "text")
	if lines[1]["sentiment"] != lines[3]["sentiment"] || lines[1]["score"] != lines[3]["score"] {
		t.Errorf("--use text looks at more than the text: %v and %v", lines[1], lines[3])
	}
}

func TestSentimentScoreRefuses(t *testing.T) {
	for _, c := range []struct {
		args []string
		in   string
		code int
	}{
		{[]string{"--in", "-", "--use", "everything"}, "id,comment\n", exitUsage},
		{[]string{"--in", "-"}, "id,text\n1,x\n", exitUsage},
		{nil, "", exitUsage},
		{[]string{"--in", "/does/not/exist.csv"}, "", exitFailed},
	} {
		var out, errs bytes.Buffer
		if code := run(context.Background(), append([]string{"sentiment", "score"}, c.args...), strings.NewReader(c.in), &out, &errs); code != c.code {
			t.Errorf("score %v: exit %d, want %d (%s)", c.args, code, c.code, errs.String())
		}
	}
}

// TestSentimentScoreWithholds wants nothing of a comment written out that is in a
// language in which names are not found.
func TestSentimentScoreWithholds(t *testing.T) {
	in := "id,comment\n" +
		"pl,Pani Agnieszka Kowalska była bardzo miła ale długo się czeka\n" +
		"ur,شکریہ نرس فاطمہ بہت اچھی تھی\n" +
		"und,Xqzt brumpf klorgle vintash drumble wokka Zandro flimp\n" +
		"none,👍 10/10\n" +
		"en,Nurse Agnieszka was very kind\n"
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"sentiment", "score", "--in", "-"}, strings.NewReader(in), &out, &errs); code != exitOK {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	got := map[string]string{}
	for d := json.NewDecoder(&out); d.More(); {
		var l struct{ ID, Redacted string }
		if err := d.Decode(&l); err != nil {
			t.Fatal(err)
		}
		got[l.ID] = l.Redacted
	}
	for id, want := range map[string]string{"pl": "language, pl]", "ur": "language, ur]", "und": "cannot be told"} {
		if !strings.HasPrefix(got[id], "[withheld: ") || !strings.Contains(got[id], want) {
			t.Errorf("%s: %q, want it withheld because of %q", id, got[id], want)
		}
	}
	if got["none"] != "👍 10/10" || !strings.Contains(got["en"], "was very kind") || strings.Contains(got["en"], "Agnieszka") {
		t.Errorf("what can be read: %q and %q", got["none"], got["en"])
	}
}
