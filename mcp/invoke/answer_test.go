package invoke

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestAnswers holds the row "Answers" of SECURITY.md against a backend that writes
// whatever it likes: every answer ends as valid UTF-8 in time, and as an error
// when it is cut off or broken.
func TestAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer string
		kind   Kind   // "" for success
		want   string // in the text
	}{
		{"json", ok("application/json", `{"n":9007199254740993,"r":1.0}`), "", `{"n":9007199254740993,"r":1.0}`},
		{"json with blanks", ok("application/json", "{\n  \"a\": 1\n}\n"), "", "{\n  \"a\": 1\n}\n"},
		{"half surrogate", ok("application/json", `{"a":"\ud800"}`), "", `{"a":"\ud800"}`},
		{"byte order mark", ok("application/json", "\xef\xbb\xbf{\"a\":1}"), "", `{"a":1}`},
		{"problem json", ok("application/problem+json", `{"a":1}`), "", `{"a":1}`},
		{"text", ok("text/plain", "hello"), "", "hello"},
		{"no type", ok("", "hello"), "", "hello"},
		{"204", "HTTP/1.1 204 No Content\r\n\r\n", "", "204 No Content. The API sent no body."},
		{"empty", ok("application/json", ""), "", "200 OK. The API sent no body."},
		{"binary", ok("image/png", "\x89PNG\r\n\x1a\n\x00\x00"), "", "[Binary answer of 10 bytes, image/png."},
		{"latin", ok("text/plain; charset=ISO-8859-1", "caf\xe9"), "", "café"},
		{"invalid text", ok("text/plain", "caf\xe9"), "", "caf\uFFFD"},
		{"escape sequences", ok("text/plain", "a\x1b[2Jb\x07"), "", `a\x1b[2Jb\x07`},
		{"broken json", ok("application/json", `{"a":`), ServerError, "not valid JSON"},
		{"html as json", ok("application/json", "<html>"), ServerError, "<html>"},
		{"invalid utf-8 json", ok("application/json", "{\"a\":\"\xff\"}"), ServerError, "not valid UTF-8"},
		{"deep json", ok("application/json", strings.Repeat("[", 20000)+strings.Repeat("]", 20000)), ServerError, "not valid JSON"},
		{"truncated", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"a\":1", NetworkError, "broke off after 6 bytes"},
		{"truncated chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", NetworkError, "broke off after 5 bytes"},
		{"nothing", "", NetworkError, "ended in the middle"},
		{"no http", "SSH-2.0-OpenSSH\r\n", NetworkError, "request failed"},
		{"bad gzip", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", NetworkError, "broke off"},
		{"large header", "HTTP/1.1 200 OK\r\nX-A: " + strings.Repeat("a", 200<<10) + "\r\n\r\n", NetworkError, "headers are larger"},
		{"gzip bomb", bomb(64 << 20), ResponseTooLarge, "larger than 10 MB"},
		{"too large", ok("application/json", `"`+strings.Repeat("a", 11<<20)+`"`), ResponseTooLarge, "larger than 10 MB"},
		{"redirect elsewhere", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2:1/x\r\nContent-Length: 0\r\n\r\n", ClientError, "a redirect that is not followed"},
		{"400", "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"e\":\"why\"}", ClientError, "Response body:\n{\"e\":\"why\"}"},
		{"401", "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", AuthFailed, "USEPASO_SHOP"},
		{"403", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", Forbidden, `"status":403`},
		{"404", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", NotFound, `"status":404`},
		{"500", "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", ServerError, `"status":500`},
		{"odd status", "HTTP/1.1 799 What\r\nContent-Length: 0\r\n\r\n", ServerError, `"status":799`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			origin, _ := says(t, test.answer)
			r := run(t, engine(t, origin, nil), "list_orders", `{}`)
			kind := Kind("")
			if r.Failure != nil {
				kind = r.Failure.Kind
				wellFormed(t, r)
			}
			if kind != test.kind {
				t.Errorf("kind %q, want %q: %s", kind, test.kind, shorten(r.Text, 500))
			}
			if !strings.Contains(r.Text, test.want) {
				t.Errorf("%q is missing in %s", test.want, shorten(r.Text, 500))
			}
			if !utf8.ValidString(r.Text) {
				t.Errorf("not UTF-8: %q", shorten(r.Text, 500))
			}
		})
	}
}

// wellFormed checks the JSON that begins every failure.
func wellFormed(t *testing.T, r *Result) {
	t.Helper()
	head, _, _ := strings.Cut(r.Text, "\n")
	var f struct {
		Error         bool
		Type, Message string
		Hint          string
	}
	if err := json.Unmarshal([]byte(head), &f); err != nil || !f.Error || f.Type == "" || f.Message == "" || f.Hint == "" {
		t.Errorf("not a failure (%v): %s", err, head)
	}
}

func bomb(size int) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.Copy(z, io.LimitReader(zeros{}, int64(size)))
	_ = z.Close()
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", b.Len(), b.String())
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

// TestSlowAnswersEndInTime: one deadline holds for the whole call.
func TestSlowAnswersEndInTime(t *testing.T) {
	t.Parallel()
	tests := map[string]func(i int) string{
		"silent":  nil,
		"switch":  nil,
		"headers": func(i int) string { return fmt.Sprintf("X-%d: a\r\n", i) },
		"body":    func(int) string { return "1\r\na\r\n" },
	}
	for name, drip := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			origin, _ := raw(t, func(_ string, conn net.Conn) {
				if name == "switch" {
					_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
					_, _ = conn.Read(make([]byte, 1))
					return
				}
				_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n")
				if name == "body" {
					_, _ = io.WriteString(conn, "Transfer-Encoding: chunked\r\n\r\n")
				}
				if name == "silent" {
					_, _ = conn.Read(make([]byte, 1))
					return
				}
				drops := time.NewTicker(20 * time.Millisecond)
				defer drops.Stop()
				for i := 0; ; i++ {
					<-drops.C
					if _, err := io.WriteString(conn, drip(i)); err != nil {
						return
					}
				}
			})
			start := time.Now()
			r := run(t, engine(t, origin, func(o *Options) { o.Timeout = 300 * time.Millisecond }), "list_orders", `{}`)
			want := NetworkError
			if name == "switch" {
				want = ClientError
			}
			if r.Failure == nil || r.Failure.Kind != want || time.Since(start) > 3*time.Second {
				t.Errorf("after %v: %s", time.Since(start), r.Text)
			}
		})
	}
}

