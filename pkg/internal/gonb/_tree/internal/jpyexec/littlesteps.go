package jpyexec

import (
	"github.com/janpfeifer/gonb/gonbui/protocol"
	"github.com/janpfeifer/gonb/internal/kernel"
	"k8s.io/klog/v2"
)

// MIMEClearOutput is the type of a bool with which a program clears what its cell
// shows: now, or, if it is true, once there is something to show in its place.
const MIMEClearOutput protocol.MIMEType = "littlesteps/clear_output"

// clears clears what the cell shows, if that is what the program asks for.
func (exec *Executor) clears(data *protocol.DisplayData) bool {
	wait, asked := data.Data[MIMEClearOutput].(bool)
	if !asked {
		return false
	}
	if err := exec.Msg.Publish("clear_output", map[string]any{"wait": wait}); err != nil {
		klog.Errorf("clear the output: %v", err)
	}
	return true
}

// dispatchDisplayData displays something that the program sends, unless it is left for
// later, or left out. What was printed before it stands before it.
func (exec *Executor) dispatchDisplayData(data *protocol.DisplayData) {
	if exec.clears(data) {
		return
	}
	size := 0
	for _, content := range data.Data {
		switch content := content.(type) {
		case string:
			size += len(content)
		case []byte:
			size += len(content)
		}
	}
	if exec.budget != nil {
		exec.budget.Flush()
	}
	if sentence := exec.shown.Take(size, data.DisplayID, func() { exec.display(data) }); sentence != "" {
		exec.say(sentence)
	}
}

// say tells the learner something beside what the program prints.
func (exec *Executor) say(sentence string) {
	if err := kernel.PublishWriteStream(exec.Msg, kernel.StreamStderr, sentence); err != nil {
		klog.Errorf("say %q: %v", sentence, err)
	}
}

// close passes on the end of what the program has printed and displayed.
func (exec *Executor) close() {
	exec.budget.Close()
	exec.shown.Close(exec.say)
}

// ExecTold is Exec for a command of the shell: its cell goes on however it ends, so what
// it prints says how it did.
func (exec *Executor) ExecTold() error {
	if err := exec.Exec(); err != nil {
		return err
	}
	if err := exec.ExitError(); err != nil && !exec.Msg.Kernel().Interrupted.Load() {
		exec.say(err.Error() + "\n")
	}
	return nil
}
