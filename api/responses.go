package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
)

// Intake takes answers in; collector.Intake is one.
type Intake interface {
	// Submit stores answers in one transaction and returns after commit, with
	// one result for each.
	Submit(ctx context.Context, subs ...collector.Submission) ([]collector.Result, error)
}

// How a batch is cut up: each piece is one transaction.
const (
	pieceLines = 500
	pieceBytes = 1 << 20
	maxLines   = 100_000
	stallTime  = time.Minute // how long a batch may stand still
)

// outcome is what a partner is told of one answer.
type outcome struct {
	Line   int              `json:"line,omitempty"`
	Status string           `json:"status"` // created, duplicate or refused
	ID     string           `json:"id,omitempty"`
	Place  feedback.PlaceID `json:"place,omitempty"`
	Error  *fieldFault      `json:"error,omitempty"`
	Errors []fieldFault     `json:"errors,omitempty"` // all that is wrong, Error first
}

// postResponses is POST /v1/responses: one answer as JSON, or many as NDJSON.
func (s *server) postResponses(w http.ResponseWriter, r *http.Request) error {
	who, err := s.caller(r)
	if err != nil {
		return err
	}
	key, err := who.require(ledger.RolePartner, ledger.RoleOperator)
	if err != nil {
		return err
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "application/json":
		return s.postOne(w, r, key)
	case err == nil && (kind == "application/x-ndjson" || kind == "application/ndjson" || kind == "application/jsonl"):
		b := &batch{server: s, key: key, from: r, lines: strings.Contains(r.Header.Get("Accept"), "ndjson")}
		return b.run(w)
	}
	return fmt.Errorf("content type: %w", errMediaType)
}

// submission decodes one answer and puts in what the key decides. One that holds
// faults goes to the intake all the same, which tells what else is wrong.
func submission(key *ledger.Key, body []byte, line int) (collector.Submission, error) {
	sub, err := collector.DecodeResponse(body)
	if err != nil && len(sub.Faults) == 0 {
		return sub, err
	}
	sub.Source = partnerSource(key)
	sub.Within, sub.Line = key.Places, line
	if sub.Channel == feedback.NoChannel {
		sub.Channel = feedback.ChannelPartner
	}
	return sub, nil
}

func (s *server) postOne(w http.ResponseWriter, r *http.Request, key *ledger.Key) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxSingle))
	if err != nil {
		return readFault(err)
	}
	sub, err := submission(key, body, 0)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), usualTime)
	defer cancel()
	results, err := s.intake.Submit(ctx, sub)
	if err != nil {
		return err
	}
	res := results[0]
	if res.Err != nil {
		return res.Err
	}
	if res.Duplicate {
		return writeJSON(w, http.StatusOK, outcome{Status: "duplicate", ID: res.ID.String(), Place: res.Place})
	}
	return writeJSON(w, http.StatusCreated, outcome{Status: "created", ID: res.ID.String(), Place: res.Place})
}

// readFault tells a body that was too long or cut short from our own trouble.
func readFault(err error) error {
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		return say(err, fmt.Sprintf("The body is over %d bytes. Send one answer at a time, or many as application/x-ndjson.", tooLong.Limit))
	}
	return &feedback.FieldError{Reason: "the body ended before all of it had arrived; send it again"}
}

// batch is one NDJSON request on its way through.
type batch struct {
	server *server
	key    *ledger.Key
	from   *http.Request
	lines  bool // answer in NDJSON

	line    int // last line read
	done    int // last line whose outcome is settled
	piece   []collector.Submission
	settled []outcome // of the lines of the piece that were refused unread
	weight  int
	out     bytes.Buffer

	created, duplicate, refused int
}

// run reads the body line by line and stores it piece by piece. The answer is
// held until the body has been read, since a sender that does not read while it
// writes would otherwise wait for us for ever.
func (b *batch) run(w http.ResponseWriter) error {
	ctl := http.NewResponseController(w)
	in := bufio.NewReaderSize(b.from.Body, 64<<10)
	for {
		if in.Buffered() == 0 { // a slow batch is fine as long as it moves
			_ = ctl.SetReadDeadline(time.Now().Add(stallTime)) // a recorder in a test cannot
			_ = ctl.SetWriteDeadline(time.Now().Add(2 * stallTime))
		}
		text, tooLong, err := readLine(in, maxSingle)
		if err != nil && !errors.Is(err, io.EOF) {
			return b.cut(readFault(err))
		}
		if len(text) > 0 || tooLong || err == nil {
			b.line++
			b.take(text, tooLong)
		}
		if b.line > maxLines {
			return b.cut(say(feedback.ErrTooLarge, fmt.Sprintf("A batch may hold %d lines.", maxLines)))
		}
		if err != nil || len(b.piece)+len(b.settled) >= pieceLines || b.weight >= pieceBytes {
			if stop := b.flush(); stop != nil {
				return b.cut(stop)
			}
		}
		if err != nil {
			return b.answer(w)
		}
	}
}

