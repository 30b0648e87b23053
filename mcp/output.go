package mcp

import (
	"bufio"
	"io"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// outgoing is one message as a line: its pieces in order, the last of which ends with a line break.
type outgoing []piece

// piece is a part of a line: JSON as it is, or a text that becomes a JSON string
// while it is written, so that large answers need not be copied for that.
type piece struct {
	raw  []byte
	text string
}

// maxWaiting is how many lines may wait. Whoever comes then waits itself, so that a
// client that does not read cannot fill the memory.
const maxWaiting = 256

// output writes whole lines, one after the other. Lines that come while others are
// being written wait for them and then go out together.
type output struct {
	to     io.Writer
	widen  sync.Once // when the first large text is written
	out    *bufio.Writer
	failed func(error) // called once, when the other side is gone

	mu      sync.Mutex
	changed sync.Cond // of what follows
	writing bool
	waiting []outgoing
	err     error
}

func newOutput(out io.Writer) *output {
	o := &output{to: out, out: bufio.NewWriterSize(out, 64<<10)}
	o.changed.L = &o.mu
	return o
}

// write writes a line, or hands it to whoever is writing. An error means that nobody
// reads any more.
func (o *output) write(l outgoing) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.writing && len(o.waiting) >= maxWaiting {
		o.changed.Wait()
	}
	if o.err != nil {
		return o.err
	}
	o.waiting = append(o.waiting, l)
	if !o.writing {
		o.writing = true
		o.writeWaiting()
		o.writing = false
		o.changed.Broadcast()
	}
	return o.err
}

// writeWaiting writes until nothing waits. The lock is held but while it writes.
func (o *output) writeWaiting() {
	for len(o.waiting) > 0 && o.err == nil {
		lines := o.waiting
		o.waiting = nil
		o.changed.Broadcast()
		o.mu.Unlock()
		err := o.writeAll(lines)
		o.mu.Lock()
		if o.err = err; err != nil {
			o.waiting = nil
			o.failed(err)
		}
	}
}

// settle waits until nothing is being written.
func (o *output) settle() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.writing {
		o.changed.Wait()
	}
}

func (o *output) writeAll(lines []outgoing) error {
	for _, l := range lines {
		for _, p := range l {
			if p.text == "" {
				_, _ = o.out.Write(p.raw) // Flush tells
			} else if err := o.writeQuoted(p.text); err != nil {
				return err
			}
		}
	}
	return o.out.Flush()
}

// quotedAtOnce is how many bytes of a text are quoted in one piece.
const quotedAtOnce = 128 << 10

// writeQuoted writes a text, which is valid UTF-8, as a JSON string. While one piece
// is quoted and on its way the next one is quoted on another processor.
func (o *output) writeQuoted(text string) error {
	o.widen.Do(func() { widen(o.to) })
	_ = o.out.WriteByte('"')
	if err := o.out.Flush(); err != nil {
		return err
	}
	var buffer, following []byte
	for text != "" {
		piece, rest := cut(text, quotedAtOnce)
		next, rest := cut(rest, quotedAtOnce)
		done := make(chan struct{})
		go func() {
			defer close(done)
			following = appendEscaped(following[:0], next)
		}()
		buffer = appendEscaped(buffer[:0], piece)
		_, err := o.to.Write(buffer)
		if <-done; err == nil {
			_, err = o.to.Write(following)
		}
		if err != nil {
			return err
		}
		text = rest
	}
	return o.out.WriteByte('"')
}

// cut returns the first n bytes of a text and what is left.
func cut(text string, n int) (first, rest string) {
	n = min(n, len(text))
	return text[:n], text[n:]
}

// escaped are the characters that JSON does not let stand in a string as they are.
var escaped = func() (escaped [256]bool) {
	for c := range byte(' ') {
		escaped[c] = true
	}
	escaped['"'], escaped['\\'] = true, true
	return escaped
}()

// appendEscaped appends a part of a text as it stands within a JSON string. The
// library does the same in twice the time, which with large answers is noticed.
func appendEscaped(b []byte, text string) []byte {
	written := 0
	for i := range len(text) {
		c := text[i]
		if !escaped[c] {
			continue
		}
		b = append(b, text[written:i]...)
		written = i + 1
		if c >= ' ' {
			b = append(b, '\\', c)
			continue
		}
		quoted, _ := jsontext.AppendQuote(nil, text[i:i+1]) // a control character is valid UTF-8
		b = append(b, quoted[1:len(quoted)-1]...)
	}
	return append(b, text[written:]...)
}
