//go:build unix

package main

import (
	"context"
	"flag"

	"littlesteps/pkg/suite"
)

var test = command{
	name:    "test",
	args:    "[PACKAGE...]",
	summary: "check everything: formatting, vet, tests, notebooks",
	about: `
Checks everything: formatting, vet, the tests of all packages, and the
notebooks, executed and compared with the values of the lecture. Tests that
need a program that isn't here are skipped, and named with the reason.`,
	prepare: func(flags *flag.FlagSet) func(context.Context, call) error {
		quick := flags.Bool("quick", false, "leave out the tests that take longest")
		long := flags.Bool("long", false, "also run what takes very long")
		only := flags.String("run", "", "only the tests whose names match this `PATTERN`")
		return func(ctx context.Context, c call) error {
			if err := c.setUp(ctx); err != nil {
				return err
			}
			o := suite.Options{Go: c.env.GoProgram, Out: c.out, Packages: c.args, Quick: *quick, Long: *long}
			if *only != "" {
				o.Flags = []string{"-run=" + *only}
			}
			return suite.Run(ctx, o)
		}
	},
}
