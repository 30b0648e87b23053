package exchange

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
)

// body is the body of a response. Its end gives the connection back; closing it
// before that closes the connection.
type body struct {
	r        io.Reader
	c        *conn
	reusable bool
	err      error // what further reads return; set once the connection is given up
}

func (b *body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.r.Read(p)
	if err != nil {
		b.err = err
		b.c.done(err == io.EOF && b.reusable)
	}
	return n, err
}

func (b *body) Close() error {
	if b.err == nil {
		b.err = http.ErrBodyReadAfterClose
		b.c.done(false)
	}
	return nil
}

// decodes reports whether the response may come compressed although nobody asked
// for that, as with the library's transport.
func decodes(req *http.Request) bool {
	return req.Header.Get("Accept-Encoding") == "" && req.Header.Get("Range") == "" && req.Method != http.MethodHead
}

// unzipped is the decompressed body of a response.
type unzipped struct {
	body io.ReadCloser
	zip  *gzip.Reader
	err  error
}

// decode makes a compressed response look as if it were not.
func decode(resp *http.Response) {
	if resp.Body == http.NoBody || !strings.EqualFold(resp.Header.Get("Content-Encoding"), "gzip") {
		return
	}
	resp.Header.Del("Content-Encoding")
	resp.Header.Del("Content-Length")
	resp.ContentLength = -1
	resp.Uncompressed = true
	resp.Body = &unzipped{body: resp.Body}
}

func (u *unzipped) Read(p []byte) (int, error) {
	if u.zip == nil && u.err == nil {
		u.zip, u.err = gzip.NewReader(u.body)
	}
	if u.err != nil {
		return 0, u.err
	}
	return u.zip.Read(p)
}

func (u *unzipped) Close() error { return u.body.Close() }
