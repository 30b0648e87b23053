package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

// readable returns why a text cannot be read at all, or nil.
func readable(file *source.File) *diagnostic.Diagnostic {
	text := file.Text()
	refuse := func(at int, format string, args ...any) *diagnostic.Diagnostic {
		d := unreadable(source.Range(at, min(at+1, len(text))), format, args...)
		return &d
	}
	if len(text) > MaxBytes {
		return refuse(0, "the file has %.1f MB; a declaration has at most %d MB", float64(len(text))/(1<<20), MaxBytes>>20)
	}
	if strings.HasPrefix(text, "\xFF\xFE") || strings.HasPrefix(text, "\xFE\xFF") {
		return refuse(0, "the file is UTF-16; save it as UTF-8")
	}
	if at := strings.IndexByte(text, 0); at >= 0 {
		hint := "remove it"
		if strings.Count(text, "\x00") > len(text)/4 {
			hint = "the file looks like UTF-16: save it as UTF-8"
		}
		return refuse(at, "the file has a NUL byte in line %d; %s", file.Position(at).Line, hint)
	}
	if at := invalidUTF8(text); at >= 0 {
		return refuse(at, "the file is not UTF-8: byte %s at offset %d in line %d; save it as UTF-8", fmt.Sprintf("0x%02X", text[at]), at, file.Position(at).Line)
	}
	return nil
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(text string) int {
	if utf8.ValidString(text) {
		return -1
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// staysReadable reports whether an edit of a readable text surely leaves it so.
func staysReadable(file *source.File, e source.Edit) bool {
	boundary := func(i int32) bool {
		next := file.Slice(source.Span{Start: i, End: i + 1})
		return next == "" || utf8.RuneStart(next[0])
	}
	return boundary(e.Span.Start) && boundary(e.Span.End) &&
		utf8.ValidString(e.New) && strings.IndexByte(e.New, 0) < 0 &&
		file.Len()+len(e.New)-e.Span.Len() <= MaxBytes
}
