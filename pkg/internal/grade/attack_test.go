package grade

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"encoding/json"

	"littlesteps/pkg/exercise/judge"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/processes"
	"littlesteps/pkg/internal/suite"
)

// forgers reach for the judge from outside of the conversation. They look at this
// command and what it has started, and at nothing else of the machine.
var forgers = []pupil{
	{
		name: "writes a verdict into what others have open", want: map[string]Status{"one-step": NotYet}, cells: step(`import ("os"; "path/filepath")
func init() {
	own, _ := os.Executable()
	_, session, _ := strings.Cut(own, "/steps-")
	session, _, _ = strings.Cut(session, "/")
	for range 20 {
		all, _ := filepath.Glob("/proc/[0-9]*/fd/*")
		for _, path := range all {
			command, _ := os.ReadFile(filepath.Dir(filepath.Dir(path)) + "/cmdline")
			if !strings.Contains(string(command), "/steps-"+session+"/") && !strings.Contains(string(command), "grade.test") { continue }
			if strings.HasPrefix(path, fmt.Sprint("/proc/", os.Getpid(), "/")) { continue }
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil { continue }
			f.SetWriteDeadline(time.Now().Add(10 * time.Millisecond))
			fmt.Fprintln(f, ` + "`" + `{"verdict":2,"text":"right"}` + "`" + `)
			f.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
}
` + wrongStep),
	},
	{
		name: "writes over the judges", want: map[string]Status{"one-step": NotYet}, cells: step(`import ("os"; "path/filepath")
func init() {
	forged := "#!/bin/sh\necho '{\"verdict\":2,\"text\":\"right\"}' >&3\n"
	paths, _ := filepath.Glob("/proc/[0-9]*/exe")
	more, _ := filepath.Glob(filepath.Join(os.TempDir(), "../../../*"))
	for _, path := range append(paths, more...) {
		if to, err := os.Readlink(path); err == nil && !strings.Contains(to, "judge") { continue }
		os.Chmod(path, 0o700)
		if f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0o700); err == nil {
			f.WriteString(forged)
			f.Close()
		}
	}
}
` + wrongStep),
	},
	{
		name: "reads the seed and asks the check", want: map[string]Status{"one-step": NotYet}, cells: step(`import ("os"; "path/filepath"; "littlesteps/pkg/exercise")
var told = map[[3]float64]float64{}
func myStep(multiplier, slope, rate float64) float64 { return told[[3]float64{multiplier, slope, rate}] }
func init() {
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range lines {
		line, _ := os.ReadFile(path)
		words := strings.Split(strings.TrimRight(string(line), "\x00"), "\x00")
		seed, err := strconv.ParseUint(words[len(words)-1], 10, 64)
		if len(words) != 3 || err != nil || words[1] != "one-step" { continue }
		exercise.Reseed(seed)
		for range 10 {
			var asked *[3]float64
			answer := check.OneStep(func(multiplier, slope, rate float64) float64 {
				x := [3]float64{multiplier, slope, rate}
				if _, known := told[x]; !known && asked == nil { asked = &x }
				return told[x]
			})
			if asked == nil { break }
			_, should, _ := strings.Cut(answer.Text, "it should be ")
			number, _, _ := strings.Cut(should, " ")
			told[*asked], _ = strconv.ParseFloat(strings.Trim(number, "\x60."), 64)
		}
	}
}
`),
	},
}

// Whoever reaches for the judge gains nothing, and changes nothing of what the
// others get, also where there is nothing to keep programs in. Where there is, which is
// easier, TestManyNotebooks has hostile ones, too; the rest may take long.
func TestForgers(t *testing.T) {
	needsTime(t)
	all := append([]pupil{}, forgers...)
	all = append(all, pupil{name: "right", cells: step(rightStep), want: map[string]Status{"one-step": Right}},
		pupil{name: "wrong", cells: step(wrongStep), want: map[string]Status{"one-step": NotYet}})
	for _, uncaged := range []bool{true, false} {
		if !uncaged && os.Getenv(suite.LongVariable) == "" {
			continue
		}
		t.Run(fmt.Sprint("uncaged=", uncaged), func(t *testing.T) {
			compare(t, all, Options{Trusted: true, Limit: 20 * time.Second, cage: map[bool]*cage{true: &open}[uncaged]})
		})
	}
}

// What nobody should run without a container, bubblewrap or namespaces keep in as well.
func TestCages(t *testing.T) {
	needsTime(t)
	for _, c := range cages {
		if c.try == nil {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			try := slices.Concat(nobody(), c.try)
			if said, err := exec.Command(try[0], try[1:]...).CombinedOutput(); err != nil {
				t.Skipf("there is no %s here: %v %s", c.name, err, said)
			}
			compare(t, inside, Options{Trusted: true, Limit: 20 * time.Second, cage: &c})
		})
	}
}

