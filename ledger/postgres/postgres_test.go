package postgres_test

import (
	"os"
	"testing"

	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/ledger/postgres"
)

var _ ledger.Store = (*postgres.Store)(nil)

// server is shared by the tests of this package; TestMain sets it.
var (
	server    *ledgertest.Postgres
	serverErr error
)

func TestMain(m *testing.M) {
	server, serverErr = ledgertest.StartPostgresMain()
	code := m.Run()
	if server != nil {
		server.Close()
	}
	os.Exit(code)
}

func newDatabase(t testing.TB) string {
	t.Helper()
	if serverErr != nil {
		ledgertest.Missing(t, serverErr)
	}
	return server.NewDatabase(t)
}

func BenchmarkAppend(b *testing.B) {
	s, err := postgres.Open(b.Context(), newDatabase(b))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	ledgertest.BenchmarkAppend(b, s)
}
