package grade

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"littlesteps/pkg/exercise/remote"
)

// A cage is what keeps a learner's program in on this machine, without an engine for
// containers.
type cage struct {
	name string
	says string   // what it keeps out, and what not
	try  []string // succeeds where the cage can be had

	// around returns the command that runs FOLDER/program in it, with FOLDER/tmp as
	// its only folder to write to.
	around func(folder string) []string
}

const keeps = "learners' code has no network, sees none of this machine's files and processes, and ends with this command; " +
	"it shares the system's kernel, and gets as much of the processors as it can"

// cages are those that are tried, the best first.
var cages = []cage{
	{
		name: "bubblewrap", says: "kept in by bubblewrap: " + keeps,
		try: []string{"bwrap", "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "true"},
		around: func(folder string) []string {
			return []string{"bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
				"--ro-bind", filepath.Join(folder, "program"), "/program", "--bind", filepath.Join(folder, "tmp"), "/tmp",
				"--dev", "/dev", "--proc", "/proc", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp", "/program"}
		},
	},
	{
		name: "user namespaces", says: "kept in by namespaces of the system: " + keeps,
		try: slices.Concat(unshare, []string{"--root=/", "--wd=/", "true"}),
		around: func(folder string) []string {
			return slices.Concat(unshare, []string{"--root=" + folder, "--wd=/tmp", "--mount-proc", "/program"})
		},
	},
	open,
}

// unshare begins a program in namespaces of its own, as somebody without rights even
// there.
var unshare = []string{"unshare", "--user", "--map-user=65534", "--map-group=65534", "--net", "--ipc", "--uts", "--mount", "--pid", "--fork", "--kill-child"}

// open is for systems that have nothing to keep a program in.
var open = cage{
	name: "nothing",
	says: "there is neither bubblewrap nor are there user namespaces here: learners' code can't reach the judge and its verdicts, " +
		"but can do to this machine's files, programs and network whatever your account can",
	around: func(folder string) []string { return []string{filepath.Join(folder, "program")} },
}

// nobody runs a program without root's rights, where this one has them.
func nobody() []string {
	if _, err := exec.LookPath("setpriv"); os.Geteuid() != 0 || err != nil {
		return nil
	}
	return []string{"setpriv", fmt.Sprint("--reuid=", nobodysID), fmt.Sprint("--regid=", nobodysID), "--clear-groups", "--no-new-privs"}
}

const nobodysID = 65534

// nobodyIn is nobody for programs in a folder: nil where the way to it is closed to
// others, as below root's home.
func nobodyIn(folder string) []string {
	as := nobody()
	if as == nil || os.Chmod(folder, 0o711) != nil {
		return nil
	}
	way := slices.Concat(as, []string{"test", "-x", folder})
	if exec.Command(way[0], way[1:]...).Run() != nil {
		return nil
	}
	return as
}

// findCage returns the best one that can be had.
func findCage(ctx context.Context) cage {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for _, c := range cages {
		try := slices.Concat(nobody(), c.try)
		if c.try == nil || exec.CommandContext(ctx, try[0], try[1:]...).Run() == nil {
			return c
		}
	}
	return open
}

// command runs FOLDER/program, in the cage, with nothing of this program's
// environment.
// As is what comes before, to run as somebody else: see nobody.
func (c cage) command(folder string, as []string) []string {
	tmp := "/tmp"
	var more []string
	if c.name == open.name {
		tmp = filepath.Join(folder, "tmp")
	} else {
		more = []string{fmt.Sprint(remote.Processes, "=", processLimit)} // there they are counted by themselves
	}
	return slices.Concat([]string{"env", "-i", "PATH=" + os.Getenv("PATH"), "HOME=" + tmp, "TMPDIR=" + tmp, remote.Variable + "=1"},
		more, as, c.around(folder))
}
