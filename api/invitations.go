package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sms"
)

// Inviter queues invitations; sms.Inviter is one.
type Inviter interface {
	// Invite queues what owner asks for about places within the given ones (all,
	// if none is given); each that is wrong is refused alone.
	Invite(ctx context.Context, owner feedback.Source, within []feedback.PlaceID, asked []sms.Invite) ([]sms.Invited, error)
}

// maxInvites is how many invitations one request may ask for.
const maxInvites = 1000

// invited is what a partner is told of one invitation.
type invited struct {
	Reference string      `json:"reference,omitempty"`
	Status    string      `json:"status"` // queued or refused
	ID        string      `json:"id,omitempty"`
	DueAt     *time.Time  `json:"due_at,omitempty"`
	Error     *fieldFault `json:"error,omitempty"`
}

// invitedMany is what a partner is told of many.
type invitedMany struct {
	Invitations []invited `json:"invitations"`
}

// postInvitations is POST /v1/invitations: one invitation as a JSON object, or
// up to 1,000 as an array.
func (s *server) postInvitations(w http.ResponseWriter, r *http.Request) error {
	who, err := s.caller(r)
	if err != nil {
		return err
	}
	key, err := who.require(ledger.RolePartner, ledger.RoleProvider, ledger.RoleOperator)
	if err != nil {
		return err
	}
	if s.inviter == nil {
		return say(fmt.Errorf("invitations: %w", feedback.ErrNotFound), "This installation sends no invitations.")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return readFault(err)
	}
	asked, many, err := decodeInvites(body)
	if err != nil {
		return err
	}
	results, err := s.inviter.Invite(r.Context(), partnerSource(key), key.Places, asked)
	if err != nil {
		return err
	}
	if !many && results[0].Err != nil {
		return results[0].Err
	}
	out := make([]invited, len(results))
	for i, res := range results {
		out[i] = invited{Reference: asked[i].Reference, Status: "queued", ID: res.ID, DueAt: &res.DueAt}
		if res.Err != nil {
			out[i] = invited{Reference: asked[i].Reference, Status: "refused"}
			if faults := fieldFaults(res.Err); len(faults) > 0 {
				out[i].Error = &faults[0]
			}
		}
	}
	if !many {
		return writeJSON(w, http.StatusAccepted, out[0])
	}
	return writeJSON(w, http.StatusAccepted, invitedMany{out})
}

// decodeInvites reads one invitation or an array of them. A member that is not
// known is refused: no more is to be sent about people than is needed.
func decodeInvites(body []byte) (asked []sms.Invite, many bool, err error) {
	text := strings.TrimSpace(string(body))
	dec := json.NewDecoder(strings.NewReader(text))
	dec.DisallowUnknownFields()
	if many = strings.HasPrefix(text, "["); many {
		err = dec.Decode(&asked)
	} else {
		asked = make([]sms.Invite, 1)
		err = dec.Decode(&asked[0])
	}
	_, rest := dec.Token()
	switch {
	case err != nil || !errors.Is(rest, io.EOF): // a lone bracket is not "more" to a decoder
		return nil, many, &feedback.FieldError{Reason: "must be a JSON object, or an array of them, of phone, place, event_at, language, audience and reference"}
	case len(asked) == 0 || len(asked) > maxInvites:
		return nil, many, &feedback.FieldError{Reason: fmt.Sprintf("must be 1 to %d invitations", maxInvites)}
	}
	if many {
		for i := range asked {
			asked[i].Line = i + 1
		}
	}
	return asked, many, nil
}
