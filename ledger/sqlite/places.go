package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"earshot/feedback"
	"earshot/ledger"
)

// PlacesVersion gives the number of the directory's last change.
func (s *Store) PlacesVersion(ctx context.Context) (int64, error) {
	var v int64
	err := s.read.QueryRowContext(ctx, `SELECT version FROM directory`).Scan(&v)
	return v, wrap("places", err)
}

// LoadPlaces gives the whole directory in one snapshot; see [ledger.Places].
func (s *Store) LoadPlaces(ctx context.Context) (ledger.PlaceSet, error) {
	set, err := s.loadPlaces(ctx)
	if err != nil {
		return ledger.PlaceSet{}, wrap("places", err)
	}
	return set, nil
}

func (s *Store) loadPlaces(ctx context.Context) (set ledger.PlaceSet, err error) {
	tx, err := s.read.BeginTx(ctx, nil)
	if err != nil {
		return set, err
	}
	defer tx.Rollback()
	if err := tx.QueryRowContext(ctx, `SELECT version FROM directory`).Scan(&set.Version); err != nil {
		return set, err
	}
	recorded, err := loadVersions(ctx, tx, &set)
	if err != nil {
		return set, err
	}
	if err := loadSuccessors(ctx, tx, &set, recorded); err != nil {
		return set, err
	}
	rows, err := tx.QueryContext(ctx, `SELECT gss, name FROM areas a
		WHERE recorded = (SELECT max(recorded) FROM areas b WHERE b.gss = a.gss) ORDER BY gss`)
	if err != nil {
		return set, err
	}
	defer rows.Close()
	for rows.Next() {
		var a feedback.Area
		if err := rows.Scan(&a.GSS, &a.Name); err != nil {
			return set, err
		}
		set.Areas = append(set.Areas, a)
	}
	return set, rows.Err()
}

// versionKey names one recorded version of a place.
type versionKey struct {
	id       feedback.PlaceID
	from     feedback.Day
	recorded int64
}

func loadVersions(ctx context.Context, tx *sql.Tx, set *ledger.PlaceSet) (map[versionKey]int, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, valid_from, recorded, level, name, code, public_code, setting, parent, area, valid_to, closed, postcode
		FROM place_versions v
		WHERE recorded = (SELECT max(recorded) FROM place_versions w WHERE w.id = v.id AND w.valid_from = v.valid_from)
		ORDER BY id, valid_from`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	recorded := make(map[versionKey]int)
	for rows.Next() {
		var p feedback.Place
		var at int64
		if err := rows.Scan(&p.ID, &p.From, &at, &p.Level, &p.Name, &p.Code, &p.PublicCode, &p.Setting, &p.Parent, &p.Area, &p.To, &p.Closed, &p.Postcode); err != nil {
			return nil, err
		}
		recorded[versionKey{p.ID, p.From, at}] = len(set.Places)
		set.Places = append(set.Places, p)
	}
	return recorded, rows.Err()
}

func loadSuccessors(ctx context.Context, tx *sql.Tx, set *ledger.PlaceSet, recorded map[versionKey]int) error {
	rows, err := tx.QueryContext(ctx, `SELECT id, valid_from, recorded, successor FROM place_successors ORDER BY id, valid_from, recorded, position`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var k versionKey
		var successor feedback.PlaceID
		if err := rows.Scan(&k.id, &k.from, &k.recorded, &successor); err != nil {
			return err
		}
		if i, ok := recorded[k]; ok {
			set.Places[i].Successors = append(set.Places[i].Successors, successor)
		}
	}
	return rows.Err()
}

// SavePlaces stores new versions; see [ledger.Places].
func (s *Store) SavePlaces(ctx context.Context, base int64, set ledger.PlaceSet) (int64, error) {
	err := s.transact(ctx, "save places", func(ctx context.Context, tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE directory SET version = version + 1 WHERE version = ?`, base)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return fmt.Errorf("the directory of places has changed since version %d: %w", base, feedback.ErrConflict)
		}
		return savePlaces(ctx, tx, base+1, set)
	})
	if err != nil {
		return 0, err
	}
	return base + 1, nil
}

func savePlaces(ctx context.Context, tx *sql.Tx, version int64, set ledger.PlaceSet) error {
	place, err := tx.PrepareContext(ctx, `INSERT INTO place_versions (id, valid_from, recorded, level, name, code, public_code, setting, parent, area, valid_to, closed, postcode)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`)
	if err != nil {
		return err
	}
	defer place.Close()
	for i := range set.Places {
		p := &set.Places[i]
		_, err := place.ExecContext(ctx, string(p.ID), int64(p.From), version, int64(p.Level), p.Name, string(p.Code), string(p.PublicCode),
			int64(p.Setting), string(p.Parent), string(p.Area), int64(p.To), p.Closed, string(p.Postcode))
		if err != nil {
			return err
		}
		for n, successor := range p.Successors {
			if _, err := tx.ExecContext(ctx, `INSERT INTO place_successors (id, valid_from, recorded, position, successor) VALUES (?,?,?,?,?)`,
				string(p.ID), int64(p.From), version, n, string(successor)); err != nil {
				return err
			}
		}
	}
	for _, a := range set.Areas {
		if _, err := tx.ExecContext(ctx, `INSERT INTO areas (gss, recorded, name) VALUES (?,?,?)`, string(a.GSS), version, a.Name); err != nil {
			return err
		}
	}
	return nil
}
