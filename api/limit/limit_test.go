package limit_test

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"earshot/api/limit"
	"earshot/api/limit/limittest"
	"earshot/feedback"
)

const secret feedback.Secret = "0123456789abcdef0123456789abcdef"

func TestMemory(t *testing.T) {
	m := limit.NewMemory(time.Now)
	limittest.Run(t, func(*testing.T) limit.Buckets { return m })
}

// shelf is buckets that remember what they were asked, and can be away.
type shelf struct {
	*limit.Memory
	mu    sync.Mutex
	names []string
	away  bool
}

func (s *shelf) Take(ctx context.Context, bucket string, every time.Duration, burst, n int) (int, int, time.Duration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names = append(s.names, bucket)
	if s.away {
		return 0, 0, 0, feedback.ErrUnavailable
	}
	return s.Memory.Take(ctx, bucket, every, burst, n)
}

// TestProcessesShareALimit: two processes together let through what the limit
// says, ask the buckets far less often than they are asked, and name no one.
func TestProcessesShareALimit(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	shared := &shelf{Memory: limit.NewMemory(now)}
	rates, err := limit.Parse("partner=1000,public=5")
	if err != nil {
		t.Fatal(err)
	}
	one, other := limit.New(rates, shared, secret, now), limit.New(rates, shared, secret, now)
	let := 0
	for range 700 {
		for _, l := range []*limit.Limiter{one, other} {
			if l.Key(t.Context(), limit.Partner, "k0000001").OK {
				let++
			}
		}
	}
	if let != 1000 {
		t.Errorf("%d of 1400 were let through, want 1000", let)
	}
	if asked := len(shared.names); asked > 100+1400-1000 {
		t.Errorf("the buckets were asked %d times", asked)
	}
	refused := one.Key(t.Context(), limit.Partner, "k0000001")
	if refused.OK || refused.Left != 0 || refused.Wait <= 0 || refused.Wait > 60*time.Millisecond || refused.Rate.PerMinute != 1000 {
		t.Errorf("refused: %+v", refused)
	}
	if v := one.Key(t.Context(), limit.Partner, "k0000002"); !v.OK || v.Left < 980 {
		t.Errorf("another key: %+v", v)
	}
	at = at.Add(refused.Wait)
	if v := other.Key(t.Context(), limit.Partner, "k0000001"); !v.OK {
		t.Errorf("after the wait: %+v", v)
	}
	home := netip.MustParseAddr("2001:db8:1:2::1")
	for i := range 6 {
		if v := one.Address(t.Context(), limit.Public, home.Next()); v.OK != (i < 5) {
			t.Errorf("request %d of a household: %+v", i+1, v)
		}
	}
	if v := other.Address(t.Context(), limit.Public, netip.MustParseAddr("2001:db8:1:3::1")); !v.OK {
		t.Errorf("another household: %+v", v)
	}
	if v := other.Address(t.Context(), limit.Forms, home); !v.OK {
		t.Errorf("another class: %+v", v)
	}
	for _, name := range shared.names {
		if len(name) != 32 || strings.Trim(name, "0123456789abcdef") != "" {
			t.Errorf("a bucket is called %q", name)
		}
	}
}

// TestBucketsAway: while the shared buckets are away a process counts by itself,
// asks them once a second, and goes back to them.
func TestBucketsAway(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	shared := &shelf{Memory: limit.NewMemory(now), away: true}
	rates, err := limit.Parse("provider=3")
	if err != nil {
		t.Fatal(err)
	}
	l := limit.New(rates, shared, secret, now)
	for i := range 5 {
		if v := l.Key(t.Context(), limit.Provider, "k"); v.OK != (i < 3) {
			t.Errorf("request %d: %+v", i+1, v)
		}
	}
	if len(shared.names) != 1 {
		t.Errorf("the buckets were asked %d times within a second", len(shared.names))
	}
	shared.away = false
	at = at.Add(2 * time.Second)
	if v := l.Key(t.Context(), limit.Provider, "k"); !v.OK || len(shared.names) != 2 {
		t.Errorf("once they are back: %+v, asked %d times", v, len(shared.names))
	}
}

func TestNoLimit(t *testing.T) {
	l := limit.New(limit.Usual(), nil, secret, time.Now)
	if v := l.Key(t.Context(), limit.Operator, "k"); !v.OK || !v.Rate.None() {
		t.Errorf("an operator: %+v", v)
	}
	if v := l.Key(t.Context(), "unheard-of", "k"); !v.OK {
		t.Errorf("a class without a rate: %+v", v)
	}
}

func TestParse(t *testing.T) {
	if r, err := limit.Parse(""); err != nil || r[limit.Forms] != (limit.Rate{PerMinute: 120, Burst: 240}) || !r[limit.Operator].None() {
		t.Errorf("usual: %v %v", r, err)
	}
	if r, err := limit.Parse(" healthwatch=60, public=0"); err != nil || r[limit.Healthwatch] != (limit.Rate{PerMinute: 60, Burst: 60}) || !r[limit.Public].None() {
		t.Errorf("set: %v %v", r, err)
	}
	for _, bad := range []string{"public", "public=x", "public=-1", "nobody=5", "=5", "public=60000001"} {
		if _, err := limit.Parse(bad); !errors.Is(err, feedback.ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
