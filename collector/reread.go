package collector

import (
	"context"
	"errors"
	"fmt"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// RereadReport says what reading old comments again came to.
type RereadReport struct {
	Responses int64 // responses looked at
	Read      int64 // read again
	Current   int64 // read by this version already
	Wordless  int64 // without comments, erased or withdrawn
}

// Rereader reads stored comments again with the present reader. What it finds
// is a further entry for each response; nothing is overwritten.
type Rereader struct {
	intake *Intake
	read   ledger.Reader
	write  ledger.Writer
	now    func() time.Time
}

// NewRereader gives a Rereader that reads as in does.
func NewRereader(in *Intake, r ledger.Reader, w ledger.Writer, now func() time.Time) *Rereader {
	return &Rereader{in, r, w, now}
}

// rereadBatch is how many responses share a transaction.
const rereadBatch = 500

// Run reads again what another version than the given one read. It may be
// stopped and run again at any time: each response is read once by a version.
// progress may be nil; it is given the number of entries passed.
func (r *Rereader) Run(ctx context.Context, version string, progress func(entries int64)) (RereadReport, error) {
	var rep RereadReport
	var passed int64
	for p := range ledger.Partitions {
		for after := ledger.Seq(0); ; {
			entries, err := r.read.Read(ctx, ledger.Partition(p), after, ledger.ReadOptions{Limit: rereadBatch})
			if err != nil {
				return rep, fmt.Errorf("read comments again: %w", err)
			}
			if len(entries) == 0 {
				break
			}
			after = entries[len(entries)-1].ID.Seq
			if err := r.batch(ctx, version, entries, &rep); err != nil {
				return rep, err
			}
			if passed += int64(len(entries)); progress != nil {
				progress(passed)
			}
		}
	}
	return rep, nil
}

// batch reads again the responses that began with these entries.
func (r *Rereader) batch(ctx context.Context, version string, entries []ledger.Entry, rep *RereadReport) error {
	var cmds []ledger.Command
	for i := range entries {
		if entries[i].Kind != ledger.Received {
			continue
		}
		rep.Responses++
		cmd, err := r.command(ctx, version, entries[i].ID, rep)
		if err != nil {
			return err
		}
		if cmd != nil {
			cmds = append(cmds, *cmd)
		}
	}
	if len(cmds) == 0 {
		return nil
	}
	receipts, err := r.write.Append(ctx, cmds...)
	if err != nil {
		return fmt.Errorf("store %d readings: %w", len(cmds), err)
	}
	for _, rc := range receipts {
		switch {
		case errors.Is(rc.Err, feedback.ErrConflict): // erased or withdrawn meanwhile
			rep.Wordless++
		case rc.Err != nil:
			return fmt.Errorf("store the reading of %s: %w", rc.Subject, rc.Err)
		default:
			rep.Read++
		}
	}
	return nil
}

// command reads one response's comments, or gives nil if there is nothing to
// read.
func (r *Rereader) command(ctx context.Context, version string, id ledger.ID, rep *RereadReport) (*ledger.Command, error) {
	st, err := r.read.State(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read comments again: %w", err)
	}
	if st.Facts == nil || st.Erased || len(st.Facts.Comments) == 0 {
		rep.Wordless++
		return nil, nil
	}
	stale := false
	for _, c := range st.Facts.Comments {
		stale = stale || c.Version != version
	}
	if !stale {
		rep.Current++
		return nil, nil
	}
	words, err := r.read.Words(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read comments again: %w", err)
	}
	if len(words.Comments) != len(st.Facts.Comments) { // blanked meanwhile
		rep.Wordless++
		return nil, nil
	}
	readings, _ := r.intake.Read(st.Facts.Rating, words.Comments)
	return &ledger.Command{Kind: ledger.Reread, Source: "reread", SourceID: version + "/" + id.String(), At: r.now().UTC(), Subject: id, Readings: readings}, nil
}
