package mcp

import (
	"io"
	"syscall"

	"golang.org/x/sys/unix"
)

// widePipe is the largest pipe that Linux gives to everybody, in bytes.
const widePipe = 1 << 20

// widen lets a pipe hold more, where it may: with the usual 64 kB an answer of 8 MB
// takes two switches between the processes for each of 128 pieces.
func widen(out io.Writer) {
	file, ok := out.(syscall.Conn)
	if !ok {
		return
	}
	raw, err := file.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(fd uintptr) {
		if size, err := unix.FcntlInt(fd, unix.F_GETPIPE_SZ, 0); err == nil && size < widePipe {
			_, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, widePipe)
		}
	})
}
