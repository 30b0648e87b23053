package invoke

import (
	"context"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usepaso/usepaso/analysis/decide"
	"github.com/usepaso/usepaso/analysis/declaration"
	"github.com/usepaso/usepaso/mcp/audit"
	"github.com/usepaso/usepaso/mcp/consent"
	"github.com/usepaso/usepaso/mcp/limit"
)

// TestRefusals: what the declaration does not allow never reaches the network.
func TestRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, call, args string
		kind             Kind
		want             string
	}{
		{"unknown", "list_order", `{}`, NotFound, `Did you mean \"list_orders\"`},
		{"forbidden", "wipe", `{}`, Forbidden, "wipe"},
		{"over the limit", "list_orders", `{"limit":1000}`, ConstraintViolated, "100"},
		{"wrong type", "list_orders", `{"limit":"5"}`, InvalidInput, "limit"},
		{"undeclared", "list_orders", `{"customer":"c"}`, InvalidInput, "customer"},
		{"missing", "get_order", `{}`, InvalidInput, "id"},
		{"dots", "get_order", `{"id":".."}`, InvalidInput, "id"},
		{"empty", "get_order", `{"id":""}`, InvalidInput, "id"},
		{"repeated key", "list_orders", `{"limit":1,"limit":2}`, InvalidInput, "limit"},
		{"no object", "list_orders", `[1]`, InvalidInput, "object"},
		{"no json", "list_orders", `{`, InvalidInput, "read"},
		{"prototype", "list_orders", `{"constructor":1}`, InvalidInput, "constructor"},
		{"deep", "list_orders", `{"limit":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}`, InvalidInput, ""},
		{"huge", "list_orders", `{"limit":"` + strings.Repeat("a", 10<<20) + `"}`, InvalidInput, ""},
		{"cannot ask", "delete_order", `{"id":"o 1"}`, ConsentRequired, "usepaso test delete_order -p 'id=o 1'"},
	}
	origin, requests := says(t, ok("application/json", `{}`))
	for _, test := range tests {
		r := run(t, engine(t, origin, nil), test.call, test.args)
		if r.Failure == nil || r.Failure.Kind != test.kind || !strings.Contains(r.Text, test.want) || len(r.Text) > 5000 {
			t.Errorf("%s: %s", test.name, shorten(r.Text, 1000))
			continue
		}
		wellFormed(t, r)
	}
	if requests.Load() != 0 {
		t.Errorf("%d requests went out", requests.Load())
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		verdict consent.Verdict
		sent    int64
		kind    Kind
	}{
		{consent.Accepted, 1, ""},
		{consent.Trusted, 1, ""},
		{consent.Declined, 0, ConsentDeclined},
		{consent.Cancelled, 0, ConsentDeclined},
		{consent.TimedOut, 0, ConsentDeclined},
		{consent.CannotAsk, 0, ConsentRequired},
		{consent.Busy, 0, ConsentRequired},
		{consent.Refused, 0, ConsentRequired},
	}
	for _, test := range tests {
		origin, requests := says(t, ok("application/json", `{}`))
		asker := &verdicts{Verdict: test.verdict}
		r := engine(t, origin, nil).Run(t.Context(), Call{Name: "delete_order", Raw: []byte(`{"id":"1"}`), Asker: asker})
		kind := Kind("")
		if r.Failure != nil {
			kind = r.Failure.Kind
		}
		if requests.Load() != test.sent || kind != test.kind || asker.asked.Load() != 1 {
			t.Errorf("verdict %d: %d sent, %d asked: %s", test.verdict, requests.Load(), asker.asked.Load(), r.Text)
		}
	}
	origin, requests := says(t, ok("application/json", `{}`))
	r := engine(t, origin, nil).Run(t.Context(), Call{Name: "delete_order", Raw: []byte(`{"id":"1"}`), Asker: &verdicts{Verdict: consent.Later}})
	if !r.Later || requests.Load() != 0 {
		t.Errorf("handed over: %+v", r)
	}
}

