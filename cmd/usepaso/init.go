package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis/declaration"
)

//go:embed templates/*.yaml
var templates embed.FS

const (
	namePlaceholder = "__NAME__"
	defaultName     = "MyService"
)

const initHelp = `Write a first usepaso.yaml.

Without flags it is a working example that needs no key. --blank, or --name,
writes one to fill in, with .env.example for the key and .env in .gitignore.`

const initExample = `  usepaso init
  usepaso init --name "Acme Billing"`

// initOptions are the flags of init.
type initOptions struct {
	name                  string
	blank, example, force bool
}

func (c *Command) init() *cobra.Command {
	o := &initOptions{}
	command := &cobra.Command{
		Use:     "init",
		Short:   "Write a first usepaso.yaml",
		Long:    initHelp,
		Example: initExample,
		Args:    arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			return c.runInit(o)
		},
	}
	flags := command.Flags()
	flags.StringVarP(&o.name, "name", "n", "", "the service's `name`, for a declaration to fill in")
	flags.BoolVar(&o.blank, "blank", false, "a declaration to fill in")
	flags.BoolVar(&o.example, "example", false, "a working example (the default)")
	flags.BoolVar(&o.force, "force", false, "overwrite an existing declaration")
	return command
}

func (c *Command) runInit(o *initOptions) error {
	blank := o.blank || o.name != ""
	if blank && o.example {
		return wrongUsage("--example contradicts --blank and --name.")
	}
	name := o.name
	if name == "" {
		name = defaultName
	}
	text, err := firstDeclaration(blank, name)
	if err != nil {
		return err
	}
	path := c.file
	if path == stdinName {
		return wrongUsage("init writes a file. Name it with --file.")
	}
	if path == "" {
		path = defaultFiles[0]
	}
	if err := c.create(path, text, o.force); err != nil {
		return err
	}
	if !blank {
		_, err := fmt.Fprintf(c.Stdout, "Created %s with a working JSONPlaceholder example.\n\nTry it:\n%s", path, initNext(path, false))
		return err
	}
	if err := c.keepSecretsOut(filepath.Dir(c.path(path))); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.Stdout, "Created %s for %q.\n\nNext steps:\n%s", path, name, initNext(path, true))
	return err
}

// initNext lists what to do with a new declaration.
func initNext(path string, blank bool) string {
	flag := ""
	if path != defaultFiles[0] {
		flag = " -f " + path
	}
	steps := []string{"usepaso validate --strict" + flag, "usepaso test --all --dry-run" + flag, "usepaso inspect" + flag}
	if blank {
		steps = append([]string{"Edit " + path + ": base_url, auth and your capabilities", "usepaso secret set" + flag}, steps...)
	}
	var b strings.Builder
	for i, step := range steps {
		fmt.Fprintf(&b, "  %d. %s\n", i+1, step)
	}
	return b.String()
}

// create writes a new file; an existing one only with force.
func (c *Command) create(path, text string, force bool) error {
	if !force {
		for _, taken := range append([]string{path}, defaultFiles...) {
			if _, err := os.Lstat(c.path(taken)); err == nil && (c.file == "" || taken == path) {
				return failed("%s already exists in this directory. Use --force to overwrite it.", taken)
			}
		}
	}
	mode := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	if !force {
		mode = os.O_WRONLY | os.O_CREATE | os.O_EXCL
	}
	f, err := os.OpenFile(c.path(path), mode, 0o644)
	if err != nil {
		return fmt.Errorf("cannot write the declaration: %w", err)
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// keepSecretsOut writes .env.example beside a declaration and has git ignore .env.
// What is there already stays.
func (c *Command) keepSecretsOut(folder string) error {
	example := filepath.Join(folder, ".env.example")
	if _, err := os.Lstat(example); errors.Is(err, fs.ErrNotExist) {
		if err := os.WriteFile(example, []byte(declaration.DefaultEnv+"=your-token-here\n"), 0o644); err != nil {
			return fmt.Errorf("cannot write .env.example: %w", err)
		}
	}
	path := filepath.Join(folder, ".gitignore")
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot read .gitignore: %w", err)
	}
	for line := range strings.Lines(string(old)) {
		if line = strings.TrimSpace(line); line == ".env" || line == "/.env" || line == "*.env" {
			return nil
		}
	}
	text := string(old)
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	if err := os.WriteFile(path, []byte(text+".env\n"), 0o644); err != nil {
		return fmt.Errorf("cannot write .gitignore: %w", err)
	}
	return nil
}
