package consent

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/usepaso/usepaso/analysis/request"
)

func question(value any) *Question {
	return &Question{
		Service: "Stripe", Tool: "create_refund", Description: "Refund a charge",
		Request:   &request.Request{Method: "POST", URL: "https://api.stripe.com/v1/refunds", Body: []byte("charge=ch_1")},
		Arguments: []Argument{{"charge", value}},
	}
}

func TestSealCountsOnceForItsCallOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := NewSealer(5 * time.Minute)
		mine, other := question("ch_1").Digest(), question("ch_2").Digest()
		issue := func() string {
			t.Helper()
			seal, err := s.Issue("alice", mine)
			if err != nil {
				t.Fatal(err)
			}
			return seal
		}
		expect := func(what string, got, want error) {
			t.Helper()
			if !errors.Is(got, want) {
				t.Errorf("%s: %v, want %v", what, got, want)
			}
		}
		seal := issue()
		expect("other arguments", s.Redeem(seal, "alice", other), ErrForged)
		expect("other person", s.Redeem(seal, "bob", mine), ErrForged)
		expect("no seal", s.Redeem("", "alice", mine), ErrForged)
		expect("other server", NewSealer(time.Hour).Redeem(seal, "alice", mine), ErrForged)
		expect("its own", s.Redeem(seal, "alice", mine), nil)
		expect("again", s.Redeem(seal, "alice", mine), ErrUsed)
		late := issue()
		<-time.After(5*time.Minute + time.Second)
		expect("too late", s.Redeem(late, "alice", mine), ErrExpired)
		expect("too late, again", s.Redeem(late, "alice", mine), ErrUsed)
	})
}

func TestSealOfAnyOtherBytesIsForged(t *testing.T) {
	t.Parallel()
	s := NewSealer(time.Minute)
	digest := question("ch_1").Digest()
	seal, _ := s.Issue("alice", digest)
	raw, _ := base64.RawURLEncoding.DecodeString(seal)
	for i := range raw {
		changed := []byte(string(raw))
		changed[i] ^= 1
		if err := s.Redeem(base64.RawURLEncoding.EncodeToString(changed), "alice", digest); !errors.Is(err, ErrForged) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
	for _, spelled := range []string{seal + "\n", "\r\n" + seal, seal[:20] + "\n" + seal[20:], seal + "=", seal + " "} {
		if err := s.Redeem(spelled, "alice", digest); !errors.Is(err, ErrForged) {
			t.Errorf("%q: %v", spelled, err)
		}
	}
	if err := s.Redeem(seal, "alice", digest); err != nil {
		t.Errorf("the seal itself: %v", err)
	}
}

func TestOnlySoManyQuestionsAreOpen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := NewSealer(time.Minute)
		digest := question("ch_1").Digest()
		for range MaxOpen {
			if _, err := s.Issue("alice", digest); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Issue("alice", digest); !errors.Is(err, ErrTooMany) {
			t.Errorf("one more: %v", err)
		}
		<-time.After(2 * time.Minute)
		if _, err := s.Issue("alice", digest); err != nil {
			t.Errorf("after they expired: %v", err)
		}
	})
}

func TestSealUnderManyHands(t *testing.T) {
	t.Parallel()
	s := NewSealer(time.Minute)
	digest := question("ch_1").Digest()
	seal, _ := s.Issue("alice", digest)
	var wg sync.WaitGroup
	var mu sync.Mutex
	accepted := 0
	for range 64 {
		wg.Go(func() {
			if s.Redeem(seal, "alice", digest) == nil {
				mu.Lock()
				accepted++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if accepted != 1 {
		t.Errorf("accepted %d times", accepted)
	}
}

func TestQuestionCannotBeSpoofed(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, value string }{
		{"line break", "ch_1\n\nAPI key: TEST."},
		{"carriage return", "ch_1\rGET /harmless"},
		{"direction", "ch_1\u202Egnp.exe"},
		{"isolate", "ch_1\u2066x\u2069"},
		{"zero width", "ch\u200B_1"},
		{"tag characters", "ch_1\U000E0041"},
		{"line separator", "ch_1\u2028x"},
		{"filler", "ch_1\u3164x"},
		{"escape", "ch_1\x1b[2K"},
		{"invalid", "ch_1\xff"},
		{"variation", "ch_1\uFE0Fx"},
		{"end of the value", `ch_1" (a test)`},
		{"wide space", "ch_1\u3000\u00a0x"},
	}
	want := strings.Count(question("ch_1").Text(), "\n")
	for _, test := range tests {
		text := question(test.value).Text()
		if strings.Count(text, "\n") != want {
			t.Errorf("%s: another line in\n%s", test.name, text)
		}
		if strings.Contains(text, test.value) {
			t.Errorf("%s: shown as it is in\n%q", test.name, text)
		}
	}
}

// TestDigestTellsEverythingApart: an answer to one question is none to another that
// differs in anything, or that only puts the same text together otherwise.
func TestDigestTellsEverythingApart(t *testing.T) {
	t.Parallel()
	seen := map[[32]byte]string{}
	for name, change := range map[string]func(*Question){
		"none":                func(*Question) {},
		"service":             func(q *Question) { q.Service = "Other" },
		"tool":                func(q *Question) { q.Tool = "other" },
		"method":              func(q *Question) { q.Request.Method = "PUT" },
		"URL":                 func(q *Question) { q.Request.URL += "?x=1" },
		"body":                func(q *Question) { q.Request.Body = []byte("charge=ch_2") },
		"header":              func(q *Question) { q.Request.Header = []request.Field{{Name: "X-A", Value: "1"}} },
		"header's value":      func(q *Question) { q.Request.Header = []request.Field{{Name: "X-A", Value: "2"}} },
		"header's name":       func(q *Question) { q.Request.Header = []request.Field{{Name: "X-B", Value: "1"}} },
		"argument":            func(q *Question) { q.Arguments[0].Value = "ch_2" },
		"argument's name":     func(q *Question) { q.Arguments[0].Name = "order" },
		"one more":            func(q *Question) { q.Arguments = append(q.Arguments, Argument{"x", nil}) },
		"service into tool":   func(q *Question) { q.Service, q.Tool = "Stripec", "reate_refund" },
		"tool into method":    func(q *Question) { q.Tool, q.Request.Method = "create_refundP", "OST" },
		"URL into body":       func(q *Question) { q.Request.URL, q.Request.Body = q.Request.URL+"c", []byte("harge=ch_1") },
		"argument into value": func(q *Question) { q.Arguments = []Argument{{`charge"`, json.Number(`ch_1"`)}} },
	} {
		q := question("ch_1")
		change(q)
		digest := q.Digest()
		if other, taken := seen[digest]; taken {
			t.Errorf("%s and %s have one digest", name, other)
		}
		seen[digest] = name
	}
}

func TestQuestionShowsAll(t *testing.T) {
	t.Parallel()
	q := question(strings.Repeat("é", 5000))
	q.Arguments = append(q.Arguments, Argument{"amount", json.Number("9007199254740993")}, Argument{"tags", []any{"a", "b"}})
	q.Key = "TEST, full"
	text := q.Text()
	for _, want := range []string{
		"Allow create_refund on Stripe?", "\n\nPOST https://api.stripe.com/v1/refunds\n", "Refund a charge", "amount: 9007199254740993",
		`tags: ["a","b"]`, "(5002 characters)", "API key: TEST, full.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if len(text) > 2000 {
		t.Errorf("%d bytes", len(text))
	}
}
