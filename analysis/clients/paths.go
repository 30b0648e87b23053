package clients

import "strings"

// Env describes a computer. It is given, never looked up, so that the layout of
// every system can be computed on any.
type Env struct {
	GOOS   string                    // as runtime.GOOS
	Home   string                    // the person's home folder
	Dir    string                    // the folder of the workspace
	Getenv func(name string) string  // nil stands for no variables
	Glob   func(pat string) []string // existing paths that match, as filepath.Glob; nil for none
	Exists func(path string) bool    // nil stands for an empty disk
}

// Absolute paths are built with the separator of the system that Env describes,
// which package filepath cannot do for another system.
func (e Env) join(elem ...string) string {
	sep := "/"
	if e.GOOS == "windows" {
		sep = `\`
	}
	return strings.Join(append([]string{strings.TrimRight(elem[0], `/\`)}, elem[1:]...), sep)
}

func (e Env) getenv(name string) string {
	if e.Getenv == nil {
		return ""
	}
	return e.Getenv(name)
}

func (e Env) exists(path string) bool { return e.Exists != nil && e.Exists(path) }

// roaming is %APPDATA% on Windows.
func (e Env) roaming() string {
	if dir := e.getenv("APPDATA"); dir != "" {
		return dir
	}
	return e.join(e.Home, "AppData", "Roaming")
}

// config is the XDG folder for settings. A relative value is ignored, as the
// XDG specification wants.
func (e Env) config() string {
	if dir := e.getenv("XDG_CONFIG_HOME"); strings.HasPrefix(dir, "/") {
		return dir
	}
	return e.join(e.Home, ".config")
}

func claudeDesktop(e Env) string {
	const file = "claude_desktop_config.json"
	switch e.GOOS {
	case "darwin":
		return e.join(e.Home, "Library", "Application Support", "Claude", file)
	case "windows":
		if dir := e.packaged(); dir != "" {
			return e.join(dir, file)
		}
		return e.join(e.roaming(), "Claude", file)
	}
	return e.join(e.config(), "Claude", file)
}

// packaged returns the settings folder of a Claude Desktop that was installed as
// an MSIX package, or "". Windows shows such a program a private copy of
// %APPDATA%, so that a file in the usual place is never read. Of several packages
// the one that has settings already is taken.
func (e Env) packaged() string {
	local := e.getenv("LOCALAPPDATA")
	if local == "" {
		local = e.join(e.Home, "AppData", "Local")
	}
	if e.Glob == nil {
		return ""
	}
	first := ""
	for _, pkg := range e.Glob(e.join(local, "Packages", "Claude_*")) {
		dir := e.join(pkg, "LocalCache", "Roaming", "Claude")
		if e.exists(e.join(dir, "claude_desktop_config.json")) {
			return dir
		}
		if first == "" {
			first = dir
		}
	}
	return first
}

func zed(e Env) string {
	switch e.GOOS {
	case "windows":
		return e.join(e.roaming(), "Zed", "settings.json")
	case "darwin":
		return e.join(e.Home, ".config", "zed", "settings.json")
	}
	return e.join(e.config(), "zed", "settings.json")
}

func codex(e Env) string {
	if dir := e.getenv("CODEX_HOME"); dir != "" {
		return e.join(dir, "config.toml")
	}
	return e.join(e.Home, ".codex", "config.toml")
}