// take adds one line to the piece.
func (b *batch) take(text []byte, tooLong bool) {
	if tooLong {
		b.refuse(b.line, &feedback.FieldError{Reason: fmt.Sprintf("is over %d bytes", maxSingle)})
		return
	}
	if text = bytes.TrimSpace(text); len(text) == 0 {
		return
	}
	sub, err := submission(b.key, text, b.line)
	if err != nil {
		b.refuse(b.line, err)
		return
	}
	b.piece = append(b.piece, sub)
	b.weight += len(text)
}

func (b *batch) refuse(line int, err error) {
	b.settled = append(b.settled, refusalOf(line, err))
}

// refusalOf says in public words why an answer was refused.
func refusalOf(line int, err error) outcome {
	o := outcome{Line: line, Status: "refused", Error: &fieldFault{Reason: meaningOf(meanings(), err).detail}}
	for _, f := range fieldFaults(err) {
		o.Errors = append(o.Errors, fieldFault{Field: f.Field, Reason: f.Reason})
	}
	if len(o.Errors) > 0 {
		o.Error = &o.Errors[0]
	}
	return o
}

// flush stores the piece and writes the outcomes of its lines in their order.
func (b *batch) flush() error {
	var results []collector.Result
	if len(b.piece) > 0 {
		var err error
		if results, err = b.server.intake.Submit(b.from.Context(), b.piece...); err != nil {
			return err
		}
	}
	refused := b.settled
	for i, res := range results {
		for len(refused) > 0 && refused[0].Line < b.piece[i].Line {
			b.write(refused[0])
			refused = refused[1:]
		}
		b.write(outcomeOf(b.piece[i].Line, res))
	}
	for _, o := range refused {
		b.write(o)
	}
	clear(b.piece) // do not keep people's words alive
	b.piece, b.settled, b.weight, b.done = b.piece[:0], b.settled[:0], 0, b.line
	return nil
}

func outcomeOf(line int, res collector.Result) outcome {
	switch {
	case res.Err != nil:
		return refusalOf(line, res.Err)
	case res.Duplicate:
		return outcome{Line: line, Status: "duplicate", ID: res.ID.String(), Place: res.Place}
	}
	return outcome{Line: line, Status: "created", ID: res.ID.String(), Place: res.Place}
}

func (b *batch) write(o outcome) {
	switch o.Status {
	case "created":
		b.created++
	case "duplicate":
		b.duplicate++
	default:
		b.refused++
	}
	line, err := json.Marshal(o)
	if err != nil {
		panic("an outcome holds plain values: " + err.Error())
	}
	if !b.lines && b.out.Len() > 0 {
		b.out.WriteString(",\n")
	}
	b.out.Write(line)
	if b.lines {
		b.out.WriteByte('\n')
	}
}

// cut ends a batch that could not be finished. The answer says how far it got;
// sending the whole of it again is harmless.
func (b *batch) cut(err error) error {
	detail := fmt.Sprintf("Lines 1 to %d were dealt with (%d stored, %d stored before, %d refused); nothing after them was stored. "+
		"Send the batch again from line %d, or all of it: answers stored before are not counted twice.",
		b.done, b.created, b.duplicate, b.refused, b.done+1)
	if b.done == 0 {
		detail = "Nothing of the batch was stored. Send it again: answers stored before are not counted twice."
	}
	if own := (*said)(nil); errors.As(err, &own) {
		detail = own.detail + " " + detail
	}
	return &said{error: err, detail: detail, more: map[string]any{
		"through_line": b.done, "created": b.created, "duplicate": b.duplicate, "refused": b.refused,
	}}
}

func (b *batch) answer(w http.ResponseWriter) error {
	h := w.Header()
	if b.lines {
		h.Set("Content-Type", "application/x-ndjson")
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write(b.out.Bytes()) // the client has gone if this fails
		return nil
	}
	h.Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	head := fmt.Sprintf("{\"created\":%d,\"duplicate\":%d,\"refused\":%d,\"results\":[\n", b.created, b.duplicate, b.refused)
	body := make([]byte, 0, len(head)+b.out.Len()+4)
	body = append(append(append(body, head...), b.out.Bytes()...), "\n]}\n"...)
	_, _ = w.Write(body)
	return nil
}

// readLine reads one line without its end. A line over limit bytes is read to
// its end and thrown away, so that one bad line does not spoil those after it.
func readLine(in *bufio.Reader, limit int) (line []byte, tooLong bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !tooLong {
			line = append(line, part...)
		}
		if len(line) > limit {
			line, tooLong = nil, true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}

// partnerSource names the sender behind a key. It is the key's name and not its
// id, so that an answer sent again after the key was replaced by one of the same
// name is known to be the same.
func partnerSource(k *ledger.Key) feedback.Source {
	return feedback.Source("partner:" + strings.Join(strings.Fields(strings.ToLower(k.Name)), "-"))
}
