package main

import (
	"errors"
	"io"
	"os"
	"strings"
)

// format is one way to print a report.
type format struct {
	name  string
	print func(io.Writer, *report) error
}

// formats lists the ways, the default first. Each stands in print_<name>.go.
var formats = []format{
	{"text", printText},
	{"json", printJSON},
	{"sarif", printSARIF},
	{"github", printGitHub},
	{"gitlab", printGitLab},
	{"junit", printJUnit},
	{"checkstyle", printCheckstyle},
	{"agent", printAgent},
}

func formatNames() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// formatNamed returns the format of that name, or nil.
func formatNamed(name string) *format {
	for i := range formats {
		if formats[i].name == name {
			return &formats[i]
		}
	}
	return nil
}

// output is one value of --output: a format and the file it goes to.
type output struct {
	format *format
	path   string
}

func parseOutputs(values []string) ([]output, error) {
	var outputs []output
	for _, value := range values {
		name, path, ok := strings.Cut(value, "=")
		if !ok || path == "" {
			return nil, wrongUsage("--output %q has no file. Expected format=path, as in sarif=usepaso.sarif.", value)
		}
		f := formatNamed(name)
		if f == nil {
			return nil, wrongUsage("Unknown format %q in --output.%s Expected one of: %s.", name, didYouMean(name, formatNames()), strings.Join(formatNames(), ", "))
		}
		outputs = append(outputs, output{f, path})
	}
	return outputs, nil
}

// writeOutput writes a report to a file, without colours and with the summaries
// of failed files among the findings.
func (c *Command) writeOutput(out output, r *report) error {
	plain := *r
	if out.path == stdinName { // which also stands for standard output
		return out.format.print(c.Stdout, &plain)
	}
	f, err := os.Create(c.path(out.path))
	if err != nil {
		return err
	}
	plain.colors, plain.summary = c.palette(f), f
	return errors.Join(out.format.print(f, &plain), f.Close())
}
