package outbound

import (
	"errors"
	"fmt"
	"net/netip"
	"syscall"

	"earshot/feedback"
)

// errAddress is what every refused address comes to.
var errAddress = fmt.Errorf("the address is not one on the public internet; mark the source as internal if it is meant: %w", feedback.ErrForbidden)

// special lists networks that are not reachable on the public internet and
// that netip's own questions do not cover: see the IANA special-purpose address
// registries. Those that carry an IPv4 address inside an IPv6 one (NAT64, 6to4,
// Teredo) would be a way round every other rule.
func special() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"),       // this network
		netip.MustParsePrefix("100.64.0.0/10"),   // carriers' own
		netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
		netip.MustParsePrefix("192.0.2.0/24"),    // documentation
		netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays
		netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
		netip.MustParsePrefix("198.51.100.0/24"), // documentation
		netip.MustParsePrefix("203.0.113.0/24"),  // documentation
		netip.MustParsePrefix("240.0.0.0/4"),     // reserved, and broadcast
		netip.MustParsePrefix("::/96"),           // IPv4 compatible
		netip.MustParsePrefix("64:ff9b::/96"),    // NAT64
		netip.MustParsePrefix("64:ff9b:1::/48"),  // NAT64, local
		netip.MustParsePrefix("100::/64"),        // discard
		netip.MustParsePrefix("2001::/23"),       // protocol assignments, Teredo
		netip.MustParsePrefix("2001:db8::/32"),   // documentation
		netip.MustParsePrefix("2002::/16"),       // 6to4
		netip.MustParsePrefix("fec0::/10"),       // site-local
	}
}

// Public reports whether an address can be one of a site on the public
// internet.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsValid() || a.Zone() != "" || !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
		return false
	}
	for _, p := range special() {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// metadata reports whether an address is where clouds hand a machine its own
// credentials. It is refused even to internal sources.
func metadata(a netip.Addr) bool {
	switch a.Unmap().WithZone("").String() {
	case "169.254.169.254", "169.254.170.2", "fd00:ec2::254", "100.100.100.200":
		return true
	}
	return false
}

// guard is called by the dialler after a name was looked up and before the
// connection is made, so that what is checked is what is connected to: a name
// that answers differently the second time gains nothing.
func (c *Client) guard(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return errors.Join(errAddress, err)
	}
	if metadata(ap.Addr()) || !c.opt.Internal && !Public(ap.Addr()) {
		return errAddress
	}
	return nil
}
