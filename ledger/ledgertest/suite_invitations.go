package ledgertest

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// Invite gives a sample invitation of person n.
func Invite(id string, n byte) ledger.Invitation {
	p := Path(1)
	return ledger.Invitation{ID: id, Owner: "file", Reference: "ref " + id, Hash: ledger.ContactHash{100, n}, Sealed: []byte{n}, Provider: p.Provider, Place: p.Ward,
		Language: "cy", Audience: "young", EventAt: Epoch(), DueAt: Epoch().Add(time.Hour), ExpiresAt: Epoch().Add(100 * time.Hour), Status: feedback.Queued}
}

// claim gives the Claim of an invitation at so many hours.
func claim(v ledger.Invitation, hours int) ledger.Claim {
	now := Epoch().Add(time.Duration(hours) * time.Hour)
	return ledger.Claim{ID: v.ID, Now: now, Gateway: "twilio", Hashes: []ledger.ContactHash{v.Hash}, CapSince: now.Add(-30 * 24 * time.Hour),
		BusyTill: now.Add(time.Hour), Busy: 30 * time.Minute, Segments: 1,
		Contact: ledger.Contact{Hash: v.Hash, Sealed: v.Sealed, Place: v.Place, State: "invited", ExpiresAt: now.Add(100 * time.Hour), Invitation: v.ID, Language: v.Language}}
}

func (b *bench) claim(c ledger.Claim, want ledger.Claimed) {
	b.Helper()
	if got, err := b.ClaimInvitation(b.ctx, c); err != nil || got != want {
		b.Fatalf("claim %s: %q, %v; want %q", c.ID, got, err, want)
	}
}

func (b *bench) invitation(id string) ledger.Invitation {
	b.Helper()
	v, err := b.Invitation(b.ctx, id)
	if err != nil {
		b.Fatal(err)
	}
	return v
}

func (b *bench) settle(s ledger.Settlement) {
	b.Helper()
	if err := b.SettleInvitation(b.ctx, s); err != nil {
		b.Fatal(err)
	}
}

func (b *bench) add(list ...ledger.Invitation) []string {
	b.Helper()
	ids, err := b.AddInvitations(b.ctx, list)
	if err != nil {
		b.Fatal(err)
	}
	return ids
}

func testInvitations(t *testing.T, db Database) {
	b := open(t, db)
	one, two := Invite("a", 1), Invite("b", 2)
	two.DueAt = Epoch()
	b.add(one, two)
	b.equal("stored", b.invitation("a"), one)
	again := Invite("c", 1)
	again.Reference = one.Reference
	if ids := b.add(again); ids[0] != "a" {
		t.Errorf("the same reference again became %v", ids)
	}
	if _, err := b.Invitation(b.ctx, "c"); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("a duplicate was stored: %v", err)
	}
	due, err := b.DueInvitations(b.ctx, Epoch().Add(time.Hour), 10)
	if err != nil || len(due) != 2 || due[0].ID != "b" {
		t.Fatalf("due: %+v, %v", due, err)
	}
	c := claim(one, 1)
	b.claim(c, ledger.Granted)
	b.claim(c, ledger.Taken)
	if k, err := b.Conversation(b.ctx, one.Hash); err != nil || k.State != "invited" || k.Invitation != "a" || k.Language != "cy" || !k.Subject.IsZero() {
		t.Errorf("the conversation it opens: %+v, %v", k, err)
	}
	if open, err := b.UnsettledInvitations(b.ctx, c.Now, 10); err != nil || len(open) != 1 || open[0].Attempts != 1 {
		t.Errorf("unsettled: %+v, %v", open, err)
	}
	if n, err := b.MissInvitation(b.ctx, "a", c.Now); err != nil || n != 1 {
		t.Errorf("missed %d, %v", n, err)
	}
	retry := ledger.Settlement{ID: "a", Status: feedback.Queued, DueAt: Epoch().Add(2 * time.Hour), At: c.Now.Add(-time.Second), Reason: "429"}
	b.settle(retry) // of another attempt: nothing happens
	if v := b.invitation("a"); v.Status != feedback.Sending {
		t.Errorf("an old attempt changed it: %+v", v)
	}
	retry.At = c.Now
	b.settle(retry)
	c = claim(one, 3)
	b.claim(c, ledger.Granted)
	b.settle(ledger.Settlement{ID: "a", Status: feedback.Accepted, Message: "SM1", Segments: 2, At: c.Now})
	if v := b.invitation("a"); v.Status != feedback.Accepted || v.Message != "SM1" || v.Segments != 2 || v.Sealed != nil || v.Attempts != 2 || v.Missed != 0 {
		t.Errorf("accepted: %+v", v)
	}
	b.settle(ledger.Settlement{ID: "a", Status: feedback.Queued, DueAt: Epoch(), At: c.Now})
	if v := b.invitation("a"); v.Status != feedback.Accepted {
		t.Errorf("an accepted one was queued again: %+v", v)
	}
	if err := b.SetOptOut(b.ctx, two.Hash, true, Epoch()); err != nil {
		t.Fatal(err)
	}
	b.claim(claim(two, 3), ledger.OptedOut)
	if v := b.invitation("b"); v.Status != feedback.Withheld || v.Reason != "opted_out" || v.Sealed != nil {
		t.Errorf("withheld: %+v", v)
	}
	b.add(Invite("late", 9))
	if n, err := b.ForgetInvitations(b.ctx, Epoch().Add(101*time.Hour)); err != nil || n != 1 {
		t.Errorf("forgot %d, %v", n, err)
	}
	if v := b.invitation("late"); v.Status != feedback.Withheld || v.Sealed != nil {
		t.Errorf("too late: %+v", v)
	}
}

