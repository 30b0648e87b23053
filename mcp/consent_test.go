package mcp

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/usepaso/usepaso/analysis/decide"
)

const refund = "POST /v1/refunds {\"order\":\"o_1\",\"amount\":500}"

var refundArgs = map[string]any{"order": "o_1", "amount": 500}

// TestConsentBySession: clients of the handshake protocols are asked while the call
// waits, and only accepting with the box ticked sends anything.
func TestConsentBySession(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer any // nil: ignored until time runs out
		kind   string
	}{
		{"accepted", answer("accept", true), ""},
		{"box not ticked", answer("accept", false), "consent_declined"},
		{"box missing", answer("accept", nil), "consent_declined"},
		{"box is a text", answer("accept", "true"), "consent_declined"},
		{"box is a number", answer("accept", 1), "consent_declined"},
		{"declined", answer("decline", nil), "consent_declined"},
		{"declined with a tick", answer("decline", true), "consent_declined"},
		{"cancelled", answer("cancel", true), "consent_declined"},
		{"other word", answer("yes", true), "consent_declined"},
		{"nonsense", []int{1}, "consent_declined"},
		{"ignored", nil, "consent_declined"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBackend(t, nil)
			o := options(t, shop, b.URL)
			if test.answer == nil {
				o.ConsentTimeout = 100 * time.Millisecond
			}
			w := connect(t, o)
			w.hello(canAsk)
			w.call(1, "create_refund", refundArgs)
			asked := w.notice("elicitation/create")
			if test.answer != nil {
				w.respond(asked.ID, test.answer)
			} else {
				w.notice("notifications/cancelled")
			}
			r := w.result(1)
			if r.kind() != test.kind {
				t.Errorf("kind %q: %s", r.kind(), r.text())
			}
			want := []string{}
			if test.kind == "" {
				want = append(want, refund)
			}
			if d := cmp.Diff(want, b.requests()); d != "" {
				t.Error(d)
			}
			w.respond(asked.ID, answer("accept", true)) // too late, or once more
			w.send(2, "ping", nil)
			w.reply(2)
			if d := cmp.Diff(want, b.requests()); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestQuestionShowsTheRequest(t *testing.T) {
	t.Parallel()
	w := connect(t, options(t, shop, "http://127.0.0.1:1"))
	w.hello(canAsk)
	w.call(1, "create_refund", refundArgs)
	asked := w.notice("elicitation/create")
	var p struct {
		Message         string
		RequestedSchema struct {
			Properties map[string]struct{ Type string }
			Required   []string
		}
	}
	if err := json.Unmarshal(asked.Params, &p); err != nil {
		t.Fatal(err)
	}
	want := "Allow create_refund on Shop?\nRefund an order\n\nPOST http://127.0.0.1:1/v1/refunds\n  order: \"o_1\"\n  amount: 500\n\nAPI key: TEST, full."
	if d := cmp.Diff(want, p.Message); d != "" {
		t.Error(d)
	}
	if len(p.RequestedSchema.Properties) != 1 || p.RequestedSchema.Properties["confirm"].Type != "boolean" || len(p.RequestedSchema.Required) != 1 {
		t.Errorf("%s", asked.Params)
	}
}

func TestClientThatRefusesTheQuestion(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	w := connect(t, options(t, shop, b.URL))
	w.hello(canAsk)
	w.call(1, "create_refund", refundArgs)
	asked := w.notice("elicitation/create")
	w.raw(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"Method not found"}}`, asked.ID))
	if r := w.result(1); r.kind() != "consent_required" || len(b.requests()) != 0 {
		t.Errorf("%s, %v", r.text(), b.requests())
	}
}

func TestClientThatCannotAsk(t *testing.T) {
	t.Parallel()
	urlOnly := map[string]any{"elicitation": map[string]any{"url": map[string]any{}}}
	tests := []struct {
		consent      string
		capabilities map[string]any
		kind         string
		sent         int
	}{
		{decide.ConsentAsk, nil, "consent_required", 0},
		{decide.ConsentAsk, urlOnly, "consent_required", 0},
		{decide.ConsentClient, nil, "", 1},
		{decide.ConsentClient, urlOnly, "", 1},
		{decide.ConsentDeny, nil, "forbidden", 0},
		{decide.ConsentDeny, canAsk, "forbidden", 0},
	}
	for _, test := range tests {
		b := newBackend(t, nil)
		o := options(t, shop, b.URL)
		o.Filters.Consent = test.consent
		w := connect(t, o)
		w.hello(test.capabilities)
		w.call(1, "create_refund", refundArgs)
		r := w.result(1)
		if r.kind() != test.kind || len(b.requests()) != test.sent {
			t.Errorf("%+v: %s, %v", test, r.text(), b.requests())
		}
		if test.kind == "consent_required" && (!strings.Contains(r.text(), "--consent=client") || !strings.Contains(r.text(), "usepaso test create_refund -p order=o_1 -p amount=500")) {
			t.Errorf("the two other ways are not named: %s", r.text())
		}
		w.send(2, "tools/list", nil)
		if list := string(w.reply(2).Result); strings.Contains(list, "create_refund") != (test.consent != decide.ConsentDeny) {
			t.Errorf("%s: %s", test.consent, list)
		}
	}
}

// TestConsentModeClientStillAsks: where the client can show a question it does.
func TestConsentModeClientStillAsks(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	o := options(t, shop, b.URL)
	o.Filters.Consent = decide.ConsentClient
	w := connect(t, o)
	w.hello(canAsk)
	w.call(1, "create_refund", refundArgs)
	w.respond(w.notice("elicitation/create").ID, answer("decline", nil))
	if r := w.result(1); r.kind() != "consent_declined" || len(b.requests()) != 0 {
		t.Errorf("%s, %v", r.text(), b.requests())
	}
}

// TestStatelessConsent: clients of 2026-07-28 bring the answer with the call made
// again; an answer counts once, for that very call.
func TestStatelessConsent(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	w := connect(t, options(t, shop, b.URL))
	ask := func(id int, name string, args map[string]any) string {
		t.Helper()
		w.modern(id, name, args, nil)
		r := w.result(id)
		q := r.InputRequests[answerID]
		if r.ResultType != "input_required" || r.RequestState == "" || q.Method != "elicitation/create" || !strings.HasPrefix(q.Params.Message, "Allow "+name) {
			t.Fatalf("no question: %+v", r)
		}
		return r.RequestState
	}
	id := 100
	try := func(what, name string, args map[string]any, state string, response any, kind string, sent int) {
		t.Helper()
		id++
		more := map[string]any{}
		if state != "" {
			more["requestState"] = state
		}
		if response != nil {
			more["inputResponses"] = map[string]any{answerID: response}
		}
		before := len(b.requests())
		w.modern(id, name, args, more)
		r := w.result(id)
		if r.kind() != kind || len(b.requests())-before != sent {
			t.Errorf("%s: kind %q, %d sent: %s", what, r.kind(), len(b.requests())-before, r.text())
		}
	}
	yes := answer("accept", true)
	state := ask(1, "create_refund", refundArgs)
	try("other amount", "create_refund", map[string]any{"order": "o_1", "amount": 501}, state, yes, "consent_required", 0)
	try("other tool", "delete_order", map[string]any{"id": "o_1"}, state, yes, "consent_required", 0)
	try("changed state", "create_refund", refundArgs, state[:len(state)-4]+"AAAA", yes, "consent_required", 0)
	try("never asked", "create_refund", refundArgs, "", yes, "consent_required", 0)
	try("accepted", "create_refund", map[string]any{"amount": 500, "order": "o_1"}, state, yes, "", 1)
	try("replayed", "create_refund", refundArgs, state, yes, "consent_required", 0)
	state = ask(2, "create_refund", refundArgs)
	try("not ticked", "create_refund", refundArgs, state, answer("accept", false), "consent_declined", 0)
	try("and then ticked", "create_refund", refundArgs, state, yes, "consent_required", 0)
	state = ask(3, "create_refund", refundArgs)
	try("no answer", "create_refund", refundArgs, state, nil, "consent_declined", 0)
	try("an argument instead", "create_refund", map[string]any{"order": "o_1", "confirm": true}, "", nil, "invalid_input", 0)
	try("a read needs none", "list_orders", map[string]any{}, "", yes, "", 1)
	other := connect(t, options(t, shop, b.URL))
	other.modern(1, "create_refund", refundArgs, map[string]any{"requestState": ask(4, "create_refund", refundArgs), "inputResponses": map[string]any{answerID: yes}})
	if r := other.result(1); r.kind() != "consent_required" {
		t.Errorf("a state of another server: %s", r.text())
	}
}

// TestLegacyClientCannotSmuggle: an answer within the call counts only where the
// protocol has such answers.
func TestLegacyClientCannotSmuggle(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	w := connect(t, options(t, shop, b.URL))
	w.hello(nil)
	w.send(1, "tools/call", map[string]any{
		"name": "create_refund", "arguments": refundArgs, "requestState": "x",
		"inputResponses": map[string]any{answerID: answer("accept", true)},
	})
	if r := w.result(1); r.kind() != "consent_required" || len(b.requests()) != 0 {
		t.Errorf("%s, %v", r.text(), b.requests())
	}
}

// TestOpenQuestionsFreezeNothing: 32 questions may be open, further ones are
// refused, and everything else goes on.
func TestOpenQuestionsFreezeNothing(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	w := connect(t, options(t, shop, b.URL))
	w.hello(canAsk)
	var asked []message
	for i := range 40 {
		w.call(100+i, "create_refund", refundArgs)
	}
	for range 32 {
		asked = append(asked, w.notice("elicitation/create"))
	}
	busy := 0
	for range 8 {
		m := w.until("refusals", func(m message) bool { return m.Method == "" })
		if strings.Contains(string(m.Result), "Too many questions") {
			busy++
		}
	}
	w.call(1, "list_orders", nil)
	if r := w.result(1); r.IsError || busy != 8 {
		t.Errorf("%d busy, a read: %s", busy, r.text())
	}
	for _, m := range slices.Backward(asked) {
		w.respond(m.ID, answer("accept", true))
	}
	for range asked {
		w.until("results", func(m message) bool { return m.Method == "" })
	}
	if n := len(b.requests()); n != 33 {
		t.Errorf("%d requests", n)
	}
}

// TestLeavingWithOpenQuestions sends nothing.
func TestLeavingWithOpenQuestions(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	w := connect(t, options(t, shop, b.URL))
	w.hello(canAsk)
	w.call(1, "create_refund", refundArgs)
	w.notice("elicitation/create")
	if err := w.end(); err != nil || len(b.requests()) != 0 {
		t.Errorf("%v, %v", err, b.requests())
	}
}

// TestCancellingAnOpenQuestion withdraws it.
func TestCancellingAnOpenQuestion(t *testing.T) {
	t.Parallel()
	b := newBackend(t, nil)
	w := connect(t, options(t, shop, b.URL))
	w.hello(canAsk)
	w.call(1, "create_refund", refundArgs)
	asked := w.notice("elicitation/create")
	w.send(nil, "notifications/cancelled", map[string]any{"requestId": 1})
	w.notice("notifications/cancelled")
	w.respond(asked.ID, answer("accept", true))
	w.send(2, "ping", nil)
	w.reply(2)
	for _, m := range w.parked {
		if string(m.ID) == "1" {
			t.Errorf("a cancelled call was answered: %s", m.Result)
		}
	}
	if len(b.requests()) != 0 {
		t.Error(b.requests())
	}
}
