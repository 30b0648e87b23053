package syntax
import "github.com/usepaso/usepaso/analysis/source"
func sourceEdit(i int) source.Edit { return source.Edit{Span: source.Range(i,i), New:"x"} }
