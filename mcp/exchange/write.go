package exchange

import (
	"errors"
	"io"
	"net/http"
	"strconv"
)

// appendRequest appends a request that is plain as it goes over the wire.
func appendRequest(b []byte, req *http.Request, compressed bool) ([]byte, error) {
	b = append(b, req.Method...)
	b = append(b, ' ')
	b = append(b, req.URL.RequestURI()...)
	b = append(b, " HTTP/1.1\r\n"...)
	b = appendField(b, "Host", req.URL.Host)
	for name, values := range req.Header {
		for _, value := range values {
			b = appendField(b, name, value)
		}
	}
	if compressed {
		b = appendField(b, "Accept-Encoding", "gzip")
	}
	if req.ContentLength > 0 || needsLength(req.Method) {
		b = appendField(b, "Content-Length", strconv.FormatInt(req.ContentLength, 10))
	}
	b = append(b, "\r\n"...)
	if req.ContentLength == 0 {
		return b, nil
	}
	head := len(b)
	b = append(b, make([]byte, req.ContentLength)...)
	_, err := io.ReadFull(req.Body, b[head:])
	return b, errors.Join(err, req.Body.Close())
}

func appendField(b []byte, name, value string) []byte {
	b = append(b, name...)
	b = append(b, ": "...)
	b = append(b, value...)
	return append(b, "\r\n"...)
}

// needsLength reports whether a request of the method tells its length even if it is 0.
func needsLength(method string) bool {
	return method == http.MethodPost || method == http.MethodPut || method == http.MethodPatch
}
