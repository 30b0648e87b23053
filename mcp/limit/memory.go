package limit

import (
	"context"
	"sync"
	"time"
)

// Memory is a Store of this process alone, for tests. The zero Memory is ready.
type Memory struct {
	mu      sync.Mutex
	records map[string]record
}

// Take implements Store.
func (m *Memory) Take(_ context.Context, key string, limit int, now time.Time) (bool, time.Duration, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.records == nil {
		m.records = map[string]record{}
	}
	after, ok, _, retryAfter := m.records[key].take(limit, now)
	m.records[key] = after
	return ok, retryAfter, nil
}
