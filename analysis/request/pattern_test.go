package request

import (
	"fmt"
	"testing"
)

// TestPatternsAreKept: a pattern is compiled once, and an editor that makes a new one
// with each keystroke cannot fill the memory.
func TestPatternsAreKept(t *testing.T) {
	first, err := compiled("^kept$")
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := compiled("^kept$"); again != first {
		t.Error("compiled twice")
	}
	if _, err := compiled("("); err == nil {
		t.Error("no error")
	}
	for i := range 2 * maxPatterns {
		_, _ = compiled(fmt.Sprintf("^%d$", i))
	}
	if n := len(patterns.byText); n > maxPatterns {
		t.Errorf("%d patterns are kept", n)
	}
}
