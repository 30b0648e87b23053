//go:build !linux

package main

func finishFirst() (restore func()) { return func() {} }
