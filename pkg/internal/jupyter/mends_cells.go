package jupyter

// cellMends have the programs of cells started, limited and ended by package
// guard.
var cellMends = []mend{
	// ■ pressed while a cell was compiled was forgotten, and the cell ran on. Now
	// it ends the compiler. An interrupt that comes late must not end the next
	// cell: so the kernel notes when it received each.
	{
		file:  "internal/kernel/messages.go",
		old:   "type ComposedMsg struct {\n",
		new:   "type ComposedMsg struct {\n	Received     time.Time // by this kernel\n",
		times: 1,
	},
	{
		file:  "internal/kernel/kernel.go",
		old:   "	m := &MessageImpl{kernel: k}\n",
		new:   "	m := &MessageImpl{kernel: k}\n	m.Composed.Received = time.Now()\n",
		times: 1,
	},
	{
		file:  "internal/kernel/kernel.go",
		old:   "	\"sync/atomic\"\n",
		new:   "	\"sync/atomic\"\n	\"time\"\n",
		times: 1,
	},
	{
		file:  "internal/dispatcher/dispatcher.go",
		old:   "			msg.Kernel().CallInterruptSubscribers()\n			replyContent",
		new:   "			guard.Interrupted(msg.ComposedMsg().Header.Timestamp, func() {\n				msg.Kernel().Interrupted.Store(true)\n				msg.Kernel().CallInterruptSubscribers()\n			})\n			replyContent",
		times: 1,
	},
	{
		file:  "internal/dispatcher/dispatcher.go",
		old:   "	msg.Kernel().Interrupted.Store(false)\n",
		new:   "	msg.Kernel().Interrupted.Store(guard.Begin(msg.ComposedMsg().Received))\n",
		times: 1,
	},
	{
		file:  "internal/dispatcher/dispatcher.go",
		old:   "	if specialCell, err := ",
		new:   "	executionErr = guard.Try(func() (executionErr error) {\n	if msg.Kernel().Interrupted.Load() {\n		return\n	} else if specialCell, err := ",
		times: 1,
	},
	{
		file:  "internal/dispatcher/dispatcher.go",
		old:   "	// Final execution result.\n",
		new:   "	return\n	})\n	if msg.Kernel().Interrupted.Load() {\n		executionErr = guard.ErrStopped\n	}\n\n	// Final execution result.\n",
		times: 1,
	},
	{
		file:  "internal/dispatcher/dispatcher.go",
		old:   "err := handleBusyMessage(params.msg, params.goExec)",
		new:   "err := guard.Try(func() error { return handleBusyMessage(params.msg, params.goExec) })",
		times: 1,
	},
	{
		file:  "internal/dispatcher/dispatcher.go",
		old:   `	"github.com/janpfeifer/gonb/internal/goexec"` + "\n",
		new:   `	"github.com/janpfeifer/gonb/internal/goexec"` + "\n" + importGuard,
		times: 1,
	},
	{
		file:  "internal/goexec/errorpublish.go",
		old:   "	nbErr := newGonbErrors(",
		new:   "	if msg != nil && msg.Kernel().Interrupted.Load() {\n		return err\n	}\n	nbErr := newGonbErrors(",
		times: 1,
	},
	{
		file:  "internal/goexec/execcode.go",
		old:   "cmd.CombinedOutput()",
		new:   "combinedOutput(msg, cmd)",
		times: 2, // and once in mends
	},
	{
		file:  "internal/goexec/execcode.go",
		old:   "// Execute cell code already prepared",
		new:   combinedOutput + "\n// Execute cell code already prepared",
		times: 1,
	},
	{
		file:  "internal/goexec/execcode.go",
		old:   `	"k8s.io/klog/v2"` + "\n",
		new:   `	"k8s.io/klog/v2"` + "\n" + importGuard + "	\"time\"\n",
		times: 1,
	},
	// A cell over which the kernel stumbled ended it, and all declarations were lost.
	{
		file:  "internal/goexec/execcode.go",
		old:   "err := s.executeCellImpl(params.msg, params.cellId, params.lines, params.skipLines)",
		new:   "err := guard.Try(func() error { return s.executeCellImpl(params.msg, params.cellId, params.lines, params.skipLines) })",
		times: 1,
	},
	{
		file:  "internal/specialcmd/specialcmd.go",
		old:   "for cmdStr[0] == ' ' || cmdStr[0] == '\\t' {",
		new:   "for len(cmdStr) > 0 && (cmdStr[0] == ' ' || cmdStr[0] == '\\t') {",
		times: 1,
	},
	{
		file:  "internal/goexec/composer.go",
		old:   "			parts := strings.Split(trimmedLine, \" \")\n			if len(parts) < 2 {\n",
		new:   "			parts := strings.Fields(trimmedLine)\n			if len(parts) < 2 {\n				parts = append(parts, \"nothing\")\n",
		times: 1,
	},
	// A cell's program was started with an input that nobody could write to nor
	// end: one that reads it waited for ever.
	{
		file:  "internal/goexec/execcode.go",
		old:   "	err := jpyExec.Exec()\n",
		new:   "	if !s.asksForInput() {\n		jpyExec.WithStaticInput([]byte{})\n	}\n	err := jpyExec.Exec()\n",
		times: 1,
	},
	{
		file:  "internal/goexec/execcode.go",
		old:   "	return s.Execute(msg, fileToCellIdAndLine)\n",
		new:   "	if msg.Kernel().Interrupted.Load() {\n		return guard.ErrStopped\n	}\n	if guard.ReadsInput(lines) && !s.asksForInput() {\n		_ = kernel.PublishWriteStream(msg, kernel.StreamStderr, guard.NoInput)\n	}\n	return s.Execute(msg, fileToCellIdAndLine)\n",
		times: 1,
	},
	{
		file:  "internal/specialcmd/specialcmd.go",
		old:   "		return execBase.Exec()\n",
		new:   "		return execBase.WithStaticInput([]byte{}).Exec()\n",
		times: 1,
	},
	// Without the first cell's %noautoget, each cell asked the network for newer
	// modules, and moved GoMLX past the version that everything is made for: so it
	// is how a kernel starts. %autoget changes it.
	{
		file:  "internal/goexec/goexec.go",
		old:   "AutoGet:         true,",
		new:   "AutoGet:         false,",
		times: 1,
	},
	// What a cell started stayed when the cell was stopped, or when the kernel was
	// killed, and a cell whose program had ended didn't, as long as anything held
	// its output. A cell that prints or allocates without end froze the browser or
	// the machine.
	{
		file:  "internal/jpyexec/jpyexec.go",
		old:   "	cmd.Dir = exec.dir\n",
		new:   "	cmd.Dir = exec.dir\n	guard.Prepare(cmd)\n	budget := guard.NewBudget(func() { _ = guard.Kill(cmd.Process.Pid) })\n",
		times: 1,
	},
	{
		file:  "internal/jpyexec/jpyexec.go",
		old:   "io.Copy(exec.stdoutWriter, ",
		new:   "io.Copy(budget.Writer(exec.stdoutWriter), ",
		times: 1,
	},
	{
		file:  "internal/jpyexec/jpyexec.go",
		old:   "io.Copy(exec.stderrWriter, ",
		new:   "io.Copy(budget.Writer(exec.stderrWriter), ",
		times: 1,
	},
	{
		file:  "internal/jpyexec/jpyexec.go",
		old:   "	var interruptId kernel.SubscriptionId\n",
		new:   "	guard.Limit(cmd.Process.Pid)\n	var interruptId kernel.SubscriptionId\n",
		times: 1,
	},
	{
		file:  "internal/jpyexec/jpyexec.go",
		old:   "		err := cmd.Process.Signal(os.Interrupt)\n		exec.Msg.Kernel().UnsubscribeInterrupt(interruptId)\n",
		new:   "		err := guard.Interrupt(cmd.Process.Pid)\n		exec.Msg.Kernel().UnsubscribeInterrupt(id)\n",
		times: 1,
	},
	{
		file:  "internal/jpyexec/jpyexec.go",
		old:   "err = cmd.Process.Kill()",
		new:   "err = guard.Kill(cmd.Process.Pid)",
		times: 1,
	},
	{
		file:  "internal/jpyexec/jpyexec.go",
		old:   "	if exec.stdinContent != nil {\n",
		new:   "	if exec.Msg.Kernel().Interrupted.Load() { // in the moment before\n		exec.Msg.Kernel().CallInterruptSubscribers()\n	}\n\n	if exec.stdinContent != nil {\n",
		times: 1,
	},
	{
		file:  "internal/jpyexec/jpyexec.go",
		old:   "	streamersWG.Wait()\n	exec.exitError = cmd.Wait()\n	if exec.exitError != nil {\n",
		new:   waitForCell,
		times: 1,
	},
	{
		file:  "internal/jpyexec/jpyexec.go",
		old:   "	\"os\"\n",
		new:   importGuard,
		times: 1,
	},
	// A program that had ended before its pipes were opened, as on a busy machine,
	// left one of them, and whoever waited for its other end.
	{
		file:  "internal/jpyexec/namedpipes.go",
		old:   "w, err := os.OpenFile(exec.namedPipeReaderPath, os.O_WRONLY, 0600)",
		new:   "w, err := os.OpenFile(exec.namedPipeReaderPath, os.O_RDWR, 0600) // never waits",
		times: 1,
	},
	{
		file:  "internal/jpyexec/namedpipes.go",
		old:   "r, err := os.OpenFile(exec.namedPipeWriterPath, os.O_RDONLY, 0600)",
		new:   "r, err := os.OpenFile(exec.namedPipeWriterPath, os.O_RDWR, 0600) // never waits",
		times: 1,
	},
	// gopls too ends with its kernel.
	{
		file:  "internal/goexec/goplsclient/exec_unix.go",
		old:   "	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pgid: 0}\n",
		new:   "	guard.Prepare(cmd)\n",
		times: 1,
	},
	{
		file:  "internal/goexec/goplsclient/exec_unix.go",
		old:   "	\"syscall\"\n",
		new:   importGuard,
		times: 1,
	},
}

