package lsp

import (
	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis/source"
)

// mapper converts between places in one text: byte offsets and plain spans on our
// side, 0-based lines and characters in the session's encoding on the editor's.
// No other code knows both.
type mapper struct {
	file     *source.File
	encoding source.Encoding
}

// PositionOffset returns the byte offset of a position; one beyond the text is
// clamped to the nearest end.
func (m mapper) PositionOffset(p protocol.Position) int {
	return m.file.PointOffset(source.Point{Line: clamp(p.Line), Character: clamp(p.Character)}, m.encoding)
}

// OffsetPosition returns the position of a byte offset.
func (m mapper) OffsetPosition(offset int) protocol.Position {
	p := m.file.Point(offset, m.encoding)
	return protocol.Position{Line: uint32(p.Line), Character: uint32(p.Character)}
}

// RangeSpan returns the plain span of a range; a range that ends before it
// starts is turned round.
func (m mapper) RangeSpan(r protocol.Range) source.Span {
	start, end := m.PositionOffset(r.Start), m.PositionOffset(r.End)
	return source.Range(min(start, end), max(start, end))
}

// SpanRange returns the range of a plain span.
func (m mapper) SpanRange(s source.Span) protocol.Range {
	return protocol.Range{Start: m.OffsetPosition(int(s.Start)), End: m.OffsetPosition(int(s.End))}
}

// Edits returns edits of plain spans as text edits.
func (m mapper) Edits(edits []source.Edit) []protocol.TextEdit {
	list := make([]protocol.TextEdit, len(edits))
	for i, e := range edits {
		list[i] = protocol.TextEdit{Range: m.SpanRange(e.Span), NewText: e.New}
	}
	return list
}

// clamp keeps numbers that no text reaches from overflowing.
func clamp(n uint32) int { return int(min(n, 1<<30)) }
