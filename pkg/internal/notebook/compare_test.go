package notebook

import (
	"slices"
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	original := read(t, "testdata/executed.ipynb")
	changed := func(from, to string) *Notebook {
		text := string(original.Bytes())
		if !strings.Contains(text, from) {
			t.Fatalf("%q isn't in the notebook", from)
		}
		n, err := Parse("changed.ipynb", []byte(strings.Replace(text, from, to, 1)))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, test := range []struct{ from, to, want string }{
		{"Grüße", "Grüße", ""},
		{`"-36.25\n"`, `"-36.26\n"`, `cell [2] (table): "-36.25" in one run, "-36.26" in the other`},
		{`"-36.25\n"`, `""`, `cell [2] (table): "-36.25" in one run, "" in the other`},
		{`77</td>`, `78</td>`, `cell [2] (table): "<tr><td>30.5</td><td>77</td></tr></table>" in one run, "<tr><td>30.5</td><td>78</td></tr></table>" in the other`},
		{`"exit status 3\n"`, `"exit status 4\n"`, `cell [3] (boom): "exit status 3" in one run, "exit status 4" in the other`},
		{"os.Exit(3)", "os.Exit(4)", "cell [3] (boom) isn't the same cell in both"},
	} {
		got := strings.Join(Compare(original, changed(test.from, test.to)), "\n")
		if got != test.want {
			t.Errorf("%s to %s: got  %s\nwant %s", test.from, test.to, got, test.want)
		}
	}
	fewer := changed(`"stream"`, `"stream"`)
	fewer.Cells[3].Outputs = fewer.Cells[3].Outputs[:1]
	if got, want := Compare(original, fewer), []string{"cell [2] (table): 2 outputs in one run, 1 output in the other"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestNormalizePutsAsideWhatIsRandom(t *testing.T) {
	for one, other := range map[string]string{
		"/tmp/gonb_47ab1cf9/main.go:10": "/var/folders/x/gonb_00000000/main.go:10",
		"goroutine 1 [running]:\nmain.f(0xc000012345)\n\t/tmp/gonb_47ab1cf9/main.go:10 +0x95": "goroutine 7 [running]:\nmain.f(0xc0000aaaaa)\n\tgonb_11ab1cf9/main.go:10 +0x96",
		"--- FAIL: TestA (0.00s)": "--- FAIL: TestA (1.25s)",
	} {
		if a, b := Normalize(one), Normalize(other); a != b {
			t.Errorf("%q and %q differ", a, b)
		}
	}
	for _, kept := range []string{"2.5410 0.25s", "main.go:10", "0xff", "Cell [2] Line 3"} {
		if got := Normalize(kept); got != kept {
			t.Errorf("%q became %q", kept, got)
		}
	}
}
