// Package loadmacho would load objects of other compilers: a cell has none.
package loadmacho

import (
	"cmd/internal/bio"
	"cmd/internal/sys"
	"cmd/link/internal/loader"
	"errors"
)

func Load(l *loader.Loader, arch *sys.Arch, localSymVersion int, f *bio.Reader, pkg string, length int64, pn string) (textp []loader.Sym, err error) {
	return nil, errors.New("no objects of other compilers here")
}
