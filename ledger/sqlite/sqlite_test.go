package sqlite_test

import (
	"path/filepath"
	"testing"

	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/ledger/sqlite"
)

var _ ledger.Store = (*sqlite.Store)(nil)

func BenchmarkAppend(b *testing.B) {
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "ledger.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	ledgertest.BenchmarkAppend(b, s)
}
