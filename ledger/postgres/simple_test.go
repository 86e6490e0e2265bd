package postgres_test

import (
	"testing"

	"earshot/ledger/ledgertest"
)

// TestConformanceSimpleProtocol runs the suite without prepared statements, as
// behind a connection pooler that knows none; columns come as text then.
func TestConformanceSimpleProtocol(t *testing.T) {
	if testing.Short() {
		t.Skip("the suite a second time")
	}
	ledgertest.Run(t, func(t testing.TB) ledgertest.Database {
		db := newDatabase(t).(database)
		db.url += "&default_query_exec_mode=simple_protocol"
		return db
	})
}
