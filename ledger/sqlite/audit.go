package sqlite

import (
	"context"
	"database/sql"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// Audit checks a partition in one snapshot; see [ledger.Store].
func (s *Store) Audit(ctx context.Context, p ledger.Partition, progress func(entries int64)) (ledger.Audit, error) {
	tx, err := s.read.BeginTx(ctx, nil)
	if err != nil {
		return ledger.Audit{}, wrap("audit", err)
	}
	defer tx.Rollback()
	var head ledger.Head
	var hash []byte
	if err := tx.QueryRowContext(ctx, `SELECT seq, hash FROM heads WHERE partition = ?`, int64(p)).Scan(&head.Seq, &hash); err != nil {
		return ledger.Audit{}, wrap("audit", err)
	}
	copy(head.Hash[:], hash)
	a := ledger.NewAuditor(p, head)
	if err := auditRows(ctx, tx, p, a, progress); err != nil {
		return ledger.Audit{}, wrap("audit", err)
	}
	if err := auditWords(ctx, tx, a); err != nil {
		return ledger.Audit{}, wrap("audit", err)
	}
	return a.Done(), nil
}

func auditRows(ctx context.Context, tx *sql.Tx, p ledger.Partition, a *ledger.Auditor, progress func(int64)) error {
	rows, err := tx.QueryContext(ctx, `SELECT id, kind, at, source, source_id, subject, version, place, coalesce(rating, 0), answered_on,
		facts, words, words_commitment, hash FROM entries WHERE id >= ? AND id <= ? ORDER BY id`,
		packed(ledger.ID{Partition: p}), packed(ledger.ID{Partition: p, Seq: 1<<48 - 1}))
	if err != nil {
		return err
	}
	defer rows.Close()
	var scan rowScanner
	var n int64
	for rows.Next() {
		var place, day string
		var rating uint8
		var commitment sql.RawBytes
		if err := rows.Scan(&scan.id, &scan.kind, &scan.at, &scan.source, &scan.sourceID, &scan.subject, &scan.version,
			&place, &rating, &day, &scan.facts, &scan.words, &commitment, &scan.hash); err != nil {
			return err
		}
		r := scan.row()
		r.Place, r.Rating, r.Commitment = feedback.PlaceID(place), feedback.Rating(rating), commitment
		if r.AnsweredOn, err = feedback.ParseDay(day); err != nil {
			r.AnsweredOn = feedback.NoDay // never what the facts say
		}
		a.Row(r)
		if n++; progress != nil && n%1000 == 0 {
			progress(n)
		}
	}
	if progress != nil {
		progress(n)
	}
	return rows.Err()
}

// auditWords checks that words are gone where and only where they were erased.
func auditWords(ctx context.Context, tx *sql.Tx, a *ledger.Auditor) error {
	for _, id := range a.Blanked() {
		var erased bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM entries WHERE subject = ? AND kind IN (7, 8))`, packed(id)).Scan(&erased); err != nil {
			return err
		}
		if !erased {
			a.Fault(id, ledger.WordsGone)
		}
	}
	for _, id := range a.Erased() {
		var left bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM entries WHERE id = ?1 AND words IS NOT NULL
			UNION ALL SELECT 1 FROM entries WHERE subject = ?1 AND words IS NOT NULL)`, packed(id)).Scan(&left); err != nil {
			return err
		}
		if left {
			a.Fault(id, ledger.WordsLeft)
		}
	}
	return nil
}

// micros and fromMicros store instants; the zero time is NULL.
func micros(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMicro(), Valid: !t.IsZero()}
}

func fromMicros(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.UnixMicro(n.Int64).UTC()
}
