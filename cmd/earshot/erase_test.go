package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/ledger/sqlite"
)

// command runs one command line on a ledger in a scratch folder.
func command(t *testing.T, database string, args ...string) (int, string) {
	t.Helper()
	t.Setenv("EARSHOT_DATABASE", "sqlite:"+database)
	t.Setenv("EARSHOT_SECRET_KEY", strings.Repeat("k", 32))
	var out bytes.Buffer
	code := run(t.Context(), args, strings.NewReader(""), &out, &out)
	return code, out.String()
}

func TestErase(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ledger.db")
	store, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	sealer, err := ledger.NewSealer(feedback.Secret(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	var ids []ledger.ID
	for n := range 3 {
		cmd := ledgertest.Receive("web", "e"+string(rune(65+n)), n)
		if n == 2 {
			cmd.Contact = &ledger.Contact{Hash: sealer.Hash("phone", "+447700900456"), Sealed: sealer.Seal("+447700900456"), ExpiresAt: cmd.At.AddDate(50, 0, 0)}
		}
		r, err := store.Append(t.Context(), cmd)
		if err != nil || r[0].Err != nil {
			t.Fatal(r, err)
		}
		ids = append(ids, r[0].ID)
	}
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"erase"}, exitUsage, "give the id of a response"},
		{[]string{"erase", "soon"}, exitUsage, "must be a response id"},
		{[]string{"erase", "63-99999"}, exitFailed, "not found"},
		{[]string{"erase", ids[0].String()}, exitOK, ids[0].String()},
		{[]string{"erase", ids[0].String()}, exitOK, ids[0].String()}, // twice is once
		{[]string{"erase", "--withdraw", ids[1].String()}, exitOK, ids[1].String()},
		{[]string{"erase", "--phone", "none"}, exitUsage, "telephone number"},
		{[]string{"erase", "--phone", "+447700900999"}, exitFailed, "no conversation"},
		{[]string{"erase", "--phone", "07700 900456"}, exitOK, ids[2].String()},
		{[]string{"erase", "--phone", "07700 900456"}, exitFailed, "no conversation"},
	} {
		code, said := command(t, file, tt.args...)
		if code != tt.code || !strings.Contains(said, tt.says) || strings.Contains(said, "900456") {
			t.Errorf("%v: exit code %d, want %d: %s", tt.args, code, tt.code, said)
		}
	}
	for i, id := range ids {
		state, err := store.State(t.Context(), id)
		if err != nil || !state.Erased || (state.Facts == nil) != (i == 1) {
			t.Errorf("%v stands at %+v, %v", id, state, err)
		}
		if w, err := store.Words(t.Context(), id); err != nil || len(w.Comments) > 0 {
			t.Errorf("%v still says something: %v", id, err)
		}
	}
}

func TestHealth(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer srv.Close()
	addr := strings.TrimPrefix(srv.URL, "http://")
	for _, tt := range []struct {
		args []string
		want int
	}{
		{[]string{"health", "--admin-addr", addr}, exitOK},
		{[]string{"health", "--ready", "--admin-addr", addr}, exitFailed},
		{[]string{"health", "--admin-addr", "nowhere"}, exitUsage},
		{[]string{"health", "--admin-addr", "127.0.0.1:1"}, exitNotReached},
	} {
		if code, said := command(t, "unused", tt.args...); code != tt.want {
			t.Errorf("%v: exit code %d, want %d: %s", tt.args, code, tt.want, said)
		}
	}
	for in, want := range map[string]string{":9090": "http://127.0.0.1:9090/x", "0.0.0.0:9090": "http://127.0.0.1:9090/x", "[::]:9090": "http://127.0.0.1:9090/x", "10.0.0.1:1": "http://10.0.0.1:1/x", "db:1": "http://db:1/x"} {
		if got, err := localURL(in, "/x"); err != nil || got != want {
			t.Errorf("localURL(%s) = %s, %v", in, got, err)
		}
	}
}
