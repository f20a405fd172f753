//go:build !js

package quickbuild

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/klauspost/compress/zstd"
)

// Programs that were built are kept by the content of what they are made from, and
// taken instead of building the same again: most cells that run have run before.
//
// CellsVariable names the folders of kept programs, as PATH does: new ones go to the
// first, the others are only read. Without it nothing is kept. CellsLimitVariable
// says how many MB the first may hold, CellsLimit where it isn't set.
const (
	CellsVariable      = "LITTLESTEPS_CELLS"
	CellsLimitVariable = "LITTLESTEPS_CELLS_MB"
	CellsLimit         = 300
)

// Limit returns how many bytes of programs are kept; 0 keeps none.
func Limit() (int64, error) {
	text := os.Getenv(CellsLimitVariable)
	if text == "" {
		return CellsLimit << 20, nil
	}
	limit, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return CellsLimit << 20, fmt.Errorf("%s=%s: want a number of megabytes, such as %d; 0 keeps no programs of cells", CellsLimitVariable, text, CellsLimit)
	}
	return int64(limit) << 20, nil
}

// folders returns where programs are kept: the first folder is written to, the others
// are an image's.
func folders() []string {
	if limit, _ := Limit(); limit == 0 {
		return nil
	}
	return filepath.SplitList(os.Getenv(CellsVariable))
}

// take puts the program that is kept under a key at path, where there is nothing yet,
// and says whether there was one. One that is spoiled is none: building it again
// replaces it.
func take(key, path string) bool {
	for _, folder := range folders() {
		file := filepath.Join(folder, key)
		if unpack(path, file) == nil {
			now := time.Now()
			_ = os.Chtimes(file, now, now) // by this the oldest are known
			return true
		}
	}
	return false
}

// keep keeps the program at path. Where that fails the program runs all the same, so
// nobody is told.
func keep(key, path string) {
	all := folders()
	if len(all) == 0 || os.MkdirAll(all[0], 0o755) != nil {
		return
	}
	fresh := filepath.Join(all[0], fmt.Sprintf("%s%d-%d", unfinished, os.Getpid(), time.Now().UnixNano()))
	if pack(fresh, path) != nil || os.Rename(fresh, filepath.Join(all[0], key)) != nil {
		_ = os.Remove(fresh)
	}
	limit, _ := Limit()
	trim(all[0], limit)
}

// unfinished begins the names of files that are being written.
const unfinished = "new-"

// trim removes what was used least recently, until the rest is within the limit, and
// what a killed kernel left unfinished. Others may do so at the same time.
func trim(folder string, limit int64) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	var files []os.FileInfo
	var sum int64
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			continue
		}
		if strings.HasPrefix(info.Name(), unfinished) {
			if time.Since(info.ModTime()) > time.Hour {
				_ = os.Remove(filepath.Join(folder, info.Name()))
			}
			continue
		}
		files = append(files, info)
		sum += onDisk(info)
	}
	slices.SortFunc(files, func(a, b os.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, info := range files {
		if sum <= limit {
			return
		}
		_ = os.Remove(filepath.Join(folder, info.Name()))
		sum -= onDisk(info)
	}
}

// onDisk is about what a file takes there, be it ever so small.
func onDisk(info os.FileInfo) int64 { return info.Size() + 4096 }

// Programs are packed to a third: those of the lesson's cells would not find room
// else. What was packed has a checksum.
func pack(to, program string) error {
	return transfer(to, program, 0o644, func(w io.Writer, r io.Reader) error {
		packed, err := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
		if err != nil {
			return err
		}
		_, err = io.Copy(packed, r)
		return errors.Join(err, packed.Close())
	})
}

func unpack(program, from string) error {
	return transfer(program, from, 0o700, func(w io.Writer, r io.Reader) error {
		packed, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
		if err != nil {
			return err
		}
		defer packed.Close()
		n, err := io.Copy(w, packed)
		if err == nil && n == 0 {
			err = io.ErrUnexpectedEOF // the packer has no word for nothing
		}
		return err
	})
}

// transfer makes a file out of another, whole or not at all. What this process starts
// in the meantime must not hold it open: nobody could run it then.
func transfer(to, from string, mode os.FileMode, how func(io.Writer, io.Reader) error) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	if err = errors.Join(how(out, in), out.Close()); err != nil {
		_ = os.Remove(to)
	}
	return err
}
