package ledger

import (
	"bytes"
	"fmt"

	"earshot/feedback"
)

// Auditor checks the rows of one partition, given in order. An engine reads
// head and rows in one snapshot.
type Auditor struct {
	head    Head
	out     Audit
	last    [32]byte
	decoder Decoder
	scratch []byte
	blanked []ID // responses with a row whose words are gone
	erased  []ID // responses that this partition says were erased
}

// NewAuditor begins the audit of a partition with the given head.
func NewAuditor(p Partition, head Head) *Auditor {
	return &Auditor{head: head, out: Audit{Partition: p, Head: head.Seq}}
}

// Row checks the next row. It goes on counting after a fault and reports the
// first only.
func (a *Auditor) Row(r *Row) {
	a.out.Entries++
	if a.out.Fault == "" {
		a.out.Fault = a.check(r)
	}
}

func (a *Auditor) check(r *Row) string {
	if want := (ID{a.out.Partition, Seq(a.out.Entries)}); r.ID != want {
		return fmt.Sprintf("entry %v is missing: entry %v comes in its place", want, r.ID)
	}
	if want := r.chain(a.last, &a.scratch); want != r.Hash {
		return fmt.Sprintf("entry %v: its hash does not follow from its content and the entry before it", r.ID)
	}
	a.last = r.Hash
	if r.Kind == Counted {
		return a.checkFigure(r)
	}
	minus, plus, err := a.decoder.Facts(r.Facts)
	if err != nil {
		return fmt.Sprintf("entry %v: its facts cannot be decoded", r.ID)
	}
	shown := plus
	if shown == nil {
		shown = minus
	}
	if shown == nil || shown.Path.Place() != r.Place || shown.Rating != r.Rating || shown.Day != r.AnsweredOn {
		return fmt.Sprintf("entry %v: its place, rating or day is not the one in its facts", r.ID)
	}
	subject := r.Subject
	if r.Kind == Received {
		subject = r.ID
	}
	switch {
	case r.Words != nil && !keepsPromise(r.Words, r.Commitment):
		return fmt.Sprintf("entry %v: its words are not those that were stored", r.ID)
	case r.Words == nil && r.Commitment != nil:
		a.blanked = append(a.blanked, subject)
	}
	if r.Kind == Erased || r.Kind == Withdrawn {
		a.erased = append(a.erased, subject)
	}
	return ""
}

// checkFigure checks what is said of a Counted row beside its hash.
func (a *Auditor) checkFigure(r *Row) string {
	f, err := decodeFigure(r.Facts)
	if err != nil {
		return fmt.Sprintf("entry %v: its figure cannot be decoded", r.ID)
	}
	if f.Place() != r.Place || r.Rating != feedback.NoRating || f.Month.First() != r.AnsweredOn {
		return fmt.Sprintf("entry %v: its place, rating or day is not the one in its figure", r.ID)
	}
	return ""
}

// Blanked gives the responses with words missing in this partition: each must
// have an Erased or Withdrawn entry somewhere.
func (a *Auditor) Blanked() []ID { return a.blanked }

// Erased gives the responses that this partition says were erased: none may
// have words left anywhere.
func (a *Auditor) Erased() []ID { return a.erased }

// Fault records what an engine found about words that should or should not be
// there, if there is no earlier fault.
func (a *Auditor) Fault(id ID, what string) {
	if a.out.Fault == "" {
		a.out.Fault = fmt.Sprintf("response %v: %s", id, what)
	}
}

// What an engine tells Auditor.Fault.
const (
	WordsGone = "words are gone, but no entry says that they were erased"
	WordsLeft = "was erased, but words are left"
)

// Done gives the outcome once every row was checked.
func (a *Auditor) Done() Audit {
	a.out.Hash = a.last
	switch {
	case a.out.Fault != "":
	case a.out.Entries != int64(a.head.Seq):
		a.out.Fault = fmt.Sprintf("partition %d: the head says %d entries, there are %d", a.out.Partition, a.head.Seq, a.out.Entries)
	case !bytes.Equal(a.last[:], a.head.Hash[:]):
		a.out.Fault = fmt.Sprintf("partition %d: the head's hash is not that of entry %d", a.out.Partition, a.head.Seq)
	}
	return a.out
}
