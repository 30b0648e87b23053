package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/tool"
)

// printInspection draws the tools as a list held together by a line.
func (c *Command) printInspection(i inspected) error {
	paint := c.palette(c.Stdout)
	var b strings.Builder
	fmt.Fprintf(&b, "Service: %s\nTools:   %d\nAuth:    %s\n", i.Service, len(i.Tools), i.Auth)
	separator := "\n"
	for n, t := range i.Tools {
		b.WriteString(separator)
		separator = "  │\n"
		corner, gutter := "├", "│"
		if n == len(i.Tools)-1 {
			corner, gutter = "└", " "
		}
		if n == 0 {
			corner = "┌"
		}
		consent := ""
		if t.ConsentRequired {
			consent = paint.warn.Sprint(" [consent required]")
		}
		fmt.Fprintf(&b, "  %s %s (%s)%s\n", corner, paint.bold.Sprint(t.Name), t.Permission, consent)
		fmt.Fprintf(&b, "  %s %s %s\n  %s %s\n", gutter, t.Method, t.Path, gutter, t.Description)
		if len(t.Params) > 0 {
			fmt.Fprintf(&b, "  %s params: %s\n", gutter, strings.Join(t.Params, ", "))
		}
	}
	if len(i.Forbidden) > 0 {
		fmt.Fprintf(&b, "\nForbidden: %s\n", strings.Join(i.Forbidden, ", "))
	}
	_, err := fmt.Fprint(c.Stdout, b.String())
	return err
}

// printTools prints the result of tools/list.
func (c *Command) printTools(d *declaration.Declaration, callable []*declaration.Capability) error {
	list := struct {
		Tools []json.RawMessage `json:"tools"`
	}{[]json.RawMessage{}}
	for _, capability := range callable {
		text, err := tool.New(d, capability).MarshalJSON()
		if err != nil {
			return err
		}
		list.Tools = append(list.Tools, text)
	}
	return c.printJSON(list)
}

// printTokens prints what each tool costs, and the sum.
func (c *Command) printTokens(o *inspectOptions, d *declaration.Declaration, callable []*declaration.Capability) error {
	type cost struct {
		Name   string `json:"name"`
		Tokens int    `json:"tokens"`
	}
	costs, total := []cost{}, 0
	for _, capability := range callable {
		n := tokens(tool.New(d, capability))
		costs = append(costs, cost{printable(capability.Name.Value), n})
		total += n
	}
	if o.json {
		return c.printJSON(struct {
			Tokens int    `json:"tokens"`
			Tools  []cost `json:"tools"`
		}{total, costs})
	}
	var b bytes.Buffer
	for _, t := range costs {
		fmt.Fprintf(&b, "%6d  %s\n", t.Tokens, t.Name)
	}
	fmt.Fprintf(&b, "%6d  in all, estimated at four bytes a token\n", total)
	_, err := c.Stdout.Write(b.Bytes())
	return err
}
