package request

import "sync"

// kept remembers what was made from texts of a declaration, which calls need again
// and again. It is safe for concurrent use.
type kept[V any] struct {
	mu     sync.Mutex
	byText map[string]V
}

// maxKept is how many are kept; then it begins anew: an editor makes one with each keystroke.
const maxKept = 1000

// get returns what was made from a text before, or makes it.
func (k *kept[V]) get(text string, makeIt func(string) V) V {
	k.mu.Lock()
	defer k.mu.Unlock()
	v, ok := k.byText[text]
	if ok {
		return v
	}
	if v = makeIt(text); k.byText == nil || len(k.byText) >= maxKept {
		k.byText = map[string]V{}
	}
	k.byText[text] = v
	return v
}
