package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"earshot/ledger"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrationLock is the advisory lock that one migrating program holds.
const migrationLock = 0x65617273686f74 // "earshot"

// migrate brings the tables up to date, each migration in a transaction of its
// own. Programs that start at once wait for one another.
func migrate(ctx context.Context, pool *pgxpool.Pool) (err error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return wrap("connect", err)
	}
	defer conn.Release()
	if err := takeMigrationLock(ctx, conn); err != nil {
		return err
	}
	defer func() {
		if _, e := conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, int64(migrationLock)); e != nil {
			conn.Conn().Close(context.WithoutCancel(ctx)) // which gives the lock back too
		}
	}()
	db := stdlib.OpenDBFromPool(pool)
	defer func() { err = errors.Join(err, db.Close()) }()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	p, err := goose.NewProvider(database.DialectPostgres, db, files,
		goose.WithTableName("schema_version"), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("postgres: migrations: %w", err)
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return wrap("read the schema's version", err)
	}
	if have > want {
		return fmt.Errorf("postgres: %w: its schema is %d, this program knows %d; run the newer program", ledger.ErrNewerSchema, have, want)
	}
	if _, err = p.Up(ctx); err != nil {
		return wrap("bring the schema up to date", err)
	}
	return nil
}

// takeMigrationLock waits for the advisory lock. It asks again and again
// instead of waiting in the server, where a statement's time is limited.
func takeMigrationLock(ctx context.Context, conn *pgxpool.Conn) error {
	for {
		var got bool
		if err := conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1)`, int64(migrationLock)).Scan(&got); err != nil {
			return wrap("lock the schema", err)
		}
		if got {
			return nil
		}
		select {
		case <-ctx.Done():
			return wrap("lock the schema", ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}
