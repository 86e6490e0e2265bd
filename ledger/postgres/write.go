package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/warningdb"
)

// attempts is how often a batch is tried when other processes get in its way.
const attempts = 10

// Append stores commands in one transaction; see [ledger.Writer].
func (s *Store) Append(ctx context.Context, cmds ...ledger.Command) ([]ledger.Receipt, error) {
	if len(cmds) == 0 {
		return nil, nil
	}
	for n := 1; ; n++ {
		plan, began, err := s.attempt(ctx, cmds)
		switch {
		case err == nil:
			return plan.Receipts, nil
		case n < attempts && again(err):
			continue
		case lost(err):
			// The server went away; so did every idle connection's other end.
			s.pool.Reset()
			if n == 1 && !began {
				continue // nothing was asked of the server yet
			}
		}
		return nil, wrap("append", err)
	}
}

// attempt tries once to store commands. began says whether the second round
// trip was begun, after which a lost connection leaves the outcome open.
func (s *Store) attempt(ctx context.Context, cmds []ledger.Command) (plan *ledger.Plan, began bool, err error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, false, err
	}
	defer conn.Release() // closes the connection if it is still in a transaction
	subjects := ledger.Subjects(cmds)
	var states map[ledger.ID]ledger.State
	if len(subjects) > 0 {
		rows, err := conn.Query(ctx, selectStates, idArgs(subjects)...)
		if err != nil {
			return nil, false, err
		}
		if states, err = scanStates(rows); err != nil {
			return nil, false, err
		}
	}
	known, err := begin(ctx, conn, cmds, subjects, ledger.LockSet(cmds, states))
	if err == nil {
		plan, err = ledger.MakePlan(known, cmds, rand.Reader)
	}
	if err == nil && !plan.Empty() {
		err, began = commit(ctx, conn, plan), true
		if err == nil {
			return plan, began, nil
		}
	}
	rollback(ctx, conn)
	return plan, began, err
}

// rollback ends a transaction that has nothing to store. If it cannot, the
// connection is closed when it is released, which does the same.
func rollback(ctx context.Context, conn *pgxpool.Conn) {
	if conn.Conn().IsClosed() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	conn.Exec(ctx, `ROLLBACK`)
}

const (
	selectHeads = `SELECT partition, seq, hash FROM heads WHERE partition = ANY ($1::smallint[]) ORDER BY partition FOR UPDATE`

	selectFirst = `
SELECT k.n, e.partition, e.seq, e.subject_partition, e.subject_seq
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (source, source_id, n)
CROSS JOIN LATERAL (SELECT partition, seq, subject_partition, subject_seq FROM entries
                    WHERE source_id = k.source_id AND source = k.source AND kind <> 6 LIMIT 1) e`

	selectStates = `
SELECT k.partition, k.seq, e.partition, e.version, e.facts,
       EXISTS (SELECT 1 FROM entries x WHERE x.subject_partition = k.partition AND x.subject_seq = k.seq AND x.kind IN (7, 8))
FROM unnest($1::smallint[], $2::bigint[]) AS k (partition, seq)
CROSS JOIN LATERAL (SELECT partition, version, facts FROM entries WHERE partition = k.partition AND seq = k.seq AND kind = 1
                    UNION ALL
                    SELECT partition, version, facts FROM entries WHERE subject_partition = k.partition AND subject_seq = k.seq
                    ORDER BY version DESC LIMIT 1) e`
)

// begin is the first round trip: it begins the transaction, locks the heads in
// ascending order, and reads what the planner must know.
func begin(ctx context.Context, conn *pgxpool.Conn, cmds []ledger.Command, subjects []ledger.ID, lock []ledger.Partition) (ledger.Known, error) {
	known := ledger.Known{Heads: make(map[ledger.Partition]ledger.Head, len(lock)), First: make(map[ledger.SourceKey]ledger.Receipt, len(cmds))}
	partitions := make([]int16, len(lock))
	for i, p := range lock {
		partitions[i] = int16(p)
	}
	sources, ids := make([]string, 0, len(cmds)), make([]string, 0, len(cmds))
	for i := range cmds {
		if cmds[i].HasKey() {
			sources, ids = append(sources, string(cmds[i].Source)), append(ids, cmds[i].SourceID)
		}
	}
	batch := &pgx.Batch{}
	batch.Queue(`BEGIN ISOLATION LEVEL READ COMMITTED`)
	batch.Queue(selectHeads, partitions)
	batch.Queue(selectFirst, sources, ids)
	locks, people := peopleOf(cmds)
	if len(people) > 0 {
		batch.Queue(lockPeople, locks)
		batch.Queue(selectVersions, people)
	}
	if len(subjects) > 0 {
		batch.Queue(selectStates, idArgs(subjects)...)
	}
	results := conn.SendBatch(ctx, batch)
	err := readKnown(results, &known, sources, ids, len(people) > 0, len(subjects) > 0)
	return known, errors.Join(err, results.Close())
}

