package main

import (
	"os"
	"strconv"
	"time"

	"github.com/janpfeifer/gonb/internal/goexec"
	"github.com/janpfeifer/gonb/internal/kernel"
	"github.com/janpfeifer/gonb/internal/tool"
	"k8s.io/klog/v2"
)

// endWithClient ends the kernel, with all that it has started, when the process that
// started it is gone, however that ended. Jupyter's clients name themselves; who
// names nobody, as one that starts a kernel to outlive it, isn't watched.
func endWithClient(k *kernel.Kernel, goExec *goexec.State) {
	named, err := strconv.Atoi(os.Getenv(goexec.JupyterPidEnv))
	if err != nil || named <= 0 {
		return
	}
	parent, folder := os.Getppid(), goExec.TempDir
	go func() {
		for ; !k.IsStopped(); time.Sleep(time.Second) {
			// Who adopts orphans has another number.
			if os.Getppid() == parent && alive(named) {
				continue
			}
			klog.Errorf("process %d, which started this kernel, is gone", named)
			break
		}
		// The kernel stops in its own time, if it can.
		time.AfterFunc(3*time.Second, func() {
			tool.KillAll()
			_ = os.RemoveAll(folder)
			os.Exit(1)
		})
		if !k.IsStopped() {
			k.CallInterruptSubscribers()
			k.Stop()
		}
	}()
}
