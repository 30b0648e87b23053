package declaration

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Reach is how far a request to a host goes, as far as the host itself tells.
type Reach uint8

// The reaches of a host.
const (
	Public    Reach = iota // the internet, as far as one can tell
	Loopback               // this machine
	Private                // this network
	LinkLocal              // link-local or a cloud's metadata service: never to be called
)

// metadataHosts are the services that hand out a machine's credentials, by name.
var metadataHosts = []string{
	"metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal",
	"metadata.tencentyun.com", "metadata.platformequinix.com",
}

// metadataAddrs are those services by address, where it is not link-local anyway.
var metadataAddrs = []netip.Addr{
	netip.MustParseAddr("fd00:ec2::254"),   // AWS
	netip.MustParseAddr("fd20:ce::254"),    // Google Cloud
	netip.MustParseAddr("100.100.100.200"), // Alibaba Cloud
	netip.MustParseAddr("168.63.129.16"),   // Azure
	netip.MustParseAddr("192.0.0.192"),     // Oracle Cloud
}

// privateSuffixes are the names that networks use among themselves.
var privateSuffixes = []string{".internal", ".local", ".lan", ".home", ".corp", ".intranet", ".localdomain", ".home.arpa"}

// privateRanges are addresses outside the internet that netip does not count as private.
var privateRanges = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("fec0::/10"),
}

// HostReach returns the reach of a URL's host without port and brackets. It reads
// addresses as a C library does (decimal, octal, hexadecimal, short forms), but
// looks no name up.
func HostReach(host string) Reach {
	host = strings.TrimSuffix(strings.ToLower(strings.Map(narrow, host)), ".")
	if addr, err := netip.ParseAddr(host); err == nil {
		return AddrReach(addr)
	}
	if addr, ok := parseLegacy(host); ok {
		return AddrReach(addr)
	}
	if slices.Contains(metadataHosts, host) {
		return LinkLocal
	}
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return Loopback
	}
	for _, suffix := range privateSuffixes {
		if strings.HasSuffix(host, suffix) {
			return Private
		}
	}
	if !strings.Contains(host, ".") {
		return Private
	}
	return Public
}

// AddrReach returns the reach of an address. One that wraps an IPv4 address
// (mapped, NAT64, 6to4) reaches as far as that does.
func AddrReach(addr netip.Addr) Reach {
	addr = wrapped(addr.WithZone("")).Unmap()
	switch {
	case slices.Contains(metadataAddrs, addr), addr.IsLinkLocalUnicast(), addr.IsLinkLocalMulticast():
		return LinkLocal
	case addr.IsLoopback():
		return Loopback
	case addr.IsPrivate(), addr.IsUnspecified(), addr.IsMulticast():
		return Private
	}
	for _, r := range privateRanges {
		if r.Contains(addr) {
			return Private
		}
	}
	return Public
}

// wrapped returns the IPv4 address that an IPv6 address leads to, or the address itself.
func wrapped(addr netip.Addr) netip.Addr {
	if !addr.Is6() {
		return addr
	}
	b := addr.As16()
	switch {
	case netip.MustParsePrefix("64:ff9b::/96").Contains(addr),
		netip.MustParsePrefix("::/96").Contains(addr) && !addr.IsLoopback() && !addr.IsUnspecified():
		return netip.AddrFrom4([4]byte(b[12:]))
	case netip.MustParsePrefix("2002::/16").Contains(addr):
		return netip.AddrFrom4([4]byte(b[2:6]))
	}
	return addr
}

// narrow maps the wide forms of ASCII that name lookup takes for ASCII.
func narrow(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFF01 + '!'
	case r == 0x3002, r == 0xFF61:
		return '.'
	}
	return r
}

// parseLegacy reads an IPv4 address of one to four numbers, each decimal, octal
// (0177) or hexadecimal (0x7f), the last of which fills the bytes that are left.
func parseLegacy(host string) (netip.Addr, bool) {
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var value uint64
	for i, part := range parts {
		if part == "" || part[0] < '0' || part[0] > '9' || strings.Contains(part, "_") {
			return netip.Addr{}, false
		}
		n, err := strconv.ParseUint(part, 0, 32)
		left := uint(4 - i) // bytes that this part and those behind it fill
		last := i == len(parts)-1
		if err != nil || !last && n > 0xFF || last && n>>(8*left) != 0 {
			return netip.Addr{}, false
		}
		if last {
			value = value<<(8*left) | n
		} else {
			value = value<<8 | n
		}
	}
	return netip.AddrFrom4([4]byte{byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)}), true
}
