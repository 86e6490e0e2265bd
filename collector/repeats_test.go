package collector

import (
	"encoding/binary"
	"math/rand/v2"
	"os"
	"testing"
)

// TestRepeatsCountAsAMap counts rows beyond what is kept in memory, many of them
// equal and some with keys that fall into the last slots of the table.
func TestRepeatsCountAsAMap(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	rng := rand.New(rand.NewPCG(1, 2))
	const room = 256
	r := newRepeats(room)
	want := make(map[rowKey]int)
	for i := range 60 * room {
		var key rowKey
		binary.BigEndian.PutUint64(key[8:], rng.Uint64N(8*room))
		switch i % 3 {
		case 0: // one crowded end of the table
			binary.LittleEndian.PutUint64(key[:], ^uint64(i%5))
		case 1:
			binary.LittleEndian.PutUint64(key[:], binary.BigEndian.Uint64(key[8:])*0x9e3779b97f4a7c15)
		default:
			key = rowKey{byte(i % 7)}
		}
		if i%3 == 0 && i > 600 {
			continue // a crowd that long would only make the test slow
		}
		want[key]++
		if n, err := r.next(key); err != nil || n != want[key] {
			t.Fatalf("row %d was met %d times, %v; want %d", i, n, err, want[key])
		}
	}
	if r.slots <= 4*room {
		t.Errorf("the table never grew: %d slots for %d rows", r.slots, len(want))
	}
	if r.file == nil || r.used != uint64(len(want)) {
		t.Errorf("the file holds %d of %d rows", r.used, len(want))
	}
	if err := r.close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
