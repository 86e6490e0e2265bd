package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/ledger/sqlite"
)

// smallDisk mounts a disk of the given size in MiB, for which one must be root.
func smallDisk(t *testing.T, size int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", size)); err != nil {
		if os.Getenv("EARSHOT_TEST_REQUIRE") == "1" {
			t.Fatalf("mount: %v", err)
		}
		t.Skipf("SKIPPED, NOT TESTED: a full disk needs a small tmpfs, which needs root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	return dir
}

// TestDiskFull fills the disk, expects ErrUnavailable and nothing half stored,
// makes room, and expects that everything goes on.
func TestDiskFull(t *testing.T) {
	dir := smallDisk(t, 4)
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	batch := func(n int) []ledger.Command {
		var cmds []ledger.Command
		for i := range 20 {
			cmds = append(cmds, ledgertest.Receive("web", fmt.Sprint(n, "-", i), i))
			cmds[i].Response.Comments[0].Text = feedback.Text(strings.Repeat("x", 2000))
		}
		return cmds
	}
	stored, refused := 0, 0
	for n := 0; refused < 10; n++ {
		_, err := s.Append(t.Context(), batch(n)...)
		switch {
		case err == nil:
			stored++ // after a refusal too, if a checkpoint made room
		case errors.Is(err, feedback.ErrUnavailable):
			refused++
		default:
			t.Fatalf("batch %d: %v, want ErrUnavailable", n, err)
		}
		if n > 1000 {
			t.Fatal("the disk never fills")
		}
	}
	if stored == 0 {
		t.Fatal("the disk was full from the start")
	}
	checkEntries(t, s, 20*stored)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	r, err := s.Append(t.Context(), batch(5000)...)
	if err != nil || r[0].Duplicate {
		t.Fatalf("with room again: %v", err)
	}
	checkEntries(t, s, 20*(stored+1))
}

// checkEntries expects a sound ledger of so many entries.
func checkEntries(t *testing.T, s ledger.Store, want int) {
	t.Helper()
	total := int64(0)
	for p := range ledger.Partition(ledger.Partitions) {
		a, err := s.Audit(t.Context(), p, nil)
		if err != nil || a.Fault != "" {
			t.Fatalf("audit: %+v, %v", a, err)
		}
		total += a.Entries
	}
	if total != int64(want) {
		t.Errorf("%d entries, want %d", total, want)
	}
}
