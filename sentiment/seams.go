package sentiment

// detectLanguage tells English from what cannot be told: a text whose letters
// are mostly ASCII is taken for English.
func detectLanguage(text string) string {
	ascii, other := 0, 0
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
			ascii++
		case r > 0x2FF && r < 0x2000:
			other++
		}
	}
	if ascii == 0 || other > ascii {
		return "und"
	}
	return "en"
}

// dangerRules finds danger signs.
type dangerRules struct{}

func newDangerRules() *dangerRules { return &dangerRules{} }

func (*dangerRules) find(string, Context) []FlagReading { return nil }
