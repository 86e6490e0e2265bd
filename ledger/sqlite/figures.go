package sqlite

import (
	"context"

	"earshot/ledger"
)

// Figures gives what was counted elsewhere; see [ledger.Figures].
func (s *Store) Figures(ctx context.Context, q ledger.FigureQuery) ([]ledger.StoredFigure, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, facts FROM entries WHERE kind = 10 AND answered_on >= ?1 AND answered_on <= ?2
		AND (?3 = '' OR place = ?3) ORDER BY id`, q.From.First().String(), q.To.Last().String(), string(q.Place))
	if err != nil {
		return nil, wrap("figures", err)
	}
	defer rows.Close()
	var ids []ledger.ID
	var stored [][]byte
	for rows.Next() {
		var id int64
		var facts []byte
		if err := rows.Scan(&id, &facts); err != nil {
			return nil, wrap("figures", err)
		}
		ids, stored = append(ids, idOf(id)), append(stored, facts)
	}
	if err := rows.Err(); err != nil {
		return nil, wrap("figures", err)
	}
	return ledger.FiguresInForce(q, ids, stored)
}
