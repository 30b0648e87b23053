package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadme runs the commands of the README as a newcomer would, beside the
// Stripe example and with a home of its own, and checks its declarations.
func TestReadme(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(text), referenceStart) // the reference has tests of its own
	_, after, _ := strings.Cut(rest, referenceEnd)
	blocks := regexp.MustCompile("(?s)```(sh|yaml)\n(.*?)```").FindAllStringSubmatch(before+after, -1)
	ran := 0
	dir := t.TempDir()
	example, err := os.ReadFile("../../testdata/examples/stripe/usepaso.yaml")
	if err != nil {
		t.Fatal(err)
	}
	api := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(api.Close)
	writeFile(t, filepath.Join(dir, "usepaso.yaml"), strings.Replace(string(example), "https://api.stripe.com", api.URL, 1))
	for _, b := range blocks {
		if b[1] == "yaml" {
			writeFile(t, filepath.Join(dir, "readme.usepaso.yaml"), b[2])
			runReadmeLine(t, dir, "usepaso validate --strict readme.usepaso.yaml")
			continue
		}
		for line := range strings.Lines(b[2]) {
			ran += runReadmeLine(t, dir, strings.TrimSpace(line))
		}
	}
	if ran < 5 {
		t.Errorf("only %d commands of the README were run", ran)
	}
}

// runReadmeLine runs one line and returns how many commands it was. What installs
// the program or runs these very tests is left to .ci/run.
func runReadmeLine(t *testing.T, dir, line string) int {
	t.Helper()
	line = strings.Replace(line, "go run ./cmd/usepaso", "usepaso", 1)
	args, ours := strings.CutPrefix(line, "usepaso ")
	if !ours {
		if line != "go test ./..." && !strings.HasPrefix(line, "go install ") {
			t.Errorf("the README has a command that no test knows: %s", line)
		}
		return 0
	}
	var out bytes.Buffer
	c := newcomer(t, dir, &out)
	if code := c.Main(strings.Fields(args)); code != ExitOK {
		t.Errorf("%s ended with %d:\n%s", line, code, out.String())
	}
	return 1
}

// newcomer is the program as somebody runs it who has a key and a home of their own,
// without an environment. What they see goes to out.
func newcomer(t *testing.T, dir string, out io.Writer) *Command {
	t.Helper()
	home := filepath.Join(dir, "home")
	program, err := exec.LookPath("usepaso") // this test as the program, see TestMain
	if err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"HOME": home, "XDG_STATE_HOME": filepath.Join(dir, "state"), "XDG_CONFIG_HOME": filepath.Join(home, ".config")}
	return &Command{
		Stdin: strings.NewReader("sk_" + "test_" + strings.Repeat("a1", 12) + "\n"), Stdout: out, Stderr: out, Dir: dir, OS: "linux",
		Executable: program, State: filepath.Join(dir, "state"),
		LookupEnv: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
