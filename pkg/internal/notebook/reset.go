package notebook

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Mine starts the name of an edited notebook that [Reset] put aside.
const Mine = "my_"

// Reset brings back the notebook that was committed last. The edited one is
// kept beside it, under the name that Reset returns: my_NAME.ipynb, or
// my_NAME_2.ipynb where that exists. The name is "" if there was nothing to
// keep: the notebook is as it was committed, or was deleted.
func Reset(path string) (kept string, err error) {
	committed, err := committed(path)
	if err != nil {
		return "", err
	}
	return Restore(path, committed)
}

// Restore is [Reset] where it is known how the notebook was. Where a symbolic
// link, a pipe or the like has taken the notebook's place, it is put aside
// itself, and what it leads to is not touched.
func Restore(path string, original []byte) (kept string, err error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", WriteFile(path, original)
	case err != nil:
		return "", err
	case info.IsDir():
		return "", fmt.Errorf("%s is a folder: move it, then bring the notebook back", path)
	case info.Mode().IsRegular():
		edited, err := os.ReadFile(path)
		if err != nil || bytes.Equal(edited, original) {
			return "", err
		}
	}
	if kept, err = setAside(path); err != nil {
		return "", err
	}
	return kept, WriteFile(path, original)
}

// setAside moves what was edited to a name that isn't taken.
func setAside(path string) (string, error) {
	folder, name := filepath.Split(path)
	extension := filepath.Ext(name)
	name = Mine + strings.TrimSuffix(name, extension)
	for i := 1; ; i++ {
		number := ""
		if i > 1 {
			number = fmt.Sprintf("_%d", i)
		}
		kept := filepath.Join(folder, name+number+extension)
		if _, err := os.Lstat(kept); err == nil {
			continue
		}
		return kept, os.Rename(path, kept)
	}
}

// committed asks git for the file as it stands in the last commit.
func committed(path string) ([]byte, error) {
	folder, name := filepath.Split(path)
	if folder == "" {
		folder = "."
	}
	if _, err := exec.LookPath("git"); err != nil {
		return nil, fmt.Errorf("can't bring %s back: git isn't installed; install it, or take the notebook from where you have Little Steps from", path)
	}
	if _, err := git(folder, "rev-parse", "--is-inside-work-tree"); err != nil {
		return nil, fmt.Errorf("can't bring %s back: its folder isn't a git checkout, so nothing remembers how it was; take the notebook from where you have Little Steps from", path)
	}
	// --filters gives the line ends that a checkout would.
	data, err := git(folder, "cat-file", "--filters", "HEAD:./"+name)
	if err != nil {
		return nil, fmt.Errorf("can't bring %s back: it isn't in the last commit (%w)", path, err)
	}
	return data, nil
}

func git(folder string, args ...string) ([]byte, error) {
	command := exec.Command("git", args...)
	command.Dir = folder
	var problem bytes.Buffer
	command.Stderr = &problem
	output, err := command.Output()
	if err != nil {
		return nil, errors.New(strings.TrimSpace(problem.String()))
	}
	return output, nil
}
