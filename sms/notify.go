package sms

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"earshot/feedback"
)

// NotifyAPI are the settings of GOV.UK Notify.
type NotifyAPI struct {
	Key      feedback.Secret // {name}-{service id}-{secret}
	Template string          // id of a template whose text is ((text)) alone
	Sender   string          // id of the sender; empty for the service's usual one
	Base     string          // empty for https://api.notifications.service.gov.uk
	HTTP     *http.Client    // nil for one of its own
	Now      func() time.Time
}

// notifyBase is where Notify is.
const notifyBase = "https://api.notifications.service.gov.uk"

// NotifyGateway sends by GOV.UK Notify and lists what it received.
type NotifyGateway struct {
	set             NotifyAPI
	service, secret string
	http            *http.Client
}

// NewNotifyGateway gives a gateway; ErrInvalid if the key has not the form that
// Notify's keys have.
func NewNotifyGateway(set NotifyAPI) (*NotifyGateway, error) {
	const uuid = 36
	key := set.Key.Reveal()
	if len(key) < 2*uuid+1 || key[len(key)-uuid-1] != '-' {
		return nil, fmt.Errorf("key of GOV.UK Notify: must be name-serviceid-secret: %w", feedback.ErrInvalid)
	}
	g := &NotifyGateway{set: set, secret: key[len(key)-uuid:], service: key[len(key)-2*uuid-1 : len(key)-uuid-1], http: set.HTTP}
	if g.http == nil {
		g.http = &http.Client{Timeout: sendTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	g.set.Base = strings.TrimSuffix(cmp.Or(set.Base, notifyBase), "/")
	return g, nil
}

// Name gives "notify".
func (g *NotifyGateway) Name() feedback.Source { return "notify" }

// token is good for 30 seconds by Notify's clock.
func (g *NotifyGateway) token() (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"iss": g.service, "iat": g.set.Now().Unix()}).SignedString([]byte(g.secret))
}

// notifyFault is what Notify says when it refuses.
type notifyFault struct {
	Errors []struct {
		Error string `json:"error"`
	} `json:"errors"`
}

// call asks Notify for something. The error is a SendError.
func (g *NotifyGateway) call(ctx context.Context, method, path string, body, answer any) error {
	var data []byte
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			return &SendError{Kind: Refused, Code: "encoding", Err: err}
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, g.set.Base+path, bytes.NewReader(data))
	if err != nil {
		return &SendError{Kind: Refused, Code: "address", Err: err}
	}
	token, err := g.token()
	if err != nil {
		return &SendError{Kind: Retryable, Code: "key", Err: err}
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	req.GetBody = nil // the transport must not send it a second time by itself
	res, err := g.http.Do(req)
	if err != nil {
		return sendFault(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, 8<<20))
	if res.StatusCode < 200 || res.StatusCode > 299 {
		var f notifyFault
		code := ""
		if json.Unmarshal(text, &f) == nil && len(f.Errors) > 0 {
			code = f.Errors[0].Error
		}
		return statusFault(res.StatusCode, code)
	}
	if err != nil || json.Unmarshal(text, answer) != nil {
		return &SendError{Kind: Uncertain, Code: "no_answer", Err: err}
	}
	return nil
}

// Send gives Notify one text.
func (g *NotifyGateway) Send(ctx context.Context, t Text) (Taken, error) {
	body := map[string]any{"phone_number": t.To.Reveal(), "template_id": g.set.Template, "personalisation": map[string]string{"text": t.Body}, "reference": t.Reference}
	if g.set.Sender != "" {
		body["sms_sender_id"] = g.set.Sender
	}
	var answer struct {
		ID string `json:"id"`
	}
	if err := g.call(ctx, http.MethodPost, "/v2/notifications/sms", body, &answer); err != nil {
		return Taken{}, err
	}
	if answer.ID == "" {
		return Taken{}, &SendError{Kind: Uncertain, Code: "no_answer"}
	}
	return Taken{Message: answer.ID, Status: feedback.Accepted}, nil
}