// testInvitationReports takes every order of reports to the same end.
func testInvitationReports(t *testing.T, db Database) {
	b := open(t, db)
	orders := [][]feedback.Delivery{
		{feedback.Accepted, feedback.Sent, feedback.Delivered}, {feedback.Delivered, feedback.Sent, feedback.Accepted},
		{feedback.Sent, feedback.Delivered, feedback.Undelivered}, {feedback.Undelivered, feedback.Delivered, feedback.Delivered, feedback.Sent},
	}
	for i, order := range orders {
		id := number(i)
		v := Invite(id, byte(i))
		b.add(v)
		c := claim(v, 1)
		b.claim(c, ledger.Granted)
		for n, status := range order {
			if err := b.ReportInvitation(b.ctx, ledger.Report{ID: id, Status: status, Message: "SM", Reason: status.String()}); err != nil {
				t.Fatal(err)
			}
			if n == 1 { // the sender learns of it in the midst
				b.settle(ledger.Settlement{ID: id, Status: feedback.Accepted, Message: "SM", At: c.Now})
			}
		}
		b.settle(ledger.Settlement{ID: id, Status: feedback.Queued, DueAt: Epoch(), At: c.Now})
		if got := b.invitation(id); got.Status != feedback.Delivered || got.Message != "SM" {
			t.Errorf("%v ends at %v", order, got.Status)
		}
	}
	b.optOutByReport()
	if err := b.ReportInvitation(b.ctx, ledger.Report{ID: "none", Status: feedback.Sent}); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("a report of nothing: %v", err)
	}
}

// optOutByReport expects a report that a person had opted out to count from when
// their text was tried, however late and often it comes.
func (b *bench) optOutByReport() {
	v := Invite("opted out", 77)
	b.add(v)
	c := claim(v, 1)
	b.claim(c, ledger.Granted)
	report := ledger.Report{ID: v.ID, Status: feedback.Failed, Reason: "21610", OptOut: true}
	for _, out := range []bool{true, false} {
		if err := b.ReportInvitation(b.ctx, report); err != nil {
			b.Fatal(err)
		}
		if got, err := b.OptedOut(b.ctx, v.Hash); err != nil || got != out {
			b.Errorf("opted out %v, %v; want %v", got, err, out)
		}
		if err := b.SetOptOut(b.ctx, v.Hash, false, c.Now.Add(time.Minute)); err != nil { // START
			b.Fatal(err)
		}
	}
}

func testInvitationCap(t *testing.T, db Database) {
	b := open(t, db)
	first, second, third := Invite("a", 1), Invite("b", 1), Invite("c", 1)
	second.Place = Path(1).Site
	third.Provider = "another"
	b.add(first, second, third)
	b.claim(claim(first, 1), ledger.Granted)
	b.claim(claim(second, 2), ledger.Capped)
	b.claim(claim(third, 2), ledger.Granted) // another provider's
	fourth := Invite("d", 1)
	b.add(fourth)
	b.settle(ledger.Settlement{ID: "a", Status: feedback.Failed, At: claim(first, 1).Now, Reason: "21211"})
	b.claim(claim(fourth, 3), ledger.Granted) // the first never reached the person

	// Somebody who is texting with us is not interrupted.
	busy := Invite("busy", 7)
	b.add(busy)
	talk := Receive("sms", "1", 1)
	talk.At = claim(busy, 5).Now.Add(-time.Minute)
	talk.Contact = &ledger.Contact{Hash: busy.Hash, State: "why", ExpiresAt: Epoch().Add(time.Hour)}
	b.append(talk)
	b.claim(claim(busy, 5), ledger.Postponed)
	if v := b.invitation("busy"); v.Status != feedback.Queued || !v.DueAt.Equal(Epoch().Add(6*time.Hour)) {
		t.Errorf("postponed: %+v", v)
	}
	b.claim(claim(busy, 6), ledger.Granted)
}

