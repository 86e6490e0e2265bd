package limit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"earshot/feedback"
)

// Limiter says who may send one more request. It is safe for concurrent use.
//
// So as not to ask the shared buckets at every request it takes some at once and
// keeps them for up to a second: a hundredth of the burst, at most 64. What is
// given out, by all processes together, is never more than the buckets held.
type Limiter struct {
	rates  Rates
	shared Buckets // nil if there are none
	own    *Memory
	secret []byte
	now    func() time.Time
	away   atomic.Int64 // until when, in nanoseconds of Unix time, the shared buckets are not asked

	mu     sync.Mutex
	leases map[string]lease
}

// lease is what was taken from a bucket ahead of use.
type lease struct {
	left, beyond int // taken and not used; in the bucket when it was taken
	until        time.Time
}

// Limits of leases and of asking.
const (
	leaseParts = 100
	mostLeased = 64
	leaseLife  = time.Second
	mostLeases = 1 << 16

	askBudget = 250 * time.Millisecond // the shared buckets must answer within
	awayFor   = time.Second            // they are not asked for so long after a fault
)

// New gives a limiter over shared buckets; with nil it counts in the process
// alone. The secret is the same in every process of an installation.
func New(rates Rates, shared Buckets, secret feedback.Secret, now func() time.Time) *Limiter {
	m := hmac.New(sha256.New, []byte(secret.Reveal()))
	m.Write([]byte("earshot limits 1"))
	return &Limiter{rates: rates, shared: shared, own: NewMemory(now), secret: m.Sum(nil), now: now, leases: make(map[string]lease)}
}

// Verdict is the answer to one request.
type Verdict struct {
	OK    bool
	Rate  Rate          // that applied; none if there is no limit
	Left  int           // how many more may be sent at once
	Reset time.Duration // until all of the burst may be sent again, at most
	Wait  time.Duration // until one more may be sent, if it was not OK
}

// Key asks for one request of a key's holder; role is the class.
func (l *Limiter) Key(ctx context.Context, role, id string) Verdict {
	return l.ask(ctx, role, "key "+id)
}

// Address asks for one request of an address, of class Public or Forms. An
// address of version 6 stands for its /64, which a household has to itself.
func (l *Limiter) Address(ctx context.Context, class string, addr netip.Addr) Verdict {
	if addr = addr.Unmap(); addr.Is6() {
		addr = netip.PrefixFrom(addr, 64).Masked().Addr()
	}
	raw := addr.As16()
	return l.ask(ctx, class, "address "+string(raw[:]))
}

// grant is what a bucket gave.
type grant struct {
	taken, left int
	wait        time.Duration
}

func (l *Limiter) ask(ctx context.Context, class, subject string) Verdict {
	r := l.rates[class]
	if r.None() {
		return Verdict{OK: true}
	}
	m := hmac.New(sha256.New, l.secret)
	m.Write([]byte(class + "\x00" + subject))
	var sum [sha256.Size]byte
	bucket := hex.EncodeToString(m.Sum(sum[:0])[:16])
	now := l.now()
	if left, ok := l.used(bucket, now); ok {
		return verdict(r, grant{taken: 1, left: left})
	}
	n := min(max(1, r.Burst/leaseParts), mostLeased)
	g := l.take(ctx, bucket, r, n, now)
	if g.taken > 1 {
		l.keep(bucket, lease{g.taken - 1, g.left, now.Add(leaseLife)}, now)
		g.left += g.taken - 1
	}
	return verdict(r, g)
}

func verdict(r Rate, g grant) Verdict {
	return Verdict{OK: g.taken > 0, Rate: r, Left: g.left, Reset: time.Duration(max(0, r.Burst-g.left)) * r.Every(), Wait: g.wait}
}

// used takes one of a lease.
func (l *Limiter) used(bucket string, now time.Time) (left int, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	held, ok := l.leases[bucket]
	if !ok || held.left == 0 || !now.Before(held.until) {
		delete(l.leases, bucket)
		return 0, false
	}
	held.left--
	l.leases[bucket] = held
	return held.left + held.beyond, true
}

func (l *Limiter) keep(bucket string, x lease, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.leases) >= mostLeases {
		for name, held := range l.leases {
			if !now.Before(held.until) {
				delete(l.leases, name)
			}
		}
		if len(l.leases) >= mostLeases {
			clear(l.leases)
		}
	}
	l.leases[bucket] = x
}

// take asks the shared buckets, or the process's own while those are away.
func (l *Limiter) take(ctx context.Context, bucket string, r Rate, n int, now time.Time) (g grant) {
	if l.shared != nil && now.UnixNano() >= l.away.Load() {
		// The request's own end must not count as a fault of the buckets.
		ask, cancel := context.WithTimeout(context.WithoutCancel(ctx), askBudget)
		defer cancel()
		var err error
		if g.taken, g.left, g.wait, err = l.shared.Take(ask, bucket, r.Every(), r.Burst, n); err == nil {
			return g
		}
		l.away.Store(now.Add(awayFor).UnixNano())
	}
	g.taken, g.left, g.wait, _ = l.own.Take(ctx, bucket, r.Every(), r.Burst, n) // it never fails
	return g
}
