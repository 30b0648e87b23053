// Package parallel shares work on the elements of a list among all processors.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// For calls f for 0 up to n-1, in no order and on all processors where there is more
// than one step to do; a step is as many calls as are worth another goroutine. It
// returns when all calls have.
func For(n, step int, f func(i int)) {
	var next atomic.Int64
	work := func() {
		for {
			from := int(next.Add(int64(step))) - step
			if from >= n {
				return
			}
			for i := from; i < min(from+step, n); i++ {
				f(i)
			}
		}
	}
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+step-1)/step) - 1 {
		wg.Go(work)
	}
	work()
	wg.Wait()
}
