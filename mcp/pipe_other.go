//go:build !unix

package mcp

func ignoreBrokenPipes() {}
