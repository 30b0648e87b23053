package main

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"usepaso": main})
}

// TestScripts runs testdata/cli: the program as people and other programs call it.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/cli",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			examples, err := filepath.Abs("../../testdata/examples")
			e.Setenv("EXAMPLES", examples)
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(e.WorkDir, "no-bus")) // no real keychain
			e.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			e.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			return err
		},
		Condition: func(name string) (bool, error) { return name == "root" && os.Getuid() == 0, nil },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code":     scriptCode,
			"fold":     scriptFold,
			"fill":     scriptFill,
			"within":   scriptWithin,
			"mkfifo":   scriptFIFO,
			"unzipped": scriptUnzipped,
		},
	})
}

// scriptCode is "code N command…": the command ends with exit code N.
func scriptCode(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := err.(interface{ ExitCode() int })
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d\n%s%s", got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// scriptFold is "fold file1 file2": they are the same when runs of white space count as one.
func scriptFold(ts *testscript.TestScript, _ bool, args []string) {
	a, b := strings.Fields(ts.ReadFile(args[0])), strings.Fields(ts.ReadFile(args[1]))
	if strings.Join(a, " ") != strings.Join(b, " ") {
		ts.Fatalf("%s and %s differ:\n%s\n---\n%s", args[0], args[1], ts.ReadFile(args[0]), ts.ReadFile(args[1]))
	}
}

// scriptFill is "fill file N text before after": before, N times text, after.
func scriptFill(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	unescape := strings.NewReplacer(`\n`, "\n", `\0`, "\x00", `\xFF`, "\xff", `\xFE`, "\xfe").Replace
	text := unescape(args[3]) + strings.Repeat(unescape(args[2]), n) + unescape(args[4])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// scriptWithin is "within TIME N command…": the command ends in time, with exit code N.
func scriptWithin(ts *testscript.TestScript, neg bool, args []string) {
	most, err := time.ParseDuration(args[0])
	ts.Check(err)
	start := time.Now()
	scriptCode(ts, neg, args[1:])
	if took := time.Since(start); took > most {
		ts.Fatalf("took %v, more than %v", took, most)
	}
}
