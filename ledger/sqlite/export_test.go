package sqlite

// DSN gives tests the data source name of a ledger file.
func DSN(path string) string { return dsn(path, "immediate") }
