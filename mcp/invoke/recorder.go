package invoke

import (
	"sync"
	"time"

	"github.com/usepaso/usepaso/mcp/audit"
)

const (
	gather  = 50 * time.Millisecond // how long entries wait for company
	company = 256                   // entries written in one piece at most
)

// recorder writes entries in the background, many in one piece: an agent that
// reads a lot need not wait for the disk with every call.
type recorder struct {
	entries chan audit.Entry
	closed  chan struct{}
	done    chan struct{}
	once    sync.Once
}

func newRecorder(write func([]audit.Entry)) *recorder {
	r := &recorder{entries: make(chan audit.Entry, 4*company), closed: make(chan struct{}), done: make(chan struct{})}
	go r.run(write)
	return r
}

// add hands an entry over; it waits when the disk is too slow.
func (r *recorder) add(e audit.Entry) { r.entries <- e }

// close writes what is there and ends.
func (r *recorder) close() {
	r.once.Do(func() { close(r.closed) })
	<-r.done
}

func (r *recorder) run(write func([]audit.Entry)) {
	defer close(r.done)
	var batch []audit.Entry // the same memory again and again
	for {
		select {
		case e := <-r.entries:
			batch = r.collect(append(batch[:0], e))
			write(batch)
		case <-r.closed:
			for len(r.entries) > 0 {
				write(r.collect([]audit.Entry{<-r.entries}))
			}
			return
		}
	}
}

// collect adds the entries that come soon.
func (r *recorder) collect(batch []audit.Entry) []audit.Entry {
	soon := time.NewTimer(gather)
	defer soon.Stop()
	for len(batch) < company {
		select {
		case e := <-r.entries:
			batch = append(batch, e)
			continue
		default:
		}
		select {
		case e := <-r.entries:
			batch = append(batch, e)
		case <-soon.C:
			return batch
		case <-r.closed:
			return batch
		}
	}
	return batch
}