func readKnown(results pgx.BatchResults, known *ledger.Known, sources, ids []string, people, states bool) error {
	if _, err := results.Exec(); err != nil {
		return err
	}
	rows, err := results.Query()
	if err != nil {
		return err
	}
	var p int16
	var seq int64
	var hash pgtype.DriverBytes
	if _, err := pgx.ForEachRow(rows, []any{&p, &seq, &hash}, func() error {
		known.Heads[ledger.Partition(p)] = ledger.Head{Seq: ledger.Seq(seq), Hash: [32]byte(hash)}
		return nil
	}); err != nil {
		return err
	}
	if rows, err = results.Query(); err != nil {
		return err
	}
	var n int64
	var sp pgtype.Int2
	var ss pgtype.Int8
	if _, err := pgx.ForEachRow(rows, []any{&n, &p, &seq, &sp, &ss}, func() error {
		id := idOf(p, seq)
		r := ledger.Receipt{ID: id, Subject: id}
		if ss.Valid {
			r.Subject = idOf(sp.Int16, ss.Int64)
		}
		known.First[ledger.SourceKey{Source: feedback.Source(sources[n-1]), ID: ids[n-1]}] = r
		return nil
	}); err != nil {
		return err
	}
	if people {
		if known.Versions, err = readVersions(results); err != nil {
			return err
		}
	}
	if !states {
		return nil
	}
	if rows, err = results.Query(); err != nil {
		return err
	}
	known.States, err = scanStates(rows)
	return err
}

// readVersions takes the locks' answer, which says nothing, and the versions.
func readVersions(results pgx.BatchResults) (map[ledger.ContactHash]int64, error) {
	if _, err := results.Exec(); err != nil {
		return nil, err
	}
	rows, err := results.Query()
	if err != nil {
		return nil, err
	}
	out := make(map[ledger.ContactHash]int64)
	var hash pgtype.DriverBytes
	var version int64
	_, err = pgx.ForEachRow(rows, []any{&hash, &version}, func() error {
		out[ledger.ContactHash(hash)] = version
		return nil
	})
	return out, err
}

func scanStates(rows pgx.Rows) (map[ledger.ID]ledger.State, error) {
	out := make(map[ledger.ID]ledger.State)
	var kp, p int16
	var seq int64
	var version int
	var facts pgtype.DriverBytes
	var erased bool
	var d ledger.Decoder
	_, err := pgx.ForEachRow(rows, []any{&kp, &seq, &p, &version, &facts, &erased}, func() error {
		s := ledger.State{ID: idOf(kp, seq), Partition: ledger.Partition(p), Version: version, Erased: erased}
		var err error
		_, s.Facts, err = d.Facts(facts)
		out[s.ID] = s
		return err
	})
	return out, err
}

const (
	insertEntries = `
INSERT INTO entries (partition, seq, kind, at, source, source_id, subject_partition, subject_seq, version, place, rating,
                     answered_on, facts, words, words_commitment, hash)
SELECT partition, seq, kind, at, source, source_id, nullif(sp, -1), nullif(ss, 0), version, place, nullif(rating, 0),
       DATE '1970-01-01' + day, facts, words, commitment, hash
FROM unnest($1::smallint[], $2::bigint[], $3::smallint[], $4::timestamptz[], $5::text[], $6::text[], $7::smallint[], $8::bigint[],
            $9::integer[], $10::text[], $11::smallint[], $12::integer[], $13::bytea[], $14::bytea[], $15::bytea[], $16::bytea[])
  AS u (partition, seq, kind, at, source, source_id, sp, ss, version, place, rating, day, facts, words, commitment, hash)`

	blankReceived = `UPDATE entries e SET words = NULL FROM unnest($1::smallint[], $2::bigint[]) AS k (partition, seq)
WHERE e.partition = k.partition AND e.seq = k.seq AND e.words IS NOT NULL`

	blankChanges = `UPDATE entries e SET words = NULL FROM unnest($1::smallint[], $2::bigint[]) AS k (partition, seq)
WHERE e.subject_partition = k.partition AND e.subject_seq = k.seq AND e.words IS NOT NULL`

	blankVoices = warningdb.BlankVoices + `ANY (SELECT (k.partition::bigint << 48) | k.seq FROM unnest($1::smallint[], $2::bigint[]) AS k (partition, seq))`

	updateHeads = `UPDATE heads h SET seq = u.seq, hash = u.hash FROM unnest($1::smallint[], $2::bigint[], $3::bytea[]) AS u (partition, seq, hash)
WHERE h.partition = u.partition`
)

