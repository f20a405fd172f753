package grade

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"littlesteps/pkg/exercise"
	"littlesteps/pkg/exercise/judge"
	"littlesteps/pkg/internal/grade/program"
)

// An attempt runs one program of a learner beside the judge, and watches both.
type attempt struct {
	run   run
	judge *exec.Cmd
	limit time.Duration // from when the program is compiled

	mutex   sync.Mutex
	excess  Status // the first limit that was passed, or ""
	message limited
	kill    context.CancelFunc
	clock   *time.Timer // of compiling, then of running
}

// compileLimit is how long compiling may take.
const compileLimit = 3 * time.Minute

// The limits of what a program may say.
const (
	printLimit = 4 << 20  // bytes on standard error, which holds all that is printed
	talkLimit  = 64 << 20 // bytes of conversation
)

// try runs a program in a place and returns what came of its answer. The judge is
// given the task.
func try(ctx context.Context, p place, judging *sealed, task judge.Task, source string) (Status, string, error) {
	ctx, kill := context.WithCancel(ctx)
	defer kill()
	path, err := judging.path()
	if err != nil {
		return "", "", err
	}
	run, err := p.prepare(ctx, len(source))
	if err != nil {
		return "", "", err
	}
	defer run.remove()
	a := &attempt{run: run, judge: exec.CommandContext(ctx, path), limit: p.limit, kill: kill}
	a.judge.Args = []string{judging.name}
	a.judge.Env = []string{}
	own(a.judge)
	task.Nonce = rand.Text()
	verdict, err := a.talk(source, task)
	if err != nil {
		return "", "", err
	}
	status, text := a.status(verdict)
	if status == "" {
		return "", "", fmt.Errorf("the container didn't start: %s", a.message.last())
	}
	return status, text, nil
}

// wires are what this program and the two others talk through. Task and verdict have
// one of their own.
type wires struct {
	toLearner, fromLearner, printed wire // the learner's standard input, output and error
	toJudge, fromJudge, verdict     wire
	all                             []wire
	complaint                       *limited // what the judge says of itself
}

// start lays the wires and starts both programs.
func (a *attempt) start() (w wires, err error) {
	all, err := newWires(6)
	if err != nil {
		return w, err
	}
	w = wires{all[0], all[1], all[2], all[3], all[4], all[5], all, &limited{}}
	a.judge.Stdin, a.judge.Stdout, a.judge.Stderr = w.toJudge.theirs, w.fromJudge.theirs, w.complaint
	a.judge.ExtraFiles = []*os.File{w.verdict.theirs} // file number judge.File
	a.run.cmd.Stdin, a.run.cmd.Stdout, a.run.cmd.Stderr = w.toLearner.theirs, w.fromLearner.theirs, w.printed.theirs
	if err := a.judge.Start(); err != nil {
		closeWires(all)
		return w, err
	}
	a.clock = time.AfterFunc(compileLimit, func() { a.exceed(Hangs) })
	if err := a.run.cmd.Start(); err != nil {
		a.stopClock()
		a.kill()
		a.judge.Wait()
		closeWires(all)
		return w, err
	}
	for _, one := range all { // they have them now
		one.theirs.Close()
	}
	return w, nil
}

// talk lets the two programs talk until the judge has decided or a limit is
// passed.
func (a *attempt) talk(source string, task judge.Task) (verdict judge.Verdict, err error) {
	w, err := a.start()
	if err != nil {
		return verdict, err
	}
	defer closeWires(w.all)
	defer a.stopClock()
	defer a.watchDisk()()
	var copying sync.WaitGroup
	copying.Go(func() { // questions
		io.WriteString(w.toLearner.mine, source)
		io.Copy(w.toLearner.mine, w.fromJudge.mine)
		w.toLearner.mine.Close()
	})
	copying.Go(func() { // replies
		n, _ := io.Copy(w.toJudge.mine, io.LimitReader(w.fromLearner.mine, talkLimit))
		w.toJudge.mine.Close()
		if n >= talkLimit {
			a.exceed(TooMuch)
		}
		io.Copy(io.Discard, w.fromLearner.mine)
	})
	copying.Go(func() { io.Copy(&printed{a}, w.printed.mine) })
	verdict, undecided := consult(w.verdict.mine, task)
	// Nothing is asked any more, so an honest program ends by itself.
	ending := time.AfterFunc(patience, a.kill)
	defer ending.Stop()
	a.run.cmd.Wait() // its status says how
	judgeEnded := a.judge.Wait()
	// What it left behind can't hold the wires open.
	for _, one := range w.all {
		one.mine.SetDeadline(time.Now().Add(rest))
	}
	copying.Wait()
	if undecided != nil && a.passed() == "" {
		return verdict, fmt.Errorf("the judge didn't decide (%w): %s", errors.Join(undecided, judgeEnded), w.complaint.last())
	}
	return verdict, nil
}

// consult gives a judge its task and reads the verdict.
func consult(w io.ReadWriter, task judge.Task) (verdict judge.Verdict, err error) {
	if err := json.NewEncoder(w).Encode(task); err != nil {
		return verdict, err
	}
	if err := json.NewDecoder(w).Decode(&verdict); err != nil {
		return verdict, err
	}
	if verdict.Nonce != task.Nonce {
		return judge.Verdict{}, errors.New("a verdict came that isn't the judge's")
	}
	return verdict, nil
}

