package train

import (
	"cmp"
	"slices"

	"github.com/jonreiter/govader"

	"earshot/sentiment"
)

// Vader answers with the govader lexicon. Its compound score is cut into five
// classes where that gives the most right answers on these very comments,
// which favours it. It looks at the text alone and knows no themes.
func Vader(like []Answer) []Answer {
	v := govader.NewSentimentIntensityAnalyzer()
	score := make([]float64, len(like))
	for i := range like {
		score[i] = v.PolarityScores(like[i].Comment.Text).Compound
	}
	order := make([]int, len(like))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
	cuts := bestCuts(len(like), func(n int) bool { return score[order[n-1]] != score[order[n]] },
		func(n int) sentiment.Class { return like[order[n]].Comment.Class })
	out := slices.Clone(like)
	class := 0
	for n, i := range order {
		for class < 4 && n >= cuts[class] {
			class++
		}
		out[i].Class, out[i].Confidence, out[i].Themes = sentiment.Class(class+1), 0, nil
	}
	return out
}

// bestCuts parts n comments, best first, into the five classes so that most
// are right. It gives how many lie before each of the four cuts; a cut may lie
// only where mayCut allows it.
func bestCuts(n int, mayCut func(n int) bool, class func(n int) sentiment.Class) [4]int {
	var from [5][]int // for each class and end, the best start
	best := make([]int, n+1)
	for i := 1; i <= n; i++ {
		best[i] = -1 // before the first class nothing may lie
	}
	for c := range 5 {
		from[c] = make([]int, n+1)
		next := make([]int, n+1)
		right := 0 // comments of this class so far
		top, at := -1, 0
		for i := 0; i <= n; i++ {
			if i > 0 && class(i-1) == sentiment.Class(c+1) {
				right++
			}
			if (i == 0 || i == n || mayCut(i)) && best[i] >= 0 && (top < 0 || best[i]-right+n+1 > top) {
				top, at = best[i]-right+n+1, i
			}
			next[i], from[c][i] = -1, at
			if top >= 0 {
				next[i] = top - n - 1 + right
			}
		}
		best = next
	}
	var cuts [4]int
	end := n
	for c := 4; c > 0; c-- {
		end = from[c][end]
		cuts[c-1] = end
	}
	return cuts
}
