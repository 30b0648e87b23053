package mcp

import (
	"context"
	"encoding/json"

	"github.com/mark3labs/mcp-go/mcp"
	mcpserver "github.com/mark3labs/mcp-go/server"

	"github.com/usepaso/usepaso/mcp/invoke"
)

// call carries out tools/call; see door for where the name is.
func (s *server) call(ctx context.Context, r mcp.CallToolRequest) (result *mcp.CallToolResult, err error) {
	defer s.survive(&result)
	name := r.Method
	call := invoke.Call{Name: name, Raw: arguments(r), Client: s.clientName(ctx), Progress: s.progress(ctx, r)}
	asker := s.asker(ctx, r)
	if asker != nil {
		call.Asker = asker
	}
	outcome := s.engine.Run(ctx, call)
	if outcome.Later {
		return asker.(*statelessAsker).question, nil
	}
	s.verbose(name, outcome)
	s.log(ctx, name, outcome)
	return toolResult(outcome), nil
}

// arguments returns the arguments as they came over the wire.
func arguments(r mcp.CallToolRequest) []byte {
	if len(r.Params.RawArguments) > 0 {
		return r.Params.RawArguments
	}
	if r.Params.Arguments == nil {
		return []byte("{}")
	}
	raw, err := json.Marshal(r.Params.Arguments)
	if err != nil {
		return []byte("{}")
	}
	return raw
}

// toolResult is a result as mcp-go carries it.
func toolResult(r *invoke.Result) *mcp.CallToolResult {
	return &mcp.CallToolResult{
		Content:              []mcp.Content{mcp.TextContent{Type: mcp.ContentTypeText, Text: r.Text}},
		RawStructuredContent: r.Structured,
		IsError:              r.Failure != nil,
	}
}

// clientName is how the client calls itself.
func (s *server) clientName(ctx context.Context) string {
	if info := mcpserver.RequestProtocolInfoFromContext(ctx); info != nil && info.Modern && info.ClientInfo != nil {
		return printableName(info.ClientInfo.Name)
	}
	if s.http != nil {
		return printableName(s.http.client(sessionID(ctx)).Name)
	}
	if session, ok := mcpserver.ClientSessionFromContext(ctx).(mcpserver.SessionWithClientInfo); ok {
		return printableName(session.GetClientInfo().Name)
	}
	return ""
}

// progress returns a function that tells the client what is going on, or nil when
// it did not ask to be told.
func (s *server) progress(ctx context.Context, r mcp.CallToolRequest) func(string) {
	if r.Params.Meta == nil || r.Params.Meta.ProgressToken == nil {
		return nil
	}
	step := 0
	return func(message string) {
		step++
		params := map[string]any{"progressToken": r.Params.Meta.ProgressToken, "progress": step, "message": message}
		if session, ok := mcpserver.ClientSessionFromContext(ctx).(*stdioSession); ok {
			// Straight to the wire: progress must not come behind the answer.
			_ = session.write(map[string]any{"jsonrpc": "2.0", "method": "notifications/progress", "params": params})
			return
		}
		_ = s.core.SendNotificationToClient(ctx, "notifications/progress", params)
	}
}

type callLog struct {
	Tool    string `json:"tool"`
	Outcome string `json:"outcome"`
	Status  int    `json:"status"`
	Millis  int64  `json:"ms"`
}

// log sends a log message about a call to clients that want to hear of it.
func (s *server) log(ctx context.Context, name string, r *invoke.Result) {
	level, text := mcp.LoggingLevelInfo, "done"
	if r.Failure != nil {
		level, text = mcp.LoggingLevelWarning, string(r.Failure.Kind)
	}
	data := callLog{name, text, r.Status, r.Duration.Milliseconds()}
	_ = s.core.SendLogMessageToClient(ctx, mcp.NewLoggingMessageNotification(level, "usepaso", data))
}
