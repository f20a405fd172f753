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

// live is what the flags say of pages in which code is run.
type live struct {
	on  bool
	kit string
}

func (l *live) flags(flags *flag.FlagSet) {
	flags.BoolVar(&l.on, "live", false, "let readers change and run the code in the page itself, in one file of about 25 MB")
	flags.StringVar(&l.kit, "kit", "", "with --live: take the kernel from this `FOLDER`, where it was built before (kit in a site's folder)")
}

// check refuses what makes no sense together.
func (l *live) check(untrusted bool) error {
	switch {
	case l.kit != "" && !l.on:
		return usagef("--kit is for pages made with --live")
	case l.on && untrusted:
		return usagef("--live lets the code of a page run, and --untrusted lets none: choose one")
	}
	return nil
}

// export exports notebooks; with --live it first makes what runs code in their pages.
func (l *live) export(ctx context.Context, c call, o jupyter.HTMLOptions, export exportFunc) (err error) {
	if !l.on {
		return export(ctx, c.env, c.args, o)
	}
	work, err := os.MkdirTemp("", "steps-live-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	kit := l.kit
	if kit == "" {
		kit = filepath.Join(work, "kit")
		err = web.Build(ctx, c.env, kit)
	}
	o.Live = filepath.Join(work, "end.html")
	if err == nil {
		err = web.Live(ctx, c.env, kit, o.Live)
	}
	if err != nil {
		return fmt.Errorf("what runs cells in a page: %w", err)
	}
	return export(ctx, c.env, c.args, o)
}
