package api

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"earshot/ledger"
)

// pipes is a listener in memory, so that a slow client takes no real time.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.done); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 1} }

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	p.conns <- addressed{theirs}
	return ours, nil
}

// addressed gives a pipe the address of a client.
type addressed struct{ net.Conn }

func (addressed) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 9), Port: 9} }

// TestSlowBatch sends a batch slower than the server's usual patience: it is
// taken as long as it moves, and given up once it stands still.
func TestSlowBatch(t *testing.T) {
	long := strings.Repeat("Kind staff. ", 1000) // past the client's buffer, so that each line is sent at once
	for _, tt := range []struct {
		name   string
		pause  time.Duration
		stored int
	}{{"slow", 45 * time.Second, 4}, {"stalled", 2 * time.Minute, 1}} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			token := w.key(ledger.RolePartner, nil)
			synctest.Test(t, func(t *testing.T) {
				l := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
				srv := NewServer("", w.handler, slog.New(slog.NewTextHandler(io.Discard, nil)))
				go func() { _ = srv.Serve(l) }()
				body, lines := io.Pipe()
				var sender sync.WaitGroup
				sender.Go(func() {
					for i := range 4 {
						if i > 0 {
							time.Sleep(tt.pause)
						}
						if _, err := io.WriteString(lines, fmt.Sprintf(`{"id":"s%d","place":"LARK","rating":1,"comment":%q}`+"\n", i, long)); err != nil {
							return
						}
					}
					_ = lines.Close()
				})
				r, err := http.NewRequest(http.MethodPost, "http://earshot.example/v1/responses", body)
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Authorization", "Bearer "+token)
				r.Header.Set("Content-Type", "application/x-ndjson")
				transport := &http.Transport{DialContext: l.dial}
				resp, err := (&http.Client{Transport: transport}).Do(r)
				switch {
				case tt.stored == 4 && (err != nil || resp.StatusCode != http.StatusOK):
					t.Errorf("got %v, %v", resp, err)
				case tt.stored != 4 && err == nil && resp.StatusCode == http.StatusOK:
					t.Error("a batch that stood still was answered as if whole")
				}
				if err == nil {
					_, _ = io.Copy(io.Discard, resp.Body)
					_ = resp.Body.Close()
				}
				_ = body.Close()
				transport.CloseIdleConnections()
				_ = srv.Close()
				sender.Wait()
			})
			if n := len(w.ledger.stored()); n > tt.stored || tt.stored == 4 && n != 4 {
				t.Errorf("%d answers are stored", n)
			}
		})
	}
}

// TestServersHaveTimeouts holds both servers to limits of every kind.
func TestServersHaveTimeouts(t *testing.T) {
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	for name, s := range map[string]*http.Server{"public": NewServer(":0", nil, log), "admin": NewAdminServer(":0", nil, log)} {
		if s.ReadHeaderTimeout == 0 || s.ReadTimeout == 0 || s.WriteTimeout == 0 || s.IdleTimeout == 0 || s.MaxHeaderBytes == 0 {
			t.Errorf("%s: %+v", name, s)
		}
	}
}
