package hints

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Doubt is a line that Go accepts and that most likely means something else than its
// writer thinks.
type Doubt struct {
	Line int // of the program, from 1
	Text string
}

// Doubts reads a program that compiles, and returns what is doubtful in the lines of a
// cell. owner says of each line of the program which cell it belongs to, 0 for none.
func Doubts(program []string, cell int, owner func(line int) int) (doubts []Doubt) {
	d := doubter{trouble: trouble{code: program, set: token.NewFileSet()}, owner: owner}
	d.mine = func(line int) bool { return owner(line) == cell }
	d.file, _ = parser.ParseFile(d.set, "", strings.Join(program, "\n"), parser.ParseComments|parser.SkipObjectResolution)
	if d.file == nil {
		return nil
	}
	d.ints = ints(d.file)
	for _, group := range d.file.Comments {
		for _, comment := range group.List {
			d.comment(comment)
		}
	}
	ast.Inspect(d.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			d.binary(n)
		case *ast.CallExpr:
			d.call(n)
		case *ast.ExprStmt:
			d.statement(n)
		case *ast.AssignStmt:
			d.assignment(n)
		case *ast.CompositeLit:
			d.list(n.Elts, 1)
		case *ast.ValueSpec:
			if len(n.Values) > len(n.Names) {
				d.list(n.Values, 2)
			}
		}
		return true
	})
	d.judged()
	d.unshown()
	slices.SortStableFunc(d.found, func(a, b Doubt) int { return a.Line - b.Line })
	return d.found
}

type doubter struct {
	trouble
	owner func(int) int
	mine  func(int) bool
	ints  []string
	found []Doubt
}

func (d *doubter) doubt(n ast.Node, text string) {
	line := d.set.Position(n.Pos()).Line
	if d.mine(line) && !slices.ContainsFunc(d.found, func(o Doubt) bool { return o.Line == line }) {
		d.found = append(d.found, Doubt{line, text})
	}
}

// binary looks for ^ as a power, and for divisions of whole numbers that lose all or
// part of what they should give.
func (d *doubter) binary(b *ast.BinaryExpr) {
	x, y := ast.Unparen(b.X), ast.Unparen(b.Y)
	left, isLeft := x.(*ast.BasicLit)
	right, isRight := y.(*ast.BasicLit)
	switch b.Op {
	case token.XOR:
		plain := isRight && !strings.HasPrefix(right.Value, "0x")
		if _, name := y.(*ast.Ident); !plain && !name {
			return
		}
		power := code(written(b.X) + " * " + written(b.X))
		if !isRight || right.Value != "2" {
			power = code("math.Pow(" + floats(b.X) + ", " + floats(b.Y) + ")")
		}
		d.doubt(b, code(written(b))+" is no power in Go: ^ compares the bits of two whole numbers, and 3^2 is 1. A power is "+power+".")
	case token.QUO:
		if !isLeft || left.Kind != token.INT {
			return
		}
		switch {
		case isRight && right.Kind == token.INT:
			p, q := constant.MakeFromLiteral(left.Value, token.INT, 0), constant.MakeFromLiteral(right.Value, token.INT, 0)
			if constant.Sign(q) == 0 || constant.Sign(constant.BinaryOp(p, token.REM, q)) == 0 {
				return
			}
			whole := constant.BinaryOp(p, token.QUO_ASSIGN, q).String()
			d.doubt(b, code(written(b))+" divides whole numbers, and is "+whole+" in Go. With its fraction it is "+code(left.Value+".0 / "+right.Value)+".")
		case slices.Contains(d.ints, written(y)) || isLen(y):
			d.doubt(b, code(written(b))+" divides whole numbers, and leaves the rest out: 1/3 is 0. With its fraction it is "+code(left.Value+" / "+floats(y))+".")
		}
	}
}

var (
	divisor = regexp.MustCompile(`^//\s*(\d[\d_.]*|len\(\w+\)|\w+)\s*\)?((?:\s*[-+*/]\s*[\w.\[\]()]+)*)\s*$`)
	operand = regexp.MustCompile(`(?:[\w.]+|\))\s*$`)
	verb    = regexp.MustCompile(`%[-+]?[\d.]*[dfgsvqteT]`)
)

