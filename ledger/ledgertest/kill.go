package ledgertest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"earshot/ledger"
)

// childVariable tells a test binary that it is to be killed, and on which
// database to work until then.
const childVariable = "EARSHOT_TEST_KILLED_ON"

// Child gives the address of the database that this process was started to
// write to by RunKilled; TestMain then calls AppendForever instead of tests.
func Child() (address string, is bool) { return os.LookupEnv(childVariable) }

// AppendForever appends through a Group from 16 goroutines and writes the id of
// each acknowledged answer to out as a line. It returns only on an error.
func AppendForever(store ledger.Store, out io.Writer) error {
	group := ledger.NewGroup(store, ledger.GroupOptions{})
	var mu sync.Mutex
	failed := make(chan error)
	for w := range 16 {
		go func() {
			for n := 0; ; n++ {
				id := fmt.Sprintf("%d-%d-%d", os.Getpid(), w, n)
				r, err := group.Append(context.Background(), Receive("web", id, w), Receive("web", id+"b", 100+w))
				if err == nil && (r[0].Err != nil || r[0].Duplicate) {
					err = fmt.Errorf("receipt %+v", r[0])
				}
				if err != nil {
					failed <- err
					return
				}
				mu.Lock()
				fmt.Fprintln(out, id)
				mu.Unlock()
			}
		}()
	}
	return <-failed
}

// RunKilled starts this test binary again, so often, as a writer to the
// database at address, kills it with SIGKILL after a random number of
// acknowledgements, and expects every acknowledged answer in the ledger once,
// with the other answer of its call.
func RunKilled(t *testing.T, db Database, address string, kills int) {
	acked := map[string]bool{}
	rnd := Random(1)
	for kill := range kills {
		killOne(t, address, 1+rnd.IntN(400), acked)
		b := open(t, db)
		// A commit that was sent is still to be finished by a server that is
		// alive. It holds its heads until then, so wait for all of them.
		for w := range 16 {
			b.append(Receive("after", fmt.Sprint(kill, w), w), Receive("after", fmt.Sprint(kill, w, "b"), 100+w))
		}
		b.audit()
		seen := map[string]int{}
		for p := range ledger.Partition(ledger.Partitions) {
			entries, err := b.Read(b.ctx, p, 0, ledger.ReadOptions{Limit: 1_000_000})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if e.Source != "after" {
					seen[e.SourceID]++
				}
			}
		}
		for id, n := range seen {
			other, isOther := strings.CutSuffix(id, "b")
			if !isOther {
				other = id + "b"
			}
			if n != 1 || seen[other] != 1 {
				t.Fatalf("answer %s is stored %d times, the other of its call %d times", id, n, seen[other])
			}
		}
		for id := range acked {
			if seen[id] != 1 {
				t.Fatalf("acknowledged answer %s is stored %d times", id, seen[id])
			}
		}
	}
	if len(acked) < kills {
		t.Errorf("only %d answers were acknowledged", len(acked))
	}
}

func killOne(t *testing.T, address string, after int, acked map[string]bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+address)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		acked[lines.Text()] = true
		if n == after {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if cmd.Wait(); stderr.Len() > 0 {
		t.Fatalf("the writer failed: %s", stderr.String())
	}
}
