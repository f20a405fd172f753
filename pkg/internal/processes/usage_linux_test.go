package processes

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

func TestParseStat(t *testing.T) {
	p, err := parseStat([]byte("42 (a) name (x) S 7 42 42 0 -1 4194304 1 2 3 4 100 20 3 1 20 0 1 0 5577 9 9\n"))
	want := stat{pid: 42, parent: 7, name: "a) name (x", cpu: 1240 * time.Millisecond, started: "5577"}
	if err != nil || p != want {
		t.Errorf("%+v, %v; want %+v", p, err, want)
	}
	for _, wrong := range []string{"", "42 name S 7", "42 (name) S 7 1"} {
		if p, err := parseStat([]byte(wrong)); err == nil {
			t.Errorf("%q gives %+v", wrong, p)
		}
	}
}

func TestParseShare(t *testing.T) {
	if got := parseShare([]byte("Rss: 900 kB\nPss:      12 kB\nPss_Dirty: 8 kB\n")); got != 12<<10 {
		t.Errorf("%d bytes, want %d", got, 12<<10)
	}
}

// A shell that holds 64 MB more than another, in a child, is seen to do so.
func TestMeasure(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("no python3")
	}
	hold := func(size string) int {
		cmd := exec.Command("sh", "-c", `python3 -c 'import sys, time
held = b"x" * (`+size+` << 20)
print("held", flush=True)
sys.stdin.read()'; true`)
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { in.Close(); cmd.Wait() })
		if _, err := out.Read(make([]byte, 5)); err != nil {
			t.Fatal(err)
		}
		return cmd.Process.Pid
	}
	few, many := hold("1"), hold("65")
	usage := Measure(few, many, os.Getpid())
	if more := usage[1].Total() - usage[0].Total(); more < 60<<20 || more > 68<<20 {
		t.Errorf("64 MB more count as %d bytes", more)
	}
	if usage[1].CPU == 0 && usage[0].CPU == 0 {
		t.Error("they count as having done nothing at all")
	}
	// What counts for one of them doesn't count again for what started both.
	if usage[2].Total() > usage[1].Total() {
		t.Errorf("this process counts for %d bytes, with its children's", usage[2].Total())
	}
}