// TestRecheckAfterTheAnswer: the rules at the time of the answer count.
func TestRecheckAfterTheAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, old, new string
		kind           Kind
	}{
		{"forbidden meanwhile", "forbidden: [wipe]", "forbidden: [wipe, delete_order]", Forbidden},
		{"tier meanwhile", "permission: admin", "permission: nonsense", ""},
		{"another request", "/v1\n", "/v2\n", ConsentRequired},
		{"limited meanwhile", "id: {type: string, required: true, in: path}\n  - name: put_order", "id: {type: string, required: true, in: path, constraints: {max_length: 2}}\n  - name: put_order", ConstraintViolated},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			origin, requests := says(t, ok("application/json", `{}`))
			var now atomic.Pointer[Rules]
			now.Store(&Rules{Base: declare(t, shop)})
			changed := strings.Replace(shop, test.old, test.new, 1)
			if changed == shop {
				t.Fatal("the edit changes nothing")
			}
			asker := &verdicts{Verdict: consent.Accepted, then: func() { now.Store(&Rules{Base: declare(t, changed)}) }}
			e := engine(t, origin, func(o *Options) { o.Rules = now.Load })
			r := e.Run(t.Context(), Call{Name: "delete_order", Raw: []byte(`{"id":"o_1"}`), Asker: asker})
			kind := Kind("")
			if r.Failure != nil {
				kind = r.Failure.Kind
			}
			if sent := requests.Load(); kind != test.kind || (sent != 0) != (kind == "") {
				t.Errorf("%d sent: %s", sent, r.Text)
			}
		})
	}
}

// TestLayersOnlyTighten: beside the first declaration, later ones take away and
// never give.
func TestLayersOnlyTighten(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, old, new string
		call, args     string
		kind           Kind
		asked          int64
		path           string // requested
	}{
		{"tighter value", "max_value: 100", "max_value: 5", "list_orders", `{"limit":6}`, ConstraintViolated, 0, ""},
		{"looser value", "max_value: 100", "max_value: 5000", "list_orders", `{"limit":101}`, ConstraintViolated, 0, ""},
		{"forbidden", "forbidden: [wipe]", "forbidden: [wipe, list_orders]", "list_orders", `{}`, Forbidden, 0, ""},
		{"removed", "name: list_orders", "name: list_all", "list_orders", `{}`, NotFound, 0, ""},
		{"added", "name: list_orders", "name: list_all", "list_all", `{}`, NotFound, 0, ""},
		{"consent lost", "consent_required: true", "consent_required: false", "delete_order", `{"id":"1"}`, "", 1, "DELETE /v1/orders/1"},
		{"consent gained", "permission: write\n    inputs:\n      amount", "permission: write\n    consent_required: true\n    inputs:\n      amount", "create_order", `{}`, "", 1, "POST /v1/orders"},
		{"other base", "api.example.com/v1", "evil.example.com/v9", "list_orders", `{}`, "", 0, "GET /v1/orders?limit=10"},
		{"other path", "path: /orders\n", "path: /secrets\n", "list_orders", `{}`, "", 0, "GET /v1/orders?limit=10"},
		{"newest default", "default: 10", "default: 20", "list_orders", `{}`, "", 0, "GET /v1/orders?limit=20"},
		{"default over the old limit", "default: 10\n        in: query\n        constraints:\n          max_value: 100", "default: 1000\n        in: query", "list_orders", `{}`, ConstraintViolated, 0, ""},
		{"new input", "      limit:\n", "      page: {type: integer, default: 3, in: query}\n      limit:\n", "list_orders", `{}`, "", 0, "GET /v1/orders?limit=10"},
		{"new input used", "      limit:\n", "      page: {type: integer, default: 3, in: query}\n      limit:\n", "list_orders", `{"page":1}`, InvalidInput, 0, ""},
		{"hourly limit", "max_per_hour: 3", "max_per_hour: 0", "put_order", `{"id":"1"}`, RateLimited, 0, ""},
		{"hourly limit gone", "    constraints:\n      - max_per_hour: 3\n", "", "put_order", `{"id":"1"}`, "", 0, "PUT /v1/orders/1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			changed := strings.Replace(shop, test.old, test.new, 1)
			if changed == shop {
				t.Fatal("the edit changes nothing")
			}
			var heads []string
			origin, _ := raw(t, func(head string, conn net.Conn) {
				heads = append(heads, head)
				_, _ = conn.Write([]byte(ok("application/json", `{}`)))
			})
			rules := &Rules{Base: declare(t, shop), Also: []*declaration.Declaration{declare(t, changed)}}
			asker := &verdicts{Verdict: consent.Accepted}
			e := engine(t, origin, func(o *Options) { o.Rules = func() *Rules { return rules }; o.Limiter = &ledger{} })
			r := e.Run(t.Context(), Call{Name: test.call, Raw: []byte(test.args), Asker: asker})
			kind, path := Kind(""), ""
			if r.Failure != nil {
				kind = r.Failure.Kind
			}
			if len(heads) > 0 {
				path, _, _ = strings.Cut(heads[0], " HTTP/1.1")
			}
			if kind != test.kind || asker.asked.Load() != test.asked || path != test.path {
				t.Errorf("kind %q, asked %d, requested %q: %s", kind, asker.asked.Load(), path, r.Text)
			}
		})
	}
}

