package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/mcp/connect"
	"github.com/usepaso/usepaso/mcp/safefile"
	"github.com/usepaso/usepaso/mcp/secret"
)

// checkClients looks for the declaration in the settings of all known clients.
func (e *examination) checkClients() {
	connected := false
	for _, client := range clients.All() {
		if e.checkClient(client) {
			connected = true
		}
	}
	if !connected {
		e.add("clients", checkSkip, "Clients", "none is connected; run usepaso connect <client>")
	}
}

// checkClient looks at one client's entries for the declaration, and reports
// whether there is one.
func (e *examination) checkClient(client clients.Client) bool {
	path, err := e.c.settings(client, "")
	if err != nil {
		return false
	}
	label := client.Title + " connected"
	settings, err := safefile.Read(path)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		e.add("client:"+client.ID, checkWarn, client.Title+" settings", e.c.shortPath(path), sentence(err))
		return false
	case settings == nil:
		return false
	}
	if err := connect.Check(client, settings, e.c.shortPath(path)); err != nil {
		e.add("client:"+client.ID, checkWarn, client.Title+" settings", e.c.shortPath(path), strings.Split(err.Error(), "\n")...)
		return false
	}
	slugs := connect.Serving(client, settings, e.c.absolute(e.c.declarationFile()))
	for _, slug := range slugs {
		command, _ := connect.Lookup(client, settings, slug)
		if problem := commandProblem(command); problem != "" {
			e.add("client:"+client.ID, checkFail, label, slug, problem, "Run usepaso connect "+client.ID+" --force.")
			continue
		}
		status, hints := checkOK, []string(nil)
		if e.key.Found() && !e.findsKey(client, command) {
			status, hints = checkWarn, []string{fmt.Sprintf("%s does not see the key: it is only in this terminal's environment. Run usepaso secret set.", client.Title)}
		}
		e.add("client:"+client.ID, status, label, slug, hints...)
	}
	return len(slugs) > 0
}

// commandProblem says why an entry's program cannot be started, "" when it can.
func commandProblem(command connect.Command) string {
	if !strings.ContainsAny(command.Path, `/\`) {
		return "" // the client looks it up in its own path
	}
	if _, err := os.Stat(command.Path); err != nil {
		return fmt.Sprintf("The program %s is gone.", command.Path)
	}
	return ""
}

// findsKey reports whether a server that the client starts gets the key.
func (e *examination) findsKey(client clients.Client, command connect.Command) bool {
	options := e.c.keyOptions(e.s, argumentAfter(command.Args, "--env"))
	env := e.c.bareEnv(client)
	options.LookupEnv = func(name string) (string, bool) {
		if value, ok := command.Env[name]; ok {
			return value, true
		}
		for _, pair := range env {
			if value, ok := strings.CutPrefix(pair, name+"="); ok {
				return value, true
			}
		}
		return "", false
	}
	found, err := secret.Resolve(e.ctx, options)
	return err == nil && found.Found()
}

// argumentAfter returns the argument that follows a flag, "" without one.
func argumentAfter(args []string, flag string) string {
	if i := slices.Index(args, flag); i >= 0 && i+1 < len(args) {
		return args[i+1]
	}
	return ""
}

// checkStart starts a client's entry as the client would.
func (e *examination) checkStart() {
	client := e.o.client
	label := "Starts as " + client.Title + " would"
	path, err := e.c.settings(client, e.o.config)
	if err != nil {
		e.add("start", checkFail, label, "", sentence(err))
		return
	}
	settings, err := safefile.Read(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		e.add("start", checkFail, label, "", sentence(err))
		return
	}
	if err := connect.Check(client, settings, e.c.shortPath(path)); err != nil {
		e.add("start", checkFail, label, "", strings.Split(err.Error(), "\n")...)
		return
	}
	slugs := connect.Serving(client, settings, e.c.absolute(e.c.declarationFile()))
	if len(slugs) == 0 {
		e.add("start", checkFail, label, "", fmt.Sprintf("%s has no entry for this declaration. Run usepaso connect %s.", e.c.shortPath(path), client.ID))
		return
	}
	for _, slug := range slugs {
		command, _ := connect.Lookup(client, settings, slug)
		e.start(label, slug, command)
	}
}

// start starts one entry and compares what it offers with the declaration.
func (e *examination) start(label, slug string, command connect.Command) {
	client := e.o.client
	greeting, err := e.c.startAs(e.ctx, client, command)
	if err != nil {
		hints := append(strings.Split(startProblem(greeting, err), "\n"), fmt.Sprintf("Run usepaso connect %s --force to write the entry anew.", client.ID))
		e.add("start", checkFail, label, slug, hints...)
		return
	}
	detail := slug + ": " + counted(len(greeting.Tools), "tool")
	var hints []string
	known := map[string]bool{}
	for _, capability := range decide.Callable(e.s.Declaration, decide.Filters{}) {
		known[capability.Name.Value] = true
	}
	for _, name := range greeting.Tools {
		if !known[name] {
			hints = append(hints, fmt.Sprintf("It offers %q, which the declaration does not have.", name))
		}
		delete(known, name)
	}
	if len(known) > 0 {
		detail += ", without " + strings.Join(slices.Sorted(maps.Keys(known)), ", ")
	}
	asks := strings.Contains(command.Env[e.s.Declaration.Service.Auth.Variable()], "${input:")
	if e.s.Declaration.Service.Auth.Variable() != "" && !asks && !e.findsKey(client, command) {
		hints = append(hints, fmt.Sprintf("%s does not find the key, so that calls are refused. Run usepaso secret set.", client.Title))
	}
	status := checkOK
	if len(hints) > 0 {
		status = checkWarn
	}
	e.add("start", status, label, detail, hints...)
}
