package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// lspRun is one candidate in one round. Its phases follow each other in one session
// and fill the sample; a phase that fails ends the round.
type lspRun struct {
	o     lspOptions
	s     *sample
	round int
	root  string
	ls    *lspSession
	pid   int
	d     doc
	uri   string
}

func lspRound(sv server, n, round int, set map[string]any, o lspOptions) *sample {
	s := newSample("lsp", sv.name, fmt.Sprintf("lsp n=%d", n), round)
	root, err := os.MkdirTemp("", "bench-lsp-")
	if err != nil {
		s.note("%v", err)
		return s
	}
	defer os.RemoveAll(root)
	r := &lspRun{o: o, s: s, round: round, root: root}
	broken := r.write(n)
	if err := r.start(sv, n, set); err != nil {
		s.note("%v", err)
		return s
	}
	defer r.exit()
	for _, phase := range []func() error{r.open, r.keystrokes, r.atRest, r.insertions, r.burst, func() error { return r.openBroken(broken) }} {
		if err := phase(); err != nil {
			s.note("%v; stderr: %s", err, r.ls.c.stderr.last(200))
			return s
		}
	}
	now, peak := rss(r.pid)
	s.set("rss_mb", now)
	s.set("rss_peak_mb", peak)
	s.set("total_cpu_ms", ms(cpu(r.pid)))
	return s
}

// write makes the file and returns the same with one error.
func (r *lspRun) write(n int) (broken doc) {
	if r.o.lang == "go" {
		r.d = gofile(n)
		os.WriteFile(filepath.Join(r.root, "go.mod"), []byte("module gen\n\ngo 1.24\n"), 0o644)
	} else {
		r.d = declaration(n, "https://api.example.com/v1", false)
		broken = declaration(n, "https://api.example.com/v1", true)
	}
	path := filepath.Join(r.root, r.d.name)
	os.WriteFile(path, []byte(r.d.text), 0o644)
	r.uri = fileURI(path)
	r.s.set("file_kb", float64(len(r.d.text))/1024)
	return broken
}

func (r *lspRun) start(sv server, n int, set map[string]any) error {
	vars := map[string]string{"dir": r.root, "file": filepath.Join(r.root, r.d.name), "n": fmt.Sprint(n)}
	ls, took, err := openLSP(sv.tmpl, vars, r.root, set, r.o.timeout)
	if err != nil {
		return err
	}
	r.ls, r.pid = ls, ls.c.cmd.Process.Pid
	r.s.set("init_ms", ms(took))
	time.Sleep(200 * time.Millisecond) // lets configuration pulls finish
	r.s.set("init_cpu_ms", ms(cpu(r.pid)))
	now, _ := rss(r.pid)
	r.s.set("init_rss_mb", now)
	return nil
}

func (r *lspRun) exit() {
	clean, took := r.ls.close()
	r.s.set("exit_ms", ms(took))
	if !clean {
		r.s.note("did not exit within 3 s of exit")
	}
}

func (r *lspRun) open() error {
	c0, t0 := cpu(r.pid), time.Now()
	r.ls.didOpen(r.uri, r.d.lang, r.d.text)
	p, err := r.ls.await(r.uri, t0)
	if err != nil {
		return fmt.Errorf("didOpen: %w", err)
	}
	r.s.set("open_ms", ms(p.at.Sub(t0)))
	r.s.set("open_diags", float64(len(p.diags)))
	if len(p.diags) > 0 && r.o.lang == "yaml" {
		r.s.note("valid file, yet: %s", p.diags[0].Message)
	}
	r.ls.settle()
	r.s.set("open_cpu_ms", ms(cpu(r.pid)-c0))
	return nil
}

// keystrokes types at the end of a description and of a path, each waiting for its
// diagnostics, and takes it back.
func (r *lspRun) keystrokes() error {
	for _, place := range []string{"desc", "path"} {
		if at, ok := r.d.marks[place]; ok {
			if err := r.typeAt(place, at); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *lspRun) typeAt(place string, at pos) error {
	var lat []float64
	c0, at0 := cpu(r.pid), at
	end := time.Now().Add(r.o.budget)
	for i := 0; i < r.o.edits && (i < 3 || time.Now().Before(end)); i++ {
		t0 := time.Now()
		r.ls.edit(r.uri, at, at, string(rune('a'+i%26)))
		at.col++
		p, err := r.ls.await(r.uri, t0)
		if err != nil {
			return fmt.Errorf("%s edit: %w", place, err)
		}
		lat = append(lat, ms(p.at.Sub(t0)))
		r.ls.settle()
	}
	r.s.set(place+"_edit_p50_ms", median(lat))
	r.s.set(place+"_edit_p95_ms", quantile(lat, 0.95))
	r.s.set(place+"_edit_cpu_ms", ms(cpu(r.pid)-c0)/float64(len(lat)))
	r.ls.edit(r.uri, at0, at, "")
	if _, err := r.ls.await(r.uri, time.Now().Add(-time.Millisecond)); err != nil {
		return fmt.Errorf("undo: %w", err)
	}
	r.ls.settle()
	return nil
}

// openBroken opens the same file with one error in the last capability.
func (r *lspRun) openBroken(broken doc) error {
	if broken.text == "" {
		return nil
	}
	r.ls.didClose(r.uri)
	path := filepath.Join(r.root, "broken", "usepaso.yaml")
	os.MkdirAll(filepath.Dir(path), 0o755)
	os.WriteFile(path, []byte(broken.text), 0o644)
	time.Sleep(50 * time.Millisecond)
	r.ls.settle()
	uri := fileURI(path)
	t0 := time.Now()
	r.ls.didOpen(uri, broken.lang, broken.text)
	p, err := r.ls.await(uri, t0)
	if err != nil {
		return fmt.Errorf("open broken: %w", err)
	}
	r.s.set("open_broken_ms", ms(p.at.Sub(t0)))
	r.s.set("open_broken_diags", float64(len(p.diags)))
	if r.round == 0 && len(p.diags) > 0 {
		r.s.note("broken file: line %d: %s", p.diags[0].Range.Start.Line+1, p.diags[0].Message)
	}
	return nil
}
