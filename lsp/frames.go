package lsp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// frames is a message stream that survives junk: what is no JSON-RPC message is
// answered with an error or skipped, and the next frame is read.
type frames struct {
	jsonrpc2.Stream
	raw rawFrames
	log *logger
}

// rawFrames is what the library's own streams offer beside whole messages.
type rawFrames interface {
	ReadFrame(ctx context.Context) ([]byte, int64, error)
	WriteFrame(ctx context.Context, data []byte) (int64, error)
}

// maxBadHeaders is how many unreadable header blocks may follow each other before
// the other side is taken for somebody who speaks another protocol.
const maxBadHeaders = 64

func newFrames(rw io.ReadWriteCloser, log *logger) *frames {
	stream := jsonrpc2.NewHeaderStream(rw)
	return &frames{Stream: stream, raw: stream.(rawFrames), log: log}
}

// ReadFrame returns the next frame that holds a message or a batch.
func (f *frames) ReadFrame(ctx context.Context) ([]byte, int64, error) {
	bad := 0
	for {
		frame, n, err := f.raw.ReadFrame(ctx)
		switch {
		case errors.Is(err, jsonrpc2.ErrInvalidHeader) && bad < maxBadHeaders:
			bad++
			continue
		case err != nil:
			return nil, 0, err
		}
		problem := check(frame)
		if problem == nil {
			return frame, n, nil
		}
		f.log.printf("unreadable message of %d bytes: %v", len(frame), problem)
		if err := f.refuse(ctx, problem); err != nil {
			return nil, 0, err
		}
	}
}

// WriteFrame writes one encoded body.
func (f *frames) WriteFrame(ctx context.Context, data []byte) (int64, error) {
	return f.raw.WriteFrame(ctx, data)
}

func check(frame []byte) error {
	if bytes.HasPrefix(bytes.TrimLeft(frame, " \t\r\n"), []byte("[")) {
		_, err := jsonrpc2.ParseRequests(frame)
		return err
	}
	_, err := jsonrpc2.DecodeMessage(frame)
	return err
}

// refuse answers a message that cannot be read; nothing says which request it was.
func (f *frames) refuse(ctx context.Context, problem error) error {
	code := jsonrpc2.InvalidRequest
	if errors.Is(problem, jsonrpc2.ErrParse) {
		code = jsonrpc2.ParseError
	}
	body := jsonrpc2.AppendResponse(nil, jsonrpc2.ID{}, nil, jsonrpc2.NewError(code, problem.Error()))
	if _, err := f.WriteFrame(ctx, body); err != nil {
		return fmt.Errorf("answering an unreadable message: %w", err)
	}
	return nil
}

// codec encodes payloads as the protocol's types want it.
type codec struct{}

// Marshal implements jsonrpc2.Codec.
func (codec) Marshal(v any) ([]byte, error) {
	if raw, ok := v.(jsonrpc2.RawMessage); ok && raw != nil {
		return raw, nil
	}
	return protocol.Marshal(v)
}

// Unmarshal implements jsonrpc2.Codec.
func (codec) Unmarshal(data []byte, v any) error {
	if raw, ok := v.(*jsonrpc2.RawMessage); ok {
		*raw = bytes.Clone(data)
		return nil
	}
	return protocol.Unmarshal(data, v)
}
