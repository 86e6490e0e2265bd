package disclosure

import "testing"

// BenchmarkCountry times a month of an invented country about the size of
// England, with ten overlapping sums a ward: publishing it, reading all its
// rows, and reading the largest.
func BenchmarkCountry(b *testing.B) {
	w := newWorld(1, 250)
	leaves := w.month()
	h := NewHistory()
	if _, err := h.Publish("m", leaves); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d wards, %d rows", len(leaves), len(h.Rows("m")))
	b.Run("Publish", func(b *testing.B) {
		for b.Loop() {
			if _, err := NewHistory().Publish("m", leaves); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Rows", func(b *testing.B) {
		for b.Loop() {
			h.Rows("m")
		}
	})
	b.Run("Row", func(b *testing.B) {
		for b.Loop() {
			h.Row("England", "m")
		}
	})
}