// comment looks for // as a division: what stands behind it is a number, a length, or a
// name of the same line's function.
func (d *doubter) comment(c *ast.Comment) {
	at := d.set.Position(c.Pos())
	m := divisor.FindStringSubmatch(c.Text)
	if m == nil || at.Line > len(d.code) {
		return
	}
	before := bare(d.code[at.Line-1][:at.Column-1])
	if !strings.Contains(before, "=") && !strings.Contains(before, "(") && !strings.Contains(before, "return") || !operand.MatchString(before) {
		return
	}
	const note = "What follows // is a note in Go, and isn't computed. "
	switch {
	case m[1][0] <= '9', strings.HasPrefix(m[1], "len("), slices.Contains(d.ints, m[1]):
		d.doubt(c, note+dividesWhole)
	case (m[2] != "" || strings.Contains(before, "return")) && d.isParameter(m[1]):
		d.doubt(c, note+"math.Floor(x / y) leaves the rest out.")
	}
}

// isParameter says whether a function of the program has a parameter of this name.
func (d *doubter) isParameter(name string) (is bool) {
	ast.Inspect(d.file, func(n ast.Node) bool {
		if f, ok := n.(*ast.FuncType); ok {
			for _, field := range f.Params.List {
				is = is || slices.ContainsFunc(field.Names, func(id *ast.Ident) bool { return id.Name == name })
			}
		}
		return true
	})
	return is
}

// call looks for Go's own print, for a format that Println doesn't know, for functions
// that are printed instead of called, and for numbers with a comma.
func (d *doubter) call(c *ast.CallExpr) {
	name := written(c.Fun)
	if text, ok := firstText(c.Args); ok && strings.HasPrefix(name, "fmt.Print") && len(c.Args) == 1 {
		d.braces(c, text.Value)
	}
	var args []string
	for _, arg := range c.Args {
		args = append(args, written(arg))
	}
	switch name {
	case "print", "println":
		d.doubt(c, code(name)+" is for Go's own makers: it writes where errors stand, and numbers as +1.500000e+000. Write "+code("fmt.Println("+strings.Join(args, ", ")+")")+".")
	case "string":
		if len(c.Args) == 1 && (slices.Contains(d.ints, args[0]) || isLen(c.Args[0])) {
			d.doubt(c, code(written(c))+" is the letter with this number. The number as a text is "+code("fmt.Sprint("+args[0]+")")+".")
		}
	case "fmt.Println", "fmt.Print":
		for _, arg := range c.Args {
			if id, ok := arg.(*ast.Ident); ok && d.isFunc(id.Name) && !d.isLocal(id) {
				d.doubt(c, code(id.Name)+" is a function, and this prints where it lies in memory. What it returns has brackets: "+code(id.Name+"(…)"))
			}
		}
		if text, ok := firstText(c.Args); ok && verb.MatchString(text.Value) && len(c.Args) > 1 {
			d.doubt(c, "Println prints "+verb.FindString(text.Value)+" as it stands. fmt.Printf fills it in: "+code(`fmt.Printf("`+strings.Trim(text.Value, "\"`")+`\n", `+strings.Join(args[1:], ", ")+")"))
		}
		d.list(c.Args, 2)
	default:
		d.format(c)
		d.list(c.Args, 2)
	}
}

// braces looks for Python's way to put a value into a text.
func (d *doubter) braces(c *ast.CallExpr, text string) {
	var values []string
	format := inBraces.ReplaceAllStringFunc(strings.Trim(text, "\"`"), func(part string) string {
		m := inBraces.FindStringSubmatch(part)
		values = append(values, m[1])
		if m[2] == "" {
			return "%v"
		}
		return "%" + strings.TrimLeft(m[2], ":,>")
	})
	if len(values) > 0 {
		d.doubt(c, "What stands in braces is printed as it stands. fmt.Printf fills a value in for a %: "+code(`fmt.Printf("`+format+`", `+strings.Join(values, ", ")+")"))
	}
}

var inBraces = regexp.MustCompile(`\{([A-Za-z_]\w*)(:[.,<>\d]*[defgs]?)?\}`)

// isLocal says whether a name is made in the function in which it is used.
func (d *doubter) isLocal(id *ast.Ident) bool {
	return slices.ContainsFunc(d.file.Decls, func(decl ast.Decl) bool {
		f, ok := decl.(*ast.FuncDecl)
		return ok && f.Pos() <= id.Pos() && id.Pos() < f.End() &&
			slices.ContainsFunc(makings(f), func(m making) bool { return m.name.Name == id.Name })
	})
}

// unshown looks for a cell that makes a figure and doesn't show it, as the last line of
// a cell is shown in Python.
func (d *doubter) unshown() {
	for _, decl := range d.file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Name.Name != "main" || f.Body == nil || len(f.Body.List) == 0 {
			continue
		}
		made, shown := false, false
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if of, ok := n.(*ast.SelectorExpr); ok {
				made = made || written(of.X) == "chart"
				shown = shown || written(of.X) == "display"
			}
			return true
		})
		last, ok := f.Body.List[len(f.Body.List)-1].(*ast.ExprStmt)
		if ok && made && !shown && !strings.HasPrefix(written(last.X), "fmt.") {
			d.doubt(last, "A figure is drawn where it is shown: "+code("display.Show("+written(last.X)+")"))
		}
	}
}

