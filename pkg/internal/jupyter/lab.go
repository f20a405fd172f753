package jupyter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"littlesteps/pkg/internal/processes"
	"os"
	"slices"
	"syscall"
)

// Lab starts JupyterLab on the notebooks and returns when it has ended. The
// end of ctx ends it, and with it its kernels; that is no error. args go to
// `jupyter lab`.
func (e *Env) Lab(ctx context.Context, out io.Writer, args ...string) (err error) {
	if os.Geteuid() == 0 && !slices.Contains(args, "--allow-root") {
		return errors.New("JupyterLab won't run as root, for all that its cells may do then: use another account, or, in a container, go tool steps lab -- --allow-root")
	}
	session, err := e.Open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	if session.Transport() != "ipc" {
		fmt.Fprintln(out, "The paths of this machine's temporary folders are too long for sockets:\nkernels talk over TCP on localhost.")
	}
	options := []string{"-m", "jupyterlab", "--ServerApp.root_dir=" + e.NotebookPath(), "--ServerApp.log_level=WARN"}
	if !browserReadsFiles() {
		options = append(options, "--ServerApp.use_redirect_file=False")
	}
	cmd := session.Command(ctx, "python", append(options, args...)...)
	processes.EndWithParent(cmd)
	cmd.Stdout, cmd.Stderr = out, out
	// Asked like this JupyterLab ends at once and takes its kernels with it.
	// Ctrl-C in the terminal would make it ask twice whether it should.
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	fmt.Fprintln(out, "JupyterLab is starting. Ctrl-C here ends it, and its kernels.")
	err = cmd.Run()
	if ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return fmt.Errorf("JupyterLab ended by itself: %w", err)
	}
	return nil
}

// browserReadsFiles says whether the browser can open the file with which
// Jupyter hands it the address and its token. Browsers in a sandbox, and those
// of Windows seen from WSL, can't; they get the address itself.
func browserReadsFiles() bool {
	return os.Getenv("WSL_DISTRO_NAME") == "" && !exists("/snap/bin/firefox") && !exists("/snap/bin/chromium")
}
