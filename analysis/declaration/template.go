package declaration

import "strings"

// Template is a capability's path, cut at its placeholders.
type Template struct {
	Parts    []TemplatePart
	Problems []TemplateProblem
	// Route is the path with all placeholders named alike, "{}".
	Route string
}

// TemplatePart is a literal piece of a path or one placeholder. Start and End are
// byte offsets into the path's decoded text; a placeholder's cover its braces.
type TemplatePart struct {
	Text        string // literal text, or the placeholder's name
	Placeholder bool
	Start, End  int
}

// TemplateProblem is a brace that does not belong.
type TemplateProblem struct {
	Start, End int
	Message    string
}

// ParseTemplate cuts a path at its {placeholders}. Unbalanced and empty braces
// are problems and count as literal text.
func ParseTemplate(path string) Template {
	var t Template
	at := 0
	for at < len(path) {
		i := strings.IndexAny(path[at:], "{}")
		if i < 0 {
			break
		}
		t.literal(path, at, at+i)
		at = t.brace(path, at+i)
	}
	t.literal(path, at, len(path))
	t.Route = t.route(path)
	return t
}

func (t *Template) route(path string) string {
	if len(t.Parts) == 1 && !t.Parts[0].Placeholder {
		return path
	}
	var route strings.Builder
	route.Grow(len(path))
	for _, part := range t.Parts {
		if part.Placeholder {
			route.WriteString("{}")
		} else {
			route.WriteString(part.Text)
		}
	}
	return route.String()
}

// brace reads what begins with the brace at start and returns where to go on.
func (t *Template) brace(path string, start int) int {
	if path[start] == '}' {
		return t.problem(path, start, start+1, `"}" closes no placeholder`)
	}
	length := strings.IndexAny(path[start+1:], "{}/")
	end := start + 1 + length + 1
	switch {
	case length < 0:
		return t.problem(path, start, len(path), `"{" is never closed`)
	case path[end-1] != '}':
		return t.problem(path, start, end-1, `"{" is never closed`)
	case strings.TrimSpace(path[start+1:end-1]) == "":
		return t.problem(path, start, end, `"{}" names no input`)
	}
	t.Parts = append(t.Parts, TemplatePart{Text: path[start+1 : end-1], Placeholder: true, Start: start, End: end})
	return end
}

func (t *Template) literal(path string, start, end int) {
	if start < end {
		t.Parts = append(t.Parts, TemplatePart{Text: path[start:end], Start: start, End: end})
	}
}

func (t *Template) problem(path string, start, end int, message string) int {
	t.Problems = append(t.Problems, TemplateProblem{start, end, message})
	t.literal(path, start, end)
	return end
}

// Placeholders returns the names of the placeholders in order, repeated ones as often.
func (t Template) Placeholders() []string {
	var names []string
	for _, p := range t.Parts {
		if p.Placeholder {
			names = append(names, p.Text)
		}
	}
	return names
}

// Has reports whether the path has a placeholder of that name.
func (t Template) Has(name string) bool {
	for _, p := range t.Parts {
		if p.Placeholder && p.Text == name {
			return true
		}
	}
	return false
}
