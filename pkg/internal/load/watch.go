//go:build linux

package load

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"littlesteps/pkg/internal/processes"
)

// A watch looks at the servers and the hub while learners work.
type watch struct {
	ids  []int // of the servers, and last of the hub
	end  chan struct{}
	done sync.WaitGroup

	first, last []processes.Usage
	each        []float64 // megabytes, every learner at every look
	togetherMax float64   // megabytes, the most of all learners at one look
	hubMax      float64
	programs    map[string]float64 // megabytes of each program, the sum of all looks
	looks       int
	busy        func() float64
	used        float64 // share of the machine's processors
}

// interval is the time between two looks.
const interval = time.Second

// watch begins to look.
func (c *class) watch() *watch {
	w := &watch{end: make(chan struct{}), programs: map[string]float64{}, busy: processors()}
	for _, m := range c.members {
		w.ids = append(w.ids, m.process)
	}
	w.ids = append(w.ids, c.hub.Process)
	w.first = processes.Measure(w.ids...)
	w.done.Go(func() {
		for {
			select {
			case <-w.end:
				return
			case <-time.After(interval):
				w.look()
			}
		}
	})
	return w
}

const megabyte = 1 << 20

func (w *watch) look() {
	usage := processes.Measure(w.ids...)
	learners, office := usage[:len(usage)-1], usage[len(usage)-1]
	together := 0.0
	for _, u := range learners {
		size := float64(u.Total()) / megabyte
		w.each = append(w.each, size)
		together += size
		for name, bytes := range u.Memory {
			w.programs[name] += float64(bytes) / megabyte
		}
	}
	w.togetherMax = max(w.togetherMax, together)
	w.hubMax = max(w.hubMax, float64(office.Total())/megabyte)
	w.last = usage
	w.looks++
}

// stop looks a last time.
func (w *watch) stop() {
	close(w.end)
	w.done.Wait()
	w.look()
	w.used = w.busy()
}

// spent is the seconds of processor time that a process and its descendants
// have used since the watch began.
func (w *watch) spent(i int) float64 { return (w.last[i].CPU - w.first[i].CPU).Seconds() }

// processors returns a function that gives the share of the machine's
// processors that was in use since.
func processors() func() float64 {
	busy, all := processorTimes()
	return func() float64 {
		busyNow, allNow := processorTimes()
		if allNow == all {
			return 0
		}
		return float64(busyNow-busy) / float64(allNow-all)
	}
}

// processorTimes reads how long the machine's processors have worked, in all
// and with waiting.
func processorTimes() (busy, all int64) {
	content, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, 0
	}
	line, _, _ := strings.Cut(string(content), "\n")
	var user, nice, system, idle, wait, interrupts, soft, stolen int64
	fmt.Sscanf(line, "cpu %d %d %d %d %d %d %d %d", &user, &nice, &system, &idle, &wait, &interrupts, &soft, &stolen)
	busy = user + nice + system + interrupts + soft + stolen
	return busy, busy + idle + wait
}

// loadAverage is how many programs wanted a processor in the last minute.
func loadAverage() (average float64) {
	content, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	fmt.Sscan(string(content), &average)
	return average
}

// Machine describes this machine in a few words.
func Machine() string {
	memory := 0
	if content, err := os.ReadFile("/proc/meminfo"); err == nil {
		fmt.Sscanf(string(content), "MemTotal: %d kB", &memory)
	}
	return fmt.Sprintf("%s/%s, %d processors, %d GB of memory, %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), (memory+512<<10)>>20, runtime.Version())
}
