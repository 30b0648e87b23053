package invoke

import (
	"fmt"
	"net"
	"net/netip"
	"syscall"

	"github.com/usepaso/usepaso/analysis/declaration"
)

// AddressError says that an address is never talked to.
type AddressError struct{ Address string }

func (e *AddressError) Error() string {
	return fmt.Sprintf("the address %s is link-local or a metadata service's, which usepaso never talks to", e.Address)
}

// forbiddenAddress reports whether an address is link-local, a cloud's metadata
// service or no single machine's.
func forbiddenAddress(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	return ip.IsMulticast() || ip.IsUnspecified() || declaration.AddrReach(ip) == declaration.LinkLocal
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

// refuseHost refuses a host that is itself such an address, in whatever way it is
// spelled, or such a service's name: a proxy would look it up where nobody checks.
// Other names are left to the dialer.
func refuseHost(host string) error {
	ip, err := netip.ParseAddr(host)
	if err == nil && forbiddenAddress(ip) || declaration.HostReach(host) == declaration.LinkLocal {
		return &AddressError{host}
	}
	return nil
}
