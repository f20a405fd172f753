package grade

import (
	"context"
	"crypto/rand"
	"encoding/binary"
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
	"littlesteps/pkg/internal/handin"
	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/notebook"
)

// Options say how notebooks are graded.
type Options struct {
	Trusted bool           // run the code on this machine
	Engine  string         // the program that runs containers, with its own flags; "" looks for docker and podman
	Image   string         // "" is DefaultImage
	Limit   time.Duration  // for one answer, once it is compiled; 0 is 60 s
	Jobs    int            // answers at once; 0 is one for each processor
	Lessons []string       // the lesson's notebooks with their checks, or folders of such; none is those of the checkout
	Known   map[string]Row // rows of an earlier table, by their prints: they aren't graded again
	Seed    uint64         // decides which arguments functions are tried with; 0 draws one
	Out     io.Writer      // progress; nil is nowhere

	cage *cage // with Trusted, for tests: this one
}

// DefaultImage is the project's image, as docker/compose.yaml names it.
const DefaultImage = "littlesteps:local"

// Run grades hand-ins. What is wrong with a notebook is said in its row; the error is
// for grading itself. There may be a table as well then, with answers that are not
// graded.
func Run(ctx context.Context, e *jupyter.Env, hands []handin.HandIn, o Options) (t *Table, err error) {
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
	g := &grader{env: e, options: o}
	if g.lessons, err = Lessons(e, o.Lessons...); err != nil {
		return nil, err
	}
	if g.print, err = fingerprint(e); err != nil {
		return nil, err
	}
	t = g.read(hands)
	left := slices.DeleteFunc(slices.Clone(t.Rows), func(r *Row) bool { return r.Problem != "" || r.Results != nil })
	if len(left) < len(t.Rows) && len(o.Known) > 0 {
		fmt.Fprintf(o.Out, "%d of %d notebooks are new or changed\n", len(left), len(t.Rows))
	}
	if len(left) == 0 {
		return t, nil
	}
	return t, g.all(ctx, left)
}

// all grades what is left to grade.
func (g *grader) all(ctx context.Context, rows []*Row) error {
	if g.options.Seed == 0 {
		g.options.Seed = draw()
		fmt.Fprintf(g.options.Out, "functions are tried with arguments of seed %d\n", g.options.Seed)
	}
	if err := g.findPlace(ctx); err != nil {
		return err
	}
	remote.Alone()
	session, err := g.env.Open(ctx) // what a killed one leaves, doctor finds
	if err != nil {
		return err
	}
	defer session.Close()
	g.place.session = session.Dir()
	if g.options.Trusted {
		g.place.as = nobodyIn(session.Dir())
	}
	if err := g.buildJudges(ctx, session.Dir(), rows); err != nil {
		return err
	}
	defer g.closeJudges()
	if err := g.smokeTest(ctx, rows[0].lesson); err != nil {
		return err
	}
	return g.grade(ctx, rows)
}

// task is what a judge is given for an answer.
func (g *grader) task(e program.Exercise) judge.Task {
	return judge.Task{Exercise: e.ID, Seed: g.options.Seed}
}

