// Command usepaso checks, tries out and serves usepaso.yaml, the declaration of
// what an agent may do with an HTTP API.
//
// Start at Command; root.go lists the commands, each of which has its own file.
package main

import (
	"io"
	"log"
	"os"

	"github.com/usepaso/usepaso/mcp/secret"
)

func main() {
	// Go's HTTP client tells the standard logger about stray bytes of a server, as
	// they came: an API that echoes the key would have it printed.
	log.SetOutput(io.Discard) //nolint:forbidigo // nothing of ours writes to it
	c := Command{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, LookupEnv: os.LookupEnv, Keyring: secret.System{}}
	os.Exit(c.Main(os.Args[1:]))
}
