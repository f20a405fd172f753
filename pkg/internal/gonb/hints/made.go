package hints

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// A making is a place where a program makes a name.
type making struct {
	name  *ast.Ident
	by    ast.Node // *ast.Field, *ast.ValueSpec, *ast.AssignStmt or *ast.RangeStmt
	kind  ast.Expr // its type; nil where none is written
	value ast.Expr // what it is made of; nil where no value is its own
}

// makings lists where parameters, fields and variables are made below a node, in order.
func makings(root ast.Node) (all []making) {
	add := func(by ast.Node, name, kind, value ast.Expr) {
		if id, ok := name.(*ast.Ident); ok && id.Name != "_" {
			all = append(all, making{id, by, kind, value})
		}
	}
	at := func(values []ast.Expr, i, names int) ast.Expr {
		if len(values) != names {
			return nil
		}
		return values[i]
	}
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				add(n, name, n.Type, nil)
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				add(n, name, n.Type, at(n.Values, i, len(n.Names)))
			}
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if n.Tok == token.DEFINE {
					add(n, left, nil, at(n.Rhs, i, len(n.Lhs)))
				}
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				add(n, n.Key, nil, nil)
				add(n, n.Value, nil, nil)
			}
		}
		return true
	})
	return all
}

// ofName returns the makings of a name in the program.
func (t *trouble) ofName(name string) []making {
	if t.file == nil {
		return nil
	}
	return slices.DeleteFunc(makings(t.file), func(m making) bool { return m.name.Name != name })
}

// ints returns the names that are whole numbers, by how they are made: a parameter of
// that type, a number without a fraction, a length, or what a loop counts. A name that is
// something else elsewhere is in doubt, and not among them.
func ints(file *ast.File) (names []string) {
	if file == nil {
		return nil
	}
	other := map[string]bool{}
	for _, m := range makings(file) {
		loop, counts := m.by.(*ast.RangeStmt)
		counts = counts && loop.Key == ast.Expr(m.name)
		if m.kind != nil && written(m.kind) == "int" || m.kind == nil && (isInteger(m.value) || isLen(m.value)) || counts {
			names = append(names, m.name.Name)
		} else {
			other[m.name.Name] = true
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return other[name] })
}

// isInteger says whether an expression is a written whole number.
func isInteger(e ast.Expr) bool {
	literal, ok := e.(*ast.BasicLit)
	return ok && literal.Kind == token.INT
}

// isLen says whether an expression is a length, and so a whole number.
func isLen(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	return ok && written(call.Fun) == "len"
}

// isInt says whether a name is known to be a whole number: by how it is made, in the
// program, wherever that may be.
func (t *trouble) isInt(name string) bool { return slices.Contains(ints(t.file), name) }

// isList says whether a name is made as a list: with its type, by its values, or by what
// makes lists.
func (t *trouble) isList(name string) bool {
	list := func(e ast.Expr) bool { _, ok := e.(*ast.ArrayType); return ok }
	return slices.ContainsFunc(t.ofName(name), func(m making) bool {
		switch e := m.value.(type) {
		case *ast.CompositeLit:
			return list(e.Type)
		case *ast.CallExpr:
			function := written(e.Fun)
			return function == "append" || function == "make" && len(e.Args) > 0 && list(e.Args[0]) || strings.Contains(written(e), "data.Floats(")
		}
		return list(m.kind)
	})
}

// whereMade speaks of a whole number that was meant as a float, where it is made; "" where
// a conversion is what is missing.
func (t *trouble) whereMade(name string) string {
	return cmp.Or(t.divided(name), t.meantAsFloat(name))
}

// divided speaks of a name that a division of whole numbers has made 0, or too small.
func (t *trouble) divided(name string) string {
	for _, m := range t.ofName(name) {
		if b, ok := m.value.(*ast.BinaryExpr); ok && b.Op == token.QUO && isInteger(b.X) && isInteger(b.Y) {
			x, y := written(b.X), written(b.Y)
			return code(name) + " is a whole number: " + code(x+" / "+y) + " leaves the rest out, and 1/3 is 0. With its fraction it is " + code(x+".0 / "+y) + ", where " + code(name) + " is made."
		}
	}
	return ""
}

// meantAsFloat speaks of a name beside floats that was made of a written whole number, and
// counts nothing: it was meant as a float itself.
func (t *trouble) meantAsFloat(name string) string {
	make := t.withFraction(name)
	if make == "" || counters.MatchString(name) || t.countsWith(name) {
		return ""
	}
	return code(name) + " was made as a whole number (int), which doesn't mix with float64. Make it with a fraction: " + code(make)
}

// withFraction returns how a variable is made of a written whole number, with a fraction
// in its place, such as "start := 0.0"; "" where it isn't made so.
func (t *trouble) withFraction(name string) string {
	for _, m := range t.ofName(name) {
		_, above := m.by.(*ast.ValueSpec)
		switch {
		case !isInteger(m.value):
		case above:
			return "var " + name + " = " + written(m.value) + ".0"
		default:
			return name + " := " + written(m.value) + ".0"
		}
	}
	return ""
}

// countsWith says whether a name is used as whole numbers are: as a place, in the head of
// a loop, with ++, or in another line's call, which may want one.
func (t *trouble) countsWith(name string) (is bool) {
	used := func(e ast.Node) {
		ast.Inspect(e, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			is = is || ok && id.Name == name
			return true
		})
	}
	ast.Inspect(t.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.RangeStmt:
			used(n.X)
		case *ast.ForStmt:
			if n.Cond != nil {
				used(n.Cond)
			}
		case *ast.IndexExpr:
			used(n.Index)
		case *ast.IncDecStmt:
			used(n.X)
		case *ast.CallExpr:
			of, _, _ := strings.Cut(written(n.Fun), ".")
			if of != "fmt" && of != "math" && of != "float64" && t.set.Position(n.Pos()).Line != t.line {
				used(n)
			}
		}
		return true
	})
	return is
}

// tooNarrow speaks of what was made for whole numbers and is given one with a fraction: a
// variable, a list, or what a function returns. "" is where nothing of it was made here.
func (t *trouble) tooNarrow(where string) string {
	switch {
	case where == "assignment":
		a, ok := at[*ast.AssignStmt](t)
		if ok && len(a.Lhs) == 1 && t.withFraction(written(a.Lhs[0])) != "" {
			return t.madeWhole(written(a.Lhs[0]))
		}
	case where == "argument to append":
		if call, ok := at[*ast.CallExpr](t); ok && len(call.Args) > 0 {
			list := written(call.Args[0])
			return code(list) + " was made as a list of whole numbers (int). Make it for fractions: " + code(list+" := []float64{}")
		}
	case where == "return statement":
		if f, ok := at[*ast.FuncDecl](t); ok && f.Type.Results.NumFields() == 1 {
			return "The head of " + code(f.Name.Name) + " says that it returns a whole number (int). For one with a fraction it says float64."
		}
	}
	return ""
}
