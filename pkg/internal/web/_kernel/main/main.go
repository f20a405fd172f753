//go:build js

// The kernel in a browser's tab: gonb as on the desktop, between a message port and a
// system whose programs are WebAssembly.
package main

import (
	"os"
	"syscall/js"

	"github.com/janpfeifer/gonb/internal/dispatcher"
	"github.com/janpfeifer/gonb/internal/goexec"
	"github.com/janpfeifer/gonb/internal/kernel"
	"github.com/janpfeifer/gonb/internal/quickbuild"
	"github.com/janpfeifer/gonb/internal/tool"
	"k8s.io/klog/v2"
)

func main() {
	host := js.Global().Get("littlesteps")
	tool.Use = system{host}
	quickbuild.Check = func(dir string) bool {
		cmd := tool.Command("go", "build", "-o", "/dev/null")
		cmd.Dir = dir
		return cmd.Run() == nil
	}
	k := kernel.NewOn(newPort(host))
	state, err := goexec.New(k, os.Getenv("GONB_UNIQUE_ID"), false, false)
	if err != nil {
		klog.Fatalf("the kernel can't start: %v", err)
	}
	host.Call("ready")
	dispatcher.Serve(k, state)
	_ = state.Stop()
	k.ExitWait()
}
