//go:build unix

package exchange

import (
	"errors"
	"net"
	"syscall"
)

// canLook tells whether this system can be asked if an idle connection is closed.
const canLook = true

// looker asks about a connection.
type looker interface{ quiet() bool }

type rawLooker struct{ syscall.RawConn }

// newLooker returns nil for a connection that cannot be asked about.
func newLooker(network net.Conn) looker {
	if c, ok := network.(syscall.Conn); ok {
		if raw, err := c.SyscallConn(); err == nil {
			return rawLooker{raw}
		}
	}
	return nil
}

// quiet reports whether a connection is open and nothing has come on it.
func (l rawLooker) quiet() bool {
	var one [1]byte
	var err error
	failed := l.Read(func(fd uintptr) bool {
		_, err = syscall.Read(int(fd), one[:])
		return true
	})
	return failed == nil && (errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EWOULDBLOCK))
}
