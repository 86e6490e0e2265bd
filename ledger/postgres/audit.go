package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"earshot/feedback"
	"earshot/ledger"
)

// Audit checks a partition in one snapshot; see [ledger.Store].
func (s *Store) Audit(ctx context.Context, p ledger.Partition, progress func(entries int64)) (ledger.Audit, error) {
	var out ledger.Audit
	err := pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL statement_timeout = 0`); err != nil { // it reads every row
			return err
		}
		var head ledger.Head
		var seq int64
		var hash []byte
		if err := tx.QueryRow(ctx, `SELECT seq, hash FROM heads WHERE partition = $1`, int16(p)).Scan(&seq, &hash); err != nil {
			return err
		}
		head.Seq = ledger.Seq(seq)
		copy(head.Hash[:], hash)
		a := ledger.NewAuditor(p, head)
		if err := auditRows(ctx, tx, p, a, progress); err != nil {
			return err
		}
		if err := auditWords(ctx, tx, a); err != nil {
			return err
		}
		out = a.Done()
		return nil
	})
	return out, wrap("audit", err)
}

func auditRows(ctx context.Context, tx pgx.Tx, p ledger.Partition, a *ledger.Auditor, progress func(int64)) error {
	rows, err := tx.Query(ctx, `SELECT seq, kind, at, source, source_id, subject_partition, subject_seq, version, place,
		coalesce(rating, 0), answered_on - DATE '1970-01-01', facts, words, words_commitment, hash
		FROM entries WHERE partition = $1 ORDER BY seq`, int16(p))
	if err != nil {
		return err
	}
	scan := rowScanner{partition: p}
	var place string
	var rating int16
	var day int32
	var commitment pgtype.DriverBytes
	var n int64
	_, err = pgx.ForEachRow(rows, []any{&scan.seq, &scan.kind, &scan.at, &scan.source, &scan.sourceID, &scan.sp, &scan.ss, &scan.version,
		&place, &rating, &day, &scan.facts, &scan.words, &commitment, &scan.hash}, func() error {
		r := scan.row()
		r.Place, r.Rating, r.AnsweredOn, r.Commitment = feedback.PlaceID(place), feedback.Rating(rating), feedback.Day(day), commitment
		a.Row(r)
		if n++; progress != nil && n%1000 == 0 {
			progress(n)
		}
		return nil
	})
	if progress != nil {
		progress(n)
	}
	return err
}

// auditWords checks that words are gone where and only where they were erased.
func auditWords(ctx context.Context, tx pgx.Tx, a *ledger.Auditor) error {
	if err := auditIDs(ctx, tx, a, a.Blanked(), ledger.WordsGone, `
		SELECT k.partition, k.seq FROM unnest($1::smallint[], $2::bigint[]) AS k (partition, seq)
		WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.subject_partition = k.partition AND e.subject_seq = k.seq AND e.kind IN (7, 8))`); err != nil {
		return err
	}
	return auditIDs(ctx, tx, a, a.Erased(), ledger.WordsLeft, `
		SELECT k.partition, k.seq FROM unnest($1::smallint[], $2::bigint[]) AS k (partition, seq)
		WHERE EXISTS (SELECT 1 FROM entries e WHERE e.partition = k.partition AND e.seq = k.seq AND e.words IS NOT NULL)
		   OR EXISTS (SELECT 1 FROM entries e WHERE e.subject_partition = k.partition AND e.subject_seq = k.seq AND e.words IS NOT NULL)`)
}

func auditIDs(ctx context.Context, tx pgx.Tx, a *ledger.Auditor, ids []ledger.ID, what, query string) error {
	if len(ids) == 0 {
		return nil
	}
	rows, err := tx.Query(ctx, query, idArgs(ids)...)
	if err != nil {
		return err
	}
	var p int16
	var seq int64
	_, err = pgx.ForEachRow(rows, []any{&p, &seq}, func() error {
		a.Fault(idOf(p, seq), what)
		return nil
	})
	return err
}
