package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/mcp"
	"github.com/usepaso/usepaso/mcp/mock"
)

const demoHelp = `Show what usepaso does, in a few seconds and with nothing set up: a declaration of
Stripe is checked, its requests are shown, and an agent works with it.

The server is the real one. Answers are made up, nothing is sent, and nothing is
left on the disk.`

func (c *Command) demo() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "See an agent work with a declaration of Stripe, without an account",
		Long:  demoHelp,
		Args:  arguments(0, 0, ""),
		RunE:  func(*cobra.Command, []string) error { return c.runDemo() },
	}
}

func (c *Command) runDemo() (err error) {
	ctx, stop := interruptible()
	defer stop()
	signal.Ignore(syscall.SIGPIPE) // the folder is removed also when the reader goes away
	dir, err := os.MkdirTemp("", "usepaso-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demonstration: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	text, err := demoFiles.ReadFile("demo/usepaso.yaml")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, defaultFiles[0]), text, 0o600); err != nil {
		return fmt.Errorf("write the demonstration's declaration: %w", err)
	}
	// The same program, in that folder and with its state there.
	inner := &Command{Stdin: strings.NewReader(""), Stdout: c.Stdout, Stderr: c.Stderr, Dir: dir, LookupEnv: c.LookupEnv, State: filepath.Join(dir, "state"), noColor: c.noColor}
	for _, args := range [][]string{{"validate", "--strict"}, {"test", "--all", "--dry-run"}} {
		c.demoSay("$ usepaso %s", strings.Join(args, " "))
		if code := inner.Main(args); code != ExitOK {
			return &exitError{code: code}
		}
		c.demoSay("")
	}
	if err := inner.demoSession(ctx); err != nil {
		return err
	}
	c.demoSay("\nNothing was sent. To go on with an API of your own:\n  usepaso init\n  usepaso guide")
	return nil
}

// demoSession starts the server against the mock and has an agent work with it,
// over pipes in this process.
func (c *Command) demoSession(ctx context.Context) error {
	s, err := c.load()
	if err != nil {
		return err
	}
	fromAgent, toServer := io.Pipe()
	fromServer, toAgent := io.Pipe()
	options := mcp.Options{Reload: mcp.ReloadOff, Examples: []mock.Example{demoAnswer}}
	if err := c.wire(ctx, &options, s, wiring{mock: true}); err != nil {
		return err
	}
	options.Stdin, options.Stdout, options.Stderr = fromAgent, toAgent, c.Stdout
	c.demoSay("$ usepaso serve --mock")
	served := make(chan error, 1)
	go func() {
		err := mcp.Serve(ctx, options)
		_ = toAgent.CloseWithError(io.EOF) // so that the agent does not wait for a server that is gone
		served <- err
	}()
	played := c.play(&agent{in: bufio.NewReader(fromServer), out: toServer, asked: c.demoConsent})
	_ = toServer.Close() // the end of the server's input; it cannot fail
	return errors.Join(played, <-served)
}

// demoStep is what the person asks for, and the calls that the agent makes of it.
type demoStep struct {
	wish  string
	calls []demoCall
}

type demoCall struct {
	tool      string
	arguments map[string]any
	refused   bool // and it must be
}

// demoSteps are the tutorial's, and one call too many.
var demoSteps = []demoStep{
	{"What's my current Stripe balance?", []demoCall{{tool: "get_balance"}}},
	{"Show me the last 5 charges.", []demoCall{{tool: "list_charges", arguments: map[string]any{"limit": 5}}}},
	{"Find charges from customer alice@example.com.", []demoCall{
		{tool: "list_customers", arguments: map[string]any{"email": "alice@example.com"}},
		{tool: "list_charges", arguments: map[string]any{"customer": "cus_alice"}},
	}},
	{"Refund charge ch_3ABC123.", []demoCall{{tool: "create_refund", arguments: map[string]any{"charge": "ch_3ABC123"}}}},
	{"Show me the last 1000 charges.", []demoCall{{tool: "list_charges", arguments: map[string]any{"limit": 1000}, refused: true}}},
}

// play has the agent do what the person wishes.
func (c *Command) play(a *agent) error {
	if err := a.greet(); err != nil {
		return err
	}
	paint := c.palette(c.Stdout)
	for _, step := range demoSteps {
		c.demoSay("\n%s", paint.bold.Sprint("“"+step.wish+"”"))
		for _, call := range step.calls {
			if call.arguments == nil {
				call.arguments = map[string]any{}
			}
			arguments, err := json.Marshal(call.arguments)
			if err != nil {
				return err
			}
			c.demoSay("  %s %s %s", paint.note.Sprint("→"), call.tool, arguments)
			answer, err := a.call(call.tool, call.arguments)
			if err != nil {
				return err
			}
			if answer.IsError != call.refused {
				return fmt.Errorf("%s did not answer as expected: %s", call.tool, answer.text())
			}
			c.demoAnswerLines(paint, answer)
		}
	}
	return nil
}

// demoAnswerLines prints an answer, each element of a list on its own line.
func (c *Command) demoAnswerLines(paint palette, answer toolAnswer) {
	var parsed struct {
		Data    []json.RawMessage `json:"data"`
		Message string            `json:"message"`
	}
	text := answer.text()
	_ = json.Unmarshal([]byte(text), &parsed) // other text is printed as it is
	lines := []string{text}
	switch {
	case answer.IsError:
		c.demoSay("  %s %s Nothing was sent.", paint.bad.Sprint("refused"), parsed.Message)
		return
	case len(parsed.Data) > 0:
		lines = nil
		for _, element := range parsed.Data {
			lines = append(lines, string(element))
		}
	}
	for _, line := range lines {
		c.demoSay("  %s %s", paint.good.Sprint("←"), visibleText(strings.TrimSpace(line)))
	}
}

// demoConsent shows a question and agrees, in the person's place.
func (c *Command) demoConsent(question string) bool {
	paint := c.palette(c.Stdout)
	for line := range strings.Lines(question) {
		c.demoSay("%s", strings.TrimRight("  "+paint.warn.Sprint("│")+" "+line, " \n"))
	}
	c.demoSay("  %s [x] Allow this request   %s", paint.warn.Sprint("│"), paint.faint.Sprint("(here the demo agrees; in your client you do)"))
	return true
}

// demoSay prints a line. Where it cannot be printed nobody watches.
func (c *Command) demoSay(format string, args ...any) {
	_, _ = fmt.Fprintf(c.Stdout, format+"\n", args...)
}
