package sentiment

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
)

// dangerSense is a small learnt judgement that stands beside the rules: six
// linear models, one a flag, over the words of a clause, their beginnings, pairs
// of words, the groups of dangerConcepts and which of those stand together. It
// was trained on invented sentences only (testdata/danger_*.tsv); a test trains
// it again and compares every byte. It finds what is said in words that no rule
// has; what an idiom explains it does not see.
type dangerSense struct {
	weights []senseRow
	lanes   []uint64         // the weights again, eight lanes a row, as senseBias over what they are
	scale   [flagEnd]float32 // of a weight
	bias    [flagEnd]float32
	cut     [flagEnd]float32 // the score from which the flag is raised
}

// senseRow holds the weights of a feature by flag.
type senseRow [flagEnd]int8

// senseFile is the trained judgement.
//
//go:embed danger_sense.bin
var senseFile []byte

// Rows of the weights: first the groups, then pairs of groups, then what is
// known by its hash.
const (
	senseGroups  = 128
	sensePairs   = senseGroups
	senseHashed  = sensePairs + senseGroups*(senseGroups-1)/2
	senseBuckets = 1 << 14
	senseRows    = senseHashed + senseBuckets
)

// Bounds of a clause, the unit that is judged, alone and with its neighbour.
const (
	senseClause   = 22  // the most words of one
	senseFeatures = 600 // the most features of one
	senseStem     = 5   // letters of a word's beginning
	senseCalm     = 24  // features that say nothing, put to every clause, so that a few words weigh little
	senseLeast    = 4   // the fewest words that are judged
)

// senseMagic begins the file of weights; it changes with the features.
const senseMagic = "earshot danger 1\n"

// decodeSense reads weights that encode wrote.
func decodeSense(file []byte) (*dangerSense, error) {
	body, ok := strings.CutPrefix(string(file), senseMagic)
	n := int(flagEnd - 1)
	if !ok || len(body) != n*12+n*senseRows {
		return nil, fmt.Errorf("read danger weights: %d bytes", len(file))
	}
	s := &dangerSense{weights: make([]senseRow, senseRows)}
	data := []byte(body)
	number := func() float32 {
		v := math.Float32frombits(binary.LittleEndian.Uint32(data))
		data = data[4:]
		return v
	}
	for f := SelfHarm; f < flagEnd; f++ {
		s.scale[f], s.bias[f], s.cut[f] = number(), number(), number()
	}
	s.lanes = make([]uint64, senseRows)
	for i := range s.weights {
		for f := SelfHarm; f < flagEnd; f++ {
			s.weights[i][f] = int8(data[0])
			s.lanes[i] |= uint64(uint8(int(int8(data[0]))+senseBias)) << (8 * f)
			data = data[1:]
		}
	}
	return s, nil
}

// encode writes the weights for decodeSense.
func (s *dangerSense) encode() []byte {
	out := []byte(senseMagic)
	for f := SelfHarm; f < flagEnd; f++ {
		for _, v := range []float32{s.scale[f], s.bias[f], s.cut[f]} {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
		}
	}
	for _, row := range s.weights {
		for f := SelfHarm; f < flagEnd; f++ {
			out = append(out, byte(row[f]))
		}
	}
	return out
}

// senseConcepts gives the groups of each word of the rules' words, which it
// adds to.
func senseConcepts(c *ruleCompiler) [][]uint8 {
	var groups [][]uint8
	group := 0
	for line := range strings.Lines(dangerConcepts) {
		_, words, ok := strings.Cut(line, "=")
		if !ok {
			continue
		}
		if group == senseGroups {
			panic("danger concepts: too many groups")
		}
		for w := range strings.FieldsSeq(words) {
			n := int(c.number(w))
			for n >= len(groups) {
				groups = append(groups, nil)
			}
			if !slices.Contains(groups[n], uint8(group)) {
				groups[n] = append(groups[n], uint8(group))
			}
		}
		group++
	}
	return groups
}

// senseSum is what a clause, or two, add up to.
type senseSum struct {
	sums     [flagEnd]int32
	features int32
	from, to int // tokens
}

func (a *senseSum) plus(b *senseSum) senseSum {
	out := senseSum{features: a.features + b.features, from: a.from, to: b.to}
	for f := range out.sums {
		out.sums[f] = a.sums[f] + b.sums[f]
	}
	return out
}

// raises says whether the words are a sign of f: whether the logarithm of the
// odds, bias + scale × sum / root, is over the cut. The root is that of how many
// features there are.
func (d *dangerSense) raises(a *senseSum, f Flag, root float32) bool {
	return float32(d.scale[f]*float32(a.sums[f])) >= float32((d.cut[f]-d.bias[f])*root)
}

// sense judges the clauses of the window that start at from or later and
// before to.
func (s *dangerScan) sense(from, to int) {
	var before, now senseSum
	for i := from; i < to; i = now.to {
		now = s.clause(i, s.clauseEnd(i))
		s.judge(&now)
		if before.features > 0 {
			both := before.plus(&now)
			s.judge(&both)
		}
		before = now
	}
}

