package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSARIF reads the log as programs do that show it: files as URIs, rules by
// their index, and fixes as replacements of regions.
func TestSARIF(t *testing.T) {
	t.Parallel()
	bad := strings.Replace(examples(t)["stripe-tutorial"], "method: GET", "method: get", 1)
	dir := writeFiles(t, map[string]string{"a b/usepaso.yaml": bad})
	out, _ := runIn(t, dir, "validate", "--format", "sarif", "a b/usepaso.yaml")
	var report struct {
		Runs []struct {
			Tool struct {
				Driver struct{ Rules []map[string]any }
			}
			Results []map[string]any
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Runs) != 1 || len(report.Runs[0].Results) != 1 {
		t.Fatalf("want one run with one result:\n%s", out)
	}
	result := report.Runs[0].Results[0]
	index, _ := result["ruleIndex"].(float64)
	if rule := report.Runs[0].Tool.Driver.Rules[int(index)]; rule["id"] != result["ruleId"] || rule["helpUri"] != ruleURL("unknown-value") {
		t.Errorf("the result's rule is %v", rule)
	}
	region := map[string]any{"startLine": 11.0, "startColumn": 13.0, "endLine": 11.0, "endColumn": 16.0}
	artifact := map[string]any{"uri": "a%20b/usepaso.yaml"}
	want := []any{map[string]any{"physicalLocation": map[string]any{"artifactLocation": artifact, "region": region}}}
	if diff := cmp.Diff(want, result["locations"]); diff != "" {
		t.Errorf("locations (-want +got):\n%s", diff)
	}
	fix := map[string]any{
		"description": map[string]any{"text": `change to "GET"`},
		"artifactChanges": []any{map[string]any{
			"artifactLocation": artifact,
			"replacements":     []any{map[string]any{"deletedRegion": region, "insertedContent": map[string]any{"text": "GET"}}},
		}},
	}
	if diff := cmp.Diff([]any{fix}, result["fixes"]); diff != "" {
		t.Errorf("fixes (-want +got):\n%s", diff)
	}
}