// TestHourlyLimitUnderAnySchedule: never more requests than slots, and a slot is
// gone when it was used, whatever came of the call.
func TestHourlyLimitUnderAnySchedule(t *testing.T) {
	t.Parallel()
	origin, requests := says(t, "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	book := &ledger{}
	e := engine(t, origin, func(o *Options) { o.Limiter, o.Auditor = book, book })
	var wg sync.WaitGroup
	var limited atomic.Int64
	for range 32 {
		wg.Go(func() {
			if r := run(t, e, "put_order", `{"id":"1"}`); r.Failure.Kind == RateLimited {
				limited.Add(1)
				if !strings.Contains(r.Text, `"retry_after_seconds":90`) {
					t.Error(r.Text)
				}
			}
		})
	}
	wg.Wait()
	book.wait(t, 32)
	if requests.Load() != 3 || limited.Load() != 29 || len(book.records) != 32 {
		t.Errorf("%d requests, %d limited, %d records", requests.Load(), limited.Load(), len(book.records))
	}
	run(t, e, "put_order", `{"id":".."}`)
	if got := book.taken[limit.Key("/shop/usepaso.yaml", "put_order")]; got != 3 {
		t.Errorf("%d slots taken", got)
	}
}

// TestStateThatCannotBeWritten: limited, write and admin calls are refused, reads run.
func TestStateThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	origin, requests := says(t, ok("application/json", `{}`))
	book := &ledger{broken: true}
	var warned atomic.Int64
	asker := &verdicts{Verdict: consent.Accepted}
	e := engine(t, origin, func(o *Options) {
		o.Limiter, o.Auditor, o.Warn = book, book, func(string) { warned.Add(1) }
	})
	for _, call := range [][2]string{{"create_order", `{}`}, {"put_order", `{"id":"1"}`}, {"delete_order", `{"id":"1"}`}} {
		r := e.Run(context.Background(), Call{Name: call[0], Raw: []byte(call[1]), Asker: asker})
		if r.Failure == nil || r.Failure.Sent {
			t.Errorf("%s: %s", call[0], r.Text)
		}
	}
	if requests.Load() != 0 || asker.asked.Load() != 0 {
		t.Fatalf("%d requests, and %d persons asked in vain", requests.Load(), asker.asked.Load())
	}
	if r := run(t, e, "list_orders", `{}`); r.Failure != nil || requests.Load() != 1 {
		t.Errorf("a read: %s", r.Text)
	}
	e.Close()
	if warned.Load() == 0 {
		t.Error("nobody was told")
	}
	e = engine(t, origin, func(o *Options) { o.Limiter, o.Auditor = book, book })
	book.mu.Lock()
	book.broken = false
	book.mu.Unlock()
	if r := run(t, e, "create_order", `{}`); r.Failure != nil {
		t.Errorf("once it can be written again: %s", r.Text)
	}
}

// damaged is a Limiter whose file holds something else.
type damaged struct{}

func (damaged) Take(context.Context, string, int, time.Time) (bool, time.Duration, error) {
	return false, 0, &limit.DamagedError{Path: "/state/limits/a", Line: 3}
}

// TestDamagedCountSaysWhatToDo: making the folder writable would not help.
func TestDamagedCountSaysWhatToDo(t *testing.T) {
	t.Parallel()
	e := engine(t, "http://127.0.0.1:1", func(o *Options) { o.Limiter = damaged{} })
	r := run(t, e, "put_order", `{"id":"1"}`)
	if r.Failure == nil || !strings.Contains(r.Failure.Hint, "delete it") || !strings.Contains(r.Failure.Message, "/state/limits/a") {
		t.Error(r.Text)
	}
}

// forgetful is an Auditor that seems to work and then loses what it is given.
type forgetful struct {
	ledger
	loses atomic.Bool
}

func (f *forgetful) Write(ctx context.Context, entries ...audit.Entry) error {
	if f.loses.Load() {
		return errDisk
	}
	return f.ledger.Write(ctx, entries...)
}

