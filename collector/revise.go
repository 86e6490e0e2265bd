package collector

import (
	"context"
	"errors"
	"fmt"

	"earshot/feedback"
	"earshot/ledger"
)

// Earlier names a response that a source no longer stands by.
type Earlier struct {
	ID       ledger.ID
	Source   feedback.Source
	SourceID string // of this change; the same change twice is made once
	Erase    bool   // blank the words and keep the counts; else it is withdrawn from both
}

// Replace stores answers in place of earlier ones, all in one transaction: an
// edited story counts once at every moment. Either list may be empty. An
// earlier response that was withdrawn before stays so. Results and error are as
// for [Intake.Submit].
func (in *Intake) Replace(ctx context.Context, earlier []Earlier, subs ...Submission) ([]Result, error) {
	results := make([]Result, len(subs))
	now := in.now().UTC()
	cmds := make([]ledger.Command, 0, len(earlier)+len(subs))
	for _, e := range earlier {
		kind := ledger.Withdrawn
		if e.Erase {
			kind = ledger.Erased
		}
		cmds = append(cmds, ledger.Command{Kind: kind, Source: e.Source, SourceID: e.SourceID, Subject: e.ID, At: now})
	}
	var index []int
	dir := in.places()
	for i := range subs {
		cmd, flagged, err := in.command(dir, now, &subs[i])
		if err != nil {
			results[i].Err = atLine(err, subs[i].Line)
			continue
		}
		results[i].Place, results[i].Flagged = cmd.Response.Path.Place(), flagged
		cmds, index = append(cmds, cmd), append(index, i)
	}
	if len(cmds) == 0 {
		return results, nil
	}
	receipts, err := in.ledger.Append(ctx, cmds...)
	if err != nil {
		return nil, fmt.Errorf("replace %d answers by %d: %w", len(earlier), len(subs), err)
	}
	for i, e := range earlier {
		if err := receipts[i].Err; err != nil && !errors.Is(err, feedback.ErrConflict) {
			return nil, fmt.Errorf("withdraw response %s: %w", e.ID, err)
		}
	}
	for j, r := range receipts[len(earlier):] {
		res := &results[index[j]]
		res.ID, res.Duplicate, res.Err = r.Subject, r.Duplicate, r.Err
	}
	return results, nil
}
