package disclosure

import "fmt"

// Counts is what a row of a table says about its answers. All of it follows
// the row: it is shown if the row is, and hidden if the row is.
type Counts struct {
	People  int    `json:"n"`           // answers in all ("Total Responses")
	Ratings [6]int `json:"r"`           // very good … very poor, don't know; adds up to People
	Modes   []int  `json:"m,omitempty"` // by mode of collection, in the caller's order; may be absent
}

// Add gives the sum of two counts.
func (c Counts) Add(o Counts) Counts { return c.plus(o, 1) }

func (c Counts) plus(o Counts, sign int) Counts {
	c.People += sign * o.People
	for i := range c.Ratings {
		c.Ratings[i] += sign * o.Ratings[i]
	}
	if len(o.Modes) > 0 {
		modes := make([]int, max(len(c.Modes), len(o.Modes)))
		copy(modes, c.Modes)
		for i, v := range o.Modes {
			modes[i] += sign * v
		}
		c.Modes = modes
	}
	return c
}

// gather adds o to c, whose modes no one else may hold.
func (c *Counts) gather(o *Counts) {
	c.People += o.People
	for i, v := range o.Ratings {
		c.Ratings[i] += v
	}
	for len(c.Modes) < len(o.Modes) {
		c.Modes = append(c.Modes, 0)
	}
	for i, v := range o.Modes {
		c.Modes[i] += v
	}
}

// check reports an error if the counts contradict themselves.
func (c Counts) check() error {
	sum, bad := 0, c.People < 0
	for _, v := range c.Ratings {
		sum += v
		bad = bad || v < 0
	}
	modes := 0
	for _, v := range c.Modes {
		modes += v
		bad = bad || v < 0
	}
	switch {
	case bad:
		return fmt.Errorf("%w: a count is negative", ErrInput)
	case sum != c.People:
		return fmt.Errorf("%w: ratings add up to %d, people are %d", ErrInput, sum, c.People)
	case modes > c.People:
		return fmt.Errorf("%w: modes add up to %d, people are %d", ErrInput, modes, c.People)
	}
	return nil
}

// shift gives the fewest people whose coming, going or changing could turn old
// into c, as far as a reader of both could ever tell.
func (c Counts) shift(old Counts) int {
	d := c.plus(old, -1)
	ratings, modes := 0, 0
	for _, v := range d.Ratings {
		ratings += abs(v)
	}
	for _, v := range d.Modes {
		modes += abs(v)
	}
	return max(abs(d.People), ratings, modes)
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}