// TestLostRecordStopsWrites: after a record was lost nothing is changed until one is
// written again, however well the log looks. A write is on record before its result
// is told.
func TestLostRecordStopsWrites(t *testing.T) {
	t.Parallel()
	origin, requests := says(t, ok("application/json", `{}`))
	book := &forgetful{}
	e := engine(t, origin, func(o *Options) { o.Auditor = book })
	if r := run(t, e, "create_order", `{}`); r.Failure != nil || len(book.records) != 1 {
		t.Fatalf("%d records: %s", len(book.records), r.Text)
	}
	book.loses.Store(true)
	run(t, e, "create_order", `{}`) // goes out, and its record is lost
	if r := run(t, e, "create_order", `{}`); r.Failure == nil || requests.Load() != 2 {
		t.Errorf("%d requests: %s", requests.Load(), r.Text)
	}
	book.loses.Store(false)
	if r := run(t, e, "create_order", `{}`); r.Failure != nil {
		t.Errorf("once it can be written again: %s", r.Text)
	}
}

func TestNothingToCountInRefuses(t *testing.T) {
	t.Parallel()
	origin, requests := says(t, ok("application/json", `{}`))
	if r := run(t, engine(t, origin, nil), "put_order", `{"id":"1"}`); r.Failure == nil || r.Failure.Kind != RateLimited || requests.Load() != 0 {
		t.Errorf("%d requests: %s", requests.Load(), r.Text)
	}
}

func TestSmallestHourlyLimitCounts(t *testing.T) {
	t.Parallel()
	for constraints, want := range map[string]int{
		"- max_per_hour: 3\n": 3, "- max_per_hour: 3\n      - max_per_hour: 2\n": 2, "- max_per_hour: 2\n      - max_per_hour: 3\n": 2,
		"- max_per_hour: many\n": 0, "- max_per_hour: -1\n": 0, "- max_per_hour: 9999999999999999999999\n": 0,
	} {
		c := declare(t, strings.Replace(shop, "- max_per_hour: 3\n", constraints, 1)).Capability("put_order")
		if got, limited := perHour(c); got != want || !limited {
			t.Errorf("%q: %d, %t", constraints, got, limited)
		}
	}
}

func TestRecordsTellEnough(t *testing.T) {
	t.Parallel()
	origin, _ := says(t, ok("application/json", `{}`))
	book := &ledger{}
	e := engine(t, origin, func(o *Options) { o.Auditor = book })
	for _, args := range []string{`{"limit":5}`, ` {"limit" : 5} `, `{"limit":6}`, `{"limit":1000}`} {
		e.Run(t.Context(), Call{Name: "list_orders", Raw: []byte(args), Client: "claude"})
	}
	book.wait(t, 4)
	r := book.records
	if len(r) != 4 {
		t.Fatalf("%d records", len(r))
	}
	if r[0].Arguments != r[1].Arguments || r[0].Arguments == r[2].Arguments {
		t.Error("the hash does not follow the arguments")
	}
	if r[0].Decision != "allowed" || r[0].Status != 200 || r[3].Decision != "constraint_violated" || r[3].Status != 0 {
		t.Errorf("%+v", r)
	}
	if r[0].Client != "claude" || r[0].Tool != "list_orders" || r[0].Service != "Shop" || r[0].Declaration == "" || r[0].Time.IsZero() || r[0].Key == "" {
		t.Errorf("%+v", r[0])
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	d := declare(t, shop)
	for _, f := range []decide.Filters{{Tier: "read"}, {Only: []string{"list_orders"}}, {Exclude: []string{"create_order"}}} {
		e := engine(t, "http://127.0.0.1:1", func(o *Options) { o.Rules = func() *Rules { return &Rules{Base: d, Filters: f} } })
		if r := run(t, e, "create_order", `{}`); r.Failure == nil || r.Failure.Kind != Forbidden {
			t.Errorf("%+v: %s", f, r.Text)
		}
	}
}

func TestCancelledCall(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	origin, _ := raw(t, func(_ string, conn net.Conn) {
		cancel()
		_, _ = conn.Read(make([]byte, 1))
	})
	r := engine(t, origin, nil).Run(ctx, Call{Name: "list_orders", Raw: []byte(`{}`)})
	if r.Failure == nil || r.Failure.Kind != NetworkError {
		t.Errorf("%s", r.Text)
	}
}
