package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"earshot/feedback"
	"earshot/ledger"
)

// SQLSTATE codes that are looked for.
const (
	uniqueViolation      = "23505"
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
)

// wrap gives a database error one of feedback's meanings. PostgreSQL's own
// message is kept, its detail, which may quote values, is not.
func wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg):
		plain := fmt.Errorf("%s (SQLSTATE %s)", pg.Message, pg.Code)
		if passing(pg.Code) {
			return fmt.Errorf("postgres: %s: %w: %w", op, feedback.ErrUnavailable, plain)
		}
		return fmt.Errorf("postgres: %s: %w", op, plain)
	case errors.Is(err, context.Canceled), meant(err), errors.Is(err, pgx.ErrNoRows):
		return fmt.Errorf("postgres: %s: %w", op, err)
	}
	// What did not come from the server is a connection that failed or a
	// deadline that passed while waiting for one.
	return fmt.Errorf("postgres: %s: %w: %w", op, feedback.ErrUnavailable, err)
}

// meant reports whether err has a meaning of its own already.
func meant(err error) bool {
	for _, e := range [...]error{feedback.ErrInvalid, feedback.ErrNotFound, feedback.ErrConflict, feedback.ErrCorrupt,
		feedback.ErrUnavailable, ledger.ErrNewerSchema, ledger.ErrRelock} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// passing reports whether an error may go away by itself: no connection, no
// resources, a server that is stopping or standing by, a timeout, an I/O error.
func passing(code string) bool {
	switch code {
	case "25006", // read-only transaction, as on a standby after a failover
		"25P03", // idle in transaction for too long
		"55P03", // lock not available in time
		"57014", // statement timeout
		"57P01", "57P02", "57P03", "57P05",
		serializationFailure, deadlockDetected:
		return true
	}
	switch code[:min(2, len(code))] {
	case "08", "53", "58":
		return true
	}
	return false
}

// again reports whether a batch that failed so should be tried again at once:
// another process was faster, and what it stored can now be seen.
func again(err error) bool {
	if errors.Is(err, ledger.ErrRelock) {
		return true
	}
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == uniqueViolation || pg.Code == serializationFailure || pg.Code == deadlockDetected)
}

// lost reports whether the connection itself failed.
func lost(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "57P01" || pg.Code == "57P02" || pg.Code[:min(2, len(pg.Code))] == "08"
	}
	return !meant(err) && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, pgx.ErrNoRows)
}
