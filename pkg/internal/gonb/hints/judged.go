package hints

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// judged looks for an answer that an exercise's check takes from another cell than the
// one that runs: the kernel remembers it after it was renamed or deleted there.
func (d *doubter) judged() {
	checks := false
	answers := map[string]bool{}        // what the checks of this cell judge
	var used []*ast.Ident               // in this cell
	declared := map[string]*ast.Ident{} // in this cell, at the top
	at := map[string]int{}              // where in the program something is declared
	for _, decl := range d.file.Decls {
		for _, name := range names(decl) {
			line := d.set.Position(name.Pos()).Line
			at[name.Name] = line
			if d.mine(line) && name.Name != "main" {
				declared[name.Name] = name
			}
		}
	}
	ast.Inspect(d.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			of, name, _ := strings.Cut(written(n.Fun), ".")
			if of != "check" && of != "exercise" || !d.mine(d.set.Position(n.Pos()).Line) {
				break
			}
			checks = true
			// What is judged mostly comes first, behind a text that says what it is.
			args := n.Args
			if _, text := firstText(args); text {
				args = args[1:]
			}
			own := slices.ContainsFunc(args, func(arg ast.Expr) bool { return declared[written(arg)] != nil })
			if len(args) > 0 && !own && !strings.Contains(name, ".") {
				answers[written(args[0])] = true
			}
		case *ast.Ident:
			if d.mine(d.set.Position(n.Pos()).Line) && declared[n.Name] != n {
				used = append(used, n)
			}
		}
		return true
	})
	if !checks {
		return
	}
	idle := func(name string) bool {
		return !slices.ContainsFunc(used, func(id *ast.Ident) bool { return id.Name == name })
	}
	for _, id := range used {
		line, known := at[id.Name]
		if !known || d.mine(line) || d.owner(line) <= 0 {
			continue
		}
		like := ""
		for name := range declared {
			if idle(name) && alike(name, id.Name) {
				like = name
			}
		}
		if like == "" && !answers[id.Name] && (!strings.HasPrefix(id.Name, "my") || inside(d.file, declared, id)) {
			continue
		}
		text := fmt.Sprintf("%s doesn't stand in this cell: what is judged is what cell [%d] declared.", code(id.Name), d.owner(line))
		if like != "" {
			text += " Here stands " + code(like) + "."
		}
		d.doubt(id, text+" A cell with "+code("%rm "+id.Name)+" makes the kernel forget it.")
	}
}

// inside says whether a name is used by what the cell itself declares: an answer may
// call one that was given before.
func inside(file *ast.File, declared map[string]*ast.Ident, id *ast.Ident) bool {
	return slices.ContainsFunc(file.Decls, func(decl ast.Decl) bool {
		f, ok := decl.(*ast.FuncDecl)
		return ok && declared[f.Name.Name] == f.Name && f.Pos() <= id.Pos() && id.Pos() < f.End()
	})
}

// names are those that a declaration at the top makes.
func names(decl ast.Decl) (all []*ast.Ident) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Recv == nil {
			all = append(all, decl.Name)
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.ValueSpec:
				all = append(all, spec.Names...)
			case *ast.TypeSpec:
				all = append(all, spec.Name)
			}
		}
	}
	return all
}

// alike says whether one name is likely what became of another.
func alike(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	return a == b || oneApart(a, b) || same >= 5
}
