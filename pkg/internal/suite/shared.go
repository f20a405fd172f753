package suite

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// FolderVariable names, in the environment of a run's tests, the folder of what they share.
const FolderVariable = "LITTLESTEPS_SHARED"

// Executed is the name under which the lesson's executed notebooks are shared.
const Executed = "executed"

// Shared returns a folder that fill has filled, once for all packages of a run: their
// tests are programs of their own, the first that asks fills it, and the others wait.
// None changes what it holds. A test that runs outside of [Run] has it for itself.
func Shared(t interface{ TempDir() string }, name string, fill func(folder string) error) (string, error) {
	all := os.Getenv(FolderVariable)
	if all == "" {
		all = t.TempDir()
	}
	folder := filepath.Join(all, name)
	lock, err := os.Create(folder + ".lock")
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	if _, err := os.Stat(folder); err == nil {
		return folder, nil
	}
	unfinished := folder + ".unfinished"
	if err := errors.Join(os.RemoveAll(unfinished), os.Mkdir(unfinished, 0o755)); err != nil {
		return "", err
	}
	if err := fill(unfinished); err != nil {
		return "", err
	}
	return folder, os.Rename(unfinished, folder)
}
