// Package grade runs learners' answers and tells who passed which exercise.
//
// Learners' notebooks are strangers' code, and some of it wants to be called right
// without being right. So nothing of a notebook is believed, and most of it isn't
// even run:
//
//   - The saved outputs and the learner's copy of the checks count for nothing.
//     What counts are the learner's parts of the exercises' cells.
//   - Each of them becomes a program (package program) that runs in a container of
//     the project's image: without network, with nothing that can be written but a
//     small folder in memory, without privileges, and with limits on time, memory,
//     processes, and what it prints. Each answer gets a fresh one.
//   - The check runs in another process, outside of the container (package judge).
//     All that it asks is what the learner's function returns for these arguments,
//     or what value a name has. Its verdict goes through a pipe that the learner's
//     program doesn't have. The arguments are others than those that the checks in
//     a notebook try: what these give away is of no use here.
//
// So whatever the code does where it runs, print the words of a right answer,
// change the lesson's functions, write to the conversation, end the process, it
// has one way to be called right: return the right values. That includes two ways
// which no program can tell from honest work: to copy somebody's answer, or to ask
// a function of the lesson for it.
//
// What is left to trust is the engine and the kernel of the system, which keep the
// container closed, Go's compiler, which compiles the code inside of it, and the
// readers of notebooks and replies, which run on this side.
//
// With Trusted, the programs run on this machine under the limits that a shell can
// set. The verdict is still the judge's, but the code can do what its user can.
package grade

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"littlesteps/pkg/exercise/judge"
	"littlesteps/pkg/exercise/remote"
	"littlesteps/pkg/internal/grade/program"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
)

// Options say how notebooks are graded.
type Options struct {
	Trusted bool          // run the code on this machine
	Engine  string        // the program that runs containers, with its own flags; "" looks for docker and podman
	Image   string        // "" is DefaultImage
	Limit   time.Duration // for one answer, once it is compiled; 0 is 60 s
	Jobs    int           // answers at once; 0 is one for each processor
	Seed    uint64        // decides which arguments functions are tried with; 0 draws one
	Out     io.Writer     // progress; nil is nowhere

	uncaged bool // with Trusted: as where there is nothing to keep programs in
}

// DefaultImage is the project's image, as docker/compose.yaml names it.
const DefaultImage = "littlesteps:local"

// Run grades notebooks. What is wrong with a notebook is said in its row; the
// error is for grading itself. There may be a table as well then, with answers that
// are not graded.
func Run(ctx context.Context, e *jupyter.Env, files []string, o Options) (t *Table, err error) {
	defer func() {
		if ctx.Err() != nil { // whatever it was that this ended
			t, err = nil, fmt.Errorf("stopped: %w", ctx.Err())
		}
	}()
	if o.Limit <= 0 {
		o.Limit = time.Minute
	}
	if o.Jobs <= 0 {
		o.Jobs = runtime.NumCPU()
	}
	if o.Out == nil {
		o.Out = io.Discard
	}
	if o.Seed == 0 {
		o.Seed = draw()
		fmt.Fprintf(o.Out, "functions are tried with arguments of seed %d\n", o.Seed)
	}
	g := &grader{env: e, options: o}
	if err := g.findPlace(ctx); err != nil {
		return nil, err
	}
	remote.Alone()
	session, err := e.Open(ctx) // what a killed one leaves, doctor finds
	if err != nil {
		return nil, err
	}
	defer session.Close()
	g.place.session = session.Dir()
	if err := g.appoint(ctx, session.Dir()); err != nil {
		return nil, err
	}
	defer g.dismiss()
	if err := g.rehearse(ctx); err != nil {
		return nil, err
	}
	return g.grade(ctx, files)
}

// task is what a judge is given for an answer.
func (g *grader) task(e program.Exercise) judge.Task {
	return judge.Task{Exercise: e.ID, Seed: g.options.Seed}
}

// rehearse runs an exercise as the lesson has it where learners' answers will run:
// what is wrong with that place should not be held against them.
func (g *grader) rehearse(ctx context.Context) error {
	l := g.lessons[0]
	e := l.Exercises[0]
	status, said, err := try(ctx, g.place, g.judges[l], g.task(e), l.Trial(e))
	if err != nil {
		return err
	}
	if status != Open && status != NotYet {
		return fmt.Errorf("the lesson's own exercise %s can't be graded here: %s (%s); is the image of this checkout?", e.ID, status, said)
	}
	return nil
}

// draw returns a number that nobody can know beforehand, short enough to be typed.
func draw() uint64 {
	var random [4]byte
	rand.Read(random[:]) // it never fails
	return 1 + uint64(binary.LittleEndian.Uint32(random[:]))
}

// A grader holds what is the same for all notebooks.
type grader struct {
	env     *jupyter.Env
	options Options
	place   place
	lessons []*program.Lesson
	judges  map[*program.Lesson]*sealed // the judging programs
}

func (g *grader) findPlace(ctx context.Context) error {
	g.place.root, g.place.limit = g.env.Root, g.options.Limit
	if g.options.Trusted {
		if g.place.cage = findCage(ctx); g.options.uncaged {
			g.place.cage = open
		}
		fmt.Fprintln(g.options.Out, g.place.cage.says)
		cmd, err := g.env.GoProgram(ctx, "go")
		if err != nil {
			return err
		}
		g.place.env = append(cmd.Env, "PATH="+filepath.Dir(cmd.Path)+string(filepath.ListSeparator)+os.Getenv("PATH"))
		return nil
	}
	engine, err := findEngine(ctx, g.options.Engine)
	if err != nil {
		return err
	}
	g.place.engine, g.place.image = engine, g.options.Image
	if g.place.image == "" {
		g.place.image = DefaultImage
	}
	return hasImage(ctx, engine, g.place.image)
}

