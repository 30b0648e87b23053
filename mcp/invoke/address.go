package invoke

import (
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// metadata are the addresses at which clouds hand out credentials, beside the
// link-local ones.
var metadata = []netip.Prefix{
	netip.MustParsePrefix("100.100.100.200/32"), // Alibaba Cloud
	netip.MustParsePrefix("168.63.129.16/32"),   // Azure
	netip.MustParsePrefix("192.0.0.192/32"),     // Oracle Cloud
	netip.MustParsePrefix("fd00:ec2::254/128"),  // AWS
	netip.MustParsePrefix("fd20:ce::254/128"),   // Google Cloud
}

// nat64 is the prefix under which an IPv6 address carries an IPv4 one.
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// AddressError says that an address is never talked to.
type AddressError struct{ Address string }

func (e *AddressError) Error() string {
	return fmt.Sprintf("%s is a link-local or metadata address, which usepaso never talks to", e.Address)
}

// Forbidden reports whether an address is link-local or a cloud's metadata service.
func forbiddenAddress(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if nat64.Contains(ip) {
		b := ip.As16()
		ip = netip.AddrFrom4([4]byte(b[12:]))
	}
	if ip.IsLinkLocalUnicast() || ip.IsLinkLocalMulticast() || ip.IsMulticast() || ip.IsUnspecified() {
		return true
	}
	for _, p := range metadata {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

// refuseAddress is the dialer's last check: it sees the address that a name
// resolved to, whatever the name was.
func refuseAddress(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	return refuseHost(host)
}

// refuseHost refuses a host that is itself such an address, which a proxy would
// otherwise be asked for. Names are left to the dialer.
func refuseHost(host string) error {
	if ip, err := netip.ParseAddr(host); err == nil && forbiddenAddress(ip) {
		return &AddressError{host}
	}
	return nil
}
