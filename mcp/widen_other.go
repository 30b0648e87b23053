//go:build !linux

package mcp

import "io"

func widen(io.Writer) {}
