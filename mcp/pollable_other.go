//go:build !unix

package mcp

import "io"

func pollable(in io.Reader) (polled io.Reader, restore func()) { return in, func() {} }
