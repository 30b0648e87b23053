package mcp

import (
	"context"
	"errors"

	"github.com/mark3labs/mcp-go/mcp"
	mcpserver "github.com/mark3labs/mcp-go/server"

	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/mcp/consent"
)

// answerID names our one question within a call.
const answerID = "confirm"

// asker returns how the person behind this call can be asked, or nil.
func (s *server) asker(ctx context.Context, r mcp.CallToolRequest) consent.Asker {
	modern := mcpserver.IsModernRequest(ctx)
	switch {
	case !elicits(s.capabilities(ctx)):
		if s.o.Filters.Consent == decide.ConsentClient {
			return trusting{}
		}
		return nil
	case modern:
		return &statelessAsker{server: s, principal: s.principal(ctx), params: r.Params.MultiRoundTripParams}
	}
	return &sessionAsker{server: s, principal: s.principal(ctx), context: ctx}
}

// capabilities are those that the client declared, for this request where the
// protocol has it so.
func (s *server) capabilities(ctx context.Context) mcp.ClientCapabilities {
	if info := mcpserver.RequestProtocolInfoFromContext(ctx); info != nil && info.Modern {
		if info.ClientCapabilities == nil {
			return mcp.ClientCapabilities{}
		}
		return *info.ClientCapabilities
	}
	if s.http != nil {
		return s.http.capabilities(sessionID(ctx))
	}
	if session, ok := mcpserver.ClientSessionFromContext(ctx).(mcpserver.SessionWithClientInfo); ok {
		return session.GetClientCapabilities()
	}
	return mcp.ClientCapabilities{}
}

// elicits reports whether the client can show a form.
func elicits(c mcp.ClientCapabilities) bool {
	return c.Elicitation != nil && (c.Elicitation.Form != nil || c.Elicitation.URL == nil)
}

// trusting stands for the client's own approval dialog.
type trusting struct{}

func (trusting) Ask(context.Context, *consent.Question) consent.Verdict { return consent.Trusted }

// form is the question as clients show it: a text and one box to tick.
func form(q *consent.Question) mcp.ElicitationParams {
	return mcp.ElicitationParams{
		Message: q.Text(),
		RequestedSchema: map[string]any{
			"type": "object",
			"properties": map[string]any{
				"confirm": map[string]any{"type": "boolean", "title": "Allow this request", "description": "Send it, this once.", "default": false},
			},
			"required": []string{"confirm"},
		},
	}
}

// verdict reads an answer: only accepting with the box ticked counts as a yes.
func verdict(answer *mcp.ElicitationResult) consent.Verdict {
	if answer == nil {
		return consent.Cancelled
	}
	switch answer.Action {
	case mcp.ElicitationResponseActionAccept:
		content, _ := answer.Content.(map[string]any)
		if confirm, ok := content["confirm"].(bool); ok && confirm {
			return consent.Accepted
		}
		return consent.Declined
	case mcp.ElicitationResponseActionDecline:
		return consent.Declined
	}
	return consent.Cancelled
}

// sessionAsker asks clients of the handshake protocols, while the call waits.
type sessionAsker struct {
	server    *server
	principal string
	context   context.Context // with the session in it
}

func (a *sessionAsker) Ask(ctx context.Context, q *consent.Question) consent.Verdict {
	seal, err := a.server.sealer.Issue(a.principal, q.Digest())
	if err != nil {
		return consent.Busy
	}
	waiting, cancel := context.WithTimeout(ctx, a.server.o.ConsentTimeout)
	defer cancel()
	if a.server.http != nil {
		defer a.server.http.whenEnded(sessionID(a.context), cancel)()
	}
	answer, err := a.server.core.RequestElicitation(waiting, mcp.ElicitationRequest{Params: form(q)})
	expired := a.server.sealer.Redeem(seal, a.principal, q.Digest()) != nil
	switch {
	case ctx.Err() != nil, errors.Is(waiting.Err(), context.Canceled):
		return consent.Cancelled
	case expired, waiting.Err() != nil:
		return consent.TimedOut
	case errors.Is(err, errNotSupported):
		return consent.CannotAsk
	case err != nil:
		return consent.Cancelled
	}
	return verdict(answer)
}

// statelessAsker asks clients of protocol 2026-07-28: the question is the result
// of the call, and the answer comes with the call made again.
type statelessAsker struct {
	server    *server
	principal string
	params    mcp.MultiRoundTripParams
	question  *mcp.CallToolResult // set when the verdict is Later
}

func (a *statelessAsker) Ask(_ context.Context, q *consent.Question) consent.Verdict {
	if a.params.RequestState == "" {
		if len(a.params.InputResponses) > 0 {
			return consent.Refused // nobody asked
		}
		return a.hand(q)
	}
	err := a.server.sealer.Redeem(a.params.RequestState, a.principal, q.Digest())
	switch {
	case errors.Is(err, consent.ErrExpired):
		return consent.TimedOut
	case err != nil:
		return consent.Refused
	}
	return verdict(mcpserver.ElicitationResponse(a.params.InputResponses, answerID))
}

func (a *statelessAsker) hand(q *consent.Question) consent.Verdict {
	seal, err := a.server.sealer.Issue(a.principal, q.Digest())
	if err != nil {
		return consent.Busy
	}
	a.question = mcpserver.NewInputRequestBuilder(seal).Elicit(answerID, form(q)).ToolResult()
	return consent.Later
}

// principal is the one whose answers count: the session, or who is behind a
// request without one.
func (s *server) principal(ctx context.Context) string {
	if s.http != nil {
		return s.http.principal(ctx)
	}
	return sessionID(ctx)
}

func sessionID(ctx context.Context) string {
	if session := mcpserver.ClientSessionFromContext(ctx); session != nil {
		return session.SessionID()
	}
	return ""
}
