package invoke

import (
	"context"
	"time"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/request"
)

// limited is a context that can end itself after a time.
type limited interface {
	Within(limit time.Duration) (stop func())
}

// within is context.WithTimeout, but for contexts that can do without another one.
func within(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	if c, ok := ctx.(limited); ok {
		return ctx, c.Within(limit)
	}
	return context.WithTimeout(ctx, limit)
}

type planKey struct{}

// CallOf returns the capability and the arguments behind the context of an HTTP
// request that an Engine with Mock sends, for transports that make answers up. The
// capability is nil for other contexts.
func CallOf(ctx context.Context) (*declaration.Capability, request.Arguments) {
	if p, ok := ctx.Value(planKey{}).(*plan); ok {
		return p.capability, p.args
	}
	return nil, nil
}
