package faults

// List is what a kernel is tried with.
var List = []Fault{
	// Syntax.
	{Name: "statement above %%", Cells: []string{"fmt.Println(1)"}, Kind: "CompileError", Line: 1, Says: []string{"Statements stand below a line with %% alone"}},
	{Name: "function below %%", Cells: []string{"%%\nfunc f() {\n}"}, Kind: "CompileError", Line: 2, Says: []string{"Is this a func below %%?"}},
	{Name: "import below %%", Cells: []string{"%%\nimport \"math\""}, Kind: "CompileError", Line: 2, Says: []string{"Imports stand in the first code cell"}},
	{Name: "brace left open below %%", Cells: []string{"%%\nfor i := range 3 {\n\tfmt.Println(i)\n"}, Kind: "CompileError", Line: 2, Says: []string{"This { is never closed."}},
	{Name: "brace left open in a function", Cells: []string{"func f() {\n\tif true {\n\t\tfmt.Println(1)\n}\n\n%%\nf()"}, Kind: "CompileError", Line: 2, Says: []string{"This { is never closed."}},
	{Name: "raw string left open", Cells: []string{"%%\nfmt.Println(`one\ntwo)"}, Kind: "CompileError", Line: 2, Says: []string{"never ends"}},
	{Name: "comment left open", Cells: []string{"%%\nfmt.Println(1)\n/* two"}, Kind: "CompileError", Line: 3, Says: []string{"never ends"}},
	{Name: "string left open", Cells: []string{"%%\nfmt.Println(\"one)"}, Kind: "CompileError", Line: 2},
	{Name: "bracket too many", Cells: []string{"%%\nfmt.Println(1))"}, Kind: "CompileError", Line: 2},
	{Name: "two %%", Cells: []string{"%%\nfmt.Println(1)\n%%\nfmt.Println(2)"}, Kind: "Refused", Line: 3, Says: []string{"a second %%"}},
	{Name: "code beside %%", Cells: []string{"%% fmt.Println(1)"}, Kind: "Refused", Line: 1, Says: []string{"lines of its own"}},
	{Name: "C", Cells: []string{"import \"C\"\n%%\nfmt.Println(1)"}, Kind: "Refused", Line: 1, Says: []string{"needs a C compiler"}},
	{Name: "embed", Cells: []string{"import _ \"embed\"\n\n//go:embed a.txt\nvar text string"}, Kind: "Refused", Line: 3, Says: []string{"os.ReadFile"}},
	// Types and names.
	{Name: "undefined", Cells: []string{"%%\nfmt.Println(slope)"}, Kind: "CompileError", Line: 2, Says: []string{"undefined: slope", "Is it spelled as where it is declared"}},
	{Name: "unused", Cells: []string{"%%\nx := 1\ny := 2\nfmt.Println(y)"}, Kind: "CompileError", Line: 2, Says: []string{"declared and not used: x", "use it, or take it out"}},
	{Name: "mismatched types", Cells: []string{"%%\nn := 2\nfmt.Println(1.5 * float64(n) * n)"}, Kind: "CompileError", Line: 3, Says: []string{"mismatched types"}},
	{Name: "message with angles", Cells: []string{"type b struct{}\n\n%%\nvar p []b\nfmt.Println(p < nil, \"<b>\")"}, Kind: "CompileError", Line: 5, Says: []string{"p < nil"}},
	{Name: "missing return", Cells: []string{"func f() int {\n\tfmt.Println(1)\n}"}, Kind: "CompileError", Line: 3, Says: []string{"missing return"}},
	{Name: "wrong argument", Cells: []string{"func twice(x float64) float64 { return 2 * x }", "%%\nfmt.Println(twice(\"a\"))"}, Kind: "CompileError", Line: 2, Says: []string{"cannot use"}},
	{Name: "method of an old type", Cells: []string{"type point struct{ x int }\n\nfunc (p point) X() int { return p.x }", "type point struct{ y int }"}, Kind: "CompileError", Cell: 1, Line: 3, Says: []string{"X is a method of point", "%rm point~X"}},
	{Name: "function of an old cell", Cells: []string{"func old() int { return helper() }\nfunc helper() int { return 1 }", "func helper(n int) int { return n }"}, Kind: "CompileError", Cell: 1, Line: 1, Says: []string{"belongs to the function old", "%rm old"}},
	{Name: "missing package", Cells: []string{"import \"example.org/none\"\n\n%%\nnone.Do()"}, Kind: "CompileError", Line: 1},
	// Panics and ends.
	{Name: "index", Cells: []string{"func third(xs []int) int {\n\treturn xs[2]\n}", "%%\nfmt.Println(third([]int{1}))"}, Kind: "Panic", Cell: 1, Line: 2, Says: []string{"The cell panicked: index out of range [2] with length 1."}},
	{Name: "nil map", Cells: []string{"%%\nvar m map[string]int\nm[\"a\"] = 1"}, Kind: "Panic", Line: 3, Says: []string{"assignment to entry in nil map"}},
	{Name: "nil pointer", Cells: []string{"%%\nvar p *time.Time\nfmt.Println(p.Year())"}, Kind: "Panic", Line: 3, Says: []string{"Something that was never made is used"}},
	{Name: "division", Cells: []string{"%%\nzero := 0\nfmt.Println(1 / zero)"}, Kind: "Panic", Line: 3, Says: []string{"integer divide by zero"}},
	{Name: "own panic", Cells: []string{"%%\npanic(\"enough\")"}, Kind: "Panic", Line: 2, Says: []string{"The cell panicked: enough."}},
	{Name: "panic elsewhere", Cells: []string{"%%\ngo func() {\n\tpanic(\"elsewhere\")\n}()\nselect {}"}, Kind: "Panic", Line: 3, Says: []string{"The cell panicked: elsewhere."}},
	{Name: "deadlock", Cells: []string{"%%\nc := make(chan int)\n<-c"}, Kind: "Panic", Line: 3, Says: []string{"Everything waits for something that nobody will send."}},
	{Name: "stack", Cells: []string{"func deeper(n int) int { return deeper(n+1) + 1 }\n\n%%\nfmt.Println(deeper(1))"}, Kind: "Panic", Line: 1, Says: []string{"A function calls itself without end."}},
	{Name: "panic in a variable", Cells: []string{"var third = []int{}[len(kept())]"}, Kind: "Panic", Line: 1, Says: []string{"nothing of this cell is kept"}},
	{Name: "a variable panics through a new function", Cells: []string{"func at() int { return 0 }\nvar first = []int{7}[at()]", "func at() int { return 1 }"}, Kind: "Panic", Cell: 1, Line: 2, Next: "%%\nfmt.Println(first, at())", Prints: "7 0\n"},
	{Name: "exit", Cells: []string{"%%\nos.Exit(3)"}, Kind: "ExitStatus", Says: []string{"exit status 3"}},
	{Name: "large slice", Cells: []string{"%%\nn := 1 << 62\nfmt.Println(len(make([]float64, n)))"}, Kind: "Panic", Line: 3, Says: []string{"makeslice"}},
	{Name: "prints without end", Cells: []string{"%%\nfor {\n\tfmt.Println(strings.Repeat(\"x\", 1000))\n}"}, Kind: "OutputLimit", Says: []string{"it printed more than"}},
	// Commands.
	{Name: "unknown command", Cells: []string{"%frobnicate\n%%\nfmt.Println(1)"}, Kind: "CommandError", Says: []string{"%frobnicate is no command of this kernel"}},
	{Name: "command without its argument", Cells: []string{"%exec"}, Kind: "CommandError", Says: []string{"%exec requires the name"}},
	{Name: "commands in a string", Cells: []string{"var note = `\n!touch here\n%nothing\n`\n/*\n%%\n!exit 1\n*/"}, Next: "%%\nfmt.Print(note)", Prints: "\n!touch here\n%nothing\n"},
	{Name: "line ends of Windows", Cells: []string{"func w() int {\r\n\treturn 5\r\n}\r\n"}, Next: "%%\r\nfmt.Println(w())\r\n", Prints: "5\n"},
	{Name: "shell line that fails", Cells: []string{"!exit 3"}, Says: []string{"exit status 3"}, Shell: true},
	{Name: "cell for the shell without a program", Cells: []string{"%%script\nls"}, Kind: "Error", Shell: true},
	// Interrupts.
	{Name: "endless loop", Cells: []string{"%%\nfmt.Println(1)\nfor {\n}"}, Stop: true, Kind: "Stopped", Says: []string{"The cell was stopped."}},
	{Name: "sleeps", Cells: []string{"%%\nfmt.Println(1)\ntime.Sleep(time.Hour)"}, Stop: true, Kind: "Stopped", Says: []string{"The cell was stopped."}},
	{Name: "shell line that sleeps", Cells: []string{"!echo 1; sleep 1000"}, Stop: true, Kind: "Stopped", Says: []string{"The cell was stopped."}, Shell: true},
}
