//go:build unix

package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

// overview prints all commands.
func overview(out io.Writer) {
	fmt.Fprint(out, "Little Steps: gradient descent in Go, in notebooks.\n\nHow it is used: go tool steps COMMAND\n\n")
	for _, c := range commands() {
		fmt.Fprintf(out, "    %-9s %s\n", c.name, c.summary)
	}
	fmt.Fprint(out, "\nMore about one of them: go tool steps help COMMAND\n")
}

// help prints the help of the commands that args name, or the overview.
func help(args []string, out, errOut io.Writer) int {
	if len(args) == 0 {
		overview(out)
		return 0
	}
	for _, name := range args {
		c, err := find(name)
		if err != nil {
			fmt.Fprintln(errOut, "steps:", err)
			return usage
		}
		c.help(out)
	}
	return 0
}

func (c command) help(out io.Writer) {
	line := "go tool steps " + c.name
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	c.prepare(flags)
	any := false
	flags.VisitAll(func(*flag.Flag) { any = true })
	if any {
		line += " [FLAGS]"
	}
	if c.args != "" {
		line += " " + c.args
	}
	fmt.Fprintf(out, "%s\n\n%s\n", line, strings.TrimSpace(c.about))
	if !any {
		return
	}
	fmt.Fprint(out, "\nFlags:\n")
	flags.VisitAll(func(f *flag.Flag) {
		name, about := flag.UnquoteUsage(f)
		text := "--" + f.Name
		if name != "" {
			text += " " + name
		}
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" {
			about += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(out, "    %-18s %s\n", text, about)
	})
}

// find returns the command of a name. The error for a name that there isn't
// suggests the nearest one.
func find(name string) (command, error) {
	nearest, distance := "", len(name)
	for _, c := range commands() {
		if c.name == name {
			return c, nil
		}
		if d := edits(name, c.name); d < distance && d <= 2 {
			nearest, distance = c.name, d
		}
	}
	if nearest != "" {
		return command{}, fmt.Errorf("there is no command %q: did you mean %q?", name, nearest)
	}
	return command{}, fmt.Errorf("there is no command %q: `go tool steps help` lists them", name)
}

// edits counts the letters to insert, remove or change to make b of a.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