// appoint builds a judging program for each of the lesson's notebooks.
func (g *grader) appoint(ctx context.Context, folder string) error {
	checkout := *g.env
	checkout.Work = "" // there somebody works; the lesson's own are in the checkout
	paths, err := checkout.Resolve()
	if err != nil {
		return err
	}
	g.judges = map[*program.Lesson]*sealed{}
	for _, path := range paths {
		n, err := notebook.Read(path)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(n.Codes(), func(c notebook.Cell) bool { return c.Tagged(notebook.TagExercise) }) {
			continue
		}
		l, err := program.NewLesson(strings.TrimSuffix(filepath.Base(path), ".ipynb"), n)
		if err != nil {
			return err
		}
		source, err := l.Judge()
		if err != nil {
			return err
		}
		at := filepath.Join(folder, l.Name)
		if err := os.WriteFile(at+".go", []byte(source), 0o600); err != nil {
			return err
		}
		build, err := g.env.GoProgram(ctx, "go", "build", "-o", at, at+".go")
		if err != nil {
			return err
		}
		if said, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("the checks of %s don't compile by themselves: %w\n%s", l.Name, err, said)
		}
		sealed, err := seal(at)
		if err != nil {
			return err
		}
		g.lessons = append(g.lessons, l)
		g.judges[l] = sealed
	}
	if len(g.lessons) == 0 {
		return errors.New("the lesson has no exercises")
	}
	return nil
}

// dismiss ends what appoint began.
func (g *grader) dismiss() {
	for _, judging := range g.judges {
		judging.close()
	}
}

// grade goes through the notebooks, several answers at once.
func (g *grader) grade(ctx context.Context, files []string) (*Table, error) {
	t := &Table{lessons: g.lessons, Rows: make([]Row, len(files))}
	var (
		wait    sync.WaitGroup
		mutex   sync.Mutex // guards the rows and problem
		problem error
	)
	free := make(chan struct{}, g.options.Jobs)
	for i, file := range files {
		row := &t.Rows[i]
		row.File, row.Status = file, map[string]Status{}
		n, l, err := g.read(file)
		if err != nil {
			row.remark("%v", err)
			continue
		}
		row.Lesson = l.Name
		left := len(l.Exercises)
		for _, e := range l.Exercises {
			free <- struct{}{}
			wait.Go(func() {
				defer func() { <-free }()
				status, remarks, err := g.answer(ctx, l, e, n)
				mutex.Lock()
				defer mutex.Unlock()
				row.Status[e.ID] = status
				row.Remarks = append(row.Remarks, remarks...)
				if err != nil && problem == nil {
					problem = fmt.Errorf("%s, %s: %w", file, e.ID, err)
				}
				if left--; left == 0 && ctx.Err() == nil {
					g.tell(l, *row)
				}
			})
		}
	}
	wait.Wait()
	for _, row := range t.Rows {
		slices.Sort(row.Remarks) // they came as answers were done
	}
	return t, problem
}

func (g *grader) tell(l *program.Lesson, r Row) {
	passed, all := r.Count()
	fmt.Fprintf(g.options.Out, "%s: %s, %d of %d passed\n", harmless(r.File), l.Name, passed, all)
}

// largest is how large a learner's notebook may be: outputs make it large, and
// none of the lesson's has a tenth of it.
const largest = 64 << 20

func (g *grader) read(file string) (*notebook.Notebook, *program.Lesson, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return nil, nil, err
	case !info.Mode().IsRegular():
		return nil, nil, fmt.Errorf("it isn't a file")
	case info.Size() > largest:
		return nil, nil, fmt.Errorf("it is larger than %d MB", largest>>20)
	}
	n, err := notebook.Read(file)
	if err != nil {
		return nil, nil, err
	}
	l := program.Match(g.lessons, n)
	if l == nil {
		return nil, nil, errors.New("it has none of the lesson's exercises")
	}
	return n, l, nil
}

// answer grades one answer. Remarks begin with the exercise's name.
func (g *grader) answer(ctx context.Context, l *program.Lesson, e program.Exercise, n *notebook.Notebook) (status Status, remarks []string, err error) {
	say := func(format string, args ...any) { remarks = append(remarks, e.ID+": "+fmt.Sprintf(format, args...)) }
	a := l.Answer(e, n)
	switch {
	case a.MissingWhole:
		say("there is no cell for it")
		return Missing, remarks, nil
	case a.OtherCheck:
		say("its check was changed or removed; the lesson's own was used")
	}
	text := ""
	switch {
	case a.Untouched:
		status = Open
	case a.CannotParse != nil:
		status, text = NotGo, a.CannotParse.Error()
	case a.Missing != "":
		status, text = Missing, a.Missing+" isn't declared"
	default:
		status, text, err = try(ctx, g.place, g.judges[l], g.task(e), a.Program)
	}
	if err != nil {
		say("%v", err)
		return NotGraded, remarks, err
	}
	if a.SaidRight && status != Passed {
		say("the saved output says that it is right")
	}
	if status != Passed && status != Open {
		say("%s", strings.ReplaceAll(strings.TrimPrefix(text, e.ID+", "), "`", ""))
	}
	return status, remarks, nil
}
