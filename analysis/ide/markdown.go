package ide

import (
	"strings"

	"github.com/usepaso/usepaso/analysis/keys"
	"github.com/usepaso/usepaso/analysis/source"
	"github.com/usepaso/usepaso/schema"
)

// escapeMarkdown makes a text from a file harmless within Markdown: it comes out
// as it is, and can neither format, link nor embed anything. It escapes no more
// than that, since some editors show the backslashes.
func escapeMarkdown(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(clean(text))
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == '\n':
			b.WriteString("  \n")
			continue
		case formats(text, i, r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// formats reports whether Markdown gives a meaning to the character r at i.
func formats(text string, i int, r rune) bool {
	before, after := text[:i], text[i+len(string(r)):]
	lineStart := strings.TrimSpace(before[strings.LastIndexByte(before, '\n')+1:])
	switch r {
	case '\\', '`', '*', '[', '<', '&', '~', '|', '@':
		return true
	case '_': // within a word it is a character
		return before == "" || after == "" || !nameByte(before[i-1]) || !nameByte(after[0])
	case ':': // would make a link of an address
		return strings.HasPrefix(after, "//")
	case '.':
		return strings.HasSuffix(strings.ToLower(before), "www") || lineStart != "" && strings.Trim(lineStart, "0123456789") == ""
	case ')':
		return lineStart != "" && strings.Trim(lineStart, "0123456789") == ""
	case '#', '>', '-', '+', '=':
		return lineStart == ""
	}
	return false
}

// PlainText returns Markdown as written here for an editor that shows it as it is:
// without marks and escapes, the lines of code blocks as they are.
func PlainText(markdown string) string {
	var lines []string
	fence := ""
	for line := range strings.SplitSeq(markdown, "\n") {
		switch marks := line[:len(line)-len(strings.TrimLeft(line, "`"))]; {
		case fence == "" && len(marks) >= 3:
			fence = marks
		case fence != "" && line == fence:
			fence = ""
		case fence != "":
			lines = append(lines, line)
		case line == "---":
		default:
			lines = append(lines, plainLine(strings.TrimRight(line, " ")))
		}
	}
	return strings.Join(lines, "\n")
}

// plainLine returns a line of Markdown without bold marks, code marks and escapes.
// What stands in code marks is taken as it is.
func plainLine(line string) string {
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		marks := len(line[i:]) - len(strings.TrimLeft(line[i:], "`"))
		end := -1
		if marks > 0 {
			end = strings.Index(line[i+marks:], line[i:i+marks])
		}
		switch {
		case end >= 0:
			b.WriteString(line[i+marks : i+marks+end])
			i += 2*marks + end - 1
		case strings.HasPrefix(line[i:], "**"):
			i++
		case line[i] == '\\' && i+1 < len(line):
			i++
			b.WriteByte(line[i])
		default:
			b.WriteByte(line[i])
		}
	}
	return b.String()
}

// Mask leaves out all but the beginning of each secret in a text, which may be JSON.
func Mask(text string) string { return keys.Hide(text) }

// clean leaves out what people cannot see, and all but the beginning of a secret.
func clean(text string) string { return keys.Hide(source.Strip(text)) }

// code returns a text from a file as inline code.
func code(text string) string {
	text = strings.Join(strings.Fields(clean(text)), " ")
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 || text == "" {
		text = " " + text + " "
	}
	return fence + text + fence
}

// block returns a text from a file as a block of code.
func block(language, text string) string {
	text = clean(text)
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + language + "\n" + strings.TrimRight(text, "\n") + "\n" + fence
}

var kindNames = map[schema.Kind]string{
	schema.Any: "any value", schema.String: "text", schema.Integer: "integer", schema.Number: "number",
	schema.Boolean: "true or false", schema.List: "list", schema.Map: "map", schema.Struct: "map",
}

// keyDetail says in a few words what a key takes.
func keyDetail(k *schema.Key) string {
	detail := kindNames[k.Type.Kind]
	switch {
	case k.Required:
		detail += ", required"
	case k.Default != "":
		detail += ", default " + k.Default
	}
	return detail
}

// keyDoc is the documentation of a key in Markdown.
func keyDoc(k *schema.Key) string {
	doc := k.Doc
	if len(k.Enum) > 1 {
		doc += "\n\nOne of `" + strings.Join(k.Enum, "`, `") + "`."
	}
	return doc
}
