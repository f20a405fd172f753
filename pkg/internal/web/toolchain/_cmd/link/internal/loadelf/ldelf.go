// Package loadelf would load objects of other compilers: a cell has none.
package loadelf

import (
	"cmd/internal/bio"
	"cmd/internal/sys"
	"cmd/link/internal/loader"
	"errors"
)

func Load(l *loader.Loader, arch *sys.Arch, localSymVersion int, f *bio.Reader, pkg string, length int64, pn string, initEhdrFlags uint32) (textp []loader.Sym, ehdrFlags uint32, err error) {
	return nil, 0, errors.New("no objects of other compilers here")
}
