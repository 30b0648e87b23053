package request

import (
	"fmt"
	"testing"
)

// TestPatternsAreKept: a pattern is compiled once, and an editor that makes a new one
// with each keystroke cannot fill the memory.
func TestPatternsAreKept(t *testing.T) {
	first := compiled("^kept$")
	if first == nil || compiled("^kept$") != first {
		t.Error("compiled twice")
	}
	if compiled("(") != nil {
		t.Error("compiled what is no pattern")
	}
	for i := range 2 * maxKept {
		compiled(fmt.Sprintf("^%d$", i))
	}
	if n := len(patterns.byText); n > maxKept {
		t.Errorf("%d patterns are kept", n)
	}
}
