package invoke

import (
	"context"

	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/analysis/request"
)

type planKey struct{}

// CallOf returns the capability and the arguments behind the context of an HTTP
// request that an Engine sends, for transports that make answers up. The
// capability is nil for other contexts.
func CallOf(ctx context.Context) (*declaration.Capability, request.Arguments) {
	if p, ok := ctx.Value(planKey{}).(*plan); ok {
		return p.capability, p.args
	}
	return nil, nil
}
