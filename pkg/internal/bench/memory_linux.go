package bench

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"littlesteps/pkg/internal/jupyter/client"
	"littlesteps/pkg/internal/notebook"
	"littlesteps/pkg/internal/processes"
)

// memory measures what a learner's kernel takes, without JupyterLab: after a notebook's
// cells, and after a completion, when gopls is there.
func memory(ctx context.Context, o Options) (tables []Table, err error) {
	n, err := notebook.Read(o.Notebooks[0])
	if err != nil {
		return nil, err
	}
	session, err := o.Env.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	temp, err := os.MkdirTemp(session.Dir(), "bench-")
	if err != nil {
		return nil, err
	}
	kernel, err := session.StartKernel(ctx, temp, temp)
	if err != nil {
		return nil, err
	}
	defer kernel.Kill()
	for _, cell := range n.Codes() {
		id, err := kernel.Execute(cell.Source)
		if err == nil {
			err = answered(ctx, kernel, id, "execute_reply")
		}
		if err != nil {
			return nil, err
		}
	}
	table := Table{Title: "Memory of a kernel: MB, its own and its share of what several have in common", Head: []string{"after", "programs", "MB"}}
	look := func(when string) {
		usage := processes.Measure(kernel.Pid())[0]
		for _, name := range slices.Sorted(maps.Keys(usage.Memory)) {
			table.Rows = append(table.Rows, []string{when, name, fmt.Sprint(usage.Memory[name] >> 20)})
		}
	}
	look("the cells of a notebook")
	for range 2 {
		id, err := kernel.Request("complete_request", map[string]any{"code": toComplete, "cursor_pos": len(toComplete)})
		if err == nil {
			err = answered(ctx, kernel, id, "complete_reply")
		}
		if err != nil {
			return nil, err
		}
		time.Sleep(10 * time.Second) // gopls goes on for a while
	}
	look("completions")
	return []Table{table}, nil
}

// toComplete is what a learner has typed who asks what may follow.
const toComplete = "%%\nfmt.Print"

// answered waits for the reply to a request.
func answered(ctx context.Context, kernel *client.Kernel, id, kind string) error {
	for {
		select {
		case m, ok := <-kernel.Messages:
			if !ok {
				return errors.New("the kernel has ended")
			}
			if m.Parent == id && m.Type == kind {
				return nil
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
