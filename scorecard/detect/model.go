package detect

import "math"

// The hidden wobble of a place is held on a grid of odds steps. gridSize is odd:
// the middle is "as usual".
const (
	gridSize = 17
	gridHalf = gridSize / 2
	sizes    = 3  // sizes of change looked for, side by side
	farthest = 12 // grid steps of the largest
	pad      = 2  // steps lost at each end to the spread within a day
	evalSize = gridSize + farthest + 2*pad
)

// Persistence of the wobble from one day to the next: 0.7 a week, as found for
// weekly effects, spread over seven days.
var dailyRho = math.Pow(0.7, 1.0/7)

const (
	// withinDay is the size of effects that last one day, over that of lasting
	// wobbles.
	withinDay = 0.6
	// unevenDays is how much, in log answers, days differ beyond chance at the
	// least: invitations go out in batches, clinics move.
	unevenDays = 0.25
	// levels is how many sizes of wobble have a table, one every levelStep
	// grid steps.
	levels    = 25
	levelStep = 2.0 / 15
	// bankSize is how many sizes of wobble are weighed against the history.
	bankSize = 6
)

// bankLevels are the wobbles weighed, as level numbers.
var bankLevels = [bankSize]int{1, 5, 9, 13, 18, 24}

// changeSteps are the sizes of change looked for, in grid steps, and
// changeWeights how much of the false-alarm budget each gets. On the odds scale
// with steps of 0.15 they turn 10 % into 19, 30 and 40 %.
var (
	changeSteps   = [sizes]int{5, 9, 12}
	changeWeights = [sizes]float32{0.63, 0.26, 0.11}
)

type vec = [gridSize]float32

// move is one day's drift of the wobble: chances to go a step down or up.
type move struct{ down, up vec }

// Model holds the tables every detector of one kind shares. It is immutable
// and safe for concurrent use.
type Model struct {
	kind     Kind
	step     float64 // grid step in log odds, or log rate
	expStep  [evalSize]float64
	moves    [levels]move
	resting  [levels]vec // where the wobble is, knowing nothing
	spread   [levels]float32
	logPrior [bankSize]float64
}

// NewModel builds the tables for one kind of measure.
func NewModel(kind Kind) *Model {
	m := &Model{kind: kind, step: 0.15}
	usual := 0.25
	if kind == Volume {
		m.step, usual = 0.3, 0.3
	}
	sign := 1.0
	if kind == Volume {
		sign = -1
	}
	for i := range m.expStep {
		m.expStep[i] = math.Exp(sign * float64(i-gridHalf-pad) * m.step)
	}
	for l := range levels {
		m.moves[l] = drift(m.sigma(l), m.step)
		m.resting[l] = resting(m.sigma(l), m.step)
		day := m.sigma(l) * withinDay / m.step
		if kind == Volume {
			day = max(day, unevenDays/m.step)
		}
		m.spread[l] = float32(min(0.5, day*day/4)) // two passes share the variance
	}
	for k, l := range bankLevels {
		z := math.Log((m.sigma(l)+0.03)/(usual+0.03)) / 0.6
		m.logPrior[k] = -z * z / 2
	}
	return m
}

// sigma is the standard deviation of the wobble at a level.
func (m *Model) sigma(level int) float64 {
	return max(0.1, float64(level)) * levelStep * m.step
}

// level is the table nearest to a standard deviation.
func (m *Model) level(sigma float64) int {
	return max(0, min(levels-1, int(math.Round(sigma/(levelStep*m.step)))))
}

// drift matches the mean and variance of one day of an autoregression by steps
// of one.
func drift(sigma, step float64) move {
	var mv move
	variance := sigma * sigma * (1 - dailyRho*dailyRho) / (step * step)
	for i := range gridSize {
		d := (dailyRho - 1) * float64(i-gridHalf)
		both := min(0.98, max(variance+d*d, math.Abs(d)))
		mv.up[i], mv.down[i] = float32((both+d)/2), float32((both-d)/2)
	}
	mv.up[gridSize-1], mv.down[0] = 0, 0
	return mv
}

func resting(sigma, step float64) vec {
	var v vec
	var total float64
	var p [gridSize]float64
	for i := range p {
		lo := (float64(i-gridHalf) - 0.5) * step
		p[i] = math.Erf((lo+step)/(sigma*math.Sqrt2)) - math.Erf(lo/(sigma*math.Sqrt2))
		total += p[i]
	}
	for i := range p {
		v[i] = float32(p[i] / total)
	}
	return v
}

// apply drifts a distribution by one day.
func (mv *move) apply(v *vec) {
	var out vec
	for i, p := range v {
		up, down := p*mv.up[i], p*mv.down[i]
		out[i] += p - up - down
		if i+1 < gridSize {
			out[i+1] += up
		}
		if i > 0 {
			out[i-1] += down
		}
	}
	*v = out
}

// evaluation is the likelihood of one day at every grid step that wobble and
// change can reach, before the spread within the day.
type evaluation [evalSize]float32

// evaluate fills in the likelihood of a day, given the usual level: log odds of a
// share, log of the expected count of a volume.
func (m *Model) evaluate(day Day, usual float64, out *evaluation) {
	var logs [evalSize]float64
	base, top := math.Exp(usual), math.Inf(-1)
	perStep := m.step
	if m.kind == Volume {
		perStep = -m.step
	}
	for i := range logs {
		e := perStep * float64(i-gridHalf-pad)
		if m.kind == Volume {
			logs[i] = day.X*e - base*m.expStep[i]
		} else {
			logs[i] = day.X*e - day.N*math.Log(1+base*m.expStep[i])
		}
		top = max(top, logs[i])
	}
	for i := range logs {
		out[i] = float32(math.Exp(logs[i] - top))
	}
}

// soften spreads an evaluation by the effects that last one day. Entry 0 of the
// answer belongs to the lowest wobble.
func (e *evaluation) soften(k float32) (out [gridSize + farthest]float32) {
	var once [evalSize]float32
	for i := 1; i < evalSize-1; i++ {
		once[i] = (1-2*k)*e[i] + k*(e[i-1]+e[i+1])
	}
	for i := range out {
		j := i + pad
		out[i] = (1-2*k)*once[j] + k*(once[j-1]+once[j+1])
	}
	return out
}
