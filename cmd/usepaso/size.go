package main

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

var (
	sizeText  = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?) ?([kKmM]?i?)[bB]?$`)
	sizeUnits = map[string]float64{"": 1, "k": 1e3, "ki": 1 << 10, "m": 1e6, "mi": 1 << 20}
)

// parseSize reads the number of bytes that a flag gives: 100000, 100kB, 1.5MB, 2MiB.
func parseSize(flag, text string) (int, error) {
	m := sizeText.FindStringSubmatch(text)
	if m != nil {
		number, err := strconv.ParseFloat(m[1], 64)
		unit, known := sizeUnits[strings.ToLower(m[2])]
		if n := number * unit; err == nil && known && n >= 1 && n <= math.MaxInt32 {
			return int(n), nil
		}
	}
	return 0, wrongUsage("--%s must be a size such as 100kB or 2MB, got %q.", flag, printable(text))
}
