package disclosure

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// shared gives the folder of shared check programs and data, or skips.
func shared(t *testing.T, parts ...string) string {
	t.Helper()
	root := os.Getenv("EARSHOT_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED: %s is not there; set EARSHOT_SHARED to the shared folder", filepath.Join(parts...))
	}
	return path
}

// referee runs the integer-programming referee on what a reader sees and gives
// its last line.
func referee(t *testing.T, name string, r *reader) string {
	t.Helper()
	script := shared(t, "checks", "sdc_attack.py")
	python := "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import scipy.optimize").Run(); err != nil {
		t.Skipf("SKIPPED: the referee needs %s with scipy: %v", python, err)
	}
	body, err := json.Marshal(&r.Problem)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name+".json")
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, script, path).CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	last := lines[len(lines)-1]
	if !strings.HasPrefix(last, "RESULT") {
		t.Fatalf("the referee did not finish: %v: %s", err, last)
	}
	if !strings.HasSuffix(last, "OK") {
		for _, l := range lines {
			if !strings.Contains(l, " ok") {
				t.Logf("%s: %s", name, l)
			}
		}
	}
	return last
}

func TestRefereeFindsNothing(t *testing.T) {
	trees := 5
	if testing.Short() {
		trees = 2
	}
	for seed := range uint64(trees) {
		w := newWorld(8000+seed, 1)
		if seed%4 == 0 { // with answers and modes every row is fifteen cells
			w.wards = w.wards[:min(len(w.wards), 10)]
		}
		h := NewHistory(testDims()...)
		if _, err := h.Publish("m", w.themed(w.month())); err != nil {
			t.Fatal(err)
		}
		r := newReader()
		r.month(h, "m", "", seed%4 == 0)
		if got := referee(t, "rows", r); got != "RESULT OK" {
			t.Errorf("tree %d, rows: %s", seed, got)
		}
		if seed%4 != 1 {
			continue
		}
		for name, r := range breakdowns(h, "m") {
			if got := referee(t, name, r); got != "RESULT OK" {
				t.Errorf("tree %d, %s: %s", seed, name, got)
			}
		}
	}
}

func TestRefereeFindsNothingOverTime(t *testing.T) {
	w := newWorld(8103, 1)
	w.wards = w.wards[:min(len(w.wards), 9)]
	h, r := NewHistory(), newReader()
	for _, period := range []string{"m00", "m01", "m02"} {
		leaves := w.month()
		if _, err := h.Publish(period, leaves); err != nil {
			t.Fatal(err)
		}
		r.month(h, period, "@"+period+".0", false)
		for again := 1; again <= 2; again++ {
			leaves = w.unsettle(leaves)
			before := truths(h, period)
			if _, err := h.Publish(period, leaves); err != nil {
				t.Fatal(err)
			}
			r.restated(h, period, again, before)
		}
	}
	r.windows(h, 2)
	if got := referee(t, "months", r); got != "RESULT OK" {
		t.Error(got)
	}
}

func TestRefereeFindsNothingInOpenedYears(t *testing.T) {
	opened := 0
	for seed := range some(3) {
		w := newWorld(6000+seed, 1)
		w.wards = w.wards[:min(len(w.wards), 8)]
		h, n := year(t, w)
		opened += n
		if got := referee(t, "year", readYear(h, false)); got != "RESULT OK" {
			t.Errorf("world %d: %s", seed, got)
		}
	}
	if opened == 0 {
		t.Error("no span was opened, so nothing was tested")
	}
}

func TestRefereeFindsOfficialLeaks(t *testing.T) {
	found := 0
	for seed := range some(4) {
		w := newWorld(8000+seed, 1)
		if got := referee(t, "official", officialRead(w.month(), true)); strings.Contains(got, "FAIL") {
			found++
		}
	}
	if found == 0 {
		t.Error("the referee found nothing on the official rule")
	}
}
