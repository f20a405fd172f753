package notebook

import (
	"slices"
	"testing"
)

func TestParts(t *testing.T) {
	tests := []struct{ name, source, declares, does string }{
		{"both", "var x = 1\n\n%%\nfmt.Println(x)", "var x = 1\n\n\n\n", "\n\n\nfmt.Println(x)\n"},
		{"declarations alone", "var x = 1", "var x = 1\n", ""},
		{"commands", "!rm -rf x\n%autoget \\\nx\nvar x = 1\n%% a b\nf()", "\n\n\nvar x = 1\n\n\n", "\n\n\n\n\nf()\n"},
		{"a shell's cell", "%%bash\nrm x", "", ""},
		{"nothing", "", "\n", ""},
	}
	for _, test := range tests {
		declares, does := Cell{Type: "code", Source: test.source}.Parts()
		if declares != test.declares || does != test.does {
			t.Errorf("%s: %q and %q, want %q and %q", test.name, declares, does, test.declares, test.does)
		}
	}
	if declares, does := (Cell{Type: "markdown", Source: "var x = 1"}).Parts(); declares+does != "" {
		t.Errorf("markdown has %q and %q", declares, does)
	}
}

func TestImports(t *testing.T) {
	tests := []struct {
		source string
		want   []string
	}{
		{"%noautoget\nimport (\n\t\"fmt\"\n\tg \"a/b/graph\"\n)\n", []string{"fmt", "a/b/graph"}},
		{"import \"math\"\n%%\nfmt.Println(math.Pi)", []string{"math"}},
		{"%%\nfmt.Println(1)", nil},
		{"import \"math\"\nfunc broken( {", []string{"math"}},
		{"no Go at all {", nil},
	}
	for _, test := range tests {
		if got := (Cell{Type: "code", Source: test.source}).Imports(); !slices.Equal(got, test.want) {
			t.Errorf("%q imports %v, want %v", test.source, got, test.want)
		}
	}
}
