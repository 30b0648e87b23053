package main

import (
	"os"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// TestFinishFirst changes the policy of all threads, and takes it back.
func TestFinishFirst(t *testing.T) {
	before := batched(t)
	restore := finishFirst()
	during := batched(t)
	restore()
	if after := batched(t); before != 0 || during == 0 || after != 0 {
		t.Errorf("threads with the policy: %d before, %d during, %d after", before, during, after)
	}
}

func batched(t *testing.T) (n int) {
	t.Helper()
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range threads {
		thread, _ := strconv.Atoi(entry.Name())
		if now, err := unix.SchedGetAttr(thread, 0); err == nil && now.Policy == unix.SCHED_BATCH {
			n++
		}
	}
	return n
}