// Find asks Notify for a text by our reference.
func (g *NotifyGateway) Find(ctx context.Context, t Text, since time.Time) (Taken, bool, error) {
	var answer struct {
		Notifications []struct {
			ID        string    `json:"id"`
			Reference string    `json:"reference"`
			Status    string    `json:"status"`
			CreatedAt time.Time `json:"created_at"`
		} `json:"notifications"`
	}
	err := g.call(ctx, http.MethodGet, "/v2/notifications?template_type=sms&reference="+url.QueryEscape(t.Reference), nil, &answer)
	if err != nil {
		return Taken{}, false, err
	}
	for _, n := range answer.Notifications {
		if n.Reference == t.Reference && !n.CreatedAt.Before(since.Add(-time.Minute)) {
			return Taken{Message: n.ID, Status: max(feedback.Accepted, notifyStatus(n.Status)), Code: notifyCode(n.Status)}, true, nil
		}
	}
	return Taken{}, false, nil
}

// notifyStatus gives the stage that a status of Notify's means.
func notifyStatus(s string) feedback.Delivery {
	switch s {
	case "created", "pending":
		return feedback.Accepted
	case "sending", "sent":
		return feedback.Sent
	case "delivered":
		return feedback.Delivered
	case "temporary-failure":
		return feedback.Undelivered
	case "permanent-failure", "technical-failure":
		return feedback.Failed
	}
	return feedback.NoDelivery
}

// notifyCode gives a failure's name as the reason.
func notifyCode(s string) string {
	if strings.HasSuffix(s, "-failure") {
		return s
	}
	return ""
}

// notifyText is a received text, as a callback and a list give it.
type notifyText struct {
	ID           string `json:"id"`
	SourceNumber string `json:"source_number"` // of a callback, without a plus
	UserNumber   string `json:"user_number"`   // of a list
	Destination  string `json:"destination_number"`
	NotifyNumber string `json:"notify_number"`
	Message      string `json:"message"`
	Content      string `json:"content"`
	DateReceived string `json:"date_received"`
	CreatedAt    string `json:"created_at"`
}

// inbound turns a received text into ours. Notify writes numbers without a plus.
func (n notifyText) inbound(now time.Time) Inbound {
	from := cmp.Or(n.SourceNumber, n.UserNumber)
	in := Inbound{Gateway: "notify", ID: n.ID, To: cmp.Or(n.Destination, n.NotifyNumber), Body: feedback.Text(cmp.Or(n.Message, n.Content)), At: now.UTC()}
	if at, err := time.Parse(time.RFC3339Nano, cmp.Or(n.DateReceived, n.CreatedAt)); err == nil && at.Before(now) {
		in.At = at.UTC()
	}
	if strings.HasPrefix(from, "44") && len(from) > 10 {
		from = "+" + from
	}
	var err error
	if in.From, err = ParsePhone(from); err != nil {
		in.From, in.Sender = "", from
	}
	return in
}

// Received lists the texts of the last seven days, which is how long Notify keeps
// them, back to a time: the newest first.
func (g *NotifyGateway) Received(ctx context.Context, since time.Time) ([]Inbound, error) {
	const pages = 400 // of 250 texts
	var out []Inbound
	older := ""
	for range pages {
		path := "/v2/received-text-messages"
		if older != "" {
			path += "?older_than=" + url.QueryEscape(older)
		}
		var page struct {
			Texts []notifyText `json:"received_text_messages"`
		}
		if err := g.call(ctx, http.MethodGet, path, nil, &page); err != nil {
			return out, err
		}
		for _, t := range page.Texts {
			in := t.inbound(g.set.Now())
			if in.At.Before(since) {
				return out, nil
			}
			out = append(out, in)
		}
		if len(page.Texts) == 0 || page.Texts[len(page.Texts)-1].ID == older {
			return out, nil
		}
		older = page.Texts[len(page.Texts)-1].ID
	}
	return out, errors.New("more texts were received than can be listed")
}
