package invoke

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Kind names why a call failed, for the model.
type Kind string

// The kinds of failures (SPEC section 5).
const (
	InvalidInput       Kind = "invalid_input"
	ConstraintViolated Kind = "constraint_violated"
	ConsentRequired    Kind = "consent_required"
	ConsentDeclined    Kind = "consent_declined"
	AuthFailed         Kind = "auth_failed"
	Forbidden          Kind = "forbidden"
	NotFound           Kind = "not_found"
	RateLimited        Kind = "rate_limited"
	ServerError        Kind = "server_error"
	NetworkError       Kind = "network_error"
	ClientError        Kind = "client_error"
	ResponseTooLarge   Kind = "response_too_large"
)

// Failure is a call that did not do what was asked. It says what happened and
// what to do next.
type Failure struct {
	Kind       Kind
	Status     int // HTTP status; 0 when no answer came
	Message    string
	Hint       string
	RequestURL string        // "" when no request was made
	RetryAfter time.Duration // 0 when nothing is known
	Body       string        // the API's own words; "" for none
	// Sent tells that the request went out, so that it may have had its effect.
	Sent bool
}

// Error returns the message.
func (f *Failure) Error() string { return f.Message }

// Text is what the agent reads: compact JSON, then the API's body where there is one.
func (f *Failure) Text() string {
	data := struct {
		Error      bool    `json:"error"`
		Type       Kind    `json:"type"`
		Status     *int    `json:"status"`
		Message    string  `json:"message"`
		Hint       string  `json:"hint"`
		RequestURL *string `json:"request_url"`
		RetryAfter *int64  `json:"retry_after_seconds,omitempty"`
	}{Error: true, Type: f.Kind, Message: f.Message, Hint: f.Hint}
	if f.Status != 0 {
		data.Status = &f.Status
	}
	if f.RequestURL != "" {
		data.RequestURL = &f.RequestURL
	}
	if f.RetryAfter > 0 {
		seconds := int64((f.RetryAfter + time.Second - 1) / time.Second)
		data.RetryAfter = &seconds
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(data) // plain strings and numbers
	text := string(bytes.TrimRight(b.Bytes(), "\n"))
	if f.Body != "" {
		text += "\n\nResponse body:\n" + f.Body
	}
	return text
}

// statusKind sorts an HTTP status that is no success.
func statusKind(status int) Kind {
	switch {
	case status == http.StatusUnauthorized:
		return AuthFailed
	case status == http.StatusForbidden:
		return Forbidden
	case status == http.StatusNotFound:
		return NotFound
	case status == http.StatusTooManyRequests:
		return RateLimited
	case status >= 500:
		return ServerError
	}
	return ClientError
}

// statusFailure describes an answer whose status is no success.
func statusFailure(a *Answer, service, variable string) *Failure {
	f := &Failure{Kind: statusKind(a.Status), Status: a.Status, Sent: true}
	f.RetryAfter, _ = retryAfter(a.Header.Get("Retry-After"), time.Now())
	f.Message = fmt.Sprintf("%s answered %s.", service, statusText(a.Status))
	switch {
	case a.Status < 400:
		f.Message = fmt.Sprintf("%s answered %s: a redirect that is not followed.", service, statusText(a.Status))
		f.Hint = "Redirects are followed only for GET and only within the declared origin. Tell the operator; base_url or path may need to change."
	case f.Kind == AuthFailed && variable == "":
		f.Hint = "The API wants credentials and the declaration has no auth. Do not retry; tell the operator."
	case f.Kind == AuthFailed:
		f.Hint = "The API refused the key in " + variable + ". Do not retry; ask the operator to check it."
	case f.Kind == Forbidden:
		f.Hint = "The key lacks the permission for this. Do not retry; ask the operator."
	case f.Kind == NotFound:
		f.Hint = "Check the identifiers in the arguments; list or search first if unsure."
	case f.Kind == RateLimited:
		f.Hint = waitHint(f.RetryAfter)
	case f.Kind == ServerError:
		f.Hint = "The API has a problem of its own. Try again later; for a write, check first whether it took effect."
	default:
		f.Hint = "The API refused the request. Read its message, change the arguments and call again."
	}
	return f
}

func waitHint(d time.Duration) string {
	if d <= 0 {
		return "Wait before calling again, and call less often."
	}
	return fmt.Sprintf("Wait %d seconds before calling again.", int64((d+time.Second-1)/time.Second))
}

func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("%d %s", status, text)
	}
	return fmt.Sprint(status)
}
