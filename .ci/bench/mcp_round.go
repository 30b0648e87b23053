package main

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// mcpRun is one candidate in one round. Its phases fill the sample; one that fails
// ends the round.
type mcpRun struct {
	o         mcpOptions
	s         *sample
	pid, bpid int // of the candidate, 0 for the direct calls, and of the backend
	call      caller

	getItem, createItem, getBlob string // the tools, as the candidate calls them
}

func mcpRound(sv server, n, round int, base string, bpid int, vars map[string]string, dir string, o mcpOptions) *sample {
	s := newSample("mcp", sv.name, fmt.Sprintf("mcp n=%d", n), round)
	r := &mcpRun{o: o, s: s, bpid: bpid, getItem: "get_item", createItem: "create_item", getBlob: "get_blob"}
	phases := []func() error{r.once, r.sequential, r.throughput, r.largeAnswers}
	if sv.name == direct {
		r.call = directCaller(base)
	} else {
		m, err := openMCP(sv.tmpl, vars, dir, o.timeout)
		if err != nil {
			s.note("%v", err)
			return s
		}
		defer func() {
			clean, took := m.close()
			if !clean {
				s.note("did not exit within 3 s of its input closing")
			}
			s.set("exit_ms", ms(took))
		}()
		r.pid, r.call = m.cmd.Process.Pid, m.call
		phases = append([]func() error{func() error { return r.lists(m) }}, phases...)
	}
	for _, phase := range phases {
		if err := phase(); err != nil {
			s.note("%v", err)
			break
		}
	}
	return s
}

// lists fetches the tools, first and again, and finds the ones that are called.
func (r *mcpRun) lists(m *mcpClient) error {
	r.s.set("init_ms", ms(m.took))
	tools, took, size, err := m.list()
	if err != nil {
		return fmt.Errorf("tools/list: %w; stderr: %s", err, m.c.stderr.last(300))
	}
	r.s.set("list_first_ms", ms(took))
	r.s.set("ready_ms", ms(m.took+took))
	r.s.set("ready_cpu_ms", ms(cpu(r.pid)))
	r.s.set("list_bytes", float64(size))
	r.s.set("tools", float64(len(tools)))
	var lat []float64
	c0, k := cpu(r.pid), 0
	for end := time.Now().Add(r.o.budget / 3); k < 20 && (k < 3 || time.Now().Before(end)); k++ {
		_, took, _, err := m.list()
		if err != nil {
			break
		}
		lat = append(lat, ms(took))
	}
	r.s.set("list_warm_ms", median(lat))
	r.s.set("list_warm_cpu_ms", ms(cpu(r.pid)-c0)/float64(k))
	now, _ := rss(r.pid)
	r.s.set("idle_rss_mb", now)
	for _, name := range []*string{&r.getItem, &r.createItem, &r.getBlob} {
		if t := findTool(tools, *name); t != nil {
			*name = t.Name
		} else {
			r.s.note("no tool for %s", *name)
		}
	}
	return nil
}

// once checks the answer to one call of each kind.
func (r *mcpRun) once() error {
	text, _, err := r.call(r.getItem, map[string]any{"item_id": "it_1234"})
	if err != nil {
		return fmt.Errorf("call: %w", err)
	}
	r.s.set("ok_get", truth(strings.Contains(text, "it_1234") && strings.Contains(text, "/v1/items/it_1234")))
	if r.s.M["ok_get"] == 0 {
		r.s.note("get_item answered: %.200s", text)
	}
	text, _, err = r.call(r.createItem, map[string]any{"name": "x", "amount": 3})
	if err != nil {
		r.s.note("POST call: %v", err)
	}
	r.s.set("ok_post", truth(err == nil && strings.Contains(text, "POST")))
	return nil
}

