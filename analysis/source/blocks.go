package source

import (
	"slices"
	"strings"
)

// blockSize is what a block holds at least, in bytes; only the last may hold less.
const blockSize = 4 << 10

// blocks is a text cut at the beginnings of lines, so that an edit copies what is
// around it and shares the rest.
type blocks struct {
	list   []*block
	starts []int32 // offset of each block's first byte
	lines  []int32 // number of lines that begin before each block
}

// block is one piece of the text. It is never empty, unless the whole text is.
type block struct {
	text  string
	lines []int32 // where lines begin, relative to the block; a block begins with a line
}

func cutBlocks(text string) blocks {
	var b blocks
	b.add(makeBlocks(text)...)
	return b
}

func (b *blocks) add(list ...*block) {
	for _, k := range list {
		start, line := int32(0), int32(0)
		if n := len(b.list); n > 0 {
			start = b.starts[n-1] + int32(len(b.list[n-1].text))
			line = b.lines[n-1] + int32(len(b.list[n-1].lines))
		}
		b.list, b.starts, b.lines = append(b.list, k), append(b.starts, start), append(b.lines, line)
	}
}

// makeBlocks cuts a text that begins with a line. A line break at its very end
// begins a line of the next block.
func makeBlocks(text string) []*block {
	var list []*block
	lines := []int32{0}
	start, newline := 0, -1
	for at := 0; at < len(text); {
		if newline < at { // looked for once per "\n", not once per line: lines may end in "\r"
			newline = indexByte(text, at, '\n')
		}
		if at = breakAfter(text, at, newline); at == len(text) {
			break
		}
		if at-start >= blockSize {
			list = append(list, &block{text[start:at], lines})
			start, lines = at, []int32{0}
		} else {
			lines = append(lines, int32(at-start))
		}
	}
	return append(list, &block{text[start:], lines})
}

// breakAfter returns the offset behind the first line break from at on, where newline
// is the next "\n", or the end of the text.
func breakAfter(text string, at, newline int) int {
	if i := strings.IndexByte(text[at:newline], '\r'); i >= 0 && at+i+1 < newline {
		return at + i + 1
	}
	return min(newline+1, len(text))
}

// indexByte returns the offset of the first c from at on, or the end of the text.
func indexByte(text string, at int, c byte) int {
	if i := strings.IndexByte(text[at:], c); i >= 0 {
		return at + i
	}
	return len(text)
}

// edit returns the blocks after text[start:end] was replaced. The neighbours of the
// edited blocks are cut again too, since line breaks may join or split at the edges.
func (b *blocks) edit(start, end int, text string) blocks {
	first := max(search(b.starts, start)-1, 0)
	last := min(search(b.starts, end)+2, len(b.list))
	from := int(b.starts[first])
	to := int(b.starts[last-1]) + len(b.list[last-1].text)
	middle := makeBlocks(b.slice(from, start) + text + b.slice(end, to))
	if n := len(middle); last < len(b.list) && middle[n-1].text == "" {
		middle = middle[:n-1]
	}
	size := first + len(middle) + len(b.list) - last
	made := blocks{
		list:   append(make([]*block, 0, size), b.list[:first]...),
		starts: append(make([]int32, 0, size), b.starts[:first]...),
		lines:  append(make([]int32, 0, size), b.lines[:first]...),
	}
	made.add(middle...)
	made.add(b.list[last:]...)
	return made
}

// slice returns the text of a valid range.
func (b *blocks) slice(start, end int) string {
	i := search(b.starts, start)
	base := int(b.starts[i])
	if k := b.list[i]; end-base <= len(k.text) {
		return k.text[start-base : end-base]
	}
	var s strings.Builder
	s.Grow(end - start)
	for ; i < len(b.list) && int(b.starts[i]) < end; i++ {
		base = int(b.starts[i])
		s.WriteString(b.list[i].text[max(start-base, 0):min(end-base, len(b.list[i].text))])
	}
	return s.String()
}

// lineCount returns the number of lines, the empty one behind a last break included.
func (b *blocks) lineCount() int {
	n := len(b.list) - 1
	return int(b.lines[n]) + len(b.list[n].lines) + b.trailing()
}

// trailing is 1 where a line begins behind the last byte.
func (b *blocks) trailing() int {
	last := b.list[len(b.list)-1].text
	if strings.HasSuffix(last, "\n") || strings.HasSuffix(last, "\r") {
		return 1
	}
	return 0
}

func (b *blocks) size() int {
	n := len(b.list) - 1
	return int(b.starts[n]) + len(b.list[n].text)
}

// lineStart returns the offset of a line that exists.
func (b *blocks) lineStart(line int) int {
	i := search(b.lines, line)
	local := line - int(b.lines[i])
	if local == len(b.list[i].lines) {
		return b.size()
	}
	return int(b.starts[i] + b.list[i].lines[local])
}

// lineAt returns the line of an offset within the text or at its end.
func (b *blocks) lineAt(offset int) int {
	if offset == b.size() {
		return b.lineCount() - 1
	}
	i := search(b.starts, offset)
	line, found := slices.BinarySearch(b.list[i].lines, int32(offset)-b.starts[i])
	if !found {
		line--
	}
	return int(b.lines[i]) + line
}
