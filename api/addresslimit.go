package api

import (
	"encoding/binary"
	"hash/maphash"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"
)

// How many forms one address may send. A whole ward, or a hospital's guest
// network, shares one address, so the limit is far above what people do and
// stops only machines.
const (
	formsPerMinute = 120
	formsBurst     = 240
)

// maxAddresses bounds the memory of the limit. Past it the table is begun
// anew, which lets a flood through for a moment rather than shut people out.
const maxAddresses = 1 << 16

// addressLimit is a token bucket for each address. It keeps a keyed hash of the
// address, never the address, and nothing outlives the process.
type addressLimit struct {
	perMinute, burst float64
	seed             maphash.Seed

	mu      sync.Mutex
	buckets map[uint64]bucket
}

type bucket struct {
	left float64
	at   time.Time
}

func newAddressLimit(perMinute, burst float64) *addressLimit {
	return &addressLimit{perMinute: perMinute, burst: burst, seed: maphash.MakeSeed(), buckets: make(map[uint64]bucket)}
}

// take reports whether the address may send one more now.
func (l *addressLimit) take(addr netip.Addr, now time.Time) bool {
	if addr = addr.Unmap(); addr.Is6() {
		// A household or phone has a whole /64 to itself.
		addr = netip.PrefixFrom(addr, 64).Masked().Addr()
	}
	raw := addr.As16()
	key := maphash.Bytes(l.seed, binary.BigEndian.AppendUint16(raw[:], 0))
	l.mu.Lock()
	defer l.mu.Unlock()
	b, known := l.buckets[key]
	if !known {
		if len(l.buckets) >= maxAddresses {
			clear(l.buckets)
		}
		b = bucket{left: l.burst, at: now}
	}
	b.left = min(l.burst, b.left+now.Sub(b.at).Minutes()*l.perMinute)
	b.at = now
	ok := b.left >= 1
	if ok {
		b.left--
	}
	l.buckets[key] = b
	return ok
}

// clientAddr gives the address of whoever sent a request. The last address in
// X-Forwarded-For that is not a trusted proxy's is believed, and only if the
// connection itself comes from one.
func clientAddr(r *http.Request, trusted []netip.Prefix) netip.Addr {
	isProxy := func(a netip.Addr) bool {
		return slices.ContainsFunc(trusted, func(p netip.Prefix) bool { return p.Contains(a.Unmap()) })
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.IPv6Unspecified()
	}
	addr := peer.Addr()
	if !isProxy(addr) {
		return addr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		a, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			return addr
		}
		if addr = a; !isProxy(a) {
			break
		}
	}
	return addr
}
