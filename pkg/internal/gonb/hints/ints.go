package hints

import (
	"go/ast"
	"go/token"
	"slices"
)

// ints returns the names that are whole numbers, by how they are made: a parameter of
// that type, a number without a fraction, a length, or what a loop counts.
func ints(file *ast.File) (names []string) {
	if file == nil {
		return nil
	}
	whole := func(e ast.Expr) bool {
		literal, ok := e.(*ast.BasicLit)
		return ok && literal.Kind == token.INT || isLen(e)
	}
	add := func(e ast.Node) {
		if id, ok := e.(*ast.Ident); ok && id != nil && id.Name != "_" {
			names = append(names, id.Name)
		}
	}
	other := map[string]bool{} // a name that is something else elsewhere is in doubt
	not := func(e ast.Node) {
		if id, ok := e.(*ast.Ident); ok && id != nil {
			other[id.Name] = true
		}
	}
	typed := func(kind ast.Expr, of []*ast.Ident) {
		for _, name := range of {
			if id, ok := kind.(*ast.Ident); ok && id.Name == "int" {
				add(name)
			} else {
				not(name)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			typed(n.Type, n.Names)
		case *ast.ValueSpec:
			if n.Type != nil {
				typed(n.Type, n.Names)
				break
			}
			for i, name := range n.Names {
				if i < len(n.Values) && whole(n.Values[i]) {
					add(name)
				} else {
					not(name)
				}
			}
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				break
			}
			for i, left := range n.Lhs {
				if len(n.Rhs) == len(n.Lhs) && whole(n.Rhs[i]) {
					add(left)
				} else {
					not(left)
				}
			}
		case *ast.RangeStmt:
			add(n.Key)
			if n.Value != nil {
				not(n.Value)
			}
		}
		return true
	})
	return slices.DeleteFunc(names, func(name string) bool { return other[name] })
}

// isLen says whether an expression is a length, and so a whole number.
func isLen(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	name, ok := call.Fun.(*ast.Ident)
	return ok && name.Name == "len"
}
