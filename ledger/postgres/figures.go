package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"earshot/ledger"
)

// Figures gives what was counted elsewhere; see [ledger.Figures].
func (s *Store) Figures(ctx context.Context, q ledger.FigureQuery) ([]ledger.StoredFigure, error) {
	rows, err := s.pool.Query(ctx, `SELECT partition, seq, facts FROM entries
		WHERE kind = 10 AND answered_on >= DATE '1970-01-01' + $1::integer AND answered_on <= DATE '1970-01-01' + $2::integer
		AND ($3::text = '' OR place = $3::text) ORDER BY partition, seq`, int32(q.From.First()), int32(q.To.Last()), string(q.Place))
	if err != nil {
		return nil, wrap("figures", err)
	}
	var ids []ledger.ID
	var stored [][]byte
	var p int16
	var seq int64
	var facts []byte
	_, err = pgx.ForEachRow(rows, []any{&p, &seq, &facts}, func() error {
		ids, stored = append(ids, idOf(p, seq)), append(stored, facts)
		return nil
	})
	if err != nil {
		return nil, wrap("figures", err)
	}
	return ledger.FiguresInForce(q, ids, stored)
}
