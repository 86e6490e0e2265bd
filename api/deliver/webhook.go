package deliver

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// Headers of a webhook call.
const (
	HeaderEvent     = "Earshot-Event"     // cursor of the event; the same if it is sent again
	HeaderTimestamp = "Earshot-Timestamp" // Unix time in seconds
	HeaderSignature = "Earshot-Signature" // v1= and the HMAC-SHA-256 of timestamp, full stop and body, in hex
)

// WebhookSecret gives the secret that signs the calls of a subscription. It is
// made from the installation's own, so none is stored.
func WebhookSecret(installation feedback.Secret, id string) feedback.Secret {
	m := hmac.New(sha256.New, []byte(installation.Reveal()))
	m.Write([]byte("earshot webhook 1\x00" + id))
	return feedback.Secret("whs_" + hex.EncodeToString(m.Sum(nil)[:24]))
}

// Sign gives the signature of a call.
func Sign(secret feedback.Secret, timestamp string, body []byte) string {
	m := hmac.New(sha256.New, []byte(secret.Reveal()))
	m.Write([]byte(timestamp + "."))
	m.Write(body)
	return "v1=" + hex.EncodeToString(m.Sum(nil))
}

// CheckTarget says what is wrong with the address of a webhook.
func CheckTarget(target string, private bool) error {
	u, err := url.Parse(target)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && !(private && u.Scheme == "http") {
		return &feedback.FieldError{Field: "url", Reason: "must be https://…, without a user name"}
	}
	return nil
}

// errPrivate is returned if a name leads to an address inside our own network.
var errPrivate = errors.New("the address is not a public one")

// NewClient gives a client for webhooks. Unless private is allowed it refuses to
// connect to anything but public addresses, whatever a name resolves to at that
// moment. It follows no redirect and uses no proxy.
func NewClient(private bool) *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !private && !isPublic(at.Addr()) {
			return errPrivate
		}
		return nil
	}}
	return &http.Client{
		Timeout:       sendTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: sendTime,
			MaxIdleConns: 16, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 64 << 10, ForceAttemptHTTP2: true},
	}
}

// reserved are networks that netip does not tell apart from public ones.
func reserved() []netip.Prefix {
	var out []netip.Prefix
	for _, s := range []string{"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
		"203.0.113.0/24", "240.0.0.0/4", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fec0::/10"} {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

// isPublic reports whether an address is somewhere in the world.
func isPublic(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.Zone() != "" {
		return false
	}
	for _, p := range reserved() {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// call sends events to a webhook one after the other and moves the cursor past
// those that were taken.
func (s *Sender) call(ctx context.Context, sub *ledger.Subscription, items []item) error {
	for _, x := range items {
		if x.wanted {
			if err := s.callOnce(ctx, sub, x); err != nil {
				if s.opt.Now().Sub(x.event.At) < givenUp {
					return err
				}
				s.opt.Log.ErrorContext(ctx, "a warning was given up on", "subscription", sub.ID, "event", x.event.Seq)
			}
		}
		sub.Cursor, sub.Attempts = x.event.Seq, 0
		if s.opt.Now().After(sub.Lease.Add(-2 * sendTime)) {
			return nil // the rest at the next look, under a new lease
		}
	}
	return nil
}

// statusError is an answer that is not a success.
type statusError int

func (e statusError) Error() string { return "the receiver answered " + strconv.Itoa(int(e)) }

func (s *Sender) callOnce(ctx context.Context, sub *ledger.Subscription, x item) error {
	told, err := s.told(x)
	if err != nil {
		return err
	}
	body, err := json.Marshal(told)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, sub.Target, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("address: %w", feedback.ErrInvalid)
	}
	at := strconv.FormatInt(s.opt.Now().Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "earshot")
	r.Header.Set(HeaderEvent, strconv.FormatInt(x.event.Seq, 10))
	r.Header.Set(HeaderTimestamp, at)
	r.Header.Set(HeaderSignature, Sign(WebhookSecret(s.opt.Secret, sub.ID), at, body))
	resp, err := s.opt.Client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 16<<10)) // so that the connection can be used again
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return statusError(resp.StatusCode)
	}
	return nil
}

// faultText says what went wrong without the address, which may hold a secret.
func faultText(err error) string {
	var status statusError
	var net net.Error
	switch {
	case errors.As(err, &status):
		return status.Error()
	case errors.Is(err, errPrivate):
		return errPrivate.Error()
	case errors.As(err, &net) && net.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return "the receiver took too long"
	}
	var at *url.Error
	if errors.As(err, &at) {
		return "the receiver cannot be reached"
	}
	return err.Error()
}
