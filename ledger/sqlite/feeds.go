package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// ListFeeds gives the state of every source; see [ledger.Feeds].
func (s *Store) ListFeeds(ctx context.Context) ([]ledger.Feed, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT state FROM feeds ORDER BY name`)
	if err != nil {
		return nil, wrap("feeds", err)
	}
	defer rows.Close()
	var out []ledger.Feed
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return nil, wrap("feeds", err)
		}
		f, err := ledger.DecodeFeed(b)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, wrap("feeds", rows.Err())
}

// Feed gives the state of a source; see [ledger.Feeds].
func (s *Store) Feed(ctx context.Context, name string) (ledger.Feed, error) {
	var b []byte
	err := s.read.QueryRowContext(ctx, `SELECT state FROM feeds WHERE name = ?`, name).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return ledger.Feed{}, fmt.Errorf("feed %s: %w", name, feedback.ErrNotFound)
	}
	if err != nil {
		return ledger.Feed{}, wrap("feed", err)
	}
	return ledger.DecodeFeed(b)
}

// PutFeed stores the state of a source; see [ledger.Feeds].
func (s *Store) PutFeed(ctx context.Context, f ledger.Feed) error {
	state, err := ledger.EncodeFeed(f)
	if err != nil {
		return err
	}
	return s.exec(ctx, "store a feed", `INSERT INTO feeds (name, state) VALUES (?,?)
		ON CONFLICT (name) DO UPDATE SET state = excluded.state`, f.Name, state)
}

// LeaseFeed gives the right to collect a source; see [ledger.Feeds].
func (s *Store) LeaseFeed(ctx context.Context, name, holder string, now, until time.Time) (bool, error) {
	var n int64
	err := s.transact(ctx, "lease a feed", func(ctx context.Context, tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `INSERT INTO feed_leases (name, holder, until) VALUES (?1,?2,?3)
			ON CONFLICT (name) DO UPDATE SET holder = ?2, until = ?3 WHERE feed_leases.holder = ?2 OR feed_leases.until <= ?4`,
			name, holder, until.UnixMicro(), now.UnixMicro())
		if err != nil {
			return err
		}
		n, err = res.RowsAffected()
		return err
	})
	return n > 0, err
}

// FeedItems gives known items by id; see [ledger.Feeds].
func (s *Store) FeedItems(ctx context.Context, name string, ids []string) (map[string]ledger.FeedItem, error) {
	out := make(map[string]ledger.FeedItem)
	for _, id := range ids {
		var b []byte
		err := s.read.QueryRowContext(ctx, `SELECT state FROM feed_items WHERE feed = ? AND id = ?`, name, id).Scan(&b)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, wrap("feed items", err)
		}
		if out[id], err = ledger.DecodeFeedItem(b); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ListFeedItems gives items in order of id; see [ledger.Feeds].
func (s *Store) ListFeedItems(ctx context.Context, name, after string, limit int) ([]ledger.FeedItem, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT state FROM feed_items WHERE feed = ? AND id > ? ORDER BY id LIMIT ?`, name, after, limit)
	if err != nil {
		return nil, wrap("feed items", err)
	}
	defer rows.Close()
	var out []ledger.FeedItem
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return nil, wrap("feed items", err)
		}
		i, err := ledger.DecodeFeedItem(b)
		if err != nil {
			return nil, err
		}
		out = append(out, i)
	}
	return out, wrap("feed items", rows.Err())
}

// PutFeedItems stores items of a source; see [ledger.Feeds].
func (s *Store) PutFeedItems(ctx context.Context, name string, items []ledger.FeedItem) error {
	states := make([]string, len(items))
	for i := range items {
		var err error
		if states[i], err = ledger.EncodeFeedItem(items[i]); err != nil {
			return err
		}
	}
	if len(items) == 0 {
		return nil
	}
	return s.transact(ctx, "store feed items", func(ctx context.Context, tx *sql.Tx) error {
		for i := range items {
			if _, err := tx.ExecContext(ctx, `INSERT INTO feed_items (feed, id, state) VALUES (?,?,?)
				ON CONFLICT (feed, id) DO UPDATE SET state = excluded.state`, name, items[i].ID, states[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// FindResponses finds responses by their source ids; see [ledger.Feeds].
func (s *Store) FindResponses(ctx context.Context, source feedback.Source, ids []string) (map[string]ledger.ID, error) {
	out := make(map[string]ledger.ID)
	for _, id := range ids {
		var at int64
		err := s.read.QueryRowContext(ctx, `SELECT id FROM entries WHERE source = ? AND source_id = ? AND kind <> 6 AND kind = 1`, string(source), id).Scan(&at)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, wrap("find responses", err)
		}
		out[id] = idOf(at)
	}
	return out, nil
}
