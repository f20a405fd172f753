// Package ask answers questions about Go code from what the compiler knows: what may
// stand at a place, and what stands there.
package ask

import (
	"cmd/compile/internal/syntax"
	"cmd/compile/internal/types2"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Main runs
//
//	ask complete|inspect IMPORTCFG DOCS LINE COLUMN FILE OTHER…
//
// Lines and columns count from 0, columns in units of UTF-16. DOCS is a file of JSON:
// for each PACKAGE.NAME and PACKAGE.TYPE.NAME the first sentence of its documentation. An
// answer of complete is JSON, {"Matches": […], "Replace": how many bytes before the place
// a match stands for}; that of inspect is Markdown, or nothing.
func Main() {
	if err := answer(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answer(args []string) error {
	if len(args) < 6 {
		return fmt.Errorf("ask: too few arguments: %q", args)
	}
	q := question{config: args[1], docs: args[2], others: args[6:]}
	line, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	column, err := strconv.Atoi(args[4])
	if err != nil {
		return err
	}
	text, err := os.ReadFile(args[5])
	if err != nil {
		return err
	}
	q.text = string(text)
	q.at = offset(q.text, line, column)
	if args[0] == "inspect" {
		_, err = os.Stdout.WriteString(q.inspect())
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(q.complete())
}

// A question is about a place in a file.
type question struct {
	text         string
	at           int      // in bytes
	config, docs string   // files
	others       []string // of the same package
}

// offset returns where a line's column is, in bytes.
func offset(text string, line, column int) int {
	at := 0
	for range line {
		end := strings.IndexByte(text[at:], '\n')
		if end < 0 {
			return len(text)
		}
		at += end + 1
	}
	for _, r := range text[at:] {
		if column <= 0 || r == '\n' {
			break
		}
		column -= 1 + max(0, utf8.RuneLen(r)-3) // two units where UTF-8 takes four bytes
		at += utf8.RuneLen(r)
	}
	return min(at, len(text))
}

func partOfName(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// name returns where the name at the place starts and ends.
func (q question) name() (from, to int) {
	from = len(strings.TrimRightFunc(q.text[:q.at], partOfName))
	rest := q.text[q.at:]
	return from, q.at + len(rest) - len(strings.TrimLeftFunc(rest, partOfName))
}

// mark ends the name of what is asked for: nobody declares such a one.
const mark = "ˑask"

// Completions are what may stand for the bytes before a place.
type Completions struct {
	Matches []string
	Replace int
}

func (q question) complete() Completions {
	from, to := q.name()
	found := Completions{Matches: []string{}, Replace: q.at - from}
	brackets := open(q.text[:q.at])
	inner := strings.TrimLeft(brackets, "}") // those inside the innermost block
	if i := strings.IndexByte(brackets, '}'); i >= 0 {
		inner = brackets[:i]
	}
	_, below, _ := strings.Cut(q.text[q.at:], "\n")
	// As it stands; with what is open closed before the line's end, or the file's.
	for _, text := range []string{
		q.text[:q.at] + mark + q.text[to:],
		q.text[:q.at] + mark + inner + "\n" + below,
		q.text[:q.at] + mark + brackets + "\n",
	} {
		p := q.check(text, false)
		matches := p.matches(q.text[from:q.at])
		if !p.broken || len(matches) > 0 {
			found.Matches = matches
		}
		if !p.broken {
			break
		}
	}
	return found
}

// open returns the brackets that close what a text leaves open, innermost first.
func open(text string) string {
	var closing []byte
	for i := 0; i < len(text); i++ {
		skip := func(end string) {
			if j := strings.Index(text[i+1:], end); j >= 0 {
				i += j + len(end)
			} else {
				i = len(text)
			}
		}
		switch c := text[i]; c {
		case '(':
			closing = append(closing, ')')
		case '[':
			closing = append(closing, ']')
		case '{':
			closing = append(closing, '}')
		case ')', ']', '}':
			if n := len(closing); n > 0 {
				closing = closing[:n-1]
			}
		case '`':
			skip("`")
		case '"', '\'':
			for i++; i < len(text) && text[i] != c && text[i] != '\n'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		case '/':
			switch {
			case strings.HasPrefix(text[i:], "//"):
				skip("\n")
			case strings.HasPrefix(text[i:], "/*"):
				skip("*/")
			}
		}
	}
	for i, j := 0, len(closing)-1; i < j; i, j = i+1, j-1 {
		closing[i], closing[j] = closing[j], closing[i]
	}
	return string(closing)
}

func (q question) inspect() string {
	from, to := q.name()
	if from == to {
		return ""
	}
	p := q.check(q.text, false)
	line := 1 + strings.Count(q.text[:from], "\n")
	column := from - strings.LastIndexByte(q.text[:from], '\n')
	var found types2.Object
	syntax.Inspect(p.file, func(n syntax.Node) bool {
		if name, ok := n.(*syntax.Name); ok && name.Pos().Line() == uint(line) && name.Pos().Col() == uint(column) {
			if found = p.info.Uses[name]; found == nil {
				found = p.info.Defs[name]
			}
		}
		return found == nil
	})
	if found == nil {
		return ""
	}
	text := "```go\n" + describe(found) + "\n```\n"
	if sentence := q.sentence(found); sentence != "" {
		text += "\n" + sentence + "\n"
	}
	return text
}

// sentence returns the first sentence of something's documentation.
func (q question) sentence(o types2.Object) string {
	data, err := os.ReadFile(q.docs)
	var docs map[string]string
	if err != nil || json.Unmarshal(data, &docs) != nil {
		return ""
	}
	if p, ok := o.(*types2.PkgName); ok {
		return docs[p.Imported().Path()]
	}
	if o.Pkg() == nil {
		return ""
	}
	key := o.Pkg().Path() + "."
	if f, ok := o.(*types2.Func); ok {
		if recv := f.Signature().Recv(); recv != nil {
			if named := namedOf(recv.Type()); named != nil {
				key += named.Obj().Name() + "."
			}
		}
	}
	return docs[key+o.Name()]
}
