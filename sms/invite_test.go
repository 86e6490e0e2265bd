package sms_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/sms"
)

func ruleBook(t testing.TB, text string) *sms.RuleBook {
	t.Helper()
	b, err := sms.ParseRules(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestQuietHours(t *testing.T) {
	b := ruleBook(t, `{}`)
	for _, tt := range []struct{ name, at, want string }{
		{"by day", "2026-01-15T12:00:00Z", "2026-01-15T12:00:00Z"},
		{"in the evening", "2026-01-15T20:00:00Z", "2026-01-16T09:00:00Z"},
		{"before dawn", "2026-01-15T03:00:00Z", "2026-01-15T09:00:00Z"},
		{"in summer, by London's clock", "2026-07-15T19:30:00Z", "2026-07-16T08:00:00Z"},
		{"the night the clocks go forward", "2026-03-28T22:00:00Z", "2026-03-29T08:00:00Z"},
		{"the night they go back", "2026-10-24T22:00:00Z", "2026-10-25T09:00:00Z"},
		{"the last night of a year", "2026-12-31T23:00:00Z", "2027-01-01T09:00:00Z"},
	} {
		at, _ := time.Parse(time.RFC3339, tt.at)
		if got := b.Awake(sms.DefaultRules(), at).Format(time.RFC3339); got != tt.want {
			t.Errorf("%s: %s becomes %s, want %s", tt.name, tt.at, got, tt.want)
		}
	}
	noon := sms.DefaultRules()
	noon.QuietFrom, noon.QuietTo = "12:00", "13:30"
	if got := b.Awake(noon, time.Date(2026, 1, 15, 12, 15, 0, 0, time.UTC)); got.Hour() != 13 || got.Minute() != 30 {
		t.Errorf("at noon: %v", got)
	}
}

func TestRulesNameTheirFaults(t *testing.T) {
	_, err := sms.ParseRules(strings.NewReader(`{"default": {"quiet_from": "late"}, "providers": {"RX1": {"remind_days": 20, "expire_days": 10}}}`))
	if !errors.Is(err, feedback.ErrInvalid) || !strings.Contains(err.Error(), "default.quiet_from") || !strings.Contains(err.Error(), "RX1.remind_days") {
		t.Errorf("got %v", err)
	}
	if _, err := sms.ParseRules(strings.NewReader(`{"defaults": {}}`)); err == nil {
		t.Error("a slip of the pen was taken")
	}
}

func TestInvite(t *testing.T) {
	dir, err := testPlaces()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 6, 10, 12, 0, 0, 0, time.UTC)
	var queued []feedback.Invitation
	in := &sms.Inviter{Places: func() *feedback.Directory { return dir }, Rules: ruleBook(t, `{"providers": {"ZZA": {"delay_hours": 24}}}`), Now: func() time.Time { return now },
		Add: func(_ context.Context, list []feedback.Invitation) ([]string, error) {
			queued = append(queued, list...)
			return make([]string, len(list)), nil
		}}
	good := sms.Invite{Phone: "07700 900123", Place: "ASH", EventAt: "2026-06-10 10:00", Audience: "easy"}
	tests := []struct {
		name  string
		with  func(*sms.Invite)
		field string
	}{
		{"good", func(*sms.Invite) {}, ""},
		{"no number", func(v *sms.Invite) { v.Phone = "" }, "phone"},
		{"letters", func(v *sms.Invite) { v.Phone = "n/a" }, "phone"},
		{"no such place", func(v *sms.Invite) { v.Place = "OAK" }, "place"},
		{"no time", func(v *sms.Invite) { v.EventAt = "yesterday" }, "event_at"},
		{"long ago", func(v *sms.Invite) { v.EventAt = "2026-05-01 10:00" }, "event_at"},
		{"far ahead", func(v *sms.Invite) { v.EventAt = "2027-05-01 10:00" }, "event_at"},
		{"an audience we do not know", func(v *sms.Invite) { v.Audience = "staff" }, "audience"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			queued = nil
			v := good
			tt.with(&v)
			out, err := in.Invite(t.Context(), "partner", nil, []sms.Invite{v})
			if err != nil {
				t.Fatal(err)
			}
			var fault *feedback.FieldError
			if errors.As(out[0].Err, &fault); tt.field == "" && out[0].Err != nil || tt.field != "" && (fault == nil || fault.Field != tt.field) {
				t.Errorf("got %v, want a fault of %q", out[0].Err, tt.field)
			}
			if tt.field == "" && (len(queued) != 1 || !queued[0].DueAt.Equal(time.Date(2026, 6, 11, 9, 0, 0, 0, time.UTC)) || queued[0].Provider != "zz") {
				t.Errorf("queued %+v", queued) // 10:00 in London is 09:00 UTC; a day later
			}
		})
	}
}
