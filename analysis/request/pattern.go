package request

import (
	"fmt"
	"regexp"
	"sync"

	"github.com/usepaso/usepaso/analysis/source"
)

func patternViolation(limit, v any) (string, bool) {
	pattern, ok := limit.(string)
	if !ok {
		return "", false
	}
	re, err := compiled(pattern)
	if err != nil {
		return "", false
	}
	if s, ok := v.(string); ok && !re.MatchString(s) {
		return fmt.Sprintf("value %s does not match the pattern %s", show(v), clip(source.Strip(pattern))), true
	}
	return "", true
}

// patterns are those that were compiled before, by their text.
var patterns struct {
	sync.Mutex
	byText map[string]*regexp.Regexp
}

const maxPatterns = 1000 // then it begins anew: an editor makes one with each keystroke

func compiled(pattern string) (*regexp.Regexp, error) {
	patterns.Lock()
	defer patterns.Unlock()
	if re := patterns.byText[pattern]; re != nil {
		return re, nil
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	if patterns.byText == nil || len(patterns.byText) >= maxPatterns {
		patterns.byText = map[string]*regexp.Regexp{}
	}
	patterns.byText[pattern] = re
	return re, nil
}
