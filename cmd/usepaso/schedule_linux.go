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

// reschedule changes the policy of all threads that have another one. Those that
// begin meanwhile inherit it from one that may not have been reached yet, so it looks
// again until all have it. Where the system refuses, nothing is lost but time.
func reschedule(from, to uint32) {
	const looks = 4
	for range looks {
		if !rescheduleSeen(from, to) {
			return
		}
	}
}

// rescheduleSeen does so once, and reports whether there was something to change.
func rescheduleSeen(from, to uint32) (changed bool) {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return false
	}
	for _, entry := range threads {
		thread, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if now, err := unix.SchedGetAttr(thread, 0); err == nil && now.Policy == from {
			now.Policy = to
			changed = unix.SchedSetAttr(thread, now, 0) == nil || changed
		}
	}
	return changed
}
