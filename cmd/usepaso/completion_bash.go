package main

import (
	"io"

	"github.com/spf13/cobra"
)

// withoutPackage stands in for what the script takes from the package
// bash-completion, which macOS and bare installations lack: the words up to the
// cursor, undivided at = and :, and the names of files. A package that is loaded
// later is preferred.
const withoutPackage = `
if ! declare -F _get_comp_words_by_ref >/dev/null 2>&1; then
    __usepaso_init_completion()
    {
        local line=${COMP_LINE:0:COMP_POINT}
        COMPREPLY=()
        read -ra words <<<"$line"
        [[ $line == *[[:space:]] ]] && words+=("")
        cword=$((${#words[@]} - 1))
        cur=${words[cword]}
        prev=${words[cword > 0 ? cword - 1 : 0]}
    }
fi
if ! declare -F _filedir >/dev/null 2>&1; then
    _filedir()
    {
        [[ $(type -t compopt) == builtin ]] && compopt -o filenames
        local IFS=$'\n'
        COMPREPLY+=($(compgen -f -- "$cur"))
    }
fi
`

// writeBashCompletion writes the script for bash.
func writeBashCompletion(w io.Writer, root *cobra.Command) error {
	if err := root.GenBashCompletionV2(w, true); err != nil {
		return err
	}
	_, err := io.WriteString(w, withoutPackage)
	return err
}
