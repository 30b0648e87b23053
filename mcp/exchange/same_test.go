package exchange

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func zipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return b.String()
}

// responses are what servers say, well and badly.
var responses = []string{
	"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
	"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
	"HTTP/1.0 200 OK\r\n\r\nuntil the end",
	"HTTP/1.1 200 OK\r\n\r\nuntil the end",
	"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n3\r\nway\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok",
	"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
	"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more",
	"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
	"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nok",
	"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + zipped("unpacked"),
	"HTTP/1.1 200 OK\r\nContent-Encoding: GZIP\r\nContent-Length: 2\r\n\r\nno",
	"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\nno",
	"HTTP/1.1 204 No Content\r\n\r\n",
	"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
	"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
	"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
	strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 9) + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
	"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nbare",
	"HTTP/1.1 500 Broken\r\nContent-Length: 2\r\n\r\nno",
	"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
	"HTTP/1.1 2000 Much\r\n\r\n",
	"HTTP/1.1 020 Little\r\nContent-Length: 0\r\n\r\n",
	"HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\nok",
	"HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
	"HTTP/1.1 200 OK\r\nA\r\n\r\n",
	"HTTP/1.1 200 OK\r\nX: " + strings.Repeat("y", 9<<10) + "\r\n\r\n",
	"HTTP/1.1 200 OK\r\nX: y\r\nX: z\r\nContent-Length: 2\r\n\r\nok",
	"no HTTP at all\r\n\r\n",
	"",
}

// TestSameResponses has the same come of every response as with the library's own transport.
func TestSameResponses(t *testing.T) {
	t.Parallel()
	for _, response := range responses {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			s := serve(t, once(response))
			compare(t, s, method, response)
		}
	}
}

// once answers a request and closes the connection.
func once(response string) func(*bufio.Reader, net.Conn) {
	return func(in *bufio.Reader, conn net.Conn) {
		if req, err := http.ReadRequest(in); err == nil {
			_, _ = io.Copy(io.Discard, req.Body)
			_, _ = io.WriteString(conn, response)
		}
	}
}

func compare(t *testing.T, s *server, method, response string) {
	t.Helper()
	body := ""
	if method == http.MethodPost {
		body = "{}"
	}
	library := general()
	defer library.CloseIdleConnections()
	want := try(library, request(t, method, "http://"+s.address+"/", body))
	got := try(fast(t), request(t, method, "http://"+s.address+"/", body))
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(outcome{})); diff != "" {
		t.Errorf("%s %.80q (-library +ours):\n%s", method, response, diff)
	}
}

// FuzzSameResponses does so with whatever a server may say.
func FuzzSameResponses(f *testing.F) {
	for _, response := range responses {
		f.Add(response)
	}
	f.Fuzz(func(t *testing.T, response string) {
		compare(t, serve(t, once(response)), http.MethodGet, response)
	})
}

// TestSameRequests has the server see the same requests as from the library.
func TestSameRequests(t *testing.T) {
	t.Parallel()
	seen := make(chan *http.Request, 1)
	s := serve(t, func(in *bufio.Reader, conn net.Conn) {
		for {
			req, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			body, _ := io.ReadAll(req.Body)
			req.Body = io.NopCloser(bytes.NewReader(body))
			seen <- req
			_, _ = io.WriteString(conn, responses[0])
		}
	})
	library := general()
	t.Cleanup(library.CloseIdleConnections)
	ours := fast(t)
	for _, tc := range []struct {
		method, target, body string
		header               http.Header
	}{
		{"GET", "", "", nil},
		{"GET", "/a%2Fb/c?x=%20y&z=1#f", "", http.Header{"Accept": {"application/json"}, "X-Twice": {"a", "b"}}},
		{"HEAD", "/", "", nil},
		{"GET", "/", "", http.Header{"Accept-Encoding": {"identity"}}},
		{"GET", "/", "", http.Header{"Range": {"bytes=0-1"}}},
		{"POST", "/", `{"a":"é"}`, http.Header{"Content-Type": {"application/json"}}},
		{"POST", "/", "", nil},
		{"DELETE", "/", "", nil},
		{"PATCH", "/?", strings.Repeat("x", maxRequest), nil},
		{"PUT", "/", strings.Repeat("x", maxRequest+1), nil},
		{"GET", "/", "", http.Header{"X": {" spaced\t"}, "Connection": {"close"}}},
	} {
		var dumps []string
		for _, transport := range []http.RoundTripper{library, ours} {
			req := request(t, tc.method, "http://"+s.address+tc.target, tc.body)
			maps.Copy(req.Header, tc.header)
			req.Header.Set("User-Agent", "test")
			get(t, transport, req)
			dumps = append(dumps, dump(t, <-seen))
		}
		if diff := cmp.Diff(dumps[0], dumps[1]); diff != "" {
			t.Errorf("%s %s (-library +ours):\n%s", tc.method, tc.target, diff)
		}
	}
}

func dump(t *testing.T, req *http.Request) string {
	t.Helper()
	var b strings.Builder
	if err := req.Write(&b); err != nil {
		t.Fatal(err)
	}
	return req.RequestURI + " " + req.Host + "\n" + b.String()
}