// clauseEnd is where the clause that starts at token i ends.
func (s *dangerScan) clauseEnd(i int) int {
	end := s.sentenceEnd(i)
	if n := end - i; n > senseClause {
		parts := (n + senseClause - 1) / senseClause
		end = i + (n+parts-1)/parts
	}
	return end
}

// clause adds up the weights of the tokens from to to.
func (s *dangerScan) clause(from, to int) senseSum {
	var room [senseFeatures]uint16
	sum := senseSum{from: from, to: to}
	rows := s.features(room[:0], from, to)
	sum.features = int32(len(rows))
	for len(rows) > 0 {
		n := min(len(rows), senseLanes)
		s.d.sense.add(&sum, rows[:n])
		rows = rows[n:]
	}
	return sum
}

// senseLanes is how many rows may be added up in lanes of 16 bits.
const (
	senseBias  = 128
	senseLanes = 256
)

// add adds up the weights of some rows, four flags at a time.
func (d *dangerSense) add(sum *senseSum, rows []uint16) {
	const lanes = 0x00FF00FF00FF00FF
	var even, odd uint64
	for _, row := range rows {
		w := d.lanes[row]
		even += w & lanes
		odd += w >> 8 & lanes
	}
	bias := int32(len(rows)) * senseBias
	for f := SelfHarm; f < flagEnd; f += 2 {
		sum.sums[f] += int32(odd>>(8*(f-1))&0xFFFF) - bias
		if f+1 < flagEnd {
			sum.sums[f+1] += int32(even>>(8*(f+1))&0xFFFF) - bias
		}
	}
}

// features lists the rows that the tokens from to to stand for.
func (s *dangerScan) features(rows []uint16, from, to int) []uint16 {
	var seen [2]uint64
	last := uint32(1)
	for i := from; i < to; i++ {
		t := &s.tokens[i]
		if t.idiom {
			last = 2
			continue
		}
		if len(rows)+3 > cap(rows)/2 {
			break
		}
		rows = append(rows, hashed(t.hash), hashed(t.hash*31+last))
		if t.stem != 0 {
			rows = append(rows, hashed(t.stem))
		}
		last = t.hash
		if int(t.word) < len(s.d.groups) {
			for _, g := range s.d.groups[t.word] {
				seen[g>>6] |= 1 << (g & 63)
			}
		}
	}
	return groupRows(rows, seen)
}

// The hash of words is FNV-1a over the first byte of each character.
const (
	senseSeed  = 2166136261
	sensePrime = 16777619
)

// senseHash is the hash of a word that the rules know.
func senseHash(word string) uint32 {
	h := uint32(senseSeed)
	for i := range word {
		h = (h ^ uint32(word[i])) * sensePrime
	}
	return h
}

// hashed is the row of a feature that is known by its hash.
func hashed(h uint32) uint16 {
	h *= 0x9E3779B1
	return uint16(senseHashed + int(h>>(32-14)))
}

// groupRows adds the groups that were seen and each pair of them.
func groupRows(rows []uint16, seen [2]uint64) []uint16 {
	var room [senseGroups]uint8
	groups := room[:0]
	for g := range senseGroups {
		if seen[g>>6]&(1<<(g&63)) != 0 {
			groups = append(groups, uint8(g))
		}
	}
	for i, a := range groups {
		if len(rows)+1+i > cap(rows) {
			break
		}
		rows = append(rows, uint16(a))
		for _, b := range groups[:i] {
			rows = append(rows, uint16(sensePairs+int(a)*(int(a)-1)/2+int(b)))
		}
	}
	return rows
}

// judge raises the flags that a stretch is a sign of.
func (s *dangerScan) judge(a *senseSum) {
	if a.to-a.from < senseLeast {
		return
	}
	root := float32(math.Sqrt(float64(a.features + senseCalm)))
	for f := SelfHarm; f < flagEnd; f++ {
		if !s.d.sense.raises(a, f, root) {
			continue
		}
		from, to := s.pointed(a, f)
		if m := (dangerMatch{flag: f, from: from, to: to}); !s.praised(m) {
			s.report(m)
		}
	}
}

// pointed gives the tokens, inclusive, that speak most for a flag: the stretch
// that is furthest over the average of the whole.
func (s *dangerScan) pointed(a *senseSum, f Flag) (from, to int) {
	var room [senseFeatures]uint16
	mean := float32(a.sums[f]) / float32(a.to-a.from) / 2
	best, sum, start := float32(0), float32(0), a.from
	from, to = a.from, a.to-1
	for i := a.from; i < a.to; i++ {
		if s.tokens[i].idiom {
			sum, start = 0, i+1
			continue
		}
		lean := int32(0)
		for _, row := range s.features(room[:0], i, i+1) {
			lean += int32(s.d.sense.weights[row][f])
		}
		if i > a.from {
			lean += int32(s.d.sense.weights[hashed(s.tokens[i].hash*31+s.tokens[i-1].hash)][f])
		}
		sum += float32(lean) - mean
		if sum > best {
			best, from, to = sum, start, i
		}
		if sum <= 0 {
			sum, start = 0, i+1
		}
	}
	for to-from+1 < senseLeast && (from > a.from || to+1 < a.to) { // one word alone tells staff little
		from, to = max(from-1, a.from), min(to+1, a.to-1)
	}
	return from, to
}
