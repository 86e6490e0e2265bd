package sentiment

// dangerRules finds danger signs.
type dangerRules struct{}

func newDangerRules() *dangerRules { return &dangerRules{} }

func (*dangerRules) find(string, Context) []FlagReading { return nil }