// sequential makes one call after the other.
func (r *mcpRun) sequential() error {
	args := map[string]any{"item_id": "it_1234"}
	for i := 0; i < 50; i++ {
		r.call(r.getItem, args)
	}
	var lat []float64
	c0, b0 := cpuOf(r.pid), cpu(r.bpid)
	end := time.Now().Add(r.o.budget)
	for i := 0; i < r.o.calls && time.Now().Before(end); i++ {
		_, took, err := r.call(r.getItem, args)
		if err != nil {
			return fmt.Errorf("sequential call %d: %w", i, err)
		}
		lat = append(lat, ms(took))
	}
	r.s.set("call_p50_ms", median(lat))
	r.s.set("call_p95_ms", quantile(lat, 0.95))
	r.s.set("call_p99_ms", quantile(lat, 0.99))
	r.s.set("call_cpu_us", ms(cpuOf(r.pid)-c0)*1000/float64(len(lat)))
	r.s.set("backend_cpu_us", ms(cpu(r.bpid)-b0)*1000/float64(len(lat)))
	return nil
}

func (r *mcpRun) throughput() error {
	for _, k := range r.o.inflight {
		r.load(k)
	}
	r.memory("load")
	return nil
}

// load keeps k calls in flight.
func (r *mcpRun) load(k int) {
	var failed atomic.Int64
	var firstErr atomic.Value
	var wg sync.WaitGroup
	args := map[string]any{"item_id": "it_1234"}
	lats := make([][]float64, k)
	c0, t0 := cpuOf(r.pid), time.Now()
	stopAt := t0.Add(r.o.load)
	for w := range k {
		wg.Go(func() {
			for time.Now().Before(stopAt) && failed.Load() <= 100 {
				_, took, err := r.call(r.getItem, args)
				if err != nil {
					failed.Add(1)
					firstErr.CompareAndSwap(nil, err.Error())
					continue
				}
				lats[w] = append(lats[w], ms(took))
			}
		})
	}
	wg.Wait()
	wall := time.Since(t0).Seconds()
	var all []float64
	for _, l := range lats {
		all = append(all, l...)
	}
	p := fmt.Sprintf("load%d_", k)
	r.s.set(p+"per_s", float64(len(all))/wall)
	r.s.set(p+"p50_ms", median(all))
	r.s.set(p+"p99_ms", quantile(all, 0.99))
	r.s.set(p+"cpu_us", ms(cpuOf(r.pid)-c0)*1000/float64(len(all)))
	if failed.Load() > 0 {
		r.s.set(p+"failed", float64(failed.Load()))
		r.s.note("%d in flight: %d failed, first: %.200v", k, failed.Load(), firstErr.Load())
	}
}

func (r *mcpRun) largeAnswers() error {
	for _, size := range r.o.sizes {
		r.blob(size)
	}
	r.memory("blob")
	return nil
}

func (r *mcpRun) blob(size int) {
	p := fmt.Sprintf("blob%dM_", size>>20)
	var lat []float64
	got := 0
	c0, k := cpuOf(r.pid), 0
	for end := time.Now().Add(r.o.budget); k < 7 && (k < 2 || time.Now().Before(end)); k++ {
		text, took, err := r.call(r.getBlob, map[string]any{"size": size})
		if err != nil {
			r.s.note("%d byte answer: %v", size, err)
			r.s.set(p+"ok", 0)
			return
		}
		got = len(text)
		lat = append(lat, ms(took))
	}
	r.s.set(p+"ms", median(lat))
	r.s.set(p+"cpu_ms", ms(cpuOf(r.pid)-c0)/float64(k))
	r.s.set(p+"text_bytes", float64(got))
}

// memory notes the candidate's memory after a phase.
func (r *mcpRun) memory(phase string) {
	if r.pid != 0 {
		now, peak := rss(r.pid)
		r.s.set(phase+"_rss_mb", now)
		r.s.set(phase+"_rss_peak_mb", peak)
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// cpuOf is cpu, or zero for the direct calls, whose cost is this process's own.
func cpuOf(pid int) time.Duration {
	if pid == 0 {
		return 0
	}
	return cpu(pid)
}
