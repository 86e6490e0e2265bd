package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"earshot/feedback"
	"earshot/ledger"
)

// PlacesVersion gives the number of the directory's last change.
func (s *Store) PlacesVersion(ctx context.Context) (int64, error) {
	var v int64
	err := s.pool.QueryRow(ctx, `SELECT version FROM directory`).Scan(&v)
	return v, wrap("places", err)
}

// LoadPlaces gives the whole directory in one snapshot; see [ledger.Places].
func (s *Store) LoadPlaces(ctx context.Context) (ledger.PlaceSet, error) {
	var set ledger.PlaceSet
	err := pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, `SELECT version FROM directory`).Scan(&set.Version); err != nil {
			return err
		}
		if err := loadVersions(ctx, tx, &set); err != nil {
			return err
		}
		return loadAreas(ctx, tx, &set)
	})
	if err != nil {
		return ledger.PlaceSet{}, wrap("places", err)
	}
	return set, nil
}

func loadVersions(ctx context.Context, tx pgx.Tx, set *ledger.PlaceSet) error {
	rows, err := tx.Query(ctx, `
		SELECT DISTINCT ON (id COLLATE "C", valid_from) id, valid_from, level, name, code, public_code, setting, parent, area, valid_to, closed, postcode,
		       ARRAY (SELECT successor FROM place_successors s WHERE s.id = v.id AND s.valid_from = v.valid_from
		              AND s.recorded = v.recorded ORDER BY position)
		FROM place_versions v ORDER BY id COLLATE "C", valid_from, recorded DESC`)
	if err != nil {
		return err
	}
	var id, name, code, public, parent, area, postcode string
	var from, to int32
	var level, setting int16
	var closed bool
	var successors []string
	_, err = pgx.ForEachRow(rows, []any{&id, &from, &level, &name, &code, &public, &setting, &parent, &area, &to, &closed, &postcode, &successors}, func() error {
		p := feedback.Place{ID: feedback.PlaceID(id), Level: feedback.Level(level), Name: name, Code: feedback.OrgCode(code),
			PublicCode: feedback.PublicCode(public), Setting: feedback.Setting(setting), Parent: feedback.PlaceID(parent),
			Area: feedback.GSS(area), From: feedback.Day(from), To: feedback.Day(to), Closed: closed, Postcode: feedback.Postcode(postcode)}
		for _, s := range successors {
			p.Successors = append(p.Successors, feedback.PlaceID(s))
		}
		set.Places = append(set.Places, p)
		return nil
	})
	return err
}

func loadAreas(ctx context.Context, tx pgx.Tx, set *ledger.PlaceSet) error {
	rows, err := tx.Query(ctx, `SELECT DISTINCT ON (gss COLLATE "C") gss, name FROM areas ORDER BY gss COLLATE "C", recorded DESC`)
	if err != nil {
		return err
	}
	var gss, name string
	_, err = pgx.ForEachRow(rows, []any{&gss, &name}, func() error {
		set.Areas = append(set.Areas, feedback.Area{GSS: feedback.GSS(gss), Name: name})
		return nil
	})
	return err
}

// SavePlaces stores new versions; see [ledger.Places].
func (s *Store) SavePlaces(ctx context.Context, base int64, set ledger.PlaceSet) (int64, error) {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE directory SET version = version + 1 WHERE version = $1`, base)
		if err != nil {
			return err
		}
		if tag.RowsAffected() != 1 {
			return fmt.Errorf("the directory of places has changed since version %d: %w", base, feedback.ErrConflict)
		}
		return savePlaces(ctx, tx, base+1, set)
	})
	if err != nil {
		return 0, wrap("save places", err)
	}
	return base + 1, nil
}

func savePlaces(ctx context.Context, tx pgx.Tx, version int64, set ledger.PlaceSet) error {
	var places, successors, areas [][]any
	for i := range set.Places {
		p := &set.Places[i]
		places = append(places, []any{string(p.ID), int32(p.From), version, int16(p.Level), p.Name, string(p.Code), string(p.PublicCode),
			int16(p.Setting), string(p.Parent), string(p.Area), int32(p.To), p.Closed, string(p.Postcode)})
		for n, id := range p.Successors {
			successors = append(successors, []any{string(p.ID), int32(p.From), version, int32(n), string(id)})
		}
	}
	for _, a := range set.Areas {
		areas = append(areas, []any{string(a.GSS), version, a.Name})
	}
	for _, t := range []struct {
		table   string
		columns []string
		rows    [][]any
	}{
		{"place_versions", []string{"id", "valid_from", "recorded", "level", "name", "code", "public_code", "setting", "parent", "area", "valid_to", "closed", "postcode"}, places},
		{"place_successors", []string{"id", "valid_from", "recorded", "position", "successor"}, successors},
		{"areas", []string{"gss", "recorded", "name"}, areas},
	} {
		if len(t.rows) == 0 {
			continue
		}
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{t.table}, t.columns, pgx.CopyFromRows(t.rows)); err != nil {
			return err
		}
	}
	return nil
}
