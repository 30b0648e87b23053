package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestStrayBytes asks an API that says more than it announced: its key, as it came.
// Nothing of that may be printed, not by the HTTP library either.
func TestStrayBytes(t *testing.T) {
	t.Parallel()
	const key = "sk_test_straystraystraystray"
	dir := t.TempDir()
	example, err := os.ReadFile(exampleFolder + "/stripe/usepaso.yaml")
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "usepaso.yaml"), strings.Replace(string(example), "https://api.stripe.com", "http://"+chatter(t), 1))
	command := exec.CommandContext(t.Context(), "usepaso", "doctor", "--probe")
	command.Dir = dir
	command.Env = []string{"HOME=" + dir, "USEPASO_AUTH_TOKEN=" + key, "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent"}
	out, err := command.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "All checks passed.") {
		t.Errorf("%v\n%s", err, out)
	}
	if strings.Contains(string(out), key) || strings.Contains(string(out), "Unsolicited") {
		t.Errorf("what the API said beyond its answer is printed:\n%s", out)
	}
}

// chatter listens for HTTP on the address it returns, and follows every answer with
// the key that was sent there last.
func chatter(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go chat(conn)
		}
	}()
	return listener.Addr().String()
}

func chat(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		body := "{}"
		if r.Method == http.MethodHead {
			body = ""
		}
		if _, err := fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n%sstray %s", body, r.Header.Get("Authorization")); err != nil {
			return
		}
	}
}
