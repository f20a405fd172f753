package jpyexec

import (
	"github.com/janpfeifer/gonb/gonbui/protocol"
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
