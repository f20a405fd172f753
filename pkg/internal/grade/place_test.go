package grade

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"littlesteps/pkg/internal/jupyter"
)

// engine writes a program that does what an engine would, without keeping
// anything in, and writes down what it was asked for.
func engine(t *testing.T, program string) (path, log string) {
	t.Helper()
	folder := t.TempDir()
	path, log = filepath.Join(folder, "engine"), filepath.Join(folder, "log")
	program = "#!/bin/sh\necho \"$*\" >>" + log + "\n" + program
	if err := os.WriteFile(path, []byte(program), 0o700); err != nil {
		t.Fatal(err)
	}
	return path, log
}

// runsHere is an engine's program that takes --env and the script, and runs it on
// this machine.
const runsHere = `
[ "$1" != --flag ] || shift
case "$1" in run) ;; *) exit 0 ;; esac
export LITTLESTEPS_ROOT="$ROOT"
while [ "$1" != -c ]; do
	[ "$1" != --env ] || export "$2"
	shift
done
export HOME="$REAL_HOME" FOLDER="$(mktemp -d)"
sh -c "$2"
status=$?
rm -r "$FOLDER"
exit $status
`

func TestAnEngineIsAskedToKeepAnswersIn(t *testing.T) {
	needsTime(t)
	e, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("ROOT", e.Root)
	t.Setenv("REAL_HOME", os.Getenv("HOME"))
	path, log := engine(t, runsHere)
	file := pupil{name: "one", cells: step(rightStep)}.handIn(t, e, t.TempDir())
	table, err := Run(t.Context(), e, handed(t, file), Options{Engine: path + " --flag", Image: "the:image"})
	if err != nil {
		t.Fatal(err)
	}
	if got := resultOf(t, table.Rows[0], "one-step"); got.Status != Right {
		t.Errorf("one-step is %q: %s", got.Status, got.Said())
	}
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	var runs, removed []string
	name := regexp.MustCompile(`littlesteps-grade-\w+`)
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "--flag ") && !strings.HasPrefix(line, "\t") && strings.Contains(line, "littlesteps-grade") {
			t.Errorf("the engine's own flag is missing: %s", line)
		}
		switch {
		case strings.HasPrefix(line, "--flag run "):
			runs = append(runs, name.FindString(line))
			for _, flag := range []string{"--rm", "--network none", "--read-only", "--cap-drop all", "--security-opt no-new-privileges", "--user 1000:0", "--pull never",
				"--memory ", "--memory-swap ", "--cpus ", "--pids-limit ", "--tmpfs /tmp:rw,exec,nosuid,nodev,mode=1777,size=", "--log-driver none", " the:image -c "} {
				if !strings.Contains(line, flag) {
					t.Errorf("a container without %s: %.400s", flag, line)
				}
			}
			for _, flag := range []string{"--privileged", "--volume", " -v ", "--mount"} {
				if strings.Contains(line, flag) {
					t.Errorf("a container with %s", flag)
				}
			}
		case strings.HasPrefix(line, "--flag rm "):
			removed = append(removed, name.FindString(line))
		}
	}
	if len(runs) != 2 || len(removed) != 2 || runs[0] == runs[1] || runs[0] != removed[0] || runs[1] != removed[1] {
		t.Errorf("containers for the rehearsal and for one answer: started %v, removed %v", runs, removed)
	}
}

func TestWithoutAnEngine(t *testing.T) {
	needsTime(t)
	e, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	file := pupil{name: "one", cells: step(rightStep)}.handIn(t, e, t.TempDir())
	broken, _ := engine(t, "echo 'is the daemon running?' >&2; exit 1")
	without, _ := engine(t, `[ "$1" = info ] || { echo no such image >&2; exit 1; }`)
	stale, log := engine(t, `case "$1" in run) echo 'one-step:1:1: package x is not in std' >&2; exit 90 ;; esac`)
	refused, _ := engine(t, `case "$1" in run) echo 'can not run containers' >&2; exit 125 ;; esac`)
	for want, o := range map[string]Options{
		"isn't installed":                      {Engine: "no-such-engine"},
		"is the daemon running?":               {Engine: broken},
		"the image x isn't there (no such ima": {Engine: without, Image: "x"},
		"is the image of this checkout?":       {Engine: stale},
		"didn't start: can not run containers": {Engine: refused},
	} {
		_, err := Run(t.Context(), e, handed(t, file), o)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
		if noEngine := o.Image == "" && (o.Engine == broken || o.Engine == "no-such-engine"); noEngine != errors.Is(err, ErrNoEngine) {
			t.Errorf("%v: refused for want of an engine: %v", err, !noEngine)
		}
	}
	if data, _ := os.ReadFile(log); !strings.Contains(string(data), "run ") {
		t.Error("the stale image was never tried: the test tests nothing")
	}
}

// An engine that breaks down in the middle is no learner's fault either.
func TestAnEngineThatBreaksDown(t *testing.T) {
	needsTime(t)
	e, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("ROOT", e.Root)
	t.Setenv("REAL_HOME", os.Getenv("HOME"))
	t.Setenv("COUNT", filepath.Join(t.TempDir(), "count"))
	path, _ := engine(t, `case "$1" in run) echo >>"$COUNT"; [ $(wc -l <"$COUNT") -ne 2 ] || { echo no room >&2; exit 125; } ;; esac`+runsHere)
	folder := t.TempDir()
	files := []string{pupil{name: "one", cells: step(rightStep)}.handIn(t, e, folder), pupil{name: "two", cells: step(rightStep)}.handIn(t, e, folder)}
	table, err := Run(t.Context(), e, handed(t, files...), Options{Engine: path, Jobs: 1})
	if err == nil || !strings.Contains(err.Error(), "didn't start: no room") {
		t.Errorf("error %v", err)
	}
	for i, want := range []Status{NotGraded, Right} {
		if got := resultOf(t, table.Rows[i], "one-step"); got.Status != want {
			t.Errorf("answer %d is %q, want %q: %s", i, got.Status, want, got.Said())
		}
	}
}

func TestStopped(t *testing.T) {
	needsTime(t)
	e, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	file := pupil{name: "one", cells: step("func init() { for { } }\n" + rightStep)}.handIn(t, e, t.TempDir())
	time.AfterFunc(5*time.Second, stop)
	if table, err := Run(ctx, e, handed(t, file), Options{Trusted: true}); table != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("stopped in the middle: %v, %v", table, err)
	}
}

// A container whose grader was killed is found and removed; that of one who is at work
// stays.
func TestOrphans(t *testing.T) {
	e, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	path, log := engine(t, `
case "$1 $2" in
"ps --all") echo dead; echo alive ;;
inspect*) case "$*" in *dead) echo 4194305 ;; *) echo `+strconv.Itoa(os.Getpid())+` ;; esac ;;
esac`)
	was := engines
	t.Cleanup(func() { engines = was })
	engines = []string{path, "no-such-engine"}
	left := Orphans(t.Context(), e)
	if len(left) != 1 || left[0].name != "dead" {
		t.Fatalf("left %v", left)
	}
	if err := left[0].Remove(t.Context()); err != nil {
		t.Fatal(err)
	}
	if said, _ := os.ReadFile(log); !strings.Contains(string(said), "rm --force dead") || !strings.Contains(string(said), "label="+labelRoot+"="+e.Root) {
		t.Errorf("asked for %s", said)
	}
}
