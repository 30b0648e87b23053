package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/analysis/rules"
	"github.com/usepaso/usepaso/mcp/connect"
)

const bundleHelp = `Make an .mcpb file, which Claude Desktop installs with one click.

It holds the declaration and this program, so that whoever installs it needs
nothing else. On installing, the client asks for the API key and keeps it in the
system's keychain; the bundle itself never holds one.

A bundle is for one system: this one, or that of the program given by --binary.`

const bundleExample = `  usepaso bundle
  usepaso bundle --output dist/stripe.mcpb --author "Acme Inc."
  usepaso bundle --binary usepaso-windows.exe`

// bundleOptions are the flags of bundle.
type bundleOptions struct {
	output, author, binary string
	force                  bool
}

func (c *Command) bundle() *cobra.Command {
	o := &bundleOptions{}
	command := &cobra.Command{
		Use:     "bundle",
		Short:   "Make an .mcpb file for one-click installation",
		Long:    bundleHelp,
		Example: bundleExample,
		Args:    arguments(0, 0, ""),
		RunE:    func(*cobra.Command, []string) error { return c.runBundle(o) },
	}
	flags := command.Flags()
	flags.StringVarP(&o.output, "output", "o", "", "the `file` to write (default: the service's name and .mcpb)")
	flags.StringVar(&o.author, "author", "", "the `name` shown as the author (default: the service's)")
	flags.StringVar(&o.binary, "binary", "", "put this `program` in, a build of usepaso for another system")
	flags.BoolVar(&o.force, "force", false, "overwrite an existing file")
	return command
}

func (c *Command) runBundle(o *bundleOptions) error {
	s, err := c.load()
	if err != nil {
		return err
	}
	service := s.Declaration.Service
	if rules.Foreign(service) {
		return failed("auth.env names %s, which may hold a secret of something else. Give the key a variable of its own, as in USEPASO_KEY, before you hand the declaration on.", printable(service.Auth.Variable()))
	}
	program, system, err := c.bundledProgram(o)
	if err != nil {
		return err
	}
	if o.output == "" {
		o.output = connect.Slug(service.Name.Value) + ".mcpb"
	}
	manifest, err := json.MarshalIndent(newManifest(s, system, o.author), "", "  ")
	if err != nil {
		return err
	}
	size, err := c.writeBundle(o, []bundled{
		{"manifest.json", append(manifest, '\n'), 0o644},
		{bundledDeclaration, []byte(s.File.Text()), 0o644},
		{system.program, program, 0o755},
	})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(c.Stdout, "Wrote %s for %s (%.1f MB).\n\nOpen it with Claude Desktop to install it.\n", o.output, system.title, float64(size)/1e6); err != nil {
		return err
	}
	if variable := service.Auth.Variable(); variable != "" {
		c.say("The client asks for the key (%s) and keeps it in the system's keychain.\n", variable)
	}
	client, _ := clients.Find(bundleClient)
	c.sayNotes(connect.ConsentNote(client))
	return nil
}

// bundledProgram returns the program to put into the bundle and the system it is for.
func (c *Command) bundledProgram(o *bundleOptions) ([]byte, bundleSystem, error) {
	path := c.path(o.binary)
	if o.binary == "" {
		var err error
		if path, err = os.Executable(); err != nil {
			return nil, bundleSystem{}, fmt.Errorf("find this program: %w", err)
		}
	}
	program, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, bundleSystem{}, failed("The program %s does not exist.", path)
	}
	if err != nil {
		return nil, bundleSystem{}, fmt.Errorf("read the program: %w", err)
	}
	for _, system := range bundleSystems {
		for _, magic := range system.magic {
			if bytes.HasPrefix(program, []byte(magic)) {
				return program, system, nil
			}
		}
	}
	return nil, bundleSystem{}, failed("%s is no program for macOS, Windows or Linux.", path)
}

// bundled is one file in a bundle.
type bundled struct {
	name string
	data []byte
	mode fs.FileMode
}

// writeBundle writes the archive. The same files give the same bytes.
func (c *Command) writeBundle(o *bundleOptions, files []bundled) (size int64, err error) {
	flags := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if o.force {
		flags = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	out, err := os.OpenFile(c.path(o.output), flags, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return 0, failed("%s already exists. Use --force to overwrite it.", o.output)
	}
	if err != nil {
		return 0, fmt.Errorf("write the bundle: %w", err)
	}
	defer func() {
		if err = errors.Join(err, out.Close()); err != nil {
			err = errors.Join(err, os.Remove(c.path(o.output))) // half a bundle is none
		}
	}()
	archive := zip.NewWriter(out)
	for _, file := range files {
		header := &zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		header.SetMode(file.mode)
		w, err := archive.CreateHeader(header)
		if err == nil {
			_, err = w.Write(file.data)
		}
		if err != nil {
			return 0, fmt.Errorf("write the bundle: %w", err)
		}
	}
	if err := archive.Close(); err != nil {
		return 0, fmt.Errorf("write the bundle: %w", err)
	}
	return out.Seek(0, io.SeekCurrent)
}

// bundleSystem is a system that bundles are made for.
type bundleSystem struct {
	id, title string
	program   string   // its path in the bundle
	magic     []string // how programs for it begin
}

var bundleSystems = []bundleSystem{
	{"darwin", "macOS", "server/usepaso", []string{"\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe"}},
	{"win32", "Windows", "server/usepaso.exe", []string{"MZ"}},
	{"linux", "Linux", "server/usepaso", []string{"\x7fELF"}},
}
