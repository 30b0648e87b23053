package mcp

import (
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/usepaso/usepaso/mcp/audit"
	"github.com/usepaso/usepaso/mcp/limit"
)

// TestSoak drives a server with everything at once and wants it to be as small at
// the end as it was at the start. USEPASO_SOAK sets how long, 2s by default.
func TestSoak(t *testing.T) {
	length := 2 * time.Second
	if text := os.Getenv("USEPASO_SOAK"); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	b := newBackend(t, func(w http.ResponseWriter, r *http.Request) {
		switch rand.IntN(8) {
		case 0:
			w.WriteHeader(http.StatusInternalServerError)
		case 1:
			panic(http.ErrAbortHandler) // the connection breaks
		case 2:
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "{")
		default:
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"id":"o_1"}`)
		}
		if r.ContentLength > 1<<20 {
			t.Error("too much was sent")
		}
	})
	o := options(t, shop, b.URL)
	state := t.TempDir()
	o.Limiter, o.Auditor = limit.NewFiles(state), audit.Open(state)
	w := connect(t, o)
	w.hello(canAsk)
	before := measure()
	id := 1000
	for end := time.Now().Add(length); time.Now().Before(end); {
		id = soakRound(w, id)
		b.mu.Lock()
		b.seen = nil
		b.mu.Unlock()
	}
	w.parked = nil
	var after size
	defer func() { t.Logf("%d calls; before %+v, after %+v", id-1000, before, after) }()
	eventually(t, "the goroutines, files and memory of the start", func() bool {
		b.CloseClientConnections()
		after = measure()
		return after.goroutines <= before.goroutines+8 && after.files <= before.files+8 && after.heap < before.heap+32<<20
	})
	if err := w.end(); err != nil {
		t.Error(err)
	}
}

// soakRound makes a handful of calls of each kind and waits for them.
func soakRound(w *wire, id int) int {
	first := id
	for range 16 {
		w.call(id, "list_orders", map[string]any{"limit": rand.IntN(150)})
		w.call(id+1, "create_order", map[string]any{"amount": rand.Int64()})
		w.call(id+2, "create_refund", map[string]any{"order": "o_1"})
		w.call(id+3, "wipe", nil)
		id += 4
	}
	for range 4 {
		w.call("c", "list_orders", nil)
		w.send(nil, "notifications/cancelled", map[string]any{"requestId": "c"})
	}
	w.raw("{junk")
	for open := id - first; open > 0; {
		m := w.until("anything", func(m message) bool { return true })
		switch {
		case m.Method == "elicitation/create":
			w.respond(m.ID, answer("accept", rand.IntN(2) == 0))
		case m.Method == "" && len(m.ID) > 0 && m.ID[0] >= '0' && m.ID[0] <= '9':
			open--
		}
	}
	return id
}

type size struct {
	goroutines, files int
	heap              uint64
}

func measure() size {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	entries, _ := os.ReadDir("/proc/self/fd") // none where there is no such folder
	return size{runtime.NumGoroutine(), len(entries), m.HeapAlloc}
}
