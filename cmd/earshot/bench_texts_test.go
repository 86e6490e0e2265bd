package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger/ledgertest"
	"earshot/scorecard/cardtest"
)

const (
	benchAccount = "AC00000000000000000000000000000001"
	benchToken   = "the token of the benchmark's account"
	benchPublic  = "http://bench.example"
)

// signedTexts makes n requests as Twilio sends and signs them, each a text of
// another person with an answer; seven in ten hold a comment. They are ready
// before the clock runs: what the far side spends is not ours. After the last the
// first comes again, which only the empty handler may be sent. run, of two digits,
// keeps loads apart.
func signedTexts(run, n int) func(serial int64) []byte {
	sign := signer(run)
	ready := make([][]byte, n)
	for i := range ready {
		ready[i] = sign(int64(i))
	}
	return func(serial int64) []byte { return ready[serial%int64(n)] }
}

// signer makes one signed request after another.
func signer(run int) func(n int64) []byte {
	people := newCrowd(11)
	bodies := make([]string, 4096) // made before the clock runs
	for i := range bodies {
		p := people.next()
		bodies[i] = fmt.Sprintf("%s %d %s", p.code, p.rating, p.comment)
	}
	return func(n int64) []byte {
		body := bodies[n%int64(len(bodies))]
		id := fmt.Sprintf("SM%02d%030d", run, n)
		from := fmt.Sprintf("+447%02d%07d", run, n)
		pairs := []string{"AccountSid", benchAccount, "ApiVersion", "2010-04-01", "Body", body, "From", from, "FromCountry", "GB", "MessageSid", id,
			"NumMedia", "0", "NumSegments", "1", "SmsMessageSid", id, "SmsSid", id, "SmsStatus", "received", "To", "+447700900999", "ToCountry", "GB"}
		mac := hmac.New(sha1.New, []byte(benchToken))
		mac.Write([]byte(benchPublic + "/sms/twilio"))
		form := make([]byte, 0, 512)
		for i := 0; i < len(pairs); i += 2 {
			mac.Write([]byte(pairs[i]))
			mac.Write([]byte(pairs[i+1]))
			if i > 0 {
				form = append(form, '&')
			}
			form = append(append(append(form, pairs[i]...), '='), url.QueryEscape(pairs[i+1])...)
		}
		out := make([]byte, 0, 1024)
		out = append(out, "POST /sms/twilio HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Twilio-Signature: "...)
		out = base64.StdEncoding.AppendEncode(out, mac.Sum(nil))
		out = append(out, "\r\nContent-Length: "...)
		out = strconv.AppendInt(out, int64(len(form)), 10)
		out = append(out, "\r\n\r\n"...)
		return append(out, form...)
	}
}

// add takes in another load's figures.
func (r *loadResult) add(o loadResult) {
	r.requests, r.failed, r.took, r.busy = r.requests+o.requests, r.failed+o.failed, r.took+o.took, r.busy+o.busy
	r.delays = append(r.delays, o.delays...)
	slices.Sort(r.delays)
}

// textsAtMost is how many texts are made ready for a second: more than any engine
// takes.
const textsAtMost = 40_000

// BenchmarkTextWebhook sends signed texts of 256 people at once through the real
// webhook: signature, conversation, reading, and a ledger that is on disk before
// the answer. Each is the first of its person. The empty handler gets the very
// same requests. Beside the rates stands how long this process kept a processor
// busy for each request, the sending included and a PostgreSQL not: that changes
// less with what else the machine does.
func BenchmarkTextWebhook(b *testing.B) {
	empty := emptyHandler(b)
	for _, engine := range []struct {
		name     string
		database func() string
	}{
		{"postgres", func() string { return ledgertest.StartPostgres(b).NewDatabase(b) }},
		{"sqlite", func() string { return "sqlite:" + filepath.Join(b.TempDir(), "earshot.db") }},
	} {
		b.Run(engine.name, func(b *testing.B) {
			cfg := benchConfig(engine.database(), cardtest.StartRedis(b).URL())
			cfg.TwilioAccount, cfg.TwilioTokens, cfg.SMSPlace = benchAccount, []feedback.Secret{benchToken}, demoHome
			a, _ := benchServer(b, cfg)
			addr := a.publicLn.Addr().String()
			fire(b, addr, 32, 0, time.Second, signedTexts(10, textsAtMost)) // caches, prepared statements
			run := 11
			for b.Loop() {
				// In turns, so that what else the machine does weighs on both alike.
				var reference, texts loadResult
				for range 5 {
					requests := signedTexts(run, textsAtMost)
					reference.add(fire(b, empty, benchConns, 0, benchTime/5, requests))
					part := fire(b, addr, benchConns, 0, benchTime/5, requests)
					if part.requests > textsAtMost {
						b.Fatalf("%d texts in a second: some came twice, make more ready", part.requests)
					}
					texts.add(part)
					run++
				}
				if texts.failed+reference.failed > 0 {
					b.Fatalf("failed requests: %d texts, %d empty", texts.failed, reference.failed)
				}
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(reference.rate(), "empty/s")
				b.ReportMetric(texts.rate(), "texts/s")
				b.ReportMetric(texts.rate()/reference.rate(), "texts:empty")
				b.ReportMetric(float64(reference.busy.Microseconds())/float64(reference.requests), "busy-µs/empty")
				b.ReportMetric(float64(texts.busy.Microseconds())/float64(texts.requests), "busy-µs/text")
				b.ReportMetric(float64(texts.quantile(0.99))/1e6, "p99-ms")
			}
		})
	}
}
