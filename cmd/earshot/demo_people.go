package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"earshot/feedback"
)

// person is one invented patient with an answer to give.
type person struct {
	code    string // public code of the place
	rating  feedback.Rating
	comment string
	improve string
	phone   string // from the range that Ofcom keeps for drama
}

// crowd makes invented patients. The same seed makes the same ones.
type crowd struct {
	rng   *rand.Rand
	codes []string
	words map[feedback.Rating][]string
}

func newCrowd(seed uint64) *crowd {
	c := &crowd{rng: rand.New(rand.NewPCG(seed, seed)), words: demoWords()}
	for _, line := range strings.Split(strings.TrimSpace(demoPlaces), "\n")[1:] {
		cells := strings.Split(line, ",")
		c.codes = append(c.codes, cells[len(cells)-1])
	}
	return c
}

// next gives the next patient. Places differ in how many answer and how
// content they are; one in seven answers goes with another place's mood, so
// that no ward is all of one kind.
func (c *crowd) next() person {
	place := int(float64(len(c.codes)) * c.rng.Float64() * c.rng.Float64())
	p := person{code: c.codes[place], phone: fmt.Sprintf("+447700900%03d", c.rng.IntN(1000))}
	mood := place
	if c.rng.IntN(7) == 0 {
		mood = c.rng.IntN(len(c.codes))
	}
	p.rating = c.rating(0.04 + 0.02*float64(mood%6))
	if c.rng.IntN(100) < 70 {
		p.comment = c.pick(p.rating)
	}
	if c.rng.IntN(100) < 25 {
		improvements := demoImprovements()
		p.improve = improvements[c.rng.IntN(len(improvements))]
	}
	return p
}

// turn makes every second patient one who was kept waiting.
func (c *crowd) turn(p *person) {
	if c.rng.IntN(2) == 0 {
		p.rating, p.comment, p.improve = feedback.Poor, "Waited five hours and nobody told us what was happening", "Shorter waits"
	}
}

// rating draws an answer; unhappy is the share of poor and very poor.
func (c *crowd) rating(unhappy float64) feedback.Rating {
	switch x := c.rng.Float64(); {
	case x < unhappy*0.45:
		return feedback.VeryPoor
	case x < unhappy:
		return feedback.Poor
	case x < unhappy+0.05:
		return feedback.Neither
	case x < unhappy+0.07:
		return feedback.DontKnow
	case x < unhappy+0.27:
		return feedback.Good
	}
	return feedback.VeryGood
}

func (c *crowd) pick(r feedback.Rating) string {
	list := c.words[r]
	return list[c.rng.IntN(len(list))]
}

// demoWords are invented comments by rating.
func demoWords() map[feedback.Rating][]string {
	return map[feedback.Rating][]string{
		feedback.VeryGood: {
			"Everyone was so kind and explained each step before they did it",
			"Seen within ten minutes, could not fault a thing",
			"The night nurses never stopped but always had a smile",
			"Lovely clean ward and the food was better than I expected",
			"My daughter was frightened and they made her laugh. Thank you all",
			"Staff lovely but I waited four hours in a cold corridor first",
			"Brilliant care from the moment I walked in 😊",
			"The physio listened and gave me exercises I can really do",
			"Felt safe the whole time. Thank you",
			"Very good care but parking was a nightmare and cost a fortune",
		},
		feedback.Good: {
			"Good overall, bit of a wait for my tablets to go home with",
			"Nice staff, busy though",
			"The doctor was thorough. Waiting room chairs are very uncomfortable",
			"All fine, could have been told sooner how long it would be",
			"Helpful people on reception",
			"Good care, noisy at night",
		},
		feedback.Neither: {
			"Ok I suppose",
			"Some staff were great and others did not seem to want to be there",
			"Treatment fine, communication poor",
			"Long wait but then good treatment",
		},
		feedback.Poor: {
			"Waited five hours and nobody told us what was happening",
			"Appointment cancelled twice with no explanation",
			"My mother was not given her lunch two days running",
			"The toilets were dirty all weekend",
			"Discharged without my medication and had to come back",
			"Felt rushed and not listened to",
		},
		feedback.VeryPoor: {
			"Left on a trolley all night in pain. Nobody came when I rang",
			"The receptionist was rude and I was made to feel a nuisance",
			"They gave me the wrong tablets and only my wife noticed",
			"I fell going to the bathroom because nobody answered the bell",
			"Worst experience of my life, I will be making a complaint",
		},
		feedback.DontKnow: {"Too early to say", "I was asleep for most of it", "Not sure yet, results to come"},
	}
}

// demoImprovements are invented answers to "what could we do better?".
func demoImprovements() []string {
	return []string{"Nothing", "More parking", "Shorter waits", "Tell people how long they will wait", "Hot food", "More staff at night", "Nothing at all, thank you", "A quieter ward at night"}
}