// Where nobody else can find the way to the folder for temporary files, answers are
// graded as well.
func TestClosedFolder(t *testing.T) {
	needsTime(t)
	closed := filepath.Join(t.TempDir(), "closed", "tmp")
	if err := os.MkdirAll(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(closed), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", closed)
	compare(t, []pupil{{name: "right", cells: step(rightStep), want: map[string]Status{"one-step": Right}}}, Options{Trusted: true})
}

// A pipe can be opened by others, through /proc; a wire can't, not even by root.
func TestNobodyOpensAWire(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	defer write.Close()
	through := func(f *os.File) error {
		raw, err := f.SyscallConn()
		if err != nil {
			return err
		}
		raw.Control(func(fd uintptr) {
			var again *os.File
			if again, err = os.OpenFile(fmt.Sprintf("/proc/self/fd/%d", fd), os.O_WRONLY, 0); err == nil {
				again.Close()
			}
		})
		return err
	}
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		t.Skip("this system has no /proc")
	}
	if err := through(read); err != nil {
		t.Fatalf("a pipe can't be opened either (%v): the test shows nothing", err)
	}
	w, err := newWire()
	if err != nil {
		t.Fatal(err)
	}
	defer closeWires([]wire{w})
	for _, end := range []*os.File{w.mine, w.theirs} {
		if err := through(end); err == nil {
			t.Error("a wire was opened by its number")
		}
	}
}

// A judge can't be changed once it is appointed.
func TestSealedJudge(t *testing.T) {
	path := t.TempDir() + "/judge"
	program, err := exec.LookPath("true")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := seal(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	at, err := s.path()
	if err != nil {
		t.Fatal(err)
	}
	os.Chmod(at, 0o700)
	for _, name := range []string{at, path} {
		os.WriteFile(name, []byte("#!/bin/sh\nexit 7\n"), 0o700)
	}
	if at, err = s.path(); err == nil {
		err = exec.Command(at).Run()
	}
	if err != nil && !strings.Contains(err.Error(), "was changed") {
		t.Errorf("the judge is another one: %v", err)
	}
}

// Only who has read the task can give a verdict.
func TestForgedVerdict(t *testing.T) {
	for _, test := range []struct{ forged, says string }{
		{`{"verdict":2,"text":"right"}`, "isn't the judge's"},
		{`{"nonce":"guessed","verdict":2}`, "isn't the judge's"},
		{`{"nonce":"secret","verdict":2}`, ""},
	} {
		mine, theirs := net.Pipe()
		go func() {
			var task judge.Task
			json.NewDecoder(theirs).Decode(&task)
			fmt.Fprintln(theirs, test.forged)
		}()
		_, err := consult(mine, judge.Task{Nonce: "secret"})
		if test.says == "" && err != nil || test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)) {
			t.Errorf("%s: %v", test.forged, err)
		}
		mine.Close()
		theirs.Close()
	}
}

// What a killed run leaves ends by itself, or doctor finds and removes it.
func TestKilled(t *testing.T) {
	needsTime(t)
	e, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	if file := os.Getenv("LITTLESTEPS_GRADE_THIS"); file != "" {
		Run(t.Context(), e, handed(t, file), Options{Trusted: true, cage: map[bool]*cage{true: &open}[os.Getenv("UNCAGED") != ""], Limit: time.Minute})
		return
	}
	for _, uncaged := range []string{"", "1"} {
		temp := t.TempDir()
		file := pupil{name: "stays", cells: step("func init() { for { time.Sleep(time.Second) } }\n" + rightStep)}.handIn(t, e, temp)
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), "LITTLESTEPS_GRADE_THIS="+file, "UNCAGED="+uncaged, "TMPDIR="+temp)
		if err := os.Chmod(temp, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running := func() []processes.Process {
			all, err := processes.Naming(temp + "/steps-")
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		waitFor(t, "the answer runs", func() bool { return len(running()) > 1 && hasProgram(running()) })
		cmd.Process.Signal(syscall.SIGKILL)
		cmd.Wait()
		waitFor(t, "nothing runs", func() bool { return len(running()) == 0 })
		t.Setenv("TMPDIR", temp)
		left, err := e.Orphans()
		if err != nil || len(left) != 1 {
			t.Fatalf("doctor sees %v, %v", left, err)
		}
		if err := e.Cleanup(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(left[0].Folder); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", left[0].Folder, err)
		}
	}
}

func hasProgram(all []processes.Process) bool {
	for _, p := range all {
		if strings.Contains(p.Command, "/answer/program") && !strings.Contains(p.Command, "Compiles") {
			return true
		}
	}
	return false
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 600 {
		if done() {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
	t.Fatalf("waited in vain until %s", what)
}
