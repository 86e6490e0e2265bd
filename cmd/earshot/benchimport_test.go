package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"earshot/ledger/ledgertest"
)

// importRows is how many rows the import's benchmark reads; EARSHOT_BENCH_ROWS
// asks for another number.
const importRows = 1_000_000

// BenchmarkImport imports a CSV file by the program itself, in a process of its
// own, beside encoding/csv that reads the same file and does nothing with it. The
// process's peak of memory is the kernel's (VmHWM), for the file and for its first
// tenth: an import that streams needs as much for either.
func BenchmarkImport(b *testing.B) {
	rows := importRows
	if text := os.Getenv("EARSHOT_BENCH_ROWS"); text != "" {
		var err error
		if rows, err = strconv.Atoi(text); err != nil || rows < 10 {
			b.Fatalf("EARSHOT_BENCH_ROWS is %q: must be a number of rows, 10 or more", text)
		}
	}
	dir := b.TempDir()
	places := filepath.Join(dir, "places.csv")
	if err := os.WriteFile(places, []byte(demoPlaces), 0o600); err != nil {
		b.Fatal(err)
	}
	postgres := func() string { return ledgertest.StartPostgres(b).NewDatabase(b) }
	sqlite := func() string { return "sqlite:" + filepath.Join(b.TempDir(), "earshot.db") }
	for _, bench := range []struct {
		name     string
		ids      bool
		database func() string
	}{{"sqlite", true, sqlite}, {"sqlite-without-ids", false, sqlite}, {"postgres", true, postgres}} {
		b.Run(bench.name, func(b *testing.B) {
			whole, tenth := filepath.Join(dir, bench.name+".csv"), filepath.Join(dir, bench.name+"-tenth.csv")
			writeAnswers(b, whole, rows, bench.ids)
			writeAnswers(b, tenth, rows/10, bench.ids)
			for b.Loop() {
				reference := csvAlone(b, whole)
				small := importFile(b, bench.database(), places, tenth, rows/10)
				whole := importFile(b, bench.database(), places, whole, rows)
				rate := float64(rows) / whole.took.Seconds()
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(float64(rows)/reference.Seconds(), "csv-rows/s")
				b.ReportMetric(rate, "rows/s")
				b.ReportMetric(rate*reference.Seconds()/float64(rows), "import:csv")
				b.ReportMetric(float64(whole.cpu.Microseconds())/float64(rows), "cpu-µs/row")
				b.ReportMetric(float64(whole.peak)/(1<<20), "peak-MiB")
				b.ReportMetric(float64(small.peak)/(1<<20), "peak-MiB@tenth")
			}
		})
	}
}

// writeAnswers writes a file of invented answers, spread over two years, seven in
// ten with a comment and no two comments alike.
func writeAnswers(b *testing.B, path string, rows int, ids bool) {
	b.Helper()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	buffered := bufio.NewWriterSize(f, 1<<20)
	w := csv.NewWriter(buffered)
	header := []string{"response_id", "date", "ward", "rating", "comment", "could_improve"}
	if !ids {
		header = header[1:]
	}
	w.Write(header)
	people, begin := newCrowd(11), time.Now().AddDate(-2, 0, 0)
	for i := range rows {
		p := people.next()
		if p.comment != "" {
			p.comment += fmt.Sprintf(". Bay %d, bed %d", i%97, i/97)
		}
		at := begin.Add(time.Duration(i) * 2 * 364 * 24 * time.Hour / time.Duration(rows))
		row := []string{fmt.Sprintf("A-%08d", i), at.Format("02/01/2006 15:04:05"), p.code, strconv.Itoa(int(p.rating)), p.comment, p.improve}
		if !ids {
			row = row[1:]
		}
		w.Write(row)
	}
	w.Flush()
	if err := errors.Join(w.Error(), buffered.Flush()); err != nil {
		b.Fatal(err)
	}
}

// csvAlone gives how long encoding/csv takes to read a file.
func csvAlone(b *testing.B, path string) time.Duration {
	b.Helper()
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	begin := time.Now()
	r := csv.NewReader(bufio.NewReaderSize(f, 64<<10))
	r.ReuseRecord = true
	for {
		if _, err := r.Read(); errors.Is(err, io.EOF) {
			return time.Since(begin)
		} else if err != nil {
			b.Fatal(err)
		}
	}
}

// importCost is what an import cost.
type importCost struct {
	took, cpu time.Duration // by the clock, and of processors: the database's own processes not included
	peak      int64         // the most memory that the process ever held, in bytes
}

// importFile imports a file into a new ledger.
func importFile(b *testing.B, database, places, path string, rows int) (cost importCost) {
	b.Helper()
	command := func(args ...string) (*exec.Cmd, *bytes.Buffer) {
		cmd := exec.Command(os.Args[0], args...)
		cmd.Env = append(os.Environ(), asProgram+"=1", "EARSHOT_DATABASE="+database)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		return cmd, &out
	}
	if cmd, out := command("places", "import", places); cmd.Run() != nil {
		b.Fatalf("places import: %s", out)
	}
	cmd, out := command("import", path, "--json", "--rejects", filepath.Join(b.TempDir(), "rejects.csv"))
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			cost.peak = max(cost.peak, peakMemory(cmd.Process.Pid))
		case err := <-exited:
			cost.took, cost.cpu = time.Since(begin), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
			if want := fmt.Sprintf(`"stored":%d,`, rows); err != nil || !strings.Contains(out.String(), want) {
				b.Fatalf("import: %v\n%s", err, out)
			}
			if cost.peak == 0 {
				b.Log("this system does not tell a process's peak of memory")
			}
			return cost
		}
	}
}

// peakMemory gives the most memory that a running process ever held, in bytes; 0
// if it has ended, or where the system does not tell. The figure that comes with
// a process's end is of no use here: it begins with that of the process which
// started it.
func peakMemory(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, ok := strings.Cut(string(status), "VmHWM:")
	if !ok {
		return 0
	}
	var kib int64
	if _, err := fmt.Sscanf(rest, "%d kB", &kib); err != nil {
		return 0
	}
	return kib << 10
}
