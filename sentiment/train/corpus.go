package train

import (
	"math"
	"sort"

	"earshot/sentiment"
	"earshot/sentiment/model"
)

// Where things lie in a training vector after the rows of features.
const (
	atOne   = model.RowCount         // always 1
	atSense = atOne + 1              // what the words mean
	atAux   = atSense + model.Senses // scores by the models of the earlier comments
)

// blockWeight is how much each block of features weighs.
var blockWeight = [model.Blocks]float32{1, 1, 1}

// auxScale is how much the scores by the earlier models weigh.
const auxScale = 0.1

// corpus is everything as vectors.
type corpus struct {
	comments []Comment
	x        []vector   // of comments: features, one, scores by the earlier models
	parts    [][]vector // of the comments' segments, likewise, by their words and letters alone

	plain  []vector // x without what the words mean, also to the earlier models
	alone  []vector // x with what they mean to the earlier models only
	sides  []sideTask
	shape  [][model.ShapeCount]float32
	aux    [][]float32 // weights of the earlier models, over features and one; then over these and meanings
	rarity []uint8     // of each row, in sixteenths
	words  uint32      // check sum of the vocabulary
	seed   int64
}

// base is the length of a comment's vector.
func (c *corpus) base() int { return atAux + len(c.aux) }

// build extracts features, learns from the earlier comments and scores the
// comments by that.
func build(comments []Comment, earlier []Earlier, seed int64, workers int) (*corpus, error) {
	lex, err := model.LoadLexicon()
	if err != nil {
		return nil, err
	}
	c := &corpus{comments: comments, seed: seed, words: lex.Vocabulary().Sum32()}
	var f model.Features
	c.rarity = rarities(lex, earlier)
	old, plain := make([]vector, len(earlier)), make([]vector, len(earlier))
	for i, e := range earlier {
		f.Extract(lex, e.Text)
		old[i] = c.vector(&f)
		plain[i] = without(old[i], atSense, atAux)
	}
	problems := earlierProblems(earlier)
	n := len(problems)
	c.aux = make([][]float32, 2*n)
	inParallel(workers, 2*n, func(k int) {
		p := problem{x: plain, y: problems[k%n].y, c: problems[k%n].c, size: atAux}
		if k >= n {
			p.x = old
		}
		c.aux[k] = p.logistic(source(seed, 1000+uint64(k%n)))
	})
	c.x = make([]vector, len(comments))
	c.plain, c.alone = make([]vector, len(comments)), make([]vector, len(comments))
	c.parts = make([][]vector, len(comments))
	c.shape = make([][model.ShapeCount]float32, len(comments))
	cutter := sentiment.NewCutter()
	for i := range comments {
		f.Extract(lex, comments[i].Text)
		c.x[i], c.shape[i] = c.scored(&f), f.Shape
		c.plain[i] = without(c.x[i], atSense, atAux, atAux+n, atAux+2*n)
		c.alone[i] = without(c.x[i], atSense, atAux+n)
		c.parts[i] = c.partVectors(&f, cutter)
	}
	c.sides = sideTasks(comments)
	return c, nil
}

// without gives a vector without the entries from and up to the given places, in
// pairs.
func without(x vector, places ...int) vector {
	var out vector
	for k, at := range x.at {
		keep := true
		for i := 0; i < len(places); i += 2 {
			if int(at) >= places[i] && int(at) < places[i+1] {
				keep = false
			}
		}
		if keep {
			out.append(int(at), x.v[k])
		}
	}
	return out
}

// scored weighs the features and adds the scores by the earlier models.
func (c *corpus) scored(f *model.Features) vector {
	x := c.vector(f)
	n := len(x.at)
	for k, w := range c.aux {
		x.append(atAux+k, auxScale*vector{x.at[:n], x.v[:n]}.dot(w))
	}
	return x
}

// partVectors gives the vector of each segment, read alone.
func (c *corpus) partVectors(f *model.Features, cutter *sentiment.Cutter) []vector {
	var out []vector
	var start [model.Blocks]int32
	for _, end := range cutter.Cut(f.Tokens.List, nil) {
		var part model.Features
		for b := range part.Rows {
			stop := f.Ends[b][end-1]
			part.Rows[b] = f.Rows[b][start[b]:stop]
			start[b] = stop
		}
		out = append(out, c.scored(&part))
	}
	return out
}

// rarities counts in how many of the earlier comments each row occurs and
// gives 16 (1 + ln ((1 + all) / (1 + with))), rounded.
func rarities(lex *model.Lexicon, earlier []Earlier) []uint8 {
	with := make([]int, model.RowCount)
	seen := make([]int, model.RowCount)
	var f model.Features
	for i, e := range earlier {
		f.Extract(lex, e.Text)
		for _, rows := range f.Rows {
			for _, r := range rows {
				if seen[r] != i+1 {
					seen[r] = i + 1
					with[r]++
				}
			}
		}
	}
	out := make([]uint8, model.RowCount)
	for r, n := range with {
		out[r] = uint8(math.Round(16 * (1 + math.Log(float64(1+len(earlier))/float64(1+n)))))
	}
	return out
}

// vector weighs the features exactly as the model does when it reads.
func (c *corpus) vector(f *model.Features) vector {
	var x vector
	for b, rows := range f.Rows {
		if len(rows) == 0 {
			continue
		}
		count := map[uint32]int{}
		total := 0.0
		for _, r := range rows {
			count[r]++
			q := float64(c.rarity[r]) / 16
			total += q * q
		}
		distinct := make([]uint32, 0, len(count))
		for r := range count {
			distinct = append(distinct, r)
		}
		sort.Slice(distinct, func(i, j int) bool { return distinct[i] < distinct[j] })
		k := float64(blockWeight[b]) / math.Sqrt(total)
		for _, r := range distinct {
			x.append(int(r), float32(float64(count[r])*float64(c.rarity[r])/16*k))
		}
	}
	x.append(atOne, 1)
	senses := f.Senses()
	for d, v := range senses {
		if v != 0 {
			x.append(atSense+d, v)
		}
	}
	return x
}

// labelled is one two-class problem over the earlier comments.
type labelled struct {
	y []int8
	c []float32
}

// leastLabelled is how many earlier comments a label must have to be learnt.
const leastLabelled = 12

// earlierProblems makes two-class problems of the earlier labels: whether the
// criticality is below and above various marks (0 is not used as a neutral
// mark: one trust gave it to praise), and each common label.
func earlierProblems(earlier []Earlier) []labelled {
	var out []labelled
	add := func(of func(e Earlier) (yes, use bool)) {
		l := labelled{make([]int8, len(earlier)), make([]float32, len(earlier))}
		for i, e := range earlier {
			yes, use := of(e)
			l.y[i] = -1
			if yes {
				l.y[i] = 1
			}
			if use {
				l.c[i] = 1
			}
		}
		out = append(out, l)
	}
	for _, mark := range []int{-1, -2, -3} {
		add(func(e Earlier) (bool, bool) { return e.Criticality <= mark, e.Known })
	}
	for _, mark := range []int{2, 3, 4} {
		add(func(e Earlier) (bool, bool) { return e.Criticality >= mark, e.Known && e.Criticality != 0 })
	}
	count := map[string]int{}
	for _, e := range earlier {
		count[e.Label]++
	}
	var labels []string
	for l, n := range count {
		if n >= leastLabelled {
			labels = append(labels, l)
		}
	}
	sort.Strings(labels)
	for _, l := range labels {
		add(func(e Earlier) (bool, bool) { return e.Label == l, true })
	}
	return out
}
