// Command screenshot reads a terminal's screen with its colours (ANSI escapes) on
// standard input and writes it as a picture (SVG):
//
//	tmux capture-pane -p -e | go run ./.ci/screenshot >picture.svg
package main

import (
	"bufio"
	"fmt"
	"html"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	cellWidth, cellHeight = 8.4, 18
	background            = "#1e1e2e"
	foreground            = "#cdd6f4"
)

// style is how a run of characters is drawn.
type style struct {
	fg, bg                  string
	bold, underline, invert bool
}

var basic = []string{"#45475a", "#f38ba8", "#a6e3a1", "#f9e2af", "#89b4fa", "#cba6f7", "#94e2d5", "#bac2de",
	"#585b70", "#f38ba8", "#a6e3a1", "#f9e2af", "#89b4fa", "#cba6f7", "#94e2d5", "#ffffff"}

func main() {
	var rows []string
	width := 0
	in := bufio.NewScanner(os.Stdin)
	var body strings.Builder
	now := style{}
	for in.Scan() {
		columns := draw(&body, in.Text(), len(rows), &now)
		width = max(width, columns)
		rows = append(rows, in.Text())
	}
	w, h := float64(width)*cellWidth+24, len(rows)*cellHeight+24
	fmt.Printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14">`+"\n", w, h)
	fmt.Printf(`<rect width="100%%" height="100%%" rx="8" fill="%s"/><g transform="translate(12,12)">`+"\n%s</g></svg>\n", background, body.String())
}

// draw writes one row and returns its width in columns.
func draw(b *strings.Builder, line string, row int, now *style) int {
	column := 0
	for line != "" {
		if rest, ok := strings.CutPrefix(line, "\x1b["); ok {
			end := strings.IndexByte(rest, 'm')
			now.apply(rest[:end])
			line = rest[end+1:]
			continue
		}
		text, _, _ := strings.Cut(line, "\x1b[")
		line = line[len(text):]
		run(b, text, row, column, *now)
		column += utf8.RuneCountInString(text)
	}
	return column
}

func run(b *strings.Builder, text string, row, column int, s style) {
	fg, bg := s.fg, s.bg
	if fg == "" {
		fg = foreground
	}
	if s.invert {
		fg, bg = background, fg
	}
	x, width := float64(column)*cellWidth, float64(utf8.RuneCountInString(text))*cellWidth
	if bg != "" {
		fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", x, row*cellHeight, width, cellHeight, bg)
	}
	if strings.TrimSpace(text) == "" {
		return
	}
	extra := ""
	if s.bold {
		extra += ` font-weight="bold"`
	}
	if s.underline {
		extra += ` text-decoration="underline"`
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%d" textLength="%.1f" fill="%s" xml:space="preserve"%s>%s</text>`+"\n", x, row*cellHeight+14, width, fg, extra, html.EscapeString(text))
}

// apply changes the style by the parameters of one escape sequence.
func (s *style) apply(parameters string) {
	list := strings.FieldsFunc(parameters, func(r rune) bool { return r == ';' || r == ':' })
	if len(list) == 0 {
		*s = style{}
	}
	for i := 0; i < len(list); i++ {
		n, err := strconv.Atoi(list[i])
		if err != nil {
			continue
		}
		switch {
		case n == 0:
			*s = style{}
		case n == 1:
			s.bold = true
		case n == 4:
			s.underline = true
		case n == 7:
			s.invert = true
		case n == 22:
			s.bold = false
		case n == 24:
			s.underline = false
		case n == 27:
			s.invert = false
		case n >= 30 && n <= 37:
			s.fg = basic[n-30]
		case n >= 90 && n <= 97:
			s.fg = basic[n-82]
		case n >= 40 && n <= 47:
			s.bg = basic[n-40]
		case n == 39:
			s.fg = ""
		case n == 49:
			s.bg = ""
		case n == 38 || n == 48 || n == 58:
			color, used := extended(list[i+1:])
			if i += used; n == 38 {
				s.fg = color
			} else if n == 48 {
				s.bg = color
			}
		}
	}
}

// extended reads "2;r;g;b" or "5;n" and returns the colour and how many parameters it took.
func extended(list []string) (string, int) {
	number := func(i int) int {
		if i >= len(list) {
			return 0
		}
		n, _ := strconv.Atoi(list[i])
		return n
	}
	if number(0) == 2 {
		return fmt.Sprintf("#%02x%02x%02x", number(1), number(2), number(3)), 4
	}
	switch n := number(1); {
	case n < 16:
		return basic[n], 2
	case n < 232:
		level := func(v int) int { return []int{0, 95, 135, 175, 215, 255}[v] }
		n -= 16
		return fmt.Sprintf("#%02x%02x%02x", level(n/36), level(n/6%6), level(n%6)), 2
	default:
		return fmt.Sprintf("#%02x%02x%02x", 8+10*(n-232), 8+10*(n-232), 8+10*(n-232)), 2
	}
}
