package deliver

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/smtp"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/warning"
)

// Mail says how e-mail is sent.
type Mail struct {
	Addr     string // host:port of the SMTP server
	From     string // address of the sender
	User     string // empty for no sign-in
	Password feedback.Secret
	// TLS is "starttls" (the usual), "tls" from the first byte, or "none" for a
	// server on this machine or in a test.
	TLS string
}

// CheckAddress says what is wrong with an e-mail address.
func CheckAddress(address string) error {
	a, err := mail.ParseAddress(address)
	if err != nil || a.Address != address || strings.ContainsAny(address, "\r\n") {
		return &feedback.FieldError{Field: "email", Reason: "must be one address such as ward.manager@example.org"}
	}
	return nil
}

// mailPlan is what is to be sent by e-mail now.
type mailPlan struct {
	urgent []item
	digest []item
	cursor int64 // to stand at once all is sent
	ahead  int64
}

func (p mailPlan) idle(sub *ledger.Subscription) bool {
	return len(p.urgent) == 0 && len(p.digest) == 0 && p.cursor == sub.Cursor
}

// quiet reports whether a moment lies in a subscription's quiet hours.
func quiet(sub *ledger.Subscription, now time.Time) bool {
	t := now.In(feedback.London())
	m := t.Hour()*60 + t.Minute()
	if sub.QuietFrom <= sub.QuietTo {
		return m >= sub.QuietFrom && m < sub.QuietTo
	}
	return m >= sub.QuietFrom || m < sub.QuietTo
}

// planMail sorts events into what goes at once, what goes in a digest, and what
// waits. Only raised warnings are mailed. What was raised in this hour waits for
// the next, so that what belongs together arrives together.
func planMail(sub *ledger.Subscription, items []item, now time.Time) mailPlan {
	p := mailPlan{cursor: sub.Cursor, ahead: sub.Delivery.Urgent}
	hour := now.Truncate(time.Hour)
	waiting := false
	for _, x := range items {
		raised := x.wanted && x.event.Step == ledger.WarningRaised
		switch {
		case raised && x.warning.Urgent:
			if x.event.Seq > sub.Delivery.Urgent {
				p.urgent, p.ahead = append(p.urgent, x), x.event.Seq
			}
		case raised && (quiet(sub, now) || !x.event.At.Before(hour)):
			waiting = true
		case raised && !waiting:
			p.digest = append(p.digest, x)
		}
		if !waiting {
			p.cursor = x.event.Seq
		}
	}
	return p
}

// mail sends what is due to an e-mail subscription.
func (s *Sender) mail(ctx context.Context, sub *ledger.Subscription, items []item) error {
	p := planMail(sub, items, s.opt.Now())
	for _, x := range p.urgent {
		if err := s.letter(ctx, sub, "Urgent: ", []item{x}); err != nil {
			return err
		}
		sub.Delivery.Urgent = x.event.Seq
	}
	if len(p.digest) > 0 {
		if err := s.letter(ctx, sub, "", p.digest); err != nil {
			return err
		}
	}
	sub.Cursor, sub.Delivery.Urgent = p.cursor, p.ahead
	return nil
}

// letter writes and sends one e-mail. It holds no words of patients.
func (s *Sender) letter(ctx context.Context, sub *ledger.Subscription, lead string, items []item) error {
	var body strings.Builder
	subject := fmt.Sprintf("%s%d warnings", lead, len(items))
	for i, x := range items {
		shown, err := warning.ParseShown(x.warning)
		if err != nil {
			return err
		}
		if len(items) == 1 {
			subject = lead + strings.ToUpper(shown.Label[:1]) + shown.Label[1:] + ": " + shown.Name
		}
		if i > 0 {
			body.WriteString("\n\n")
		}
		fmt.Fprintf(&body, "%s\n%s\n%s/workspace/warnings/%d\n", shown.Name, shown.Sentence, s.opt.Base, x.warning.ID)
	}
	fmt.Fprintf(&body, "\n-- \nEarshot. What people wrote is not in this message; sign in to read it.\n%s/workspace\n", s.opt.Base)
	id := fmt.Sprintf("<%d.%s@%s>", items[len(items)-1].event.Seq, sub.ID, domainOf(s.opt.Mail.From))
	return s.opt.Mail.send(ctx, sub.Target, message(s.opt.Mail.From, sub.Target, subject, id, body.String(), s.opt.Now()))
}

func domainOf(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return domain
}

// message writes a plain text e-mail.
func message(from, to, subject, id, body string, now time.Time) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: Earshot <%s>\r\nTo: <%s>\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: %s\r\n", from, to, mime.QEncoding.Encode("utf-8", subject),
		now.Format(time.RFC1123Z), id)
	b.WriteString("Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	q := quotedprintable.NewWriter(&b)
	_, _ = q.Write([]byte(body)) // a buffer takes everything
	_ = q.Close()
	return b.Bytes()
}

// send hands a message to the SMTP server.
func (m Mail) send(ctx context.Context, to string, message []byte) error {
	host, _, err := net.SplitHostPort(m.Addr)
	if err != nil {
		return fmt.Errorf("mail server: %w", feedback.ErrInvalid)
	}
	conn, err := (&net.Dialer{Timeout: sendTime}).DialContext(ctx, "tcp", m.Addr)
	if err != nil {
		return errors.New("the mail server cannot be reached")
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(2 * sendTime)) // a TCP connection takes deadlines
	settings := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if m.TLS == "tls" {
		conn = tls.Client(conn, settings)
	}
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return errors.New("the mail server does not answer as one")
	}
	defer c.Close()
	if m.TLS == "" || m.TLS == "starttls" {
		if err := c.StartTLS(settings); err != nil {
			return errors.New("the mail server does not take STARTTLS")
		}
	}
	if m.User != "" {
		if err := c.Auth(smtp.PlainAuth("", m.User, m.Password.Reveal(), host)); err != nil {
			return errors.New("the mail server does not take the user name and password")
		}
	}
	return m.hand(c, to, message)
}

// hand goes through the steps of one message. The server's own words may quote
// addresses and are not kept.
func (m Mail) hand(c *smtp.Client, to string, message []byte) error {
	if c.Mail(m.From) != nil || c.Rcpt(to) != nil {
		return errors.New("the mail server does not take the sender or the receiver")
	}
	w, err := c.Data()
	if err == nil {
		if _, err = w.Write(message); err == nil {
			err = w.Close()
		}
	}
	if err != nil {
		return errors.New("the mail server does not take the message")
	}
	_ = c.Quit() // the message is taken already
	return nil
}
