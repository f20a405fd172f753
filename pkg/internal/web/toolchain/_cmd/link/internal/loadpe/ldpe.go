// Package loadpe would load objects of other compilers: a cell has none.
package loadpe

import (
	"cmd/internal/bio"
	"cmd/internal/sys"
	"cmd/link/internal/loader"
	"errors"
)

const (
	CreateImportStubPltToken    = -2
	RedirectToDynImportGotToken = -2
)

type Symbols struct {
	Textp, Resources []loader.Sym
	PData, XData     loader.Sym
}

var errNone = errors.New("no objects of other compilers here")

func Load(l *loader.Loader, arch *sys.Arch, localSymVersion int, input *bio.Reader, pkg string, length int64, pn string) (*Symbols, error) {
	return nil, errNone
}

func PostProcessImports() error { return nil }

func LookupBaseFromImport(s loader.Sym, ldr *loader.Loader, arch *sys.Arch) (loader.Sym, error) {
	return 0, errNone
}
