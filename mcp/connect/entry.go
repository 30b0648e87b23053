package connect

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/usepaso/usepaso/analysis/clients"
)

// Entry is what a client is told about a server. It never holds a secret.
type Entry struct {
	Command string
	Args    []string
	// Ask lists variables whose value the client asks the person for when it
	// starts the server; only clients with Inputs can.
	Ask []string
}

// EntryOptions says how a server is started.
type EntryOptions struct {
	Command string   // absolute path of this program
	File    string   // absolute path of the declaration
	EnvFile string   // absolute path for --env, or ""
	Args    []string // further arguments for serve
	Ask     []string // see Entry.Ask
}

// NewEntry returns the entry that starts usepaso for a client. Where the client is
// known to ask before dangerous tools, its dialog is relied upon for consent; see
// ConsentNote.
func NewEntry(c clients.Client, o EntryOptions) (Entry, error) {
	e := Entry{Command: o.Command, Args: []string{"serve", "-f", o.File}, Ask: o.Ask}
	if o.EnvFile != "" {
		e.Args = append(e.Args, "--env", o.EnvFile)
	}
	if c.Asks && !slices.ContainsFunc(o.Args, choosesConsent) {
		e.Args = append(e.Args, "--consent=client")
	}
	e.Args = append(e.Args, o.Args...)
	for _, path := range []string{o.Command, o.File, o.EnvFile} {
		if path == "" && path == o.EnvFile {
			continue
		}
		if !filepath.IsAbs(path) {
			return Entry{}, fmt.Errorf("the path %q must be absolute: %s starts servers in a folder of its own", path, c.Title)
		}
		if c.Expands != "" && strings.Contains(path, c.Expands) {
			return Entry{}, fmt.Errorf("the path %s contains %q, which %s reads as a variable. Move the file to a folder without it", path, c.Expands, c.Title)
		}
	}
	if len(o.Ask) > 0 && !c.Inputs {
		return Entry{}, fmt.Errorf("%s cannot ask for %s", c.Title, strings.Join(o.Ask, ", "))
	}
	return e, nil
}

// choosesConsent reports whether an argument of serve says how consent is asked for.
func choosesConsent(arg string) bool {
	return arg == "--strict" || arg == "--consent" || strings.HasPrefix(arg, "--consent=")
}

// Slug returns the name under which a service is entered: lower case, with one
// dash for each run of other characters than letters and digits of ASCII.
func Slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	if len(words) == 0 {
		return "usepaso-service"
	}
	return strings.Join(words, "-")
}

// Executable returns the path to write for this program, which runs as exe. The
// name by which the shell finds the same program is better than exe: a package
// manager keeps it when it puts a new version elsewhere.
func Executable(exe string) string {
	found, err := exec.LookPath("usepaso")
	if err != nil {
		return exe
	}
	found, err = filepath.Abs(found)
	if err != nil {
		return exe
	}
	a, errA := filepath.EvalSymlinks(exe)
	b, errB := filepath.EvalSymlinks(found)
	if errA != nil || errB != nil || a != b {
		return exe
	}
	return found
}

// Transient reports whether a program at path will soon be gone: one that npx or
// go run put into a cache.
func Transient(path string) bool {
	path = filepath.ToSlash(path)
	return strings.Contains(path, "/_npx/") || strings.Contains(path, "/go-build")
}

// inputID names the question for a variable in the client's list of inputs.
func inputID(slug, variable string) string {
	return slug + "-" + strings.ToLower(strings.ReplaceAll(variable, "_", "-"))
}

// spelling is the entry in the order in which people write it.
type spelling struct {
	Type    string            `json:"type,omitempty"`
	Command string            `json:"command"`
	Args    []string          `json:"args"`
	Env     map[string]string `json:"env,omitempty"`
}

// spell returns the entry as the client's settings have it.
func (e Entry) spell(c clients.Client, slug string) spelling {
	s := spelling{Type: c.Type, Command: e.Command, Args: e.Args}
	for _, name := range e.Ask {
		if s.Env == nil {
			s.Env = map[string]string{}
		}
		s.Env[name] = "${input:" + inputID(slug, name) + "}"
	}
	return s
}

// fields returns the entry as a reader of the settings gets it.
func (e Entry) fields(c clients.Client, slug string) map[string]any {
	var m map[string]any
	data, err := json.Marshal(e.spell(c, slug))
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	if err != nil {
		return nil // strings always pass through JSON
	}
	return m
}

// covers reports whether an existing entry says all that ours does. What a person
// added to it, such as "disabled", does not matter.
func covers(existing, ours map[string]any) bool {
	for key, value := range ours {
		if sub, ok := value.(map[string]any); ok {
			theirs, _ := existing[key].(map[string]any)
			if !covers(theirs, sub) {
				return false
			}
		} else if !reflect.DeepEqual(existing[key], value) {
			return false
		}
	}
	return true
}

// declarationOf returns the file that an entry's arguments, as they stand in
// settings, name with -f or --file, or "".
func declarationOf(args any) string {
	list, _ := args.([]any)
	words := make([]string, len(list))
	for i, a := range list {
		words[i], _ = a.(string)
	}
	return Entry{Args: words}.file()
}

// file returns the declaration that the entry names, or "".
func (e Entry) file() string {
	for i, arg := range e.Args {
		if (arg == "-f" || arg == "--file") && i+1 < len(e.Args) {
			return e.Args[i+1]
		}
		if file, ok := strings.CutPrefix(arg, "--file="); ok {
			return file
		}
	}
	return ""
}
