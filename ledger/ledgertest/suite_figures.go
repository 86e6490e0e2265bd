package ledgertest

import (
	"errors"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
)

// official gives a figure of the Test's published results.
func official(n int, month feedback.Month, total int64) *ledger.Figure {
	return &ledger.Figure{Path: Path(n), Month: month, Series: ledger.Official, Total: total, Eligible: ledger.Unknown,
		Ratings: [6]int64{1, 2, 3, ledger.Unknown, 5, 1 << 40}, Modes: [8]int64{ledger.Unknown, 7}}
}

func counted(id string, f *ledger.Figure) ledger.Command {
	return ledger.Command{Kind: ledger.Counted, Source: "counts", SourceID: id, At: Epoch(), Figure: f}
}

func testFigures(t *testing.T, db Database) {
	b := open(t, db)
	july := feedback.DateDay(2026, 7, 1).Month()
	icb := &ledger.Figure{Path: feedback.Path{ICB: "icb0000001"}, Month: july, Series: ledger.Official, Total: 9}
	seen := &ledger.Figure{Path: Path(1), Month: july, Series: ledger.Activity, Measure: "attendances", AgeBand: "65+", Total: 40}
	one := b.receive("1", 1)
	receipts := b.append(counted("a", official(1, july, 10)), counted("b", official(2, july, 20)), counted("c", official(1, july-1, 30)),
		counted("d", icb), counted("e", seen), counted("f", official(1, july, 11)))
	if r := b.append(counted("a", official(1, july, 10)))[0]; !r.Duplicate || r.ID != receipts[0].ID {
		t.Errorf("the same again: %+v", r)
	}
	e := b.entry(receipts[0].ID)
	if e.Kind != ledger.Counted || e.Plus != nil || e.Minus != nil || !e.Subject.IsZero() || e.Figure == nil {
		t.Fatalf("entry %+v", e)
	}
	b.equal("figure", *e.Figure, *official(1, july, 10))
	get := func(q ledger.FigureQuery) []ledger.StoredFigure {
		t.Helper()
		out, err := b.Figures(b.ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	b.equal("of one place", get(ledger.FigureQuery{Place: Path(1).Place(), From: july, To: july, Series: ledger.Official}),
		[]ledger.StoredFigure{{Figure: *official(1, july, 11), ID: receipts[5].ID, Version: 2}})
	for i, c := range []struct {
		q    ledger.FigureQuery
		want int
	}{{ledger.FigureQuery{From: july - 5, To: july + 5}, 5}, {ledger.FigureQuery{From: july, To: july}, 4}, {ledger.FigureQuery{From: july, To: july, Series: ledger.Activity}, 1},
		{ledger.FigureQuery{Place: "icb0000001", From: july, To: july}, 1}, {ledger.FigureQuery{From: july + 1, To: july + 9}, 0}} {
		if got := get(c.q); len(got) != c.want {
			t.Errorf("query %d: %d figures, want %d", i, len(got), c.want)
		}
	}
	if _, err := b.State(b.ctx, receipts[0].ID); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("a figure has the state of a response: %v", err)
	}
	b.refuse(Change(ledger.Withdrawn, "w", receipts[0].ID), feedback.ErrNotFound)
	bad := official(1, july, -2)
	b.refuse(counted("x", bad), feedback.ErrInvalid)
	b.refuse(counted("x", nil), feedback.ErrInvalid)
	b.refuse(counted("x", &ledger.Figure{Series: ledger.Official, Month: july}), feedback.ErrInvalid)
	if st := b.state(one); st.Version != 1 {
		t.Errorf("a response was changed by figures: %+v", st)
	}
	b.audit()
}