// combinedOutput is Go for gonb's goexec.
const combinedOutput = `// combinedOutput runs a program that readies a cell. It ends when the cell is
// stopped. For completion and inspection there is no message, and no cell.
func combinedOutput(msg kernel.Message, cmd *exec.Cmd) ([]byte, error) {
	guard.Prepare(cmd)
	if msg == nil {
		return cmd.CombinedOutput()
	}
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	ended := make(chan struct{})
	id := msg.Kernel().SubscribeInterrupt(func(kernel.SubscriptionId) {
		_ = guard.Interrupt(cmd.Process.Pid)
		select {
		case <-ended:
		case <-time.After(2 * time.Second):
			_ = guard.Kill(cmd.Process.Pid)
		}
	})
	if msg.Kernel().Interrupted.Load() {
		_ = guard.Interrupt(cmd.Process.Pid)
	}
	err := cmd.Wait()
	close(ended)
	msg.Kernel().UnsubscribeInterrupt(id)
	if msg.Kernel().Interrupted.Load() {
		err = guard.ErrStopped
	}
	return output.Bytes(), guard.Explain(err, output.Bytes())
}

// asksForInput says whether the program may ask the notebook for input.
func (s *State) asksForInput() bool {
	code, err := os.ReadFile(s.CodePath())
	return err == nil && bytes.Contains(code, []byte("gonb/gonbui\""))
}
`

// waitForCell is Go for gonb's jpyexec.
const waitForCell = `	state, err := cmd.Process.Wait()
	if guard.Finish(cmd.Process.Pid) {
		_ = kernel.PublishWriteStream(exec.Msg, kernel.StreamStderr, guard.StillRunning)
	}
	if !guard.Soon(&streamersWG, 5*time.Second) { // something has left the group
		_ = exec.cmdStdout.Close()
		_ = exec.cmdStderr.Close()
		streamersWG.Wait()
	}
	if err == nil && !state.Success() {
		err = &osexec.ExitError{ProcessState: state}
	}
	exec.exitError = budget.Explain(err)
	if exec.exitError != nil && !exec.Msg.Kernel().Interrupted.Load() {
`