// rest is how long what a program has said before it ended may be on its way.
const rest = time.Second

// exceed ends the attempt at a limit.
func (a *attempt) exceed(limit Status) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.excess == "" {
		a.excess = limit
	}
	a.kill()
}

func (a *attempt) stopClock() {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.clock.Stop()
}

func (a *attempt) passed() Status {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.excess
}

// printed takes what the learner's program prints.
type printed struct{ *attempt }

func (p *printed) Write(text []byte) (int, error) {
	p.mutex.Lock()
	first := !p.message.running
	p.message.Write(text)
	if p.message.running && first {
		p.clock.Stop()
		p.clock = time.AfterFunc(p.limit, func() {
			if p.run.full() { // it waits for room that there won't be
				p.exceed(DiskFull)
			}
			p.exceed(Hangs)
		})
	}
	much := p.message.running && p.message.all > printLimit
	p.mutex.Unlock()
	if much {
		p.exceed(TooMuch)
	}
	return len(text), nil
}

// limited keeps the beginning of what is written to it, and how much it was.
type limited struct {
	kept    bytes.Buffer
	all     int
	running bool // the program is compiled; what is kept is its own
}

func (l *limited) Write(text []byte) (int, error) {
	const most = 1 << 16
	l.all += len(text)
	l.kept.Write(text[:min(len(text), most-min(most, l.kept.Len()))])
	if _, after, ok := bytes.Cut(l.kept.Bytes(), []byte(built)); ok && !l.running {
		l.running, l.all = true, len(after)
		l.kept = *bytes.NewBuffer(bytes.Clone(after))
	}
	return len(text), nil
}

func (l *limited) last() string {
	lines := strings.Split(strings.TrimSpace(l.kept.String()), "\n")
	return lines[len(lines)-1]
}

// watchDisk looks after the folder of a program on this machine. In a container
// the folder has a size that it can't pass.
func (a *attempt) watchDisk() (stop func()) {
	if a.run.folder == "" {
		return func() {}
	}
	ticks := time.NewTicker(200 * time.Millisecond)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-ticks.C:
				if size(a.run.folder) > diskLimit {
					a.exceed(DiskFull)
				}
			}
		}
	}()
	return func() { ticks.Stop(); close(done) }
}

func size(folder string) (bytes int64) {
	filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil // it may vanish while we look
		}
		if info, err := entry.Info(); err == nil && !entry.IsDir() {
			bytes += info.Size()
		}
		return nil
	})
	return bytes
}

var (
	noMemory = regexp.MustCompile(`out of memory|cannot allocate memory`)
	noSpace  = regexp.MustCompile(`no space left on device|file too large`)
)

// killed is the status of a program that the system ended, as shells have it.
const killed = 128 + 9

// status puts together what the judge says and how the program ended. "" is for a
// container that didn't start: that is no fault of the learner's.
func (a *attempt) status(v judge.Verdict) (Status, string) {
	limit := a.passed()
	a.mutex.Lock()
	defer a.mutex.Unlock()
	code, said, ran := a.run.cmd.ProcessState.ExitCode(), a.message.kept.String(), a.message.running
	switch {
	case limit == Hangs && !ran:
		return Hangs, fmt.Sprintf("compiling it took more than %v", compileLimit)
	case limit != "":
		return limit, a.limits(limit)
	case !ran && code == statusNotGo:
		return NotGo, program.Complaint(said).Error()
	case !ran && code == killed:
		return NoMemory, "compiling it took too much memory"
	case !ran:
		return "", ""
	case code == statusDiskFull, v.Broken != "" && noSpace.MatchString(said):
		return DiskFull, a.limits(DiskFull)
	case v.Broken == "":
		return verdictStatus(v.Verdict), v.Text
	case code == killed, noMemory.MatchString(said):
		return NoMemory, a.limits(NoMemory)
	}
	return Crashes, crash(said, code)
}

func (a *attempt) limits(limit Status) string {
	switch limit {
	case Hangs:
		return fmt.Sprintf("no answer within %v", a.limit)
	case TooMuch:
		return fmt.Sprintf("more than %d MB of output", printLimit>>20)
	case DiskFull:
		return fmt.Sprintf("more than %d MB on the disk", diskLimit>>20)
	}
	return fmt.Sprintf("more than %d MB of memory", memoryLimit>>20)
}

func verdictStatus(v exercise.Verdict) Status {
	switch v {
	case exercise.Right:
		return Right
	case exercise.Guessed:
		return Done
	case exercise.Open:
		return Open
	}
	return NotYet
}

// crash says how a program ended: by its panic, if there is one.
func crash(said string, code int) string {
	for line := range strings.Lines(said) {
		if text := strings.TrimSpace(line); strings.HasPrefix(text, "panic: ") || strings.HasPrefix(text, "fatal error: ") {
			return text
		}
	}
	if code < 0 {
		return "what it answered made no sense"
	}
	return fmt.Sprintf("it ended by itself, with status %d, before it had answered", code)
}
