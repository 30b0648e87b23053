// Package ide answers what an editor asks about a declaration: plain functions
// from a snapshot and a byte offset to plain data with byte spans. It knows no
// protocol; package lsp converts.
//
// Each feature stands in the file of its name. Start at completion.go; cursor.go
// says how the place of a cursor is found in text that is half typed.
package ide
