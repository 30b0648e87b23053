package lsp

import "sync"

// keyed is a small map that several goroutines share.
type keyed[K comparable, V any] struct {
	mu     sync.Mutex
	values map[K]V
}

func (k *keyed[K, V]) get(key K) (V, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	v, ok := k.values[key]
	return v, ok
}

func (k *keyed[K, V]) set(key K, value V) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.values == nil {
		k.values = map[K]V{}
	}
	k.values[key] = value
}

func (k *keyed[K, V]) delete(key K) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.values, key)
}
