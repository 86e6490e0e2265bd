package sms

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/twilio/twilio-go"
	"github.com/twilio/twilio-go/client"
	twilioapi "github.com/twilio/twilio-go/rest/api/v2010"

	"earshot/feedback"
)

// TwilioAPI are the settings for sending by Twilio and for looking up there what
// was sent and received.
type TwilioAPI struct {
	Account   string          // SID
	Token     feedback.Secret // auth token
	From      string          // a number of ours, or a Messaging Service SID (MG…)
	PublicURL string          // where Twilio reports to
	Base      string          // of the API; empty for https://api.twilio.com
	HTTP      *http.Client    // nil for one of its own
}

// TwilioGateway sends by Twilio.
type TwilioGateway struct {
	set  TwilioAPI
	http *http.Client
}

// codeOptedOut is Twilio's error for a person who texted STOP.
const codeOptedOut = 21610

// NewTwilioGateway gives a gateway; ErrInvalid if the API's address cannot be
// read.
func NewTwilioGateway(set TwilioAPI) (*TwilioGateway, error) {
	h := &http.Client{Timeout: sendTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if set.HTTP != nil {
		*h = *set.HTTP
	}
	if set.Base != "" {
		to, err := url.Parse(set.Base)
		if err != nil || to.Host == "" {
			return nil, fmt.Errorf("address of Twilio's API: %w", feedback.ErrInvalid)
		}
		h.Transport = &redirected{to, h.Transport}
	}
	return &TwilioGateway{set: set, http: h}, nil
}

// redirected sends requests to another host: a regional one, or a test's.
type redirected struct {
	to   *url.URL
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (t *redirected) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = t.to.Scheme, t.to.Host, t.to.Host
	next := t.next
	if next == nil {
		next = http.DefaultTransport
	}
	return next.RoundTrip(r)
}

// bound gives requests the context of their call, which the library does not.
type bound struct {
	ctx  context.Context
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (t bound) RoundTrip(r *http.Request) (*http.Response, error) {
	next := t.next
	if next == nil {
		next = http.DefaultTransport
	}
	return next.RoundTrip(r.WithContext(t.ctx))
}

// rest gives the library's client for one call.
func (g *TwilioGateway) rest(ctx context.Context) *twilioapi.ApiService {
	h := *g.http
	h.Transport = bound{ctx, g.http.Transport}
	c := &client.Client{Credentials: client.NewCredentials(g.set.Account, g.set.Token.Reveal()), HTTPClient: &h}
	c.SetAccountSid(g.set.Account)
	return twilio.NewRestClientWithParams(twilio.ClientParams{Client: c}).Api
}

// Name gives "twilio".
func (g *TwilioGateway) Name() feedback.Source { return "twilio" }

// Send gives Twilio one text.
func (g *TwilioGateway) Send(ctx context.Context, t Text) (Taken, error) {
	p := &twilioapi.CreateMessageParams{}
	p.SetTo(t.To.Reveal()).SetBody(t.Body).SetSmartEncoded(true).SetValidityPeriod(14400)
	p.SetStatusCallback(strings.TrimSuffix(g.set.PublicURL, "/") + "/sms/twilio/status?i=" + url.QueryEscape(t.Reference))
	if strings.HasPrefix(g.set.From, "MG") {
		p.SetMessagingServiceSid(g.set.From)
	} else {
		p.SetFrom(g.set.From)
	}
	m, err := g.rest(ctx).CreateMessage(p)
	if err != nil {
		return Taken{}, twilioFault(err)
	}
	return takenOf(m), nil
}

// twilioFault turns the library's error into a SendError.
func twilioFault(err error) *SendError {
	var rest *client.TwilioRestError
	if !errors.As(err, &rest) {
		return sendFault(err)
	}
	f := statusFault(rest.Status, strconv.Itoa(rest.Code))
	f.OptOut = rest.Code == codeOptedOut
	switch rest.Code {
	case 0:
		// The answer was not Twilio's own: a proxy's, or cut short.
		f.Kind, f.Code = Uncertain, "no_answer"
	case 14107, 20429, 30001, 63018: // too many at once: refused before being taken
		f.Kind = Retryable
	case 21222, 21224: // our account or token has a character that it cannot have: an operator can mend that
		f.Kind = Retryable
	}
	return f
}

func takenOf(m *twilioapi.ApiV2010Message) Taken {
	t := Taken{Message: text(m.Sid), Status: twilioStatus(text(m.Status))}
	t.Segments, _ = strconv.Atoi(text(m.NumSegments))
	if m.ErrorCode != nil {
		t.Code = strconv.Itoa(*m.ErrorCode)
	}
	return t
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Find looks for a text among those that Twilio sent to the same number. The
// words tell it from other texts, since Twilio keeps no reference of ours.
func (g *TwilioGateway) Find(ctx context.Context, t Text, since time.Time) (Taken, bool, error) {
	p := &twilioapi.ListMessageParams{}
	p.SetTo(t.To.Reveal()).SetDateSentAfter(since.Add(-time.Minute)).SetPageSize(100).SetLimit(1000)
	list, err := g.rest(ctx).ListMessage(p)
	if err != nil {
		return Taken{}, false, twilioFault(err)
	}
	for i := range list {
		m := &list[i]
		if strings.HasPrefix(text(m.Direction), "outbound") && Plain(text(m.Body)) == Plain(t.Body) {
			return takenOf(m), true, nil
		}
	}
	// A text that waits in Twilio's queue has no date of sending yet.
	p = &twilioapi.ListMessageParams{}
	p.SetTo(t.To.Reveal()).SetPageSize(50).SetLimit(50)
	if list, err = g.rest(ctx).ListMessage(p); err != nil {
		return Taken{}, false, twilioFault(err)
	}
	for i := range list {
		m := &list[i]
		made, err := time.Parse(time.RFC1123Z, text(m.DateCreated))
		if strings.HasPrefix(text(m.Direction), "outbound") && Plain(text(m.Body)) == Plain(t.Body) && (err != nil || !made.Before(since.Add(-time.Minute))) {
			return takenOf(m), true, nil
		}
	}
	return Taken{}, false, nil
}

// Received lists the texts that Twilio took for us since a time, so that those
// of an outage are not lost. The order is Twilio's.
func (g *TwilioGateway) Received(ctx context.Context, since time.Time) ([]Inbound, error) {
	p := &twilioapi.ListMessageParams{}
	p.SetDateSentAfter(since).SetPageSize(500)
	if !strings.HasPrefix(g.set.From, "MG") && g.set.From != "" {
		p.SetTo(g.set.From)
	}
	list, err := g.rest(ctx).ListMessage(p)
	if err != nil {
		return nil, twilioFault(err)
	}
	var out []Inbound
	for i := range list {
		m := &list[i]
		at, err := time.Parse(time.RFC1123Z, text(m.DateSent))
		if text(m.Direction) != "inbound" || err != nil || at.Before(since) {
			continue
		}
		in := Inbound{Gateway: g.Name(), ID: text(m.Sid), To: text(m.To), Body: feedback.Text(unpacked(text(m.Body))), At: at.UTC(),
			Media: text(m.NumMedia) != "" && text(m.NumMedia) != "0"}
		if in.From, err = ParsePhone(text(m.From)); err != nil {
			in.From, in.Sender = "", text(m.From)
		}
		out = append(out, in)
	}
	return out, nil
}

// twilioStatus gives the stage that a status of Twilio's means, NoDelivery for
// one we do not know.
func twilioStatus(s string) feedback.Delivery {
	switch s {
	case "accepted", "scheduled", "queued", "sending":
		return feedback.Accepted
	case "sent", "partially_delivered":
		return feedback.Sent
	case "delivered", "read":
		return feedback.Delivered
	case "undelivered":
		return feedback.Undelivered
	case "failed", "canceled":
		return feedback.Failed
	}
	return feedback.NoDelivery
}
