package sentiment

import (
	"bytes"
	"encoding/csv"
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var updateSense = flag.Bool("update-danger", false, "train danger_sense.bin again")

// senseTaught are the files that the learnt judgement is trained on. What is in
// danger_heldout.tsv and danger_blind.tsv is not.
var senseTaught = []string{"testdata/danger_rules.tsv", "testdata/danger_fresh.tsv", "testdata/danger_taught.tsv"}

// taught is an example as its features: one list a clause.
type taught struct {
	flag    Flag
	plain   bool // an everyday comment of somebody, not written for this
	clauses [][]uint16
}

// window is a clause or two of an example.
func (e *taught) windows() [][2]int {
	var out [][2]int
	for i := range e.clauses {
		out = append(out, [2]int{i, i + 1})
		if i > 0 {
			out = append(out, [2]int{i - 1, i + 1})
		}
	}
	return out
}

// whole gives the windows a training example counts with: all of it if it is
// short.
func (e *taught) whole() [][2]int {
	if n := len(e.clauses); n <= 2 {
		return [][2]int{{0, n}}
	}
	var out [][2]int
	for i := 1; i < len(e.clauses); i++ {
		out = append(out, [2]int{i - 1, i + 1})
	}
	return out
}

// clausesOf gives the features of the clauses of a text.
func clausesOf(d *dangerRules, text string) [][]uint16 {
	s := dangerScan{d: d}
	s.fill(text, 0, true)
	s.window(0, true)
	var out [][]uint16
	for i := 0; i < s.n; {
		end := s.clauseEnd(i)
		if rows := s.features(make([]uint16, 0, senseFeatures), i, end); len(rows) > 0 {
			out = append(out, rows)
		}
		i = end
	}
	return out
}

// senseExamples reads the examples of the files and, as sayings that are none,
// the mixed comments that no rule flags.
func senseExamples(t testing.TB, d *dangerRules, files []string) []taught {
	var out []taught
	for _, file := range files {
		for _, e := range dangerExamples(t, file) {
			if c := clausesOf(d, e.text); len(c) > 0 {
				out = append(out, taught{flag: e.flag, clauses: c})
			}
		}
	}
	for _, c := range mixedComments(t) {
		if len(d.find(c.text, Context{})) == 0 {
			out = append(out, taught{clauses: clausesOf(d, c.text)})
		}
	}
	return out
}

// everyday gives published comments that no rule flags, as sayings that are
// no sign. Only weights by hash come of them. They are not those that the
// share of flagged comments is counted on.
func everyday(t testing.TB, d *dangerRules) []taught {
	dir := os.Getenv("EARSHOT_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(dir, "data", "fft_comments_earlier.csv"))
	if err != nil {
		t.Skip("no published comments (EARSHOT_SHARED): the judgement cannot be trained again")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []taught
	for _, row := range rows[1:] {
		if text := Repair(row[1]); len(d.find(text, Context{})) == 0 {
			if c := clausesOf(d, text); len(c) > 0 {
				out = append(out, taught{plain: true, clauses: c})
			}
		}
	}
	return out
}

// trainer fits six logistic regressions by AdaGrad, always in the same order.
// Products are rounded before they are added, so that machines that would fuse
// the two give the same bytes.
type trainer struct {
	weights [senseRows][flagEnd]float64
	slopes  [senseRows][flagEnd]float64
	bias    [flagEnd]float64
	slope   [flagEnd]float64
}

const (
	senseRounds   = 15
	senseRate     = 0.25
	senseDecay    = 2e-4
	senseGain     = 3.0
	senseEveryday = 0.3 // the weight of an everyday comment
)

func (m *trainer) score(e *taught, w [2]int, f Flag) float64 {
	sum, n := 0.0, 0
	for _, c := range e.clauses[w[0]:w[1]] {
		for _, row := range c {
			sum += m.weights[row][f]
		}
		n += len(c)
	}
	return m.bias[f] + float64(senseGain*sum)/math.Sqrt(float64(n+senseCalm))
}

// step moves the weights of one window towards what it should have said.
func (m *trainer) step(e *taught, w [2]int, f Flag, want, weight float64) {
	n := 0
	for _, c := range e.clauses[w[0]:w[1]] {
		n += len(c)
	}
	if n == 0 {
		return
	}
	p := 1 / (1 + math.Exp(-m.score(e, w, f)))
	g := float64(weight * (p - want))
	m.slope[f] += float64(g * g)
	m.bias[f] -= float64(senseRate*g) / math.Sqrt(m.slope[f]+1e-6)
	x := float64(g*senseGain) / math.Sqrt(float64(n+senseCalm))
	for _, c := range e.clauses[w[0]:w[1]] {
		for _, row := range c {
			v := &m.weights[row][f]
			d := x + float64(senseDecay**v)
			h := &m.slopes[row][f]
			*h += float64(d * d)
			*v -= float64(senseRate*d) / math.Sqrt(*h+1e-6)
		}
	}
}

// fit trains on the examples.
func (m *trainer) fit(examples []taught) {
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	seed := uint32(1)
	for range senseRounds {
		for i := len(order) - 1; i > 0; i-- {
			seed = seed*1664525 + 1013904223
			k := int(seed>>8) % (i + 1)
			order[i], order[k] = order[k], order[i]
		}
		for _, i := range order {
			e := &examples[i]
			for f := SelfHarm; f < flagEnd; f++ {
				m.learn(e, f)
			}
		}
	}
}

func (m *trainer) learn(e *taught, f Flag) {
	if e.flag == f {
		best, top := e.whole()[0], math.Inf(-1)
		for _, w := range e.whole() {
			if s := m.score(e, w, f); s > top {
				best, top = w, s
			}
		}
		m.step(e, best, f, 1, 1)
		return
	}
	weight := 1.0
	switch {
	case e.flag != NoFlag:
		weight = 0.3 // one comment may be a sign of two things
	case e.plain:
		weight = senseEveryday
	}
	for _, w := range e.windows() {
		m.step(e, w, f, 0, weight)
	}
}

// packed is the fit in whole numbers.
func (m *trainer) packed() *dangerSense {
	s := &dangerSense{weights: make([]senseRow, senseRows)}
	for f := SelfHarm; f < flagEnd; f++ {
		top := 1e-9
		for i := range m.weights {
			top = max(top, math.Abs(m.weights[i][f]))
		}
		unit := top / 127
		for i := range m.weights {
			s.weights[i][f] = int8(math.Round(m.weights[i][f] / unit))
		}
		s.scale[f], s.bias[f] = float32(unit*senseGain), float32(m.bias[f])
	}
	return s
}

// top is the highest score of any window.
func (m *trainer) top(e *taught, f Flag) float64 {
	best := math.Inf(-1)
	for _, w := range e.windows() {
		best = max(best, m.score(e, w, f))
	}
	return best
}

// The shares of sayings that are no sign which a flag's cut lets pass, by
// cross-validation: of those that were written to be mistaken, and of everyday
// ones.
const (
	senseFalse = 0.008
	sensePlain = 0.002
)

// upper is the value that only the given share of the values are over.
func upper(values []float64, share float64) float64 {
	slices.Sort(values)
	return values[int(float64(len(values))*(1-share))]
}

// trainSense trains the judgement; it has no cuts yet.
func trainSense(examples []taught) *dangerSense {
	m := new(trainer)
	m.fit(examples)
	return m.packed()
}

// scoredFlags are the highest scores that examples reach in a flag.
type scoredFlags struct{ some, none, plain [flagEnd][]float64 }

func (c *scoredFlags) add(m *trainer, e *taught) {
	for f := SelfHarm; f < flagEnd; f++ {
		switch s := m.top(e, f); {
		case e.flag == f:
			c.some[f] = append(c.some[f], s)
		case e.plain:
			c.plain[f] = append(c.plain[f], s)
		case e.flag == NoFlag:
			c.none[f] = append(c.none[f], s)
		}
	}
}

// senseCuts sets each flag's cut by five-fold cross-validation.
func senseCuts(t testing.TB, s *dangerSense, examples []taught) {
	var scores scoredFlags
	for fold := range 5 {
		var in []taught
		for i, e := range examples {
			if i%5 != fold {
				in = append(in, e)
			}
		}
		m := new(trainer)
		m.fit(in)
		for i := range examples {
			if i%5 == fold {
				scores.add(m, &examples[i])
			}
		}
	}
	for f := SelfHarm; f < flagEnd; f++ {
		cut := max(upper(scores.none[f], senseFalse), upper(scores.plain[f], sensePlain))
		s.cut[f] = float32(math.Round(cut*100) / 100)
		hit := 0
		for _, v := range scores.some[f] {
			if v >= cut {
				hit++
			}
		}
		t.Logf("%s: cut %.2f finds %d of %d alone (cross-validated)", f.Slug(), cut, hit, len(scores.some[f]))
	}
}

// TestDangerSense trains the judgement again and wants the shipped one, byte
// for byte. The cuts, which take five times as long, are set only with
// -update-danger.
func TestDangerSense(t *testing.T) {
	if raced && !*updateSense {
		t.Skip("training does nothing at a time and takes a minute with the race detector; it is tried without it")
	}
	d := newDangerRules()
	shipped := d.sense
	d.sense = nil
	examples := append(senseExamples(t, d, senseTaught), everyday(t, d)...)
	s := trainSense(examples)
	if *updateSense {
		senseCuts(t, s, examples)
		if err := os.WriteFile("danger_sense.bin", s.encode(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	s.cut = shipped.cut
	if !bytes.Equal(s.encode(), senseFile) {
		t.Error("danger_sense.bin is not what the examples give; run go test ./sentiment -run TestDangerSense -update-danger")
	}
}

func TestDecodeSense(t *testing.T) {
	for _, file := range []string{"", senseMagic, string(senseFile[:len(senseFile)-1]), "x" + string(senseFile[1:])} {
		if _, err := decodeSense([]byte(file)); err == nil {
			t.Errorf("%d bytes were taken for weights", len(file))
		}
	}
	s, err := decodeSense(senseFile)
	if err != nil || !bytes.Equal(s.encode(), senseFile) {
		t.Errorf("weights do not survive decoding: %v", err)
	}
}
