//go:build unix

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"littlesteps/pkg/internal/jupyter"
	"littlesteps/pkg/internal/web"
)

// liveFlags are those of pages in which code is run.
func liveFlags(flags *flag.FlagSet) func(context.Context, call, *jupyter.HTMLOptions) (func() error, error) {
	live := flags.Bool("live", false, "let readers change and run the code in the page itself, in one file of about 25 MB")
	kit := flags.String("kit", "", "with --live: take the kernel from this `FOLDER`, where it was built before (kit in a site's folder)")
	nothing := func() error { return nil }
	return func(ctx context.Context, c call, o *jupyter.HTMLOptions) (func() error, error) {
		if *kit != "" && !*live {
			return nil, usagef("--kit is for pages made with --live")
		}
		if !*live {
			return nothing, nil
		}
		if o.Untrusted {
			return nil, usagef("--live lets the code of a page run, and --untrusted lets none: choose one")
		}
		work, err := os.MkdirTemp("", "steps-live-")
		if err != nil {
			return nil, err
		}
		end := func() error { return os.RemoveAll(work) }
		o.Live = filepath.Join(work, "end.html")
		folder := *kit
		if folder == "" {
			folder = filepath.Join(work, "kit")
			err = web.Build(ctx, c.env, folder)
		}
		if err == nil {
			err = web.Live(ctx, c.env, folder, o.Live)
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("what runs cells in a page: %w", err), end())
		}
		return end, nil
	}
}
