package spc_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"earshot/scorecard/spc"
)

func days(n int) []time.Time {
	out := make([]time.Time, n)
	for i := range out {
		out[i] = time.Date(2025, 1, 1+i, 0, 0, 0, 0, time.UTC)
	}
	return out
}

func judge(t *testing.T, values []float64, o spc.Options) spc.Analysis {
	t.Helper()
	a, err := spc.XmR(spc.Series{Dates: days(len(values)), Values: values}, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func causes(a spc.Analysis) []spc.Cause {
	out := make([]spc.Cause, len(a.Points))
	for i, p := range a.Points {
		out[i] = p.Cause
	}
	return out
}

// alternating gives n values that swing one either side of 50.
func alternating(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 49 + 2*float64(i%2)
	}
	return out
}

func TestRunLengthSixOrSeven(t *testing.T) {
	values := append(alternating(20), 51, 51.2, 51, 51.2, 51, 51.2)
	// Point 19 is above the mean too and joins the run: seven in all.
	if got := causes(judge(t, values, spc.Options{Direction: spc.Increase, FixAfter: 20}))[25]; got != spc.Shift7Above {
		t.Errorf("seven above the mean: %q", got)
	}
	values[19] = 49
	seven := causes(judge(t, values, spc.Options{Direction: spc.Increase, FixAfter: 19}))
	six := causes(judge(t, values, spc.Options{Direction: spc.Increase, FixAfter: 19, RunLength: 6}))
	if seven[25] != spc.CommonCause || six[25] != spc.Shift6Above || six[20] != spc.Shift6Above || six[19] != spc.CommonCause {
		t.Errorf("six above the mean: by seven %q, by six %q to %q", seven[25], six[20], six[25])
	}
}

func TestScreeningIsASetting(t *testing.T) {
	values := alternating(24)
	values[12] = 90
	screened := judge(t, values, spc.Options{Direction: spc.Neutral})
	kept := judge(t, values, spc.Options{Direction: spc.Neutral, KeepOutliers: true})
	if !(screened.Points[0].MeanRange < kept.Points[0].MeanRange) || !math.IsNaN(screened.Points[12].RangeKept) {
		t.Errorf("mean range %g screened, %g kept", screened.Points[0].MeanRange, kept.Points[0].MeanRange)
	}
}

func TestWideTwoInThree(t *testing.T) {
	// Limits of the first 20 points: mean 50, range 2, near limits 50 ± 3.55, limits 50 ± 5.32.
	values := append(alternating(20), 49, 56, 51, 54.5, 49)
	o := spc.Options{Direction: spc.Increase, FixAfter: 20}
	narrow := causes(judge(t, values, o))
	o.WideTwoInThree = true
	wide := causes(judge(t, values, o))
	if narrow[21] != spc.AboveLimit || narrow[23] != spc.CommonCause {
		t.Errorf("by default %q and %q; a point outside is not near", narrow[21], narrow[23])
	}
	if wide[21] != spc.AboveLimit || wide[23] != spc.TwoThreeAbove || wide[22] != spc.CommonCause {
		t.Errorf("wide: %q, %q, %q", wide[21], wide[22], wide[23])
	}
}

func TestFlatSeries(t *testing.T) {
	for _, v := range []float64{0, 0.1, 93.3, 100, 1e-9} {
		a := judge(t, slices.Repeat([]float64{v}, 30), spc.Options{Direction: spc.Increase})
		if !a.Flat || a.Variation != spc.Common {
			t.Errorf("constant %g: flat %v, %s", v, a.Flat, a.Variation)
		}
	}
}

// TestProperties holds the properties any series must have: nothing crashes, a missing
// value is never special, order of rows and place of the origin do not matter, and a
// mirrored series gives mirrored signs.
func TestProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 6))
	for range 300 {
		n := 1 + r.IntN(40)
		values := make([]float64, n)
		for i := range values {
			values[i] = float64(r.IntN(9))
			if r.IntN(8) == 0 {
				values[i] = math.NaN()
			}
		}
		o := spc.Options{Direction: spc.Increase}
		a := judge(t, values, o)
		mirrored := make([]float64, n)
		for i, v := range values {
			mirrored[i] = -v
			if math.IsNaN(v) && a.Points[i].Special() {
				t.Fatalf("missing value %d is special", i)
			}
		}
		for i, p := range judge(t, mirrored, o).Points {
			// A flat step inside a trend is called decreasing either way; steps here that
			// are flat break a trend, so signs must turn.
			if p.Cause.Sign() != -a.Points[i].Cause.Sign() {
				t.Fatalf("point %d: %q mirrored to %q (%v)", i, a.Points[i].Cause, p.Cause, values)
			}
		}
		dates, shuffled := days(n), slices.Clone(values)
		r.Shuffle(n, func(i, j int) {
			dates[i], dates[j] = dates[j], dates[i]
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		})
		b, err := spc.XmR(spc.Series{Dates: dates, Values: shuffled}, o)
		if err != nil || !slices.Equal(causes(a), causes(b)) {
			t.Fatalf("order of rows matters (%v)", err)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		o    spc.Options
		want error
	}{
		"no direction": {spc.Options{}, spc.ErrDirection},
		"fix after 11": {spc.Options{Direction: spc.Increase, FixAfter: 11.9}, spc.ErrFixAfter},
		"run of 5":     {spc.Options{Direction: spc.Increase, RunLength: 5}, spc.ErrRunLength},
	} {
		if _, err := spc.XmR(spc.Series{}, c.o); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := spc.XmR(spc.Series{Dates: days(2), Values: []float64{1}}, spc.Options{Direction: spc.Neutral}); !errors.Is(err, spc.ErrLengths) {
		t.Errorf("lengths: %v", err)
	}
	if _, err := spc.Funnel(spc.Counts{Numerator: []float64{3}, Denominator: []float64{2}}, spc.FunnelOptions{}); !errors.Is(err, spc.ErrFunnel) {
		t.Errorf("more events than answers: %v", err)
	}
	if _, _, err := spc.Proportion("q", spc.Counts{}, spc.ProportionOptions{}); !errors.Is(err, spc.ErrChart) {
		t.Errorf("chart q: %v", err)
	}
}

// TestFunnelExactLimits checks the interpolated quantile against its own definition on
// a case small enough to do by hand: 4 answers at a half.
func TestFunnelExactLimits(t *testing.T) {
	f, err := spc.Funnel(spc.Counts{Numerator: []float64{2, 2}, Denominator: []float64{4, 4}}, spc.FunnelOptions{})
	if err != nil {
		t.Fatal(err)
	}
	// P(0) = 1/16 >= 0.025: r = 0, (1/16 - 0.025)/(1/16) = 0.6, limit (0 - 0.6)/4.
	if got := f.Units[0].Exact.Lower95; math.Abs(got+0.15) > 1e-12 {
		t.Errorf("lower exact limit %g, want -0.15", got)
	}
}

func FuzzAnswers(f *testing.F) {
	f.Add([]byte(`{"id":"a","dates":["2025-01-01"],"values":[1],"improvement_direction":"increase"}`))
	f.Add([]byte(`{"id":"b","numerator":[1,0],"denominator":[2,0],"chart":"pp"}`))
	f.Add([]byte(`{"id":"c","successes":1,"n":2}`))
	f.Fuzz(func(_ *testing.T, line []byte) {
		for _, answer := range []responder{spc.AnswerSeries, spc.AnswerProportion, spc.AnswerFunnel, spc.AnswerWilson} {
			_, _, _ = answer(line, spc.Defaults{Chart: spc.U, XmR: spc.Options{Direction: spc.Neutral}})
		}
	})
}