// testInvitationRace lets two stores claim at once: each invitation once, and of
// one person's two only one.
func testInvitationRace(t *testing.T, db Database) {
	stores := []*bench{open(t, db), open(t, db)}
	var list []ledger.Invitation
	for i := range 8 {
		list = append(list, Invite("x"+number(i), byte(i)), Invite("y"+number(i), byte(i)))
	}
	stores[0].add(list...)
	var granted sync.Map
	var total atomic.Int64
	var wg sync.WaitGroup
	for i := range 4 {
		b := stores[i%2]
		wg.Go(func() {
			for n := range list {
				v := list[(n*(2*i+1)+i)%len(list)]
				got, err := b.ClaimInvitation(b.ctx, claim(v, 1))
				if err != nil {
					t.Error(err)
				}
				if got == ledger.Granted {
					total.Add(1)
					granted.Store(v.Hash, v.ID)
				}
			}
		})
	}
	wg.Wait()
	people := 0
	granted.Range(func(any, any) bool { people++; return true })
	if total.Load() != 8 || people != 8 {
		t.Errorf("%d claims were granted for %d people, want 8 and 8", total.Load(), people)
	}
}

func testReminders(t *testing.T, db Database) {
	b := open(t, db)
	for i, answered := range []bool{false, true} {
		id := "i" + number(i)
		v := Invite(id, byte(50+i))
		b.add(v)
		c := claim(v, 1)
		reminder := v
		reminder.ID, reminder.Parent, reminder.DueAt = id+"r", id, Epoch().Add(72*time.Hour)
		c.Reminder = &reminder
		b.claim(c, ledger.Granted)
		b.settle(ledger.Settlement{ID: id, Status: feedback.Accepted, At: c.Now})
		if answered {
			cmd := Receive("sms", "answer", 1)
			cmd.Contact = &ledger.Contact{Hash: v.Hash, ExpiresAt: Epoch().Add(100 * time.Hour), Invitation: id, Base: 1}
			b.append(cmd)
			if got := b.invitation(id); !got.AnsweredAt.Equal(cmd.At) || !got.CommentedAt.Equal(cmd.At) {
				t.Errorf("the answer was not noted: %+v", got)
			}
		}
		due, err := b.DueInvitations(b.ctx, Epoch().Add(73*time.Hour), 10)
		if err != nil || !slices.ContainsFunc(due, func(v ledger.Invitation) bool { return v.ID == id+"r" }) {
			t.Fatalf("due: %+v, %v", due, err)
		}
		want := ledger.Granted
		if answered {
			want = ledger.Answered
		}
		b.claim(claim(reminder, 73), want)
	}
}

func testReach(t *testing.T, db Database) {
	b := open(t, db)
	one, two, out := Invite("a", 1), Invite("b", 2), Invite("c", 3)
	out.EventAt = Epoch().Add(-time.Hour)
	b.add(one, two, out)
	for _, v := range []ledger.Invitation{one, two} {
		b.claim(claim(v, 5), ledger.Granted)
		b.settle(ledger.Settlement{ID: v.ID, Status: feedback.Accepted, Segments: 2, At: claim(v, 5).Now})
	}
	cmd := Receive("sms", "1", 1)
	cmd.Response.Comments, cmd.Readings = nil, nil
	cmd.Contact = &ledger.Contact{Hash: one.Hash, Invitation: "a", ExpiresAt: Epoch()}
	b.append(cmd)
	rows, err := b.Reach(b.ctx, Epoch(), Epoch().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	b.equal("reach", rows, []ledger.ReachRow{{Place: one.Place, Gateway: "twilio", Status: feedback.Accepted,
		TriedAt: Epoch().Add(5 * time.Hour).Truncate(time.Hour), Count: 2, Segments: 4, Answered: 1}})
}
