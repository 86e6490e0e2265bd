package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// Limits of streams.
const (
	streamTime  = time.Hour // then the client comes again, with its cursor
	streamLook  = 250 * time.Millisecond
	streamQuiet = 15 * time.Second // between signs of life
	streamWrite = 10 * time.Second // for a client to take what is written
	streamsMost = 1000
)

// pulse knows the number of the last event, read at most once in streamLook
// however many streams ask.
type pulse struct {
	mu    sync.Mutex
	at    time.Time
	last  int64
	count atomic.Int64 // streams open
}

func (p *pulse) read(r *http.Request, warnings ledger.Warnings) (int64, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.at) < streamLook/2 {
		return p.last, nil
	}
	last, err := warnings.LastWarningEvent(r.Context())
	if err == nil {
		p.last, p.at = last, time.Now()
	}
	return last, err
}

// streamForKey is GET /v1/warnings/stream.
func (s *server) streamForKey(w http.ResponseWriter, r *http.Request) error {
	key, err := s.staffKey(r)
	if err != nil {
		return err
	}
	return s.stream(w, r, key, func() error { _, err := s.staffKey(r); return err })
}

// streamForPage is GET /workspace/stream, for the script of the workspace.
func (s *server) streamForPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r)
	if errors.Is(err, errSignIn) {
		return fmt.Errorf("stream: %w", feedback.ErrUnauthenticated)
	}
	if err != nil {
		return err
	}
	return s.stream(w, r, v.key, func() error { _, err := s.visitor(r); return err })
}

// stream sends events as they happen, from the cursor in Last-Event-ID or after=,
// or else from now on. still says whether the key is in force.
func (s *server) stream(w http.ResponseWriter, r *http.Request, key *ledger.Key, still func() error) error {
	after, err := s.streamFrom(r)
	if err != nil {
		return err
	}
	if s.pulse.count.Add(1); s.pulse.count.Load() > streamsMost {
		s.pulse.count.Add(-1)
		return fmt.Errorf("streams: %w", feedback.ErrUnavailable)
	}
	defer s.pulse.count.Add(-1)
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // a proxy must not hold events back
	out := http.NewResponseController(w)
	send := func(text string) bool {
		_ = out.SetWriteDeadline(time.Now().Add(streamWrite)) // where it cannot be set the server's own holds
		if _, err := w.Write([]byte(text)); err != nil {
			return false
		}
		return out.Flush() == nil
	}
	if !send("retry: 2000\n\n") {
		return nil
	}
	tick := time.NewTicker(streamLook)
	defer tick.Stop()
	quiet := time.Now()
	for {
		select {
		case <-r.Context().Done():
			return nil
		case <-s.workspace.Done:
			return nil
		case <-tick.C:
		}
		if time.Since(quiet) >= streamQuiet {
			if still() != nil || !send(": still here\n\n") {
				return nil
			}
			quiet = time.Now()
		}
		if after, err = s.sendEvents(r, key, after, send); err != nil {
			return nil // the client comes again, with its cursor
		}
	}
}

// streamFrom gives the cursor that a stream begins after.
func (s *server) streamFrom(r *http.Request) (int64, error) {
	if text := r.Header.Get("Last-Event-ID"); text != "" {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= 0 {
			return n, nil
		}
	}
	if r.URL.Query().Has("after") {
		return count(r, "after", 0, 1<<62)
	}
	return s.workspace.Warnings.LastWarningEvent(r.Context())
}

var errGone = errors.New("the client has gone")

// sendEvents sends what happened since a cursor and gives the next.
func (s *server) sendEvents(r *http.Request, key *ledger.Key, after int64, send func(string) bool) (int64, error) {
	last, err := s.pulse.read(r, s.workspace.Warnings)
	if err != nil || last <= after {
		return after, err
	}
	events, next, err := s.eventsAfter(r, key, after, warningsUsual)
	if err != nil {
		return after, err
	}
	for _, e := range events {
		body, err := json.Marshal(e)
		if err != nil {
			return after, err
		}
		if !send(fmt.Sprintf("id: %d\nevent: warning\ndata: %s\n\n", e.Cursor, body)) {
			return after, errGone
		}
	}
	return next, nil
}
