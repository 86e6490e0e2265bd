package chart_test

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"earshot/scorecard/chart"
	"earshot/scorecard/spc"
)

func months(n int) []time.Time {
	ds := make([]time.Time, n)
	for i := range ds {
		ds[i] = time.Date(2024, time.Month(4+i), 1, 0, 0, 0, 0, time.UTC)
	}
	return ds
}

// figures draws one of each kind at a width.
func figures(t *testing.T, width int) map[string]chart.Figure {
	t.Helper()
	r := rand.New(rand.NewPCG(4, 4))
	n := 24
	values := make([]float64, n)
	k, d := make([]float64, n), make([]float64, n)
	for i := range values {
		values[i] = 0.92 + 0.02*r.NormFloat64()
		if i > 17 {
			values[i] -= 0.09
		}
		d[i] = float64(40 + r.IntN(200))
		k[i] = math.Round(d[i] * min(1, values[i]))
	}
	values[5] = math.NaN()
	target := 0.9
	o := chart.Options{ID: "w" + string(rune('0'+width/240)), Title: "Percentage positive, Ward <7> & annexe, Larkfield General Hospital", Width: width, Percent: true, Target: &target}
	a, err := spc.XmR(spc.Series{Dates: months(n), Values: values}, spc.Options{Direction: spc.Increase, FixAfter: 12, Target: &target})
	if err != nil {
		t.Fatal(err)
	}
	ps, _, err := spc.Proportion(spc.P, spc.Counts{Numerator: k, Denominator: d}, spc.ProportionOptions{Freeze: 12})
	if err != nil {
		t.Fatal(err)
	}
	plot, err := spc.Funnel(spc.Counts{Numerator: k, Denominator: d}, spc.FunnelOptions{Trim: 0.1, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, n)
	for i := range names {
		names[i] = "Place " + string(rune('A'+i))
	}
	return map[string]chart.Figure{
		"run":    chart.Run(months(n), values, o),
		"xmr":    chart.XmR(a, o),
		"p":      chart.Proportion(ps, spc.Counts{Numerator: k, Denominator: d}, months(n), false, o),
		"funnel": chart.Funnel(plot, names, spc.Counts{Numerator: k, Denominator: d}, 3, o),
	}
}

// wellFormed fails unless every element closes and every id is used once.
func wellFormed(t *testing.T, name, svg string) {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(svg))
	ids := map[string]bool{}
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if e, ok := tok.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if a.Name.Local == "id" {
					if ids[a.Value] {
						t.Errorf("%s: id %q twice", name, a.Value)
					}
					ids[a.Value] = true
				}
			}
		}
	}
}

func TestFigures(t *testing.T) {
	for _, width := range []int{chart.Narrow, chart.Wide} {
		for name, f := range figures(t, width) {
			wellFormed(t, name, f.SVG)
			if strings.Contains(f.SVG, "NaN") || strings.Contains(f.SVG, "Inf") {
				t.Errorf("%s: a number that is none reached the drawing", name)
			}
			if strings.Contains(f.SVG, "<7>") {
				t.Errorf("%s: title not escaped", name)
			}
			for _, want := range []string{`role="img"`, "<title ", "<desc ", "aria-labelledby"} {
				if !strings.Contains(f.SVG, want) {
					t.Errorf("%s: no %s", name, want)
				}
			}
			if len(f.Table.Rows) != 24 || f.Description == "" {
				t.Errorf("%s: %d rows, description %q", name, len(f.Table.Rows), f.Description)
			}
			for _, row := range f.Table.Rows {
				if len(row) != len(f.Table.Head) {
					t.Errorf("%s: row of %d cells under %d heads", name, len(row), len(f.Table.Head))
				}
			}
			// For looking at the charts: go test ./scorecard/chart with EARSHOT_DRAW=folder.
			if dir := os.Getenv("EARSHOT_DRAW"); dir != "" {
				file := filepath.Join(dir, name+"-"+map[bool]string{true: "narrow", false: "wide"}[width == chart.Narrow]+".svg")
				if err := os.WriteFile(file, []byte(f.SVG), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestShapesTellWhatColoursTell(t *testing.T) {
	f := figures(t, chart.Wide)["xmr"]
	if !strings.Contains(f.SVG, `class="concern"`) || !strings.Contains(f.SVG, "unusual: worse") {
		t.Error("a fall of nine points is not marked as a concern")
	}
	if !strings.Contains(f.Description, "unusual (worse)") {
		t.Errorf("description does not say so: %s", f.Description)
	}
	if !strings.Contains(f.SVG, "stroke-dasharray") {
		t.Error("limits are told from the mean by colour alone")
	}
}

func TestFunnelIsNoLeagueTable(t *testing.T) {
	f := figures(t, chart.Wide)["funnel"]
	if !strings.Contains(f.Description, "does not give results that can be used to compare providers") {
		t.Error("the national note is missing")
	}
	for i, row := range f.Table.Rows {
		if want := "Place " + string(rune('A'+i)); row[0] != want {
			t.Errorf("row %d is %s, want %s: rows must keep the order given", i, row[0], want)
		}
	}
}

func TestEmptyAndFlat(t *testing.T) {
	for _, values := range [][]float64{nil, {5}, {5, 5, 5, 5}, {math.NaN(), math.NaN()}} {
		a, err := spc.XmR(spc.Series{Dates: months(len(values)), Values: values}, spc.Options{Direction: spc.Decrease})
		if err != nil {
			t.Fatal(err)
		}
		f := chart.XmR(a, chart.Options{ID: "x", Title: "Flat"})
		wellFormed(t, "flat", f.SVG)
		if strings.Contains(f.SVG, "NaN") {
			t.Errorf("%v: NaN in the drawing", values)
		}
	}
}
