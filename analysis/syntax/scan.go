package syntax

// kind says what a chunk of the file holds.
type kind uint8

const (
	preamble kind = iota // what stands before the first key
	section              // a top-level key with its value, or stray text before the first one
	listItem             // an item of the block list under "capabilities"
	whole                // everything: the text has not the usual shape
	rest                 // what follows the first document; not read
)

// cut is where a chunk begins.
type cut struct {
	start   int32
	indent  int32 // of an item: the column of its dash
	kind    kind
	keyed   bool // a section that begins with a key
	shifted bool // an item that stands further left than the one before it
}

// scanner cuts a text into chunks, line by line. What it does from a cut on
// depends on that cut and the text behind it alone, so that it can start at any.
type scanner struct {
	text string
	last cut // the chunk that is being scanned
	emit func(cut) bool

	opening   bool // the next line with content is the one that made the last cut
	head      bool // directly under "capabilities:", before its first item
	content   bool // the document has begun
	marked    bool // a "---" opened it
	irregular bool // the text has not the usual shape
	done      bool
	synced    bool // emit stopped the scan

	runStart, runIndent int // the comment lines directly above; runIndent is -1 without any
}

// scan cuts text from a known cut on and hands every further cut to emit, which
// stops the scan by returning false.
func scan(text string, from cut, emit func(cut) bool) *scanner {
	s := &scanner{text: text, last: from, emit: emit, runIndent: -1}
	s.content = from.kind != preamble
	s.opening = s.content
	for pos := int(from.start); !s.done && pos < len(text); {
		end, next := lineEnd(text, pos)
		s.line(pos, text[pos:end])
		pos = next
	}
	return s
}

func (s *scanner) line(start int, line string) {
	indent := skipByte(line, 0, ' ')
	switch {
	case skipBlanks(line, indent) == len(line):
		s.runIndent = -1
		return
	case line[indent] == '#':
		if s.runIndent != indent {
			s.runStart, s.runIndent = start, indent
		}
		return
	case s.opening:
		s.open(line)
	case indent == 0 && line[0] != '\t':
		s.topLevel(start, line)
	case !s.content:
		s.refuse()
	case isDash(line, indent):
		s.dash(start, indent)
	case s.head: // a stray word above the list does not spoil it
		_, _, key := keyAt(line, indent)
		s.head = !key && isWord(line[indent])
	}
	s.runIndent = -1
}

// topLevel handles a line that starts at column 0.
func (s *scanner) topLevel(start int, line string) {
	c := line[0]
	switch {
	case isMarker(line):
		s.marker(start, line)
	case c == '%' && !s.content:
		s.irregular = true
	case c == '&', c == '*', c == '!', (c == '?' || c == ':') && spaceAt(line, 1):
		s.refuse()
	case isDash(line, 0):
		if !s.content {
			s.refuse()
		}
		s.dash(start, 0)
	default:
		s.key(start, line)
	}
}

// key handles a line at column 0 that may begin a section.
func (s *scanner) key(start int, line string) {
	_, _, ok := keyAt(line, 0)
	switch {
	case ok, !s.content && isWord(line[0]): // a first key may still be in the making
		s.cut(cut{start: int32(start), kind: section, keyed: ok}, 0)
		s.open(line)
	case !s.content:
		s.refuse()
	}
}

// open handles the line that made the last cut.
func (s *scanner) open(line string) {
	s.opening = false
	s.content = true
	if s.last.keyed {
		end, colon, _ := keyAt(line, 0)
		s.head = isCapabilities(line[:end]) && emptyBehind(line, colon+1)
	}
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c >= 0x80
}

func isCapabilities(key string) bool {
	return key == "capabilities" || key == `"capabilities"` || key == `'capabilities'`
}

// dash handles a line that begins with "- ".
func (s *scanner) dash(start, indent int) {
	inList := s.last.kind == listItem && indent <= int(s.last.indent)
	if !s.head && !inList {
		return
	}
	s.head = false
	c := cut{start: int32(start), kind: listItem, indent: int32(indent)}
	c.shifted = inList && c.indent < s.last.indent
	s.cut(c, indent)
}

// marker handles "---" and "...".
func (s *scanner) marker(start int, line string) {
	if line[0] == '-' && !s.content && !s.marked {
		s.marked = true
		if !emptyBehind(line, 3) {
			s.refuse()
		}
		return
	}
	s.runIndent = -1
	s.cut(cut{start: int32(start), kind: rest}, 0)
	s.done = true
}

// cut begins a chunk at a line, or at the comments directly above it.
func (s *scanner) cut(c cut, column int) {
	if s.runIndent == column {
		c.start = int32(s.runStart)
	}
	s.last = c
	if !s.emit(c) {
		s.done, s.synced = true, true
	}
}

// refuse gives up cutting: the text is one chunk. The scan goes on to find its end.
func (s *scanner) refuse() {
	s.content = true
	s.irregular = true
	s.last.kind = whole
}