// commit is the second round trip: it writes the plan and commits.
func commit(ctx context.Context, conn *pgxpool.Conn, plan *ledger.Plan) error {
	batch := &pgx.Batch{}
	batch.Queue(insertEntries, entryArgs(plan.Rows)...)
	if len(plan.Blank) > 0 {
		batch.Queue(blankReceived, idArgs(plan.Blank)...)
		batch.Queue(blankChanges, idArgs(plan.Blank)...)
		batch.Queue(blankVoices, idArgs(plan.Blank)...)
	}
	// Of a conversation at its first version there is no row: its person's lock was
	// held when versions were read.
	begun, known := firstVersions(plan.Contacts)
	if len(begun) > 0 {
		batch.Queue(insertConversations, conversationArgs(begun)...)
	}
	if len(known) > 0 {
		batch.Queue(upsertConversations, conversationArgs(known)...)
	}
	if len(plan.Replies) > 0 {
		batch.Queue(updateReplies, replyArgs(plan.Replies)...)
	}
	batch.Queue(updateHeads, headArgs(plan.Heads)...)
	batch.Queue(`COMMIT`)
	results := conn.SendBatch(ctx, batch)
	var err error
	for n := range batch.Len() {
		tag, e := results.Exec()
		if e == nil && n == batch.Len()-1 && tag.String() != "COMMIT" {
			e = fmt.Errorf("commit was answered with %s: %w", tag, feedback.ErrUnavailable)
		}
		if e != nil {
			err = e
			break
		}
	}
	closed := results.Close()
	if err != nil {
		return err
	}
	return closed
}

// firstVersions tells conversations that begin from those that go on.
func firstVersions(list []ledger.Conversation) (begun, known []ledger.Conversation) {
	begun = make([]ledger.Conversation, 0, len(list))
	for _, c := range list {
		if c.Version == 1 {
			begun = append(begun, c)
		} else {
			known = append(known, c)
		}
	}
	return begun, known
}

func entryArgs(rows []ledger.Row) []any {
	n := len(rows)
	partition, seq, kind, at := make([]int16, n), make([]int64, n), make([]int16, n), make([]time.Time, n)
	source, sourceID, place := make([]string, n), make([]string, n), make([]string, n)
	sp, ss, version := make([]int16, n), make([]int64, n), make([]int32, n)
	rating, day := make([]int16, n), make([]int32, n)
	facts, words, commitment, hash := make([][]byte, n), make([][]byte, n), make([][]byte, n), make([][]byte, n)
	for i := range rows {
		r := &rows[i]
		partition[i], seq[i], kind[i], at[i] = int16(r.ID.Partition), int64(r.ID.Seq), int16(r.Kind), r.At
		source[i], sourceID[i], place[i] = string(r.Source), r.SourceID, string(r.Place)
		sp[i], ss[i], version[i] = int16(r.Subject.Partition), int64(r.Subject.Seq), int32(r.Version)
		if r.Subject.IsZero() {
			sp[i] = -1
		}
		rating[i], day[i] = int16(r.Rating), int32(r.AnsweredOn)
		facts[i], words[i], commitment[i], hash[i] = r.Facts, r.Words, r.Commitment, r.Hash[:]
	}
	return []any{partition, seq, kind, at, source, sourceID, sp, ss, version, place, rating, day, facts, words, commitment, hash}
}

func headArgs(heads []ledger.HeadMove) []any {
	partition, seq, hash := make([]int16, len(heads)), make([]int64, len(heads)), make([][]byte, len(heads))
	for i := range heads {
		partition[i], seq[i], hash[i] = int16(heads[i].Partition), int64(heads[i].Seq), heads[i].Hash[:]
	}
	return []any{partition, seq, hash}
}

func idArgs(ids []ledger.ID) []any {
	partition, seq := make([]int16, len(ids)), make([]int64, len(ids))
	for i, id := range ids {
		partition[i], seq[i] = int16(id.Partition), int64(id.Seq)
	}
	return []any{partition, seq}
}

func idOf(partition int16, seq int64) ledger.ID {
	return ledger.ID{Partition: ledger.Partition(partition), Seq: ledger.Seq(seq)}
}
