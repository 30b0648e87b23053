package request

import (
	"fmt"
	"regexp"

	"github.com/usepaso/usepaso/analysis/source"
)

func patternViolation(limit, v any) (string, bool) {
	pattern, ok := limit.(string)
	if !ok {
		return "", false
	}
	re := compiled(pattern)
	if re == nil {
		return "", false
	}
	if s, ok := v.(string); ok && !re.MatchString(s) {
		return fmt.Sprintf("value %s does not match the pattern %s", show(v), clip(source.Strip(pattern))), true
	}
	return "", true
}

// patterns are those that were compiled before; nil for those that cannot be.
var patterns kept[*regexp.Regexp]

func compiled(pattern string) *regexp.Regexp {
	return patterns.get(pattern, func(text string) *regexp.Regexp {
		re, err := regexp.Compile(text)
		if err != nil {
			return nil
		}
		return re
	})
}
