package api

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

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
