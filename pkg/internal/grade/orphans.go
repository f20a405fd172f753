package grade

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"littlesteps/pkg/internal/jupyter"
)

// The labels of a container: the process that started it, and its checkout.
const (
	labelOwner = "littlesteps.owner"
	labelRoot  = "littlesteps.root"
)

// Orphans names the containers that killed runs of this checkout have left. Their
// programs end by themselves after some minutes.
func Orphans(ctx context.Context, e *jupyter.Env) (left []Orphan) {
	for _, engine := range engines {
		if _, err := exec.LookPath(engine); err != nil {
			continue
		}
		said, err := exec.CommandContext(ctx, engine, "ps", "--all", "--filter", "label="+labelRoot+"="+e.Root, "--format", "{{.Names}}").Output()
		if err != nil {
			continue // it doesn't answer: nothing can be there
		}
		for name := range strings.FieldsSeq(string(said)) {
			owner, err := ask(ctx, []string{engine}, "inspect", "--format", `{{index .Config.Labels "`+labelOwner+`"}}`, name)
			if err != nil {
				continue // it has just gone
			}
			if pid, err := strconv.Atoi(owner); err == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
				left = append(left, Orphan{engine, name})
			}
		}
	}
	return left
}

// engines are those that are looked for, in this order.
var engines = []string{"docker", "podman"}

// An Orphan is a container that nobody waits for.
type Orphan struct{ engine, name string }

func (o Orphan) String() string { return o.engine + " container " + o.name }

// Remove ends and removes it.
func (o Orphan) Remove(ctx context.Context) error {
	if said, err := ask(ctx, []string{o.engine}, "rm", "--force", o.name); err != nil {
		return fmt.Errorf("remove the %s: %s", o, said)
	}
	return nil
}

// Examine says whether answers can be graded in containers here, and what killed runs
// have left.
func Examine(ctx context.Context, e *jupyter.Env) []jupyter.Finding {
	findings := []jupyter.Finding{examinePlace(ctx)}
	if left := Orphans(ctx, e); len(left) > 0 {
		findings = append(findings, jupyter.Finding{Title: "Containers", Level: jupyter.Wrong, Said: fmt.Sprintf("of killed runs of steps grade: %v", left), Hint: "go tool steps doctor --fix removes them"})
	}
	return findings
}

func examinePlace(ctx context.Context) jupyter.Finding {
	f := jupyter.Finding{Title: "Grading"}
	engine, err := FindEngine(ctx, "")
	if err != nil {
		var missing []string
		for line := range strings.Lines(strings.TrimPrefix(err.Error(), ErrNoEngine.Error()+": ")) {
			missing = append(missing, strings.TrimSpace(line))
		}
		f.Level, f.Said = jupyter.Note, strings.Join(missing, "; ")
		f.Hint = "`steps grade` needs docker or podman; with --trusted it does without, " + findCage(ctx).short()
		return f
	}
	f.Said = "in containers of " + strings.Join(slices.Clone(engine), " ") + ", image " + DefaultImage
	if err := hasImage(ctx, engine, DefaultImage); err != nil {
		f.Level = jupyter.Note
		f.Said = strings.Join(engine, " ") + " is here, and no image " + DefaultImage
		f.Hint = "to grade in containers: " + engine[0] + " build --file docker/Dockerfile --tag " + DefaultImage + " . ; or name yours with `steps grade --image`"
	}
	return f
}

func (c cage) short() string {
	if c.name == open.name {
		return "and nothing here keeps learners' code from your files (bubblewrap would)"
	}
	return "and keeps learners' code in with " + c.name
}
