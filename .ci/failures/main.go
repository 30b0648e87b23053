// Command failures reads `go test -json` on standard input and prints what failed
// or was skipped, with its output, and nothing of what passed.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

type event struct{ Action, Package, Test, Output string }

func main() {
	output := map[string]*strings.Builder{}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		var e event
		if json.Unmarshal(in.Bytes(), &e) != nil {
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "output":
			if output[key] == nil {
				output[key] = &strings.Builder{}
			}
			output[key].WriteString(e.Output)
		case "pass":
			delete(output, key)
		case "fail", "skip":
			if b := output[key]; b != nil {
				fmt.Print(b.String())
			}
			delete(output, key)
		}
	}
}
