package secret

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"strings"

	"github.com/joho/godotenv"

	"github.com/usepaso/usepaso/mcp/safefile"
)

const mark = "\ufeff"

// fromFile returns the value of a variable in a .env file, fs.ErrNotExist when
// there is no such file, "" when it does not set the variable.
func fromFile(path, variable string) (value string, warnings []string, err error) {
	data, err := safefile.Read(path)
	if err != nil {
		return "", nil, err
	}
	if data == nil {
		return "", nil, notExist(path)
	}
	return fromText(data, path, variable)
}

// fromText is fromFile for what the file holds. Path is for messages.
func fromText(data []byte, path, variable string) (value string, warnings []string, err error) {
	if bytes.IndexByte(data, 0) >= 0 {
		return "", nil, fmt.Errorf("%s is not UTF-8 text. Save it as UTF-8", path)
	}
	text := strings.TrimPrefix(string(data), mark)
	lines := assignments(text, variable)
	if len(lines) == 0 {
		return "", nil, nil
	}
	values, err := godotenv.UnmarshalBytes([]byte(text))
	if err != nil {
		// Something else in the file is not understood, and what the library says
		// about it may quote another secret. Our own line is enough.
		last := lines[len(lines)-1]
		if values, err = godotenv.UnmarshalBytes([]byte(text[last.start:last.end])); err != nil {
			return "", nil, fmt.Errorf("%s, line %d: %s must be written as %s=value, in quotes when it contains spaces", path, last.number(text), variable, variable)
		}
	}
	if last := lines[len(lines)-1]; last.expands(text) {
		warnings = append(warnings, fmt.Sprintf("%s, line %d: $ in %s is read as the start of a variable. Put the value in single quotes.", path, last.number(text), variable))
	}
	return values[variable], warnings, nil
}

// line is where a variable is set, by byte offsets; the end is behind the newline.
type line struct{ start, value, end int }

// assignments returns the lines of text that set variable.
func assignments(text, variable string) []line {
	pattern := regexp.MustCompile(`(?m)^[ \t]*(?:export[ \t]+)?` + regexp.QuoteMeta(variable) + `[ \t]*[=:][ \t]*`)
	var found []line
	for _, m := range pattern.FindAllStringIndex(text, -1) {
		end := len(text)
		if i := strings.IndexByte(text[m[1]:], '\n'); i >= 0 {
			end = m[1] + i + 1
		}
		found = append(found, line{start: m[0], value: m[1], end: end})
	}
	return found
}

// number returns the 1-based number of the line.
func (l line) number(text string) int { return 1 + strings.Count(text[:l.start], "\n") }

// expands reports whether the value has a $ that is not taken as it is.
func (l line) expands(text string) bool {
	value := text[l.value:l.end]
	return strings.Contains(value, "$") && !strings.HasPrefix(value, "'")
}

// quote returns value as it is written in a .env file, or false when it cannot be.
func quote(variable, value string) (string, bool) {
	escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`).Replace(value)
	for _, written := range []string{value, "'" + value + "'", `"` + escaped + `"`} {
		// White space and # mean something outside quotes, to other readers too.
		if written == value && strings.ContainsAny(value, " \t#'\"`$\\") {
			continue
		}
		line := variable + "=" + written
		if got, err := godotenv.Unmarshal(line + "\n"); err == nil && len(got) == 1 && got[variable] == value {
			return line, true
		}
	}
	return "", false
}

// sameOthers reports whether after sets every other variable as before does. Where
// the library does not understand the file before, there is nothing to compare.
func sameOthers(before, after []byte, variable string) bool {
	old, err := godotenv.UnmarshalBytes(bytes.TrimPrefix(before, []byte(mark)))
	if err != nil {
		return true
	}
	now, err := godotenv.UnmarshalBytes(bytes.TrimPrefix(after, []byte(mark)))
	delete(old, variable)
	delete(now, variable)
	return err == nil && maps.Equal(old, now)
}

// setLine returns data with variable set by the given line, in place of the lines
// that set it before, or at the end.
func setLine(data []byte, variable, written string) []byte {
	newline := "\n"
	if bytes.Contains(data, []byte("\r\n")) {
		newline = "\r\n"
	}
	text := string(data)
	old := assignments(text, variable)
	if len(old) == 0 {
		if text != "" && !strings.HasSuffix(text, "\n") {
			text += newline
		}
		return []byte(text + written + newline)
	}
	first := old[0]
	rest := string(dropLines([]byte(text[first.end:]), variable))
	return []byte(text[:first.start] + written + newline + rest)
}

// dropLines returns data without the lines that set variable.
func dropLines(data []byte, variable string) []byte {
	text := string(data)
	var b strings.Builder
	at := 0
	for _, l := range assignments(text, variable) {
		b.WriteString(text[at:l.start])
		at = l.end
	}
	b.WriteString(text[at:])
	return []byte(b.String())
}
