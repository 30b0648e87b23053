package analysis_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

var (
	namedTest   = regexp.MustCompile("`([a-z]+)\\.((?:Test|Fuzz)[A-Za-z0-9]+)`")
	definedTest = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Za-z0-9]+)\(`)
)

// TestDocumentsNameRealTests checks that each test that a document points to is there.
func TestDocumentsNameRealTests(t *testing.T) {
	t.Parallel()
	defined := definedTests(t)
	for _, document := range []string{"../ARCHITECTURE.md", "../SECURITY.md", "../README.md"} {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		named := namedTest.FindAllStringSubmatch(string(text), -1)
		if len(named) == 0 {
			t.Errorf("%s names no tests", document)
		}
		for _, m := range named {
			if !defined[m[1]+"."+m[2]] {
				t.Errorf("%s names %s.%s, which does not exist", document, m[1], m[2])
			}
		}
	}
}

// definedTests returns all tests of the module as package.Test.
func definedTests(t *testing.T) map[string]bool {
	t.Helper()
	list, err := exec.Command("go", "list", "-f", `{{.Name}} {{.Dir}} {{join .TestGoFiles " "}} {{join .XTestGoFiles " "}}`, module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	defined := map[string]bool{}
	for line := range strings.Lines(string(list)) {
		fields := strings.Fields(line)
		for _, file := range fields[2:] {
			text, err := os.ReadFile(fields[1] + "/" + file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range definedTest.FindAllStringSubmatch(string(text), -1) {
				defined[fields[0]+"."+m[1]] = true
			}
		}
	}
	return defined
}
