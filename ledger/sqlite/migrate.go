package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"earshot/feedback"
	"earshot/ledger"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the tables up to date, each migration in a transaction of its
// own. If two programs start at once one of them fails on what the other did;
// it looks again.
func migrate(ctx context.Context, db *sql.DB) error {
	const attempts = 20
	var err error
	for range attempts {
		if err = migrateOnce(ctx, db); err == nil || errors.Is(err, ledger.ErrNewerSchema) ||
			errors.Is(err, feedback.ErrCorrupt) || ctx.Err() != nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
	return err
}

func migrateOnce(ctx context.Context, db *sql.DB) error {
	if err := db.PingContext(ctx); err != nil {
		return wrap("open", err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("sqlite: %w", err)
	}
	p, err := goose.NewProvider(database.DialectSQLite3, db, files,
		goose.WithTableName("schema_version"), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("sqlite: migrations: %w", err)
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return wrap("read the schema's version", err)
	}
	if have > want {
		return fmt.Errorf("sqlite: %w: its schema is %d, this program knows %d; run the newer program", ledger.ErrNewerSchema, have, want)
	}
	if have == want {
		return nil
	}
	if _, err = p.Up(ctx); err != nil {
		return wrap("bring the schema up to date", err)
	}
	return nil
}
