package main

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// finishFirst asks the scheduler, for all threads, not to interrupt what is being
// worked on for what has just come in: with many calls in flight that saves a
// tenth of the processor's time, which goes into switching. What it returns takes
// that back.
func finishFirst() (restore func()) {
	reschedule(unix.SCHED_NORMAL, unix.SCHED_BATCH)
	return func() { reschedule(unix.SCHED_BATCH, unix.SCHED_NORMAL) }
}

// reschedule changes the policy of those threads that have another one; threads
// that begin later inherit it. Where the system refuses, nothing is lost but time.
func reschedule(from, to uint32) {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return
	}
	for _, entry := range threads {
		thread, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if now, err := unix.SchedGetAttr(thread, 0); err == nil && now.Policy == from {
			now.Policy = to
			_ = unix.SchedSetAttr(thread, now, 0)
		}
	}
}
