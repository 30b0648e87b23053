package secret

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// gitWait bounds how long git may take to answer.
const gitWait = 2 * time.Second

// Guard returns warnings about a file with a secret: others may read it, or git
// hands it on. Path is the Source of a Secret; for one that is no file there is
// nothing to say.
func Guard(ctx context.Context, path string) []string {
	if !filepath.IsAbs(path) {
		return nil
	}
	var warnings []string
	if info, err := os.Stat(path); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o004 != 0 {
		warnings = append(warnings, fmt.Sprintf("%s can be read by everybody on this computer. Run chmod 600 %s.", path, path))
	}
	if tracked(ctx, path) {
		warnings = append(warnings, fmt.Sprintf("%s is tracked by git, so its keys are in the history. Run git rm --cached %s, add it to .gitignore and make new keys.", path, filepath.Base(path)))
	}
	return warnings
}

// tracked reports whether git has the file in its index. Without a repository
// above it git is not started at all.
func tracked(ctx context.Context, path string) bool {
	if repository(filepath.Dir(path)) == "" {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, gitWait)
	defer cancel()
	// The repository may come from a stranger: its settings must start nothing.
	cmd := exec.CommandContext(ctx, "git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath="+os.DevNull, "ls-files", "--error-unmatch", "--", filepath.Base(path))
	cmd.Dir = filepath.Dir(path)
	return cmd.Run() == nil
}

// repository returns the folder at or above dir that git works in, or "".
func repository(dir string) string {
	for {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

func notExist(path string) error { return &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist} }
