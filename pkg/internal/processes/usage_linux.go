package processes

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A stat is one line of the table, as /proc/PID/stat has it.
type stat struct {
	pid, parent int
	name        string
	// cpu is the time that it has computed, with that of those of its children
	// that have ended.
	cpu time.Duration

	started string
}

// tick is the unit in which Linux counts a process's time. It is the same on
// all systems that Go runs on.
const tick = 10 * time.Millisecond

// parseStat reads /proc/PID/stat. The name stands in parentheses, and may hold
// anything itself.
func parseStat(content []byte) (stat, error) {
	open, end := bytes.IndexByte(content, '('), bytes.LastIndexByte(content, ')')
	if open < 0 || end < open {
		return stat{}, fmt.Errorf("no name in %.40q", content)
	}
	p := stat{name: string(content[open+1 : end])}
	// From here on: state, parent, ..., at 11 to 14 the four times, at 19 the start.
	fields := strings.Fields(string(content[end+1:]))
	if len(fields) < 20 {
		return stat{}, fmt.Errorf("%d fields in %.40q", len(fields), content)
	}
	id, err1 := strconv.Atoi(strings.TrimSpace(string(content[:open])))
	parent, err2 := strconv.Atoi(fields[1])
	p.pid, p.parent, p.started = id, parent, fields[19]
	for _, field := range fields[11:15] {
		ticks, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return stat{}, err
		}
		p.cpu += time.Duration(ticks) * tick
	}
	return p, errors.Join(err1, err2)
}

// table reads the table. What ends meanwhile is left out.
func table() (all []stat) {
	paths, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range paths {
		if content, err := os.ReadFile(path); err == nil {
			if p, err := parseStat(content); err == nil {
				all = append(all, p)
			}
		}
	}
	return all
}

// A Family is a process's descendants as they were at one time.
type Family []stat

// Descendants returns all that a process has started, and what those have.
func Descendants(pid int) Family { return below(pid, table()) }

// Kill ends those that are still there, and none whose number is another's by now.
func (f Family) Kill() {
	for _, p := range f {
		p.kill()
	}
}

func below(id int, all []stat) (found []stat) {
	for _, p := range all {
		if p.parent == id {
			found = append(append(found, p), below(p.pid, all)...)
		}
	}
	return found
}

// kill ends a process, if its number isn't another's by now.
func (p stat) kill() {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.pid))
	if err != nil {
		return
	}
	if now, err := parseStat(content); err == nil && now.started == p.started {
		syscall.Kill(p.pid, syscall.SIGKILL)
	}
}

// memory is what a process takes, in bytes: pages of its own, and its share of
// those that it has in common with others.
func (p stat) memory() int64 {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", p.pid))
	if err != nil {
		return 0
	}
	return parseShare(content)
}

func parseShare(content []byte) int64 {
	for line := range strings.Lines(string(content)) {
		if rest, found := strings.CutPrefix(line, "Pss:"); found {
			kilobytes, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kilobytes << 10
		}
	}
	return 0
}

// Usage is what a process and all its descendants take.
type Usage struct {
	CPU    time.Duration    // since each began, with those that have ended
	Memory map[string]int64 // in bytes, by the programs' names
}

// Total is the memory of all programs.
func (u Usage) Total() (bytes int64) {
	for _, part := range u.Memory {
		bytes += part
	}
	return bytes
}

// Measure looks at several processes at one time. A process that is below
// another of them counts for itself alone.
func Measure(ids ...int) []Usage {
	all := table()
	owner := map[int]int{}
	for i, id := range ids {
		owner[id] = i
	}
	parent := map[int]int{}
	for _, p := range all {
		parent[p.pid] = p.parent
	}
	usage := make([]Usage, len(ids))
	for i := range usage {
		usage[i].Memory = map[string]int64{}
	}
	for _, p := range all {
		for id := p.pid; id > 1; id = parent[id] {
			if i, found := owner[id]; found {
				usage[i].CPU += p.cpu
				usage[i].Memory[p.name] += p.memory()
				break
			}
		}
	}
	return usage
}
