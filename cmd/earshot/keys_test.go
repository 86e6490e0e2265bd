package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"earshot/api"
	"earshot/feedback"
	"earshot/ledger"
)

// TestKeysLife goes through a key's life by commands: made with an end, rotated,
// revoked, ended by itself; what became of it is on record, and the secret of
// none is stored.
func TestKeysLife(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	database := "sqlite:" + filepath.Join(t.TempDir(), "earshot.db")
	ok := func(args ...string) string {
		t.Helper()
		code, out := publishRun(t, now, append(args, "--database="+database)...)
		if code != exitOK {
			t.Fatalf("%v: exit %d: %s", args, code, out)
		}
		return strings.TrimSpace(out)
	}
	made := func(args ...string) (id, token string) {
		t.Helper()
		var out struct{ ID, Token string }
		if err := json.Unmarshal([]byte(ok(append(args, "--json", "--by", "ann")...)), &out); err != nil {
			t.Fatal(err)
		}
		return out.ID, out.Token
	}
	inForce := func(tokens ...string) (out []bool) {
		t.Helper()
		err := withStore(t.Context(), config{Database: database}, func(s ledger.Store) error {
			ring := api.NewKeyring(s, func() time.Time { return now })
			for _, token := range tokens {
				_, err := ring.Authenticate(t.Context(), token)
				out = append(out, err == nil)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	one, oneToken := made("keys", "create", "--name", "A partner", "--role", "operator", "--expires", "2026-11-22")
	two, twoToken := made("keys", "rotate", one, "--overlap", "24h")
	check := func(when string, a, b bool) {
		t.Helper()
		if got := inForce(oneToken, twoToken); got[0] != a || got[1] != b {
			t.Errorf("%s the two keys are in force: %v", when, got)
		}
	}
	check("at once", true, true)
	now = now.Add(25 * time.Hour)
	check("after the overlap", false, true)
	if code, out := publishRun(t, now, "keys", "rotate", one, "--database="+database); code == exitOK {
		t.Errorf("a key that has ended is rotated: %s", out)
	}
	now = feedback.DateDay(2026, 11, 25).Start()
	check("after its own end", false, false)
	three, _ := made("keys", "create", "--name", "Another", "--role", "operator")
	ok("keys", "revoke", three, "--by", "bob")
	log := ok("keys", "log")
	for _, want := range []string{one + "  created  by ann", one + "  rotated  by ann  " + two, two + "  created  by ann  " + one, three + "  revoked  by bob"} {
		if !strings.Contains(log, want) {
			t.Errorf("the record lacks %q:\n%s", want, log)
		}
	}
	list := ok("keys", "list")
	for _, want := range []string{"ended 2026-11-21", "revoked 2026-11-25"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %q:\n%s", want, list)
		}
	}
	for _, token := range []string{oneToken, twoToken} {
		if secret := strings.Split(token, "_")[2]; databaseHolds(t, database, secret) {
			t.Error("the database holds a key's secret")
		}
	}
}

// databaseHolds reports whether the files of a SQLite database hold a text.
func databaseHolds(t *testing.T, database, text string) bool {
	t.Helper()
	files, err := filepath.Glob(strings.TrimPrefix(database, "sqlite:") + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	return slices.ContainsFunc(files, func(file string) bool {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(b, []byte(text))
	})
}
