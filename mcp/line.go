package mcp

import (
	"bufio"
	"errors"
)

var errLineTooLong = errors.New("line too long")

// readLine reads up to and with the next line break. A line of more than limit
// bytes is skipped and gives errLineTooLong; at the end of the input what is left
// comes together with the error.
func readLine(r *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if !long {
			line = append(line, part...)
		}
		if len(line) > limit {
			long, line = true, nil
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == nil && long:
			return nil, errLineTooLong
		}
		return line, err
	}
}
