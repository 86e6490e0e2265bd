package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

// Queries that look up many things at once. The %s is the list.
const (
	selectPeople   = `SELECT hash, sealed, place, state, subject, expires_at, updated_at, version, invitation, language, audience FROM conversations WHERE hash IN (%s)`
	selectOut      = `SELECT hash FROM opt_outs WHERE hash IN (%s) AND out`
	selectNotes    = `SELECT id FROM texts WHERE source = ? AND id IN (%s)`
	selectFirst    = `SELECT source_id, id, subject FROM entries WHERE source = ? AND source_id IN (%s) AND kind <> 6`
	selectHeads    = `SELECT partition, seq, hash FROM heads WHERE partition IN (%s)`
	selectVersions = `SELECT hash, version FROM conversations WHERE hash IN (%s)`
)

// longestList is how many things one query looks for.
const longestList = 256

// lists keeps queries prepared, by the length of their list. Lengths are powers of
// two, so that there are few.
type lists struct {
	db *sql.DB

	mu  sync.Mutex
	all map[listKey]*sql.Stmt
}

type listKey struct {
	query string
	size  int
}

// prepare prepares queries at every length. What is asked in a transaction must
// be, since the connection that it would be prepared on is taken then.
func (l *lists) prepare(ctx context.Context, queries ...string) error {
	for _, q := range queries {
		for size := 1; size <= longestList; size *= 2 {
			if _, err := l.of(ctx, q, size); err != nil {
				return wrap("prepare", err)
			}
		}
	}
	return nil
}

func (l *lists) of(ctx context.Context, query string, size int) (*sql.Stmt, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := listKey{query, size}
	if stmt := l.all[key]; stmt != nil {
		return stmt, nil
	}
	stmt, err := l.db.PrepareContext(ctx, fmt.Sprintf(query, "?"+strings.Repeat(",?", size-1)))
	if err != nil {
		return nil, err
	}
	if l.all == nil {
		l.all = make(map[listKey]*sql.Stmt)
	}
	l.all[key] = stmt
	return stmt, nil
}

func (l *lists) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, stmt := range l.all {
		stmt.Close()
	}
	l.all = nil
}

// find runs a query for a list, in parts, and hands every row to scan. What is
// left over of a length is filled with the last thing again. tx is nil outside a
// transaction; head are the arguments before the list.
func (l *lists) find(ctx context.Context, tx *sql.Tx, query string, head, list []any, scan func(*sql.Rows) error) error {
	for part := range slices.Chunk(list, longestList) {
		size := 1 << bits.Len(uint(len(part)-1))
		args := append(append(make([]any, 0, len(head)+size), head...), part...)
		for len(args) < len(head)+size {
			args = append(args, part[len(part)-1])
		}
		stmt, err := l.of(ctx, query, size)
		if err != nil {
			return err
		}
		if tx != nil {
			stmt = tx.StmtContext(ctx, stmt)
		}
		rows, err := stmt.QueryContext(ctx, args...)
		if err == nil {
			err = scanAll(rows, scan)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func scanAll(rows *sql.Rows, scan func(*sql.Rows) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
