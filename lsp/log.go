package lsp

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// logger writes one line for each event. A nil writer drops them.
type logger struct {
	mu sync.Mutex
	w  io.Writer
}

func newLogger(w io.Writer) *logger { return &logger{w: w} }

// printf writes one line with the time of day. A log that cannot be written is
// no reason to fail.
func (l *logger) printf(format string, args ...any) {
	if l.w == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = fmt.Fprintf(l.w, "%s %s\n", time.Now().Format("15:04:05.000"), fmt.Sprintf(format, args...))
}
