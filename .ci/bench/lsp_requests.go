package main

import (
	"fmt"
	"strings"
	"time"
)

// question is a request that is asked again and again in one place.
type question struct {
	name, method string
	at           pos
	typed        bool // a character is typed before each
}

// atRest asks where nothing has been typed.
func (r *lspRun) atRest() error {
	for _, q := range []struct{ mark, name, method string }{
		{"value", "compl_value", "textDocument/completion"},
		{"hoverkey", "hover_key", "textDocument/hover"},
		{"hoverref", "hover_ref", "textDocument/hover"},
	} {
		if at, ok := r.d.marks[q.mark]; ok {
			r.ask(question{q.name, q.method, at, false})
		}
	}
	return nil
}

// insertions asks on a new list item in permissions, then on a new key in the middle
// capability; later lines move, so the other marks are used first.
func (r *lspRun) insertions() error {
	for _, k := range []struct{ mark, insert, name string }{
		{"ref", "\n    - ", "compl_ref"}, {"key", "\n    ", "compl_key"},
	} {
		if at, ok := r.d.marks[k.mark]; ok && r.o.lang == "yaml" {
			if err := r.insertAndAsk(k.name, at, k.insert); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *lspRun) insertAndAsk(name string, at pos, insert string) error {
	t0 := time.Now()
	r.ls.edit(r.uri, at, at, insert)
	if _, err := r.ls.await(r.uri, t0); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	r.ls.settle()
	cursor := pos{at.line + 1, len(insert) - 1}
	r.ask(question{name, "textDocument/completion", cursor, false})
	r.ask(question{name + "_typed", "textDocument/completion", cursor, true})
	time.Sleep(300 * time.Millisecond)
	r.ls.settle()
	// Remove the whole inserted line again.
	t0 = time.Now()
	r.ls.edit(r.uri, at, pos{at.line + 2, 0}, "\n")
	if _, err := r.ls.await(r.uri, t0); err != nil {
		return fmt.Errorf("undo: %w", err)
	}
	r.ls.settle()
	return nil
}

// ask times a question. One that fails is noted and leaves no figures.
func (r *lspRun) ask(q question) {
	var lat []float64
	var first, last *message
	at := q.at
	c0 := cpu(r.pid)
	end := time.Now().Add(r.o.budget)
	for i := 0; i < r.o.requests && (i < 3 || time.Now().Before(end)); i++ {
		t0 := time.Now()
		if q.typed {
			r.ls.edit(r.uri, at, at, string(rune('a'+i%26)))
			at.col++
		}
		m, _, err := r.ls.at(q.method, r.uri, at)
		if err != nil {
			r.s.note("%s: %v; stderr: %s", q.name, err, r.ls.c.stderr.last(200))
			return
		}
		lat = append(lat, ms(m.at.Sub(t0)))
		if last = m; first == nil {
			first = m
		}
	}
	r.s.set(q.name+"_p50_ms", median(lat))
	r.s.set(q.name+"_p95_ms", quantile(lat, 0.95))
	r.s.set(q.name+"_cpu_ms", ms(cpu(r.pid)-c0)/float64(len(lat)))
	r.s.set(q.name+"_bytes", float64(last.size))
	r.describe(q, first)
}

// describe keeps what the first answer says.
func (r *lspRun) describe(q question, m *message) {
	switch q.method {
	case "textDocument/completion":
		l := labels(m)
		r.s.set(q.name+"_items", float64(len(l)))
		if len(l) > 12 {
			l = append(l[:12:12], "…")
		}
		if r.round == 0 {
			r.s.note("%s offers: %s", q.name, strings.Join(l, ", "))
		}
	case "textDocument/hover":
		h := hoverText(m)
		if len(h) > 240 {
			h = h[:240] + "…"
		}
		if r.round == 0 {
			r.s.note("%s says: %s", q.name, h)
		}
	}
}

// burst types without waiting, as a held key or a paste does.
func (r *lspRun) burst() error {
	if r.o.burst <= 0 {
		return nil
	}
	at := r.d.marks["desc"]
	c0, t0 := cpu(r.pid), time.Now()
	for i := 0; i < r.o.burst; i++ {
		r.ls.edit(r.uri, at, at, string(rune('a'+i%26)))
		at.col++
	}
	last, count, err := r.settled(t0)
	if err != nil {
		return fmt.Errorf("burst: %w", err)
	}
	if count > 0 {
		r.s.set("burst_ms", ms(last.Sub(t0)))
		r.s.set("burst_publications", float64(count))
	}
	r.ls.settle()
	r.s.set("burst_cpu_ms", ms(cpu(r.pid)-c0))
	return nil
}

// settled waits for the diagnostics of the last edit, or for silence from a server
// that names no versions.
func (r *lspRun) settled(t0 time.Time) (last time.Time, count int, err error) {
	if r.ls.pull {
		p, err := r.ls.await(r.uri, t0)
		return p.at, 1, err
	}
	want := r.ls.versions[r.uri]
	idle := max(1500*time.Millisecond, time.Duration(3*r.s.M["desc_edit_p95_ms"])*time.Millisecond)
	dead := time.After(r.o.timeout)
	for {
		select {
		case p := <-r.ls.pubs:
			count++
			last = p.at
			if p.version == want {
				return last, count, nil
			}
		case <-time.After(idle):
			return last, count, nil
		case <-dead:
			r.s.note("burst: not settled in %s", r.o.timeout)
			return last, count, nil
		case <-r.ls.c.closed:
			return last, count, errClosed
		}
	}
}
