package parallel_test

import (
	"sync/atomic"
	"testing"

	"github.com/usepaso/usepaso/analysis/parallel"
)

func TestForCallsEachOnce(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 7, 8, 9, 1000} {
		calls := make([]atomic.Int32, n)
		parallel.For(n, 8, func(i int) { calls[i].Add(1) })
		for i := range calls {
			if c := calls[i].Load(); c != 1 {
				t.Errorf("%d of %d was called %d times", i, n, c)
			}
		}
	}
}
