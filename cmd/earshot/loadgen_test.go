package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// loadResult is what a load did.
type loadResult struct {
	requests int64
	failed   int64
	took     time.Duration
	busy     time.Duration   // of processors, in this process
	delays   []time.Duration // sorted
}

func (r loadResult) rate() float64 { return float64(r.requests) / r.took.Seconds() }

// quantile gives the delay below which the share q of requests stayed.
func (r loadResult) quantile(q float64) time.Duration {
	if len(r.delays) == 0 {
		return 0
	}
	return r.delays[min(len(r.delays)-1, int(q*float64(len(r.delays))))]
}

// processorTime is how long this process has kept processors busy.
func processorTime(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// fire sends requests on conns connections for a while, each as soon as the one
// before it on the connection is answered, or at rate a second in all if rate
// is not 0. It speaks HTTP/1.1 by hand: a full client would take most of the
// two cores for itself.
func fire(tb testing.TB, addr string, conns int, rate float64, d time.Duration, request func(n int64) []byte) loadResult {
	tb.Helper()
	var res loadResult
	var serial, failed atomic.Int64
	var mu sync.Mutex
	var wg sync.WaitGroup
	busy := processorTime(tb)
	start := time.Now()
	end := start.Add(d)
	for i := range conns {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			tb.Fatal(err)
		}
		wg.Go(func() {
			defer conn.Close()
			r := bufio.NewReaderSize(conn, 4096)
			delays := make([]time.Duration, 0, 4096)
			gap := time.Duration(0)
			next := start
			if rate > 0 {
				gap = time.Duration(float64(conns) / rate * float64(time.Second))
				next = start.Add(gap * time.Duration(i) / time.Duration(conns))
			}
			for {
				now := time.Now()
				if wait := next.Sub(now); wait > 0 {
					time.Sleep(wait)
					now = time.Now()
				}
				if now.After(end) {
					break
				}
				from := now
				if gap > 0 {
					from = next // a late start counts as delay
				}
				next = next.Add(gap)
				if _, err := conn.Write(request(serial.Add(1))); err != nil {
					failed.Add(1)
					break
				}
				ok, err := readAnswer(r)
				if err != nil {
					failed.Add(1)
					break
				}
				if !ok {
					failed.Add(1)
				}
				delays = append(delays, time.Since(from))
			}
			mu.Lock()
			res.delays = append(res.delays, delays...)
			mu.Unlock()
		})
	}
	wg.Wait()
	res.took = time.Since(start)
	res.busy = processorTime(tb) - busy
	res.requests = int64(len(res.delays))
	res.failed = failed.Load()
	slices.Sort(res.delays)
	return res
}

// readAnswer reads one answer with a Content-Length or in chunks, and reports
// whether it is a success.
func readAnswer(r *bufio.Reader) (ok bool, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return false, err
	}
	ok = len(line) > 9 && line[9] == '2'
	length, chunked := 0, false
	for {
		if line, err = r.ReadSlice('\n'); err != nil {
			return false, err
		}
		if len(line) <= 2 {
			break
		}
		if v, found := bytes.CutPrefix(line, []byte("Content-Length: ")); found {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(v)))
		} else if bytes.HasPrefix(line, []byte("Transfer-Encoding: chunked")) {
			chunked = true
		}
	}
	if !chunked {
		_, err = r.Discard(length)
		return ok, err
	}
	for {
		if line, err = r.ReadSlice('\n'); err != nil {
			return false, err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return false, err
		}
		if _, err := r.Discard(int(n) + 2); err != nil {
			return false, err
		}
		if n == 0 {
			return ok, nil
		}
	}
}

// post gives a request function for POST requests of a body made anew for each.
func post(path, token, contentType string, body func(n int64) []byte) func(n int64) []byte {
	head := "POST " + path + " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + token + "\r\nContent-Type: " + contentType + "\r\nContent-Length: "
	return func(n int64) []byte {
		b := body(n)
		out := make([]byte, 0, len(head)+len(b)+16)
		out = append(out, head...)
		out = strconv.AppendInt(out, int64(len(b)), 10)
		out = append(out, "\r\n\r\n"...)
		return append(out, b...)
	}
}

// get gives a request function for GET requests of one path.
func get(path string) func(n int64) []byte {
	req := fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: bench\r\n\r\n", path)
	return func(int64) []byte { return req }
}
