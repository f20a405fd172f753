package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io"
	"path/filepath"
	"strings"

	"littlesteps/pkg/internal/web/toolchain"
)

// documentation returns the first sentence of what packages say of themselves and of what
// they export, by PACKAGE, PACKAGE.NAME and PACKAGE.TYPE.NAME.
func documentation(ctx context.Context, golang toolchain.Go, packages []string) (map[string]string, error) {
	listed, err := run(ctx, golang, append([]string{"list", "-json=ImportPath,Dir,GoFiles"}, packages...)...)
	if err != nil {
		return nil, err
	}
	said := map[string]string{}
	for list := json.NewDecoder(strings.NewReader(listed)); ; {
		var p struct {
			ImportPath, Dir string
			GoFiles         []string
		}
		if err := list.Decode(&p); errors.Is(err, io.EOF) {
			return said, nil
		} else if err != nil {
			return nil, err
		}
		files := token.NewFileSet()
		var parsed []*ast.File
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(files, filepath.Join(p.Dir, name), nil, parser.ParseComments)
			if err != nil {
				return nil, err
			}
			parsed = append(parsed, file)
		}
		documented, err := doc.NewFromFiles(files, parsed, p.ImportPath)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.ImportPath, err)
		}
		sentences(documented, said)
	}
}

// sentences adds what a package says.
func sentences(p *doc.Package, said map[string]string) {
	say := func(name, text string) {
		if sentence := p.Synopsis(text); sentence != "" {
			said[name] = sentence
		}
	}
	say(p.ImportPath, p.Doc)
	values := func(all []*doc.Value) {
		for _, v := range all {
			for _, spec := range v.Decl.Specs {
				spec := spec.(*ast.ValueSpec)
				for _, name := range spec.Names {
					beside := spec.Comment.Text()
					if strings.HasPrefix(beside, "http") {
						beside = ""
					}
					say(p.ImportPath+"."+name.Name, or(spec.Doc.Text(), or(beside, v.Doc)))
				}
			}
		}
	}
	funcs := func(before string, all []*doc.Func) {
		for _, f := range all {
			say(before+f.Name, f.Doc)
		}
	}
	values(p.Consts)
	values(p.Vars)
	funcs(p.ImportPath+".", p.Funcs)
	for _, t := range p.Types {
		say(p.ImportPath+"."+t.Name, t.Doc)
		values(t.Consts)
		values(t.Vars)
		funcs(p.ImportPath+".", t.Funcs)
		funcs(p.ImportPath+"."+t.Name+".", t.Methods)
	}
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
