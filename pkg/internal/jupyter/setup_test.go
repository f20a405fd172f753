package jupyter

import (
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// testSteps returns three steps that note their names in done. Their inputs
// are the values of keys.
func testSteps(done *[]string, keys map[string]string) []step {
	var steps []step
	for _, name := range []string{"one", "two", "three"} {
		steps = append(steps, step{
			name: name, title: "Step " + name, hint: "look at " + name,
			key: func() (string, error) { return keys[name], nil },
			do: func(context.Context, reporter) error {
				*done = append(*done, name)
				return nil
			},
		})
	}
	return steps
}

func newKeys() map[string]string { return map[string]string{"one": "1", "two": "1", "three": "1"} }

func carryOut(t *testing.T, e *Env, steps []step) string {
	t.Helper()
	var out bytes.Buffer
	if err := e.carryOut(context.Background(), steps, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestSetupDoesWhatIsMissing(t *testing.T) {
	e := &Env{Root: t.TempDir()}
	var done []string
	keys := newKeys()
	steps := testSteps(&done, keys)
	check := func(when string, want ...string) {
		t.Helper()
		done = nil
		out := carryOut(t, e, steps)
		if !slices.Equal(done, want) {
			t.Errorf("%s: did %v, want %v", when, done, want)
		}
		if len(want) == 0 && out != "" {
			t.Errorf("%s: with nothing to do it said %q", when, out)
		}
	}
	check("at first", "one", "two", "three")
	check("the second time")
	keys["two"] = "2"
	check("after an input has changed", "two")
	os.Remove(e.stampPath("three"))
	check("after a stamp was lost", "three")
	steps[0].intact = func() bool { return slices.Contains(done, "one") }
	check("after a result was lost", "one")
}

// A set-up that is interrupted at any step, at any point in it, is finished by
// the next one.
func TestSetupInterruptedAtEachStep(t *testing.T) {
	for i, name := range []string{"one", "two", "three"} {
		t.Run(name, func(t *testing.T) {
			e := &Env{Root: t.TempDir()}
			var done []string
			steps := testSteps(&done, newKeys())
			ctx, interrupt := context.WithCancel(context.Background())
			whole := steps[i].do
			steps[i].do = func(ctx context.Context, report reporter) error {
				interrupt()
				return ctx.Err()
			}
			var out bytes.Buffer
			if err := e.carryOut(ctx, steps, &out); !errors.Is(err, ErrInterrupted) {
				t.Fatalf("interrupted, it returned %v", err)
			}
			steps[i].do = whole
			carryOut(t, e, steps)
			if want := []string{"one", "two", "three"}; !slices.Equal(done, want) {
				t.Errorf("together they did %v, want each step once: %v", done, want)
			}
		})
	}
}

func TestSetupFails(t *testing.T) {
	e := &Env{Root: t.TempDir()}
	var done []string
	steps := testSteps(&done, newKeys())
	steps[1].do = func(context.Context, reporter) error { return errors.New("no wind") }
	var out bytes.Buffer
	err := e.carryOut(context.Background(), steps, &out)
	if err == nil || !strings.Contains(err.Error(), "no wind") || !strings.Contains(err.Error(), "look at two") {
		t.Errorf("error %v, want the cause and the hint", err)
	}
	if !slices.Equal(done, []string{"one"}) {
		t.Errorf("did %v after a failure", done)
	}
	if want := "[2/3] Step two: failed\n"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("said %q, want %q at its end", out.String(), want)
	}

	steps[1].soft = true
	if said := carryOut(t, e, steps); !strings.Contains(said, "no wind") {
		t.Errorf("said %q of a step that may fail", said)
	}
	if !slices.Equal(done, []string{"one", "three"}) {
		t.Errorf("did %v around a step that may fail", done)
	}
	if e.stamp("two") != "" {
		t.Error("a step that failed is stamped")
	}
}

// While a step is done again it has no stamp: killed in the middle of it, the
// set-up must not take the old result for the new one.
func TestStepIsUnstampedWhileItWorks(t *testing.T) {
	e := &Env{Root: t.TempDir()}
	var done []string
	keys := newKeys()
	steps := testSteps(&done, keys)
	carryOut(t, e, steps)
	keys["one"] = "2"
	stamp := "not looked at"
	steps[0].do = func(context.Context, reporter) error {
		stamp = e.stamp("one")
		return nil
	}
	carryOut(t, e, steps)
	if stamp != "" {
		t.Errorf("stamp %q while the step was at work", stamp)
	}
}

func TestTwoSetupsAtOnce(t *testing.T) {
	e := &Env{Root: t.TempDir()}
	var mu sync.Mutex
	working, did := 0, 0
	s := step{name: "one", title: "One", key: func() (string, error) { return "1", nil }}
	s.do = func(context.Context, reporter) error {
		mu.Lock()
		working++
		did++
		if working > 1 {
			t.Error("two set-ups at work at once")
		}
		mu.Unlock()
		time.Sleep(300 * time.Millisecond)
		mu.Lock()
		working--
		mu.Unlock()
		return nil
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			var out bytes.Buffer
			if err := e.carryOut(context.Background(), []step{s}, &out); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if did != 1 {
		t.Errorf("the step was done %d times", did)
	}
}

func TestFailureShowsTheLastLines(t *testing.T) {
	cmd := command(context.Background(), "", os.Environ(), "sh", "-c", "seq 100; echo no such wheel >&2; exit 3")
	err := stream(cmd, nil)
	if err == nil {
		t.Fatal("no error")
	}
	if text := err.Error(); !strings.Contains(text, "no such wheel") || !strings.Contains(text, "exit status 3") || strings.Contains(text, "\n    80\n") {
		t.Errorf("error %q", text)
	}
}

func TestInterruptEndsTheWholeGroup(t *testing.T) {
	ctx, interrupt := context.WithCancel(context.Background())
	began := make(chan bool, 1)
	time.AfterFunc(10*time.Second, interrupt)
	cmd := command(ctx, "", os.Environ(), "sh", "-c", "echo here; sleep 1000 & wait")
	go func() {
		<-began
		interrupt()
	}()
	start := time.Now()
	err := stream(cmd, func(string) { began <- true })
	if err == nil || time.Since(start) > patience {
		t.Errorf("interrupted, it returned %v after %v", err, time.Since(start))
	}
}
