package main

import (
	"io"
	"os"

	"github.com/fatih/color"
	"golang.org/x/term"
)

// palette colours text for one stream, or leaves it as it is.
type palette struct {
	bold, faint, good, bad, warn, note, mark *color.Color
}

// palette returns the colours for what is written to w.
func (c *Command) palette(w io.Writer) palette {
	on := c.colored(w)
	style := func(attributes ...color.Attribute) *color.Color {
		s := color.New(attributes...)
		if on {
			s.EnableColor()
		} else {
			s.DisableColor()
		}
		return s
	}
	return palette{
		bold:  style(color.Bold),
		faint: style(color.Faint),
		good:  style(color.FgGreen),
		bad:   style(color.FgRed, color.Bold),
		warn:  style(color.FgYellow, color.Bold),
		note:  style(color.FgCyan, color.Bold),
		mark:  style(color.FgMagenta),
	}
}

// colored reports whether w gets colours: the flag decides, then NO_COLOR, then
// CLICOLOR_FORCE, then whether it is a terminal.
func (c *Command) colored(w io.Writer) bool {
	if c.noColor || c.env("NO_COLOR") != "" {
		return false
	}
	if force := c.env("CLICOLOR_FORCE"); force != "" && force != "0" {
		return true
	}
	return c.env("TERM") != "dumb" && isTerminal(w)
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
