package toolchain

import (
	"fmt"
	"regexp"
	"strings"
)

// toolPatches leave out of compiler and linker what a cell never needs: other systems,
// other ways to link, what measures the tools.
var toolPatches = func() (all []patch) {
	never := func(file string, tests ...string) {
		for _, test := range tests {
			all = append(all, patch{file, "return " + test + "\n}", "return false\n}", "nothing else is linked here"})
		}
	}
	for _, system := range []string{"linux", "darwin", "windows", "plan9", "aix", "solaris", "netbsd", "openbsd", "freebsd"} {
		never("link/internal/ld/target.go", "t.HeadType == objabi.H"+system)
	}
	for _, machine := range []string{"I386", "ARM", "ARM64", "AMD64", "MIPS", "MIPS64", "Loong64", "PPC64", "RISCV64", "S390X"} {
		never("link/internal/ld/target.go", "t.Arch.Family == sys."+machine)
	}
	never("link/internal/ld/target.go", "t.BuildMode == BuildModeShared", "t.BuildMode == BuildModePlugin", "t.LinkMode == LinkExternal", "t.BuildMode == BuildModePIE", "t.linkShared", "t.canUsePlugins", "t.IsELF")
	all = append(all,
		patch{"link/internal/ld/pcln.go", "pcSyms := []loader.Sym{pcsp, pcfile, pcline}\n", "pcSyms := []loader.Sym{pcsp, pcfile, pcline}\n		if *flagNoLines {\n			pcSyms = pcSyms[:1]\n			pcdata = pcdata[:min(2, len(pcdata))]\n		}\n		pcdata = pcdata[min(1, len(pcdata)):]\n",
			"nobody reads the lines of the tools' functions; and what pcdata[0] tells, where a thread may be interrupted, there are no threads for"},
		patch{"link/internal/loader/loader.go", "	return fi.lengths.NumInlTree\n", "	if NoLines() {\n		return 0\n	}\n	return fi.lengths.NumInlTree\n",
			"what was inlined is for traces, too"},
		patch{"link/internal/loader/loader.go", "	return fi.lengths.NumFile\n", "	if NoLines() {\n		return 0\n	}\n	return fi.lengths.NumFile\n",
			"and so are files"},
	)
	return all
}()

// unused says which of the linker's packages no cell needs.
func unused(folder string) bool {
	for _, machine := range []string{"amd64", "arm", "arm64", "loong64", "mips", "mips64", "ppc64", "riscv64", "s390x", "x86", "dwtest"} {
		if folder == "link/internal/"+machine {
			return true
		}
	}
	return strings.Contains(folder, "/testdata")
}

var (
	opNames   = regexp.MustCompile(`(?m)^const \(\n\tOpInvalid Op = iota\n((?:\s*Op\w+\n)*)\)`)
	opEntry   = regexp.MustCompile(`(?ms)^\t\{\n.*?^\t\},\n`)
	otherOp   = regexp.MustCompile(`^Op(386|AMD64|ARM|ARM64|LOONG64|MIPS|MIPS64|PPC64|RISCV64|S390X)[A-Z]`)
	otherArch = regexp.MustCompile(`(?m)^\t("cmd/internal/obj/(arm|arm64|loong64|mips|ppc64|riscv|s390x|x86)"|\{\d+, (arm|arm64|loong64|mips|ppc64|riscv|s390x|x86)\.REG.*)\n`)
)

// thin leaves other machines' operations out of the compiler's table, and their assemblers
// with it.
func (s *sources) thin() error {
	const file, table = "compile/internal/ssa/opGen.go", "\nvar opcodeTable = [...]opInfo{\n\t{name: \"OpInvalid\"},\n"
	err := s.change(file, func(text string) string {
		before, rest, found := strings.Cut(text, table)
		entries, after, ends := strings.Cut(rest, "\n}\n")
		names := opNames.FindStringSubmatch(text)
		if !found || !ends || names == nil {
			s.misfit("cmd/%s has no table of operations", file)
			return text
		}
		ops := strings.Fields(names[1])
		i := 0
		thinned := opEntry.ReplaceAllStringFunc(entries+"\n", func(entry string) string {
			i++
			if i <= len(ops) && otherOp.MatchString(ops[i-1]) {
				return "\t{},\n"
			}
			return entry
		})
		if i != len(ops) {
			s.misfit("cmd/%s has %d operations, and %d in its table", file, len(ops), i)
		}
		return otherArch.ReplaceAllString(before, "") + table + thinned + "}\n" + otherArch.ReplaceAllString(after, "")
	})
	for _, name := range []string{"asmz", "listz", "objz", "vector"} {
		s.files[fmt.Sprintf("internal/obj/s390x/%s.go", name)] = ""
	}
	s.files["compile/internal/ssa/rewriteS390X.go"] = ""
	return err
}
