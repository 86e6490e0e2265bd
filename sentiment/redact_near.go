package sentiment

// nearNames finds given names that are spelt with one slip.
type nearNames struct{ cut map[string][]string }

func newNearNames(names map[string]bool) nearNames {
	n := nearNames{cut: map[string][]string{}}
	for name := range names {
		if len(name) < 5 {
			continue
		}
		n.cut[name] = append(n.cut[name], name)
		for i := range name {
			c := name[:i] + name[i+1:]
			n.cut[c] = append(n.cut[c], name)
		}
	}
	return n
}

// has says whether w is a name or one slip from one, the first letter right.
func (n nearNames) has(w string) bool {
	if len(w) < 5 || len(w) > 14 {
		return false
	}
	for i := -1; i < len(w); i++ {
		c := w
		if i >= 0 {
			c = w[:i] + w[i+1:]
		}
		for _, name := range n.cut[c] {
			if name[0] == w[0] && oneSlip(name, []byte(w)) || name == w {
				return true
			}
		}
	}
	return false
}
