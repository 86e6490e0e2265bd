package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"earshot/ledger/ledgertest"
)

// textWorld is a server that texts, with both gateways before it.
func textWorld(t *testing.T, database, gateway string) (*program, *carriers) {
	t.Helper()
	far := newCarriers(t, time.Now)
	p := installPlaces(t, database, "embedded", dayPlaces, append(far.settings(), "EARSHOT_SMS_GATEWAY="+gateway, "EARSHOT_LOG_LEVEL=warn")...)
	p.settings = append(p.settings, "EARSHOT_SMS_RULES="+p.file("rules.json", atOnceRules))
	far.target = "http://" + p.addr
	return p, far
}

// heldBy reads the ledger of an installation.
func heldBy(t *testing.T, p *program) []string {
	t.Helper()
	store, err := openStore(t.Context(), p.database)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	return heldLines(t, store)
}

// TestTextsOfAnOutage lets people text while there is no server. When it is
// back it finds what they said, and answers them.
func TestTextsOfAnOutage(t *testing.T) {
	p, far := textWorld(t, ledgertest.StartPostgres(t, "fsync=off").NewDatabase(t), "twilio")
	p.start()
	n := 0
	say := func(gateway, from, body string, ago time.Duration) spoken {
		n++
		s := spoken{gateway: gateway, id: fmt.Sprintf("SM%032d", n), from: from, to: ourNumber, body: body, at: time.Now().Add(-ago).Truncate(time.Second)}
		far.say(s)
		return s
	}
	before := say("twilio", "+447700900101", "1", time.Minute)
	if status := far.deliver(t.Context(), before, false, false); status != http.StatusOK {
		t.Fatalf("before the outage: status %d", status)
	}
	p.kill()
	lost := []spoken{
		say("twilio", "+447700900102", "2 kind but slow", 3*24*time.Hour), // too long ago to be answered
		say("twilio", "+447700900103", "ELM 3", 40*time.Minute),
		say("twilio", "+447700900104", "STOP", 30*time.Minute),
		say("twilio", "+447700900105", "5", 20*time.Minute), say("twilio", "+447700900105", "2", 15*time.Minute),
		say("twilio", "+447700900101", "lovely staff", 10*time.Second), // goes on with what was said before
	}
	for i := range 9 { // more than one page of both lists
		lost = append(lost, say("notify", fmt.Sprintf("+44770090020%d", i), fmt.Sprintf("%d", i%6+1), time.Duration(50-i)*time.Minute))
	}
	for _, s := range lost {
		if status := far.deliver(t.Context(), s, false, false); status != 0 {
			t.Fatalf("there is no server, and yet %d", status)
		}
	}
	want := []string{"twilio sms sms ASH T 1 | lovely staff", "twilio sms sms ELM T 3", "twilio sms sms ASH T 2",
		"notify sms sms ASH T 1", "notify sms sms ASH T 2", "notify sms sms ASH T 3", "notify sms sms ASH T 4", "notify sms sms ASH T 5", "notify sms sms ASH T 6",
		"notify sms sms ASH T 1", "notify sms sms ASH T 2", "notify sms sms ASH T 3"}
	check := func() {
		t.Helper()
		p.start()
		var got []string
		for end := time.Now().Add(30 * time.Second); time.Now().Before(end) && len(got) != len(want)+1; time.Sleep(50 * time.Millisecond) {
			got = nil
			for _, line := range heldBy(t, p) {
				got = append(got, recently(line))
			}
		}
		all := append(slices.Clone(want), "twilio sms sms ASH T 2 | kind but slow")
		slices.Sort(all)
		slices.Sort(got)
		if !slices.Equal(got, all) {
			t.Errorf("the ledger holds\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(all, "\n  "))
		}
	}
	check()
	p.await("the answers", 20*time.Second, func() bool {
		return len(far.textsTo("+447700900101")) == 2 && len(far.textsTo("+447700900103")) == 1 && len(far.textsTo("+447700900105")) == 2 && len(far.textsTo("+447700900208")) == 1
	})
	if got := append(far.textsTo("+447700900102"), far.textsTo("+447700900104")...); len(got) > 0 {
		t.Errorf("those who are not to be answered got %q", got)
	}
	p.kill()
	check() // it all comes again
	for _, s := range append(lost, before) {
		far.deliver(t.Context(), s, false, false)
	}
	far.noneTwice()
	if got := heldBy(t, p); len(got) != len(want)+1 {
		t.Errorf("what came again was stored again: %q", got)
	}
	file := p.file("late.csv", "phone,place,event_at\n+447700900104,ASH,"+time.Now().Add(-time.Hour).Format(time.RFC3339)+"\n")
	p.run("invite", file)
	p.run("invite", "send")
	if got := far.textsTo("+447700900104"); len(got) > 0 {
		t.Errorf("a STOP of the outage was not heeded: %q", got)
	}
}

// recently takes the day out of a line, so that a test may run around midnight.
func recently(line string) string {
	head, words, said := strings.Cut(line, " | ")
	fields := strings.Fields(head)
	fields[4] = "T"
	if head = strings.Join(fields, " "); said {
		head += " | " + words
	}
	return head
}

// TestInvitationsByHTTP asks for invitations as a partner's system does.
func TestInvitationsByHTTP(t *testing.T) {
	p, far := textWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "earshot.db"), "notify")
	keys := map[string]string{}
	for name, args := range map[string][]string{"partner": {"--place", "ZZA01"}, "other": {"--place", "ZZB"}, "healthwatch": {"--role", "healthwatch", "--area", "E06999901"}} {
		keys[name] = strings.TrimSpace(p.run(append([]string{"keys", "create", "--name", name}, args...)...))
	}
	p.start()
	post := func(key, kind, body string) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, far.target+"/v1/invitations", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", kind)
		if key != "" {
			req.Header.Set("Authorization", "Bearer "+key)
		}
		res, err := p.http.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		answer, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(answer)
	}
	hour := time.Now().Add(-time.Hour).Format(time.RFC3339)
	good := func(phone, reference string) string {
		return fmt.Sprintf(`{"phone":%q,"place":"ASH","event_at":%q,"reference":%q}`, phone, hour, reference)
	}
	const number = "07700 900401"
	for _, tt := range []struct {
		name, key, kind, body string
		want                  int
		says                  string
	}{
		{"no key", "", "application/json", good(number, "a"), 401, ""},
		{"a key that only reads", keys["healthwatch"], "application/json", good(number, "a"), 403, ""},
		{"another's place", keys["other"], "application/json", good(number, "a"), 400, "place"},
		{"not JSON", keys["partner"], "application/json", `{`, 400, ""},
		{"two objects", keys["partner"], "application/json", good(number, "a") + good(number, "b"), 400, ""},
		{"a bracket too many", keys["partner"], "application/json", good(number, "a") + "]", 400, ""},
		{"an empty list", keys["partner"], "application/json", `[]`, 400, ""},
		{"a name that is not to be sent", keys["partner"], "application/json", strings.Replace(good(number, "a"), "{", `{"name":"Ann Other",`, 1), 400, ""},
		{"no number", keys["partner"], "application/json", good("", "a"), 400, "phone"},
		{"a number that is none", keys["partner"], "application/json", good("12", "a"), 400, "phone"},
		{"no such place", keys["partner"], "application/json", strings.Replace(good(number, "a"), "ASH", "NOWHERE", 1), 400, "place"},
		{"an event long ago", keys["partner"], "application/json", strings.Replace(good(number, "a"), hour, "2020-01-01T10:00:00Z", 1), 400, "event_at"},
		{"an event that is no time", keys["partner"], "application/json", strings.Replace(good(number, "a"), hour, "yesterday", 1), 400, "event_at"},
		{"an audience nobody knows", keys["partner"], "application/json", strings.Replace(good(number, "a"), "{", `{"audience":"dogs",`, 1), 400, "audience"},
	} {
		status, answer := post(tt.key, tt.kind, tt.body)
		if status != tt.want || !strings.Contains(answer, tt.says) || strings.Contains(answer, "900401") || strings.Contains(answer, "Ann Other") {
			t.Errorf("%s: status %d, want %d: %s", tt.name, status, tt.want, answer)
		}
	}
	if got := far.texts(); len(got) > 0 {
		t.Fatalf("what was refused was sent: %+v", got)
	}
	ids := map[string]bool{}
	for range 3 {
		status, answer := post(keys["partner"], "application/json", good(number, "visit 1"))
		var one struct{ ID, Status string }
		if err := json.Unmarshal([]byte(answer), &one); err != nil || status != http.StatusAccepted || one.Status != "queued" {
			t.Fatalf("status %d, %v: %s", status, err, answer)
		}
		ids[one.ID] = true
		// One that is wrong is refused alone, and without a reference the same
		// event is the same invitation.
		status, answer = post(keys["partner"], "application/json", "["+good("07700 900402", "")+","+good("12", "x")+","+good("07700 900403", "visit 3")+"]")
		var many struct {
			Invitations []struct {
				ID, Status string
				Error      *struct{ Field string }
			}
		}
		if err := json.Unmarshal([]byte(answer), &many); err != nil || status != http.StatusAccepted || len(many.Invitations) != 3 ||
			many.Invitations[1].Status != "refused" || many.Invitations[1].Error.Field != "phone" {
			t.Fatalf("status %d, %v: %s", status, err, answer)
		}
		ids[many.Invitations[0].ID], ids[many.Invitations[2].ID] = true, true
	}
	if len(ids) != 3 {
		t.Errorf("three invitations asked for three times have %d ids", len(ids))
	}
	p.run("invite", "send")
	p.await("three texts", 20*time.Second, func() bool { return len(far.texts()) == 3 })
	far.noneTwice()
	if n := len(far.texts()); n != 3 {
		t.Errorf("%d texts were sent", n)
	}
}
