package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/warningdb"
)

// statements are those of Append, prepared once on the write connection.
type statements struct {
	state, insert, blankOne, blankRest, blankVoice, head, contact, reply *sql.Stmt
}

func (t *statements) all() map[**sql.Stmt]string {
	return map[**sql.Stmt]string{
		&t.state:  selectState,
		&t.insert: `INSERT INTO entries (id, kind, at, source, source_id, subject, version, place, rating, answered_on, facts, words, words_commitment, hash) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		// Two statements, since SQLite would read the whole table for an OR.
		&t.blankOne:   `UPDATE entries SET words = NULL WHERE id = ?`,
		&t.blankRest:  `UPDATE entries SET words = NULL WHERE subject = ? AND words IS NOT NULL`,
		&t.blankVoice: warningdb.BlankVoices + `?`,
		&t.head:       `UPDATE heads SET seq = ?, hash = ? WHERE partition = ?`,
		&t.contact:    upsertConversation,
		&t.reply:      updateReply,
	}
}

func (t *statements) prepare(ctx context.Context, db *sql.DB) error {
	for stmt, text := range t.all() {
		var err error
		if *stmt, err = db.PrepareContext(ctx, text); err != nil {
			return wrap("prepare", err)
		}
	}
	return nil
}

func (t *statements) close() {
	for stmt := range t.all() {
		if *stmt != nil {
			(*stmt).Close()
		}
	}
}

// transact runs f in a transaction that holds SQLite's write lock from its
// start. Once begun it is not interrupted: it is short, and an interrupted
// commit would leave its outcome open.
func (s *Store) transact(ctx context.Context, op string, f func(context.Context, *sql.Tx) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return wrap(op, err)
	}
	ctx = context.WithoutCancel(ctx)
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return wrap(op, err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return wrap(op, err)
	}
	if err = f(ctx, tx); err == nil {
		err = tx.Commit()
	}
	if err == nil {
		return nil
	}
	tx.Rollback() // SQLite may have done so itself
	err = wrap(op, err)
	if errors.Is(err, feedback.ErrUnavailable) {
		// After a full disk or a failed write nothing that the connection
		// remembers is to be trusted; the next one begins afresh.
		conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	return err
}

// knows reads what the planner must know of commands.
func (s *Store) knows(ctx context.Context, tx *sql.Tx, cmds []ledger.Command) (ledger.Known, error) {
	var known ledger.Known
	if err := s.knownFirst(ctx, tx, cmds, &known); err != nil {
		return known, err
	}
	if err := s.knownVersions(ctx, tx, cmds, &known); err != nil {
		return known, err
	}
	subjects := ledger.Subjects(cmds)
	known.States = make(map[ledger.ID]ledger.State, len(subjects))
	for _, id := range subjects {
		state, err := stateOf(tx.StmtContext(ctx, s.stmts.state).QueryRowContext(ctx, packed(id)), id)
		if errors.Is(err, feedback.ErrNotFound) {
			continue
		}
		if err != nil {
			return known, err
		}
		known.States[id] = state
	}
	return known, s.knownHeads(ctx, tx, cmds, &known)
}

// knownFirst reads which commands were stored before, source by source.
func (s *Store) knownFirst(ctx context.Context, tx *sql.Tx, cmds []ledger.Command, known *ledger.Known) error {
	known.First = make(map[ledger.SourceKey]ledger.Receipt, len(cmds))
	ids := make(map[feedback.Source][]any)
	for i := range cmds {
		if c := &cmds[i]; c.HasKey() {
			ids[c.Source] = append(ids[c.Source], c.SourceID)
		}
	}
	for source, list := range ids {
		err := s.known.find(ctx, tx, selectFirst, []any{string(source)}, list, func(rows *sql.Rows) error {
			var sourceID string
			var id int64
			var subject sql.NullInt64
			if err := rows.Scan(&sourceID, &id, &subject); err != nil {
				return err
			}
			r := ledger.Receipt{ID: idOf(id), Subject: idOf(id)}
			if subject.Valid {
				r.Subject = idOf(subject.Int64)
			}
			known.First[ledger.SourceKey{Source: source, ID: sourceID}] = r
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// knownVersions reads the versions of the commands' conversations.
func (s *Store) knownVersions(ctx context.Context, tx *sql.Tx, cmds []ledger.Command, known *ledger.Known) error {
	var hashes []any
	for i := range cmds {
		if c := cmds[i].Contact; c != nil {
			hashes = append(hashes, c.Hash[:])
		}
	}
	known.Versions = make(map[ledger.ContactHash]int64)
	return s.known.find(ctx, tx, selectVersions, nil, hashes, func(rows *sql.Rows) error {
		var hash sql.RawBytes
		var version int64
		if err := rows.Scan(&hash, &version); err != nil {
			return err
		}
		known.Versions[ledger.ContactHash(hash)] = version
		return nil
	})
}

// knownHeads reads the ends of the partitions that commands need.
func (s *Store) knownHeads(ctx context.Context, tx *sql.Tx, cmds []ledger.Command, known *ledger.Known) error {
	var need []any
	for _, p := range ledger.LockSet(cmds, known.States) {
		need = append(need, int64(p))
	}
	known.Heads = make(map[ledger.Partition]ledger.Head, len(need))
	return s.known.find(ctx, tx, selectHeads, nil, need, func(rows *sql.Rows) error {
		var p ledger.Partition
		var h ledger.Head
		var hash sql.RawBytes
		if err := rows.Scan(&p, &h.Seq, &hash); err != nil {
			return err
		}
		copy(h.Hash[:], hash)
		known.Heads[p] = h
		return nil
	})
}

// store writes a plan.
func (s *Store) store(ctx context.Context, tx *sql.Tx, plan *ledger.Plan) error {
	insert := tx.StmtContext(ctx, s.stmts.insert)
	for i := range plan.Rows {
		r := &plan.Rows[i]
		_, err := insert.ExecContext(ctx, packed(r.ID), int64(r.Kind), r.At.UnixMicro(), string(r.Source), r.SourceID,
			nullID(r.Subject), int64(r.Version), string(r.Place), sql.NullInt64{Int64: int64(r.Rating), Valid: r.Rating != 0},
			r.AnsweredOn.String(), r.Facts, nullBytes(r.Words), nullBytes(r.Commitment), r.Hash[:])
		if err != nil {
			return err
		}
	}
	for _, id := range plan.Blank {
		for _, blank := range []*sql.Stmt{s.stmts.blankOne, s.stmts.blankRest, s.stmts.blankVoice} {
			if _, err := tx.StmtContext(ctx, blank).ExecContext(ctx, packed(id)); err != nil {
				return err
			}
		}
	}
	for i := range plan.Contacts {
		if _, err := tx.StmtContext(ctx, s.stmts.contact).ExecContext(ctx, conversationArgs(&plan.Contacts[i])...); err != nil {
			return err
		}
	}
	for i := range plan.Replies {
		r := &plan.Replies[i]
		if _, err := tx.StmtContext(ctx, s.stmts.reply).ExecContext(ctx, r.At.UnixMicro(), r.Words, r.Invitation); err != nil {
			return err
		}
	}
	head := tx.StmtContext(ctx, s.stmts.head)
	for i := range plan.Heads {
		h := &plan.Heads[i]
		if _, err := head.ExecContext(ctx, int64(h.Seq), h.Hash[:], int64(h.Partition)); err != nil {
			return err
		}
	}
	return nil
}

func nullID(id ledger.ID) sql.NullInt64 {
	return sql.NullInt64{Int64: packed(id), Valid: !id.IsZero()}
}

// nullBytes keeps nil from being stored as an empty blob.
func nullBytes(b []byte) any {
	if b == nil {
		return nil
	}
	return b
}
