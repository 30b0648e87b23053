package lsp

import (
	"slices"
	"strings"
	"testing"

	"github.com/usepaso/usepaso/analysis/analysistest"
	"github.com/usepaso/usepaso/analysis/diagnostic"
	"github.com/usepaso/usepaso/analysis/source"
)

const corpus = "../testdata/rules"

// TestCorpusPushed and TestCorpusPulled show that an editor is told what the
// library finds, whichever way it is told and however it counts characters.
func TestCorpusPushed(t *testing.T) {
	t.Parallel()
	analysistest.Run(t, corpus, func(t *testing.T, files map[string]string) []string {
		e := start(t, pushing, Options{})
		return eachFile(files, func(uri, name, text string) []string {
			e.open(uri, text)
			return goldenLines(source.NewFile(name, text), source.UTF16, e.await(uri, 1).Diagnostics)
		})
	})
}

func TestCorpusPulled(t *testing.T) {
	t.Parallel()
	analysistest.Run(t, corpus, func(t *testing.T, files map[string]string) []string {
		e := start(t, `{"general": {"positionEncodings": ["utf-8"]}, "textDocument": {"diagnostic": {}}}`, Options{})
		return eachFile(files, func(uri, name, text string) []string {
			e.open(uri, "another: text")
			e.change(uri, map[string]any{"text": text})
			var report struct{ Items []finding }
			e.must("textDocument/diagnostic", document(uri), &report)
			return goldenLines(source.NewFile(name, text), source.UTF8, report.Items)
		})
	})
}

// TestCorpusFixed shows that "fix all" does in an editor what validate --fix does.
func TestCorpusFixed(t *testing.T) {
	t.Parallel()
	analysistest.RunFixes(t, corpus, func(t *testing.T, name, text string) string {
		e := start(t, able, Options{})
		uri := "file:///work/" + name
		e.open(uri, text)
		params := document(uri)
		params["range"] = span{}
		params["context"] = map[string]any{"diagnostics": []any{}, "only": []string{"source.fixAll"}}
		var actions []map[string]any
		e.must("textDocument/codeAction", params, &actions)
		if len(actions) == 0 {
			return text
		}
		var resolved struct{ Edit edits }
		e.must("codeAction/resolve", actions[0], &resolved)
		return resolved.Edit.apply(t, text, source.UTF16)
	})
}

// eachFile asks about the declarations of a fixture in the order of their names.
func eachFile(files map[string]string, ask func(uri, name, text string) []string) []string {
	var names, lines []string
	for name := range files {
		if strings.Contains(name, "usepaso.y") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		lines = append(lines, ask("file:///work/"+name, name, files[name])...)
	}
	return lines
}

// goldenLines writes findings as fixtures do.
func goldenLines(file *source.File, encoding source.Encoding, found []finding) []string {
	var lines []string
	for _, f := range found {
		severity, _ := diagnostic.ParseSeverity(f.Data.Severity)
		lines = append(lines, analysistest.Line(file, diagnostic.Diagnostic{
			Code: f.Code, Message: f.Message, Severity: severity, Span: f.Range.plain(file, encoding),
		}))
	}
	return lines
}

func (s span) plain(file *source.File, encoding source.Encoding) source.Span {
	offset := func(p spot) int {
		return file.PointOffset(source.Point{Line: p.Line, Character: p.Character}, encoding)
	}
	return source.Range(offset(s.Start), offset(s.End))
}

// edits is a WorkspaceEdit for one file.
type edits struct {
	Changes         map[string][]textEdit
	DocumentChanges []struct {
		TextDocument struct{ Version *int }
		Edits        []textEdit
	}
}

type textEdit struct {
	Range   span
	NewText string
}

// apply returns a text after the edits of its only file.
func (e edits) apply(t *testing.T, text string, encoding source.Encoding) string {
	t.Helper()
	var list []textEdit
	for _, more := range e.Changes {
		list = append(list, more...)
	}
	for _, c := range e.DocumentChanges {
		list = append(list, c.Edits...)
	}
	return applyEdits(t, text, encoding, list)
}

func applyEdits(t *testing.T, text string, encoding source.Encoding, list []textEdit) string {
	t.Helper()
	file := source.NewFile("", text)
	var plain []source.Edit
	for _, e := range list {
		plain = append(plain, source.Edit{Span: e.Range.plain(file, encoding), New: e.NewText})
	}
	text, ok := source.Apply(text, plain)
	if !ok {
		t.Error("edits overlap")
	}
	return text
}
