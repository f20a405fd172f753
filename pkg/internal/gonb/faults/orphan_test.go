package faults_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A kernel ends within 10 s when the process that started it is gone, and takes its
// folder and gopls along. Here that process is one that only sleeps, and the
// kernel's parent lives on: what counts is who is named.
func TestEndsWithItsClient(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a kernel")
	}
	client := exec.Command("sleep", "1000")
	if err := client.Start(); err != nil {
		t.Fatal(err)
	}
	defer client.Process.Kill()
	file := filepath.Join(t.TempDir(), "kernel.json")
	connection := map[string]any{"transport": "ipc", "ip": filepath.Join(t.TempDir(), "k"), "key": "k", "signature_scheme": "hmac-sha256",
		"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5}
	text, err := json.Marshal(connection)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	argv, env, folder := installed(t)
	kernel := exec.Command(argv[0], argv[1:]...)
	for i, arg := range kernel.Args {
		kernel.Args[i] = strings.ReplaceAll(arg, "{connection_file}", file)
	}
	kernel.Env = append(env, fmt.Sprint("JPY_PARENT_PID=", client.Process.Pid))
	if err := kernel.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		kernel.Wait()
		close(ended)
	}()
	defer kernel.Process.Kill()
	at := filepath.Join(folder, "gonb_*", "ask", "go.work")
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		if found, _ := filepath.Glob(at); len(found) > 0 {
			break
		}
		if time.Since(began) > patience {
			t.Fatal("the kernel never starts")
		}
	}
	select {
	case <-ended:
		t.Fatal("it has ended while its client lives")
	case <-time.After(3 * time.Second):
	}
	client.Process.Kill()
	client.Wait() // until then it is there, if not alive
	select {
	case <-ended:
	case <-time.After(10 * time.Second * busy()):
		t.Fatal("it goes on without its client")
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "gonb_*")); len(left) > 0 {
		t.Errorf("it leaves %v", left)
	}
}

// busy is how many times longer things may take on this machine than on a quiet one.
func busy() time.Duration {
	text, err := os.ReadFile("/proc/loadavg")
	var load float64
	if err == nil {
		fmt.Sscan(string(text), &load)
	}
	return time.Duration(1 + load/4)
}
