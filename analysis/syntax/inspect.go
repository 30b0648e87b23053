package syntax

// inspector looks for the mistakes in a text that the YAML library cannot read.
// It follows the text line by line, strictly by indentation, where the library
// reads on to the next quote or bracket wherever that stands.
type inspector struct {
	text   string
	from   int // start of the line that is followed, with what its value takes of the next ones
	pos    int // start of the next line
	levels []level
	open   int // the column of the key or dash that awaits a value below; -1 for none
	found  []mistake
}

// level is an open block collection.
type level struct {
	column int
	list   bool
}

// inspect returns what looks wrong in a text, in its order.
func inspect(text string) []mistake {
	in := &inspector{text: text, open: -1}
	for in.pos < len(text) && len(in.found) < maxRepairs {
		in.from = in.pos
		end, next := lineEnd(text, in.from)
		in.pos = next
		in.line(in.from, end)
	}
	return in.found
}

// maxEdits bounds the edits of one repair.
const maxEdits = 1 << 10

func (in *inspector) report(m mistake) {
	m.from = in.from
	if len(m.repair) > maxEdits {
		m.repair, m.title = blankLine(in.text, m.start), ""
	}
	in.found = append(in.found, m)
}

// line follows a line of block structure, and what its value takes of the next ones.
func (in *inspector) line(start, end int) {
	at := skipByte(in.text[:end], start, ' ')
	if emptyBehind(in.text[:end], at) || isMarker(in.text[start:end]) || in.text[start] == '%' {
		return
	}
	if in.text[at] == '\t' {
		in.tabs(start, end)
		return
	}
	if in.enter(start, at, end) {
		in.content(start, at, end)
	}
}

// content follows a line from its first dash, key or text on.
func (in *inspector) content(start, at, end int) {
	line := in.text[:end]
	for isDash(line, at) {
		in.push(level{at - start, true})
		in.open = at - start
		next := skipBlanks(line, at+1)
		if emptyBehind(line, next) {
			return
		}
		at = next
	}
	if isDash(line, at) {
		return
	}
	parent := in.open
	if _, colon, ok := keyAt(line, in.behindProperties(at, end)); ok {
		in.push(level{at - start, false})
		parent = at - start
		in.open = parent
		at = skipBlanks(line, colon+1)
		if emptyBehind(line, at) {
			return
		}
	}
	in.open = -1
	if isWord(in.text[at]) && parent < at-start && in.keyBelow(at-start) {
		in.push(level{at - start, false})
		in.noKey(start, at, end)
		return
	}
	in.value(parent, at, end)
}

// keyBelow reports whether the next line has a key in the column or further right.
func (in *inspector) keyBelow(column int) bool {
	end, c := in.nextContent(in.pos)
	if c < column {
		return false
	}
	_, _, ok := keyAt(in.text[:end], lineStart(in.text, end)+c)
	return ok
}

// push opens a block collection, unless it is open already.
func (in *inspector) push(l level) {
	if n := len(in.levels); n == 0 || in.levels[n-1] != l {
		in.levels = append(in.levels, l)
	}
}

// behindProperties skips "&anchor" and "!tag" within a line.
func (in *inspector) behindProperties(at, end int) int {
	for at < end && (in.text[at] == '&' || in.text[at] == '!') {
		for at < end && !isSpace(in.text[at]) {
			at++
		}
		at = skipBlanks(in.text[:end], at)
	}
	return at
}
