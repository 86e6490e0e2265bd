package spc_test

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"earshot/scorecard/spc"
)

// tolerance is the relative difference allowed between two numbers.
const tolerance = 1e-9

// vectors reads a file of reference results, or skips where there is none.
func vectors(t *testing.T, name string) [][]byte {
	t.Helper()
	root := os.Getenv("EARSHOT_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(root, "vectors", "spc", name))
	if err != nil {
		t.Skipf("SKIPPED: no reference results; set EARSHOT_SHARED to the folder that holds vectors/spc/%s (%v)", name, err)
	}
	defer f.Close()
	var lines [][]byte
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		lines = append(lines, append([]byte(nil), sc.Bytes()...))
	}
	if err := sc.Err(); err != nil || len(lines) == 0 {
		t.Fatalf("%s: %d lines, %v", name, len(lines), err)
	}
	return lines
}

type responder func([]byte, spc.Defaults) (string, any, error)

// reply runs one line and gives the printed answer as plain JSON values.
func reply(t *testing.T, answer responder, line []byte) (map[string]any, error) {
	t.Helper()
	_, r, err := answer(line, spc.Defaults{Chart: spc.P})
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	return got, nil
}

type vector struct {
	ID       string         `json:"id"`
	Expected map[string]any `json:"expected"`
}

func parse(t *testing.T, line []byte) vector {
	t.Helper()
	var v vector
	if err := json.Unmarshal(line, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// compare reports every cell of want that got does not hold.
func compare(t *testing.T, at string, want, got any, skip func(string) bool) (cells int) {
	t.Helper()
	if skip(at) {
		return 0
	}
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s: got %v", at, got)
			return 1
		}
		for k, v := range w {
			cells += compare(t, at+"."+k, v, g[k], skip)
		}
		return cells
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			t.Errorf("%s: got %v, want %d items", at, got, len(w))
			return 1
		}
		for i, v := range w {
			cells += compare(t, at+"."+itoa(i), v, g[i], skip)
		}
		return cells
	case float64:
		g, ok := got.(float64)
		if !ok || math.Abs(g-w) > tolerance*max(math.Abs(w), math.Abs(g)) && math.Abs(g-w) > 1e-13 {
			t.Errorf("%s: got %v, want %v", at, got, w)
		}
	default:
		if got != want {
			t.Errorf("%s: got %v, want %v", at, got, want)
		}
	}
	return 1
}

func itoa(i int) string {
	b, _ := json.Marshal(i)
	return string(b)
}

func never(string) bool { return false }

func TestSeriesVectors(t *testing.T) {
	lines, cells := vectors(t, "series.jsonl"), 0
	for _, line := range lines {
		v := parse(t, line)
		got, err := reply(t, spc.AnswerSeries, line)
		if v.Expected["status"] != "ok" {
			// The package refuses two and crashes on the missing values of four.
			message := v.Expected["message"].(string)
			if refused := message != "missing value where TRUE/FALSE needed"; refused != (err != nil) {
				t.Errorf("%s: refused %v, want %v (%s)", v.ID, err, refused, message)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", v.ID, err)
			continue
		}
		// A difference of near-equal numbers keeps fewer digits than they do.
		if m, ok := v.Expected["fp_margin"].(float64); ok && m > 1e-6 {
			g, _ := got["fp_margin"].(float64)
			if math.Abs(g-m) > 1e-6*m {
				t.Errorf("%s: margin %v, want %v", v.ID, got["fp_margin"], m)
			}
		}
		delete(v.Expected, "fp_margin")
		cells += compare(t, v.ID, v.Expected, got, never)
	}
	t.Logf("%d series, %d cells", len(lines), cells)
}

func TestChartVectors(t *testing.T) {
	for _, line := range vectors(t, "chart.jsonl") {
		v := parse(t, line)
		got, err := reply(t, spc.AnswerProportion, line)
		if err != nil {
			t.Errorf("%s: %v", v.ID, err)
			continue
		}
		compare(t, v.ID, v.Expected, got, never)
	}
}

func TestFunnelVectors(t *testing.T) {
	// Three cells of the reference fold back under 100 %: skip an upper limit that
	// is under 1 there and 1 here.
	for _, line := range vectors(t, "funnel.jsonl") {
		v := parse(t, line)
		got, err := reply(t, spc.AnswerFunnel, line)
		if err != nil {
			t.Errorf("%s: %v", v.ID, err)
			continue
		}
		folded := func(at string) bool {
			for _, k := range []string{"ucl998", "od_ucl95", "od_ucl998"} {
				want, here := v.Expected[k].([]any), got[k].([]any)
				for i := range want {
					if at == v.ID+"."+k+"."+itoa(i) && want[i].(float64) < 1 && here[i].(float64) == 1 {
						t.Logf("%s: known fold in the reference (%v)", at, want[i])
						return true
					}
				}
			}
			return false
		}
		compare(t, v.ID, v.Expected, got, folded)
	}
}

func TestWilsonVectors(t *testing.T) {
	for _, line := range vectors(t, "wilson.jsonl") {
		v := parse(t, line)
		got, err := reply(t, spc.AnswerWilson, line)
		if err != nil {
			t.Errorf("%s: %v", v.ID, err)
			continue
		}
		compare(t, v.ID, v.Expected, got, never)
	}
}
