package engines

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A webkit is led by WebDriver (w3.org/TR/webdriver2) over HTTP.
type webkit struct {
	cmd     *exec.Cmd
	address string // of the session
}

func startWebKit(t *testing.T) driver {
	const packages = "webkit2gtk-driver xvfb"
	for _, program := range []string{"WebKitWebDriver", "xvfb-run"} {
		if _, err := exec.LookPath(program); err != nil {
			missing(t, program, packages)
		}
	}
	browsers, _ := filepath.Glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")
	if len(browsers) == 0 {
		missing(t, "MiniBrowser", packages)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	w := &webkit{cmd: exec.Command("xvfb-run", "-a", "-s", "-screen 0 1400x1200x24", "WebKitWebDriver", fmt.Sprint("--port=", port))}
	w.cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "NO_AT_BRIDGE=1", "LIBGL_ALWAYS_SOFTWARE=1", "WEBKIT_DISABLE_COMPOSITING_MODE=1",
		"http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9", "no_proxy=127.0.0.1,localhost")
	w.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // xvfb-run, the screen, the driver and the browser end together
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	at := fmt.Sprint("http://127.0.0.1:", port)
	var session struct{ SessionID string }
	err = errors.Join(
		waitFor("WebKitWebDriver doesn't answer", func() error { return call("GET", at+"/status", nil, nil) }),
		call("POST", at+"/session", object{"capabilities": object{"alwaysMatch": object{
			"webkitgtk:browserOptions": object{"binary": browsers[len(browsers)-1], "args": []string{"--automation"}},
		}}}, &session))
	w.address = at + "/session/" + session.SessionID
	if err == nil {
		err = errors.Join(
			call("POST", w.address+"/timeouts", object{"script": 300_000}, nil),
			call("POST", w.address+"/window/rect", object{"width": Width, "height": Height}, nil))
	}
	if err != nil {
		w.close()
		t.Fatalf("WebKit: %v", err)
	}
	return w
}

var client = http.Client{Timeout: 5 * time.Minute}

// call sends a command and decodes the value that it answers.
func call(method, address string, params, value any) error {
	body, err := json.Marshal(params)
	if err != nil {
		return err
	}
	request, err := http.NewRequest(method, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", address, answer.Value)
	}
	if value == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, value)
}

func (w *webkit) navigate(address string) error {
	return call("POST", w.address+"/url", object{"url": address}, nil)
}

func (w *webkit) evaluate(expression string) (text string, err error) {
	script := `const done = arguments[0]; (async () => (` + expression + `))().then((x) => done([x]), (e) => done([null, String(e)]))`
	var answer []string
	if err := call("POST", w.address+"/execute/async", object{"script": script, "args": []any{}}, &answer); err != nil {
		return "", err
	}
	if len(answer) == 2 {
		return "", errors.New(answer[1])
	}
	return answer[0], nil
}

func (w *webkit) press(key string) error {
	return call("POST", w.address+"/actions", object{"actions": keystrokes(key)}, nil)
}

func (*webkit) print() ([]byte, error) { return nil, nil }

func (w *webkit) close() error {
	call("DELETE", w.address, nil, nil)
	syscall.Kill(-w.cmd.Process.Pid, syscall.SIGTERM)
	ended := make(chan struct{})
	go func() { w.cmd.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		syscall.Kill(-w.cmd.Process.Pid, syscall.SIGKILL)
		<-ended
	}
	return nil
}
