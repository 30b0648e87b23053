package source_test

import (
	"testing"

	"github.com/usepaso/usepaso/analysis/source"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"limit", "created_gte", "email", "id", "max_value", "min_value", "base_url"}
	for word, want := range map[string]string{
		"limt": "limit", "Limit": "limit", "liimt": "limit", "creatd_gte": "created_gte", "emial": "email", "baseUrl": "base_url",
		"customer": "", "": "", "di": "", "xyz": "", "max_vale": "max_value",
	} {
		if got, ok := source.Nearest(word, known); got != want || ok != (want != "") {
			t.Errorf("Nearest(%q) = %q, %v, want %q", word, got, ok, want)
		}
	}
}
