package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis"
	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/mcp/secret"
)

const doctorHelp = `Check everything between the declaration and a working tool: the file, the key,
the API, the state folder, and the clients it is connected to.

--probe calls one read that needs no argument, with the key. --as starts the entry
in a client's settings as that client would, with its variables and in its folder.

It ends with which of the five ways to test have passed.`

const doctorExample = `  usepaso doctor
  usepaso doctor --probe
  usepaso doctor --as claude-desktop`

// doctorOptions are the flags of doctor.
type doctorOptions struct {
	probe, json  bool
	as, config   string
	env, baseURL string
	client       clients.Client // of as
	startsAs     bool
}

func (c *Command) doctor() *cobra.Command {
	o := &doctorOptions{}
	command := &cobra.Command{
		Use:     "doctor",
		Short:   "Check the file, the key, the API and the clients",
		Long:    doctorHelp,
		Example: doctorExample,
		Args:    arguments(0, 0, ""),
		RunE:    func(*cobra.Command, []string) error { return c.runDoctor(o) },
	}
	flags := command.Flags()
	flags.BoolVar(&o.probe, "probe", false, "call a read that needs no argument, and judge the answer")
	flags.StringVar(&o.as, "as", "", "start the entry of this `client` as it would")
	flags.StringVar(&o.config, "config", "", "with --as: this `file` instead of the client's settings")
	flags.StringVar(&o.env, "env", "", "read the key from this `file` instead of .env beside the declaration")
	flags.StringVar(&o.baseURL, "base-url", "", "another `origin` for the requests and the key: scheme, host and port")
	flags.BoolVar(&o.json, "json", false, "print JSON")
	completeWith(command, "as", clientNames)
	return command
}

// The outcomes of a check.
const (
	checkOK   = "ok"
	checkWarn = "warn"
	checkFail = "fail"
	checkSkip = "skip"
)

// check is one thing that was looked at.
type check struct {
	ID     string   `json:"id"`
	Status string   `json:"status"`
	Label  string   `json:"label"`
	Detail string   `json:"detail,omitempty"`
	Hints  []string `json:"hints,omitempty"` // what is wrong and what to do, a line each
}

// examination is one run of doctor. What later checks need is kept as it is found.
type examination struct {
	c      *Command
	o      *doctorOptions
	ctx    context.Context //nolint:containedctx // it lives as long as the one run
	s      *analysis.Snapshot
	key    secret.Secret
	checks []check
}

func (c *Command) runDoctor(o *doctorOptions) error {
	if o.as != "" {
		client, err := findClient(o.as)
		if err != nil {
			return err
		}
		o.client, o.startsAs = client, true
	}
	switch {
	case o.config != "" && !o.startsAs:
		return wrongUsage("--config needs --as.")
	case c.file == stdinName:
		return wrongUsage("doctor looks at a file. Name the declaration with --file.")
	}
	if err := checkOrigin(o.baseURL); err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	e := &examination{c: c, o: o, ctx: ctx}
	e.run()
	var ways []way
	if e.s != nil {
		ways = e.ways()
	}
	if err := e.print(ways); err != nil {
		return err
	}
	if e.count(checkFail) > 0 {
		return errFailed
	}
	return nil
}

// run makes the checks in their order. Without a file there is nothing more to see.
func (e *examination) run() {
	if !e.checkFile() {
		return
	}
	e.checkValid()
	e.checkEnvFile()
	e.checkKey()
	e.checkReachable()
	e.checkState()
	e.checkClients()
	if e.o.startsAs {
		e.checkStart()
	}
	if e.o.probe {
		e.checkProbe()
	}
}

// add keeps the outcome of a check; hints say what to do about it.
func (e *examination) add(id, status, label, detail string, hints ...string) {
	for i := range hints {
		hints[i] = printable(hints[i])
	}
	e.checks = append(e.checks, check{ID: id, Status: status, Label: printable(label), Detail: printable(detail), Hints: hints})
}

func (e *examination) count(status string) int {
	n := 0
	for _, check := range e.checks {
		if check.Status == status {
			n++
		}
	}
	return n
}

// print shows all checks and which ways to test have passed.
func (e *examination) print(ways []way) error {
	if e.o.json {
		return e.c.printJSON(struct {
			OK     bool    `json:"ok"`
			Checks []check `json:"checks"`
			Ways   []way   `json:"ways"`
		}{e.count(checkFail) == 0, e.checks, append([]way{}, ways...)})
	}
	paint := e.c.palette(e.c.Stdout)
	marks := map[string]string{
		checkOK: paint.good.Sprint("ok  "), checkWarn: paint.warn.Sprint("warn"),
		checkFail: paint.bad.Sprint("FAIL"), checkSkip: paint.faint.Sprint("-   "),
	}
	var b strings.Builder
	b.WriteString("usepaso doctor\n")
	for _, check := range e.checks {
		b.WriteString("  " + marks[check.Status] + " " + withDetail(check.Label, check.Detail) + "\n")
		for _, hint := range check.Hints {
			fmt.Fprintf(&b, "  │    %s\n", hint)
		}
	}
	b.WriteString(strings.Repeat("─", 40) + "\n" + e.verdict() + "\n")
	if len(ways) > 0 {
		b.WriteString("\nFive ways to test:\n")
	}
	for i, w := range ways {
		fmt.Fprintf(&b, "  %s %d. %s\n", marks[w.Status], i+1, withDetail(w.Command, w.Detail))
	}
	_, err := fmt.Fprint(e.c.Stdout, b.String())
	return err
}

func (e *examination) verdict() string {
	text := "All checks passed."
	if n := e.count(checkFail); n > 0 {
		text = fmt.Sprintf("%s failed.", counted(n, "check"))
	}
	if n := e.count(checkWarn); n > 0 {
		text += " " + counted(n, "warning") + "."
	}
	return text
}

func withDetail(label, detail string) string {
	if detail == "" {
		return label
	}
	return label + " (" + detail + ")"
}

// counted returns "1 check" or "3 checks".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