func TestLargeAnswerIsCutAndValid(t *testing.T) {
	t.Parallel()
	body := `{"data":[` + strings.Repeat(`{"id":"o_1","amount":9007199254740993},`, 20000) + `{"id":"last"}],"has_more":true}`
	origin, _ := says(t, ok("application/json", body))
	r := run(t, engine(t, origin, nil), "list_orders", `{}`)
	if r.Failure != nil || !json.Valid([]byte(r.Text)) || len(r.Text) > DefaultMaxResult {
		t.Fatalf("%d bytes: %s", len(r.Text), shorten(r.Text, 200))
	}
	for _, want := range []string{`"has_more":true`, ` of 20001 elements. Narrow it with limit."}`} {
		if !strings.Contains(r.Text, want) {
			t.Errorf("%q is missing at the end: %s", want, r.Text[len(r.Text)-300:])
		}
	}
}

func TestStructuredContent(t *testing.T) {
	t.Parallel()
	big := `{"id":"` + strings.Repeat("x", 200000) + `"}`
	tests := []struct{ name, answer, prefix string }{
		{"object", ok("application/json", `{"id":"o_1"}`), `{"id":"o_1"}`},
		{"array", ok("application/json", `[1,2]`), `{"result":[1,2]}`},
		{"text", ok("text/plain", `done`), `{"result":"done"}`},
		{"nothing", "HTTP/1.1 204 No Content\r\n\r\n", `{"result":null}`},
		{"cut", ok("application/json", big), `{"result":{"id":"xxx`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			origin, _ := says(t, test.answer)
			r := run(t, engine(t, origin, nil), "get_order", `{"id":"o_1"}`)
			if !strings.HasPrefix(string(r.Structured), test.prefix) || !json.Valid(r.Structured) {
				t.Errorf("got %s, want %s", shorten(string(r.Structured), 200), test.prefix)
			}
		})
	}
	origin, _ := says(t, ok("application/json", `{"id":"o_1"}`))
	if r := run(t, engine(t, origin, nil), "list_orders", `{}`); r.Structured != nil {
		t.Errorf("without output: %s", r.Structured)
	}
}
