package request

import "strings"

// Curl returns a command for POSIX shells that sends the request. It reads the
// secret from its environment variable. A secret in the query needs curl 7.87.
func (r *Request) Curl() string {
	lines := []string{"curl " + r.curlMethod() + r.curlURL()}
	if r.Auth.In == "header" && r.isBasic() {
		lines = append(lines, "-u "+r.secret())
	}
	for _, f := range r.Header {
		lines = append(lines, "-H "+quote(f.Name+": "+f.Value))
	}
	switch {
	case r.Auth.In == "query": // curl encodes what stands behind the "="
		lines = append(lines, "--url-query "+quote(escape(r.Auth.Name, unreserved)+"=")+r.secret())
	case r.Auth.In == "cookie":
		lines = append(lines, "-H "+quote("Cookie: "+r.Auth.Name+"=")+r.secret())
	case r.Auth.In == "header" && !r.isBasic():
		lines = append(lines, "-H "+quote(r.Auth.Name+": "+r.Auth.prefixed(""))+r.secret())
	}
	if r.Body != nil {
		lines = append(lines, "--data-raw "+quote(string(r.Body)))
	}
	return strings.Join(lines, " \\\n  ") + "\n"
}

func (r *Request) curlMethod() string {
	if r.Method == "GET" && r.Body == nil {
		return ""
	}
	return "-X " + r.Method + " "
}

// curlURL is the quoted URL. Curl would expand brackets and braces, and resolve
// dots, where it is not told otherwise.
func (r *Request) curlURL() string {
	flags := ""
	if strings.ContainsAny(r.URL, "[]{}") {
		flags = "--globoff "
	}
	if strings.Contains(r.URL, "/.") {
		flags += "--path-as-is "
	}
	return flags + quote(r.URL)
}

// isBasic reports whether curl's -u says the same as the declared header.
func (r *Request) isBasic() bool {
	return r.Auth.Kind == "basic" && strings.EqualFold(r.Auth.Name, "Authorization")
}

// secret is the shell's expression for the secret.
func (r *Request) secret() string {
	name := r.Auth.Variable
	variable := `"$` + name + `"`
	if name == "" || strings.Trim(name, letters+"_") != "" || strings.IndexByte("0123456789", name[0]) >= 0 {
		variable = `"$(printenv ` + quote(name) + `)"`
	}
	if r.Auth.Kind == "basic" && !r.isBasic() {
		return `"$(printf %s ` + variable + ` | base64 | tr -d '\n')"`
	}
	return variable
}

// quote makes one word of a text for a POSIX shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