// statement looks for a call whose value nothing takes.
func (d *doubter) statement(s *ast.ExprStmt) {
	call, ok := s.X.(*ast.CallExpr)
	if !ok {
		return
	}
	name, text := written(call.Fun), written(call)
	of, _, _ := strings.Cut(name, ".")
	if of == "chart" {
		d.doubt(s, "A figure is drawn where it is shown: "+code("display.Show("+text+")"))
		return
	}
	if of != "math" && of != "strconv" && !strings.HasPrefix(name, "fmt.Sprint") && !d.returnsOne(name) {
		return
	}
	d.doubt(s, code(text)+" gives a value, and nothing shows or keeps it. "+code("fmt.Println("+text+")")+" shows it.")
}

// returnsOne says whether a function of the program returns one value, and not an error.
func (d *doubter) returnsOne(name string) bool {
	return slices.ContainsFunc(d.file.Decls, func(decl ast.Decl) bool {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Recv != nil || f.Name.Name != name || f.Type.Results == nil || f.Type.Results.NumFields() != 1 {
			return false
		}
		return written(f.Type.Results.List[0].Type) != "error"
	})
}

// assignment looks for =- and =+, which set a value where -= and += change one.
func (d *doubter) assignment(a *ast.AssignStmt) {
	if a.Tok != token.ASSIGN || len(a.Rhs) != 1 {
		return
	}
	u, ok := a.Rhs[0].(*ast.UnaryExpr)
	if !ok || u.Op != token.SUB && u.Op != token.ADD {
		return
	}
	sign, value := d.set.Position(u.Pos()), d.set.Position(u.X.Pos())
	if equals := d.set.Position(a.TokPos); sign.Column == equals.Column+1 && value.Column > sign.Column+1 {
		d.doubt(a, "="+u.Op.String()+" sets "+written(a.Lhs[0])+" to "+u.Op.String()+written(u.X)+". What changes it by so much is "+code(written(a.Lhs[0])+" "+u.Op.String()+"= "+written(u.X))+".")
	}
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

func firstText(args []ast.Expr) (*ast.BasicLit, bool) {
	if len(args) == 0 {
		return nil, false
	}
	text, ok := args[0].(*ast.BasicLit)
	return text, ok && text.Kind == token.STRING
}

func (d *doubter) isFunc(name string) bool {
	return slices.ContainsFunc(d.file.Decls, func(decl ast.Decl) bool {
		f, ok := decl.(*ast.FuncDecl)
		return ok && f.Recv == nil && f.Name.Name == name
	})
}

// list looks for numbers with a comma in them, which are two. Who puts no space behind
// any comma of a list means several; who puts one behind some means one number where
// there is none. Up to so many values without any space are doubted all the same: 0,0
// in braces are two, a start for two parameters.
func (d *doubter) list(values []ast.Expr, few int) {
	tight, loose, zeros := -1, false, false
	for i := 1; i < len(values); i++ {
		a, b := d.set.Position(values[i-1].End()), d.set.Position(values[i].Pos())
		one, two := number(values[i-1]), number(leftmost(values[i]))
		zeros = zeros || one && two && thousand.MatchString(written(values[i]))
		switch {
		case a.Line == b.Line && b.Column-a.Column == 1 && one && two:
			if tight < 0 {
				tight = i
			}
		default:
			loose = true
		}
	}
	if tight < 0 || !loose && !zeros && len(values) > few {
		return
	}
	text := ""
	for i := tight; i < len(values); i++ {
		a, b := d.set.Position(values[i-1].End()), d.set.Position(values[i].Pos())
		if b.Column-a.Column != 1 || a.Line != b.Line {
			break
		}
		if text == "" {
			text = written(values[i-1])
		}
		text += "," + written(leftmost(values[i]))
	}
	if hint := twoNumbers(text); hint != "" {
		d.doubt(values[tight-1], hint)
	}
}

// thousand is the end of a large number that Go reads as one of its own.
var thousand = regexp.MustCompile(`^0\d\d$`)

func number(e ast.Expr) bool {
	literal, ok := e.(*ast.BasicLit)
	return ok && (literal.Kind == token.INT || literal.Kind == token.FLOAT)
}

// leftmost returns that with which a calculation begins.
func leftmost(e ast.Expr) ast.Expr {
	if b, ok := e.(*ast.BinaryExpr); ok {
		return leftmost(b.X)
	}
	return e
}