// smokeTest runs an exercise as the lesson has it where learners' answers will run:
// what is wrong with that place should not be held against them.
func (g *grader) smokeTest(ctx context.Context, l *program.Lesson) error {
	e := l.Exercises[0]
	status, said, err := try(ctx, g.place, g.judges[l], g.task(e), l.Trial(e))
	if err != nil {
		return err
	}
	if !slices.Contains([]Status{Open, NotYet, Right, Done}, status) {
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
	print   string                      // of all that checks are made of
	judges  map[*program.Lesson]*sealed // the judging programs
}

func (g *grader) findPlace(ctx context.Context) error {
	g.place.root, g.place.limit = g.env.Root, g.options.Limit
	if g.options.Trusted {
		if g.place.cage = findCage(ctx); g.options.cage != nil {
			g.place.cage = *g.options.cage
		}
		fmt.Fprintln(g.options.Out, g.place.cage.says)
		cmd, err := g.env.GoProgram(ctx, "go")
		if err != nil {
			return err
		}
		g.place.env = append(cmd.Env, "PATH="+filepath.Dir(cmd.Path)+string(filepath.ListSeparator)+os.Getenv("PATH"))
		return nil
	}
	engine, err := FindEngine(ctx, g.options.Engine)
	if err != nil {
		return err
	}
	g.place.engine, g.place.image = engine, g.options.Image
	if g.place.image == "" {
		g.place.image = DefaultImage
	}
	return hasImage(ctx, engine, g.place.image)
}

// buildJudges builds a judging program for each lesson that was handed in.
func (g *grader) buildJudges(ctx context.Context, folder string, rows []*Row) error {
	g.judges = map[*program.Lesson]*sealed{}
	for i, l := range g.lessons {
		if !slices.ContainsFunc(rows, func(r *Row) bool { return r.lesson == l }) {
			continue
		}
		source, err := l.Judge()
		if err != nil {
			return err
		}
		at := filepath.Join(folder, fmt.Sprint("judge-", i))
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
		if g.judges[l], err = seal(at); err != nil {
			return err
		}
	}
	return nil
}

// closeJudges ends what buildJudges began.
func (g *grader) closeJudges() {
	for _, judging := range g.judges {
		judging.close()
	}
}

// grade goes through the notebooks, several answers at once.
func (g *grader) grade(ctx context.Context, rows []*Row) error {
	var (
		wait    sync.WaitGroup
		mutex   sync.Mutex // guards done and problem
		done    int
		problem error
	)
	free := make(chan struct{}, g.options.Jobs)
	for _, row := range rows {
		l := row.lesson
		row.Results = make([]Result, len(l.Exercises))
		left := len(l.Exercises)
		for i, e := range l.Exercises {
			free <- struct{}{}
			wait.Go(func() {
				defer func() { <-free }()
				result, err := g.answer(ctx, l, e, row.notebook)
				mutex.Lock()
				defer mutex.Unlock()
				row.Results[i] = result
				if err != nil && problem == nil {
					problem = fmt.Errorf("%s, %s: %w", row.From, e.ID, err)
				}
				if left--; left == 0 && ctx.Err() == nil {
					done++
					g.tell(*row, done, len(rows))
				}
			})
		}
	}
	wait.Wait()
	return problem
}

func (g *grader) tell(r Row, done, all int) {
	c := r.Count()
	fmt.Fprintf(g.options.Out, "[%d/%d] %s: %s, %d of %d right\n", done, all, Harmless(r.Learner.Name), r.Lesson, c.Right, len(r.Results)-c.Done)
}

// answer grades one answer.
func (g *grader) answer(ctx context.Context, l *program.Lesson, e program.Exercise, n *notebook.Notebook) (r Result, err error) {
	r = Result{Exercise: e.ID, Of: e.Points}
	say := func(format string, args ...any) { r.Remarks = append(r.Remarks, fmt.Sprintf(format, args...)) }
	a := l.Answer(e, n)
	r.Code = a.Code
	if a.MissingWhole {
		r.Status, r.Text = Missing, "There is no cell for it."
		return r, nil
	}
	if a.OtherCheck {
		say("its check was changed or removed; the lesson's own was used")
	}
	if a.Copies > 0 {
		say("there are %d cells for it; the one that was answered counts", a.Copies+1)
	}
	switch {
	case a.Untouched:
		r.Status = Open
	case a.CannotParse != nil:
		r.Status, r.Text = NotGo, a.CannotParse.Error()
	case a.Missing != "":
		r.Status, r.Text = Missing, a.Missing+" isn't declared"
	default:
		r.Status, r.Text, err = try(ctx, g.place, g.judges[l], g.task(e), a.Program)
	}
	if err != nil {
		r.Status, r.Text = NotGraded, err.Error()
		return r, err
	}
	r.Text = strings.TrimPrefix(r.Text, e.ID+", ")
	switch r.Status {
	case Right, Done:
		r.Points = r.Of
	case Open:
		r.Text = ""
		if !a.Untouched && !strings.Contains(a.Code, "exercise.TODO") {
			r.Status, r.Text = NotYet, "Something that it calls has a gap that is still open."
		}
	default:
		if a.SaidRight {
			say("the saved output says that it is right")
		}
	}
	return r, nil
}
