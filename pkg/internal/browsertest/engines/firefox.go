package engines

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/websocket"
)

// A firefox speaks WebDriver BiDi (w3.org/TR/webdriver-bidi), one command at a time.
type firefox struct {
	cmd     *exec.Cmd
	socket  *websocket.Conn
	last    int
	context string // the tab
}

const origin = "http://127.0.0.1" // what the websocket says that it comes from

// preferences keep Firefox quiet, and away from all but this machine.
const preferences = `user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("app.update.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("datareporting.healthreport.uploadEnabled", false);
user_pref("toolkit.telemetry.server", "");
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "http://127.0.0.1:9");
`

func startFirefox(t *testing.T) driver {
	program := ""
	for _, name := range []string{"firefox-esr", "firefox"} {
		if path, err := exec.LookPath(name); program == "" && err == nil {
			program = path
		}
	}
	if program == "" {
		missing(t, "Firefox", "firefox-esr")
	}
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "user.js"), []byte(preferences), 0o600); err != nil {
		t.Fatal(err)
	}
	f := &firefox{cmd: exec.Command(program, "--headless", "--no-remote", "--profile", home, "--remote-debugging-port", "0", "--remote-allow-origins", origin, "about:blank")}
	f.cmd.Env = append(os.Environ(), "HOME="+home, "MOZ_CRASHREPORTER_DISABLE=1", fmt.Sprint("MOZ_HEADLESS_WIDTH=", Width), fmt.Sprint("MOZ_HEADLESS_HEIGHT=", Height))
	said, err := f.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := f.connect(bufio.NewScanner(said)); err != nil {
		f.close()
		t.Fatalf("Firefox: %v", err)
	}
	return f
}

// connect waits until Firefox says where it listens.
func (f *firefox) connect(said *bufio.Scanner) error {
	address := make(chan string, 1)
	go func() {
		for said.Scan() {
			if _, at, found := strings.Cut(said.Text(), "WebDriver BiDi listening on "); found {
				address <- strings.TrimSpace(at)
			}
		}
		close(address)
	}()
	var at string
	select {
	case at = <-address:
	case <-time.After(2 * time.Minute):
	}
	if at == "" {
		return errors.New("it doesn't say where it listens")
	}
	var err error
	if f.socket, err = websocket.Dial(at+"/session", "", origin); err != nil {
		return err
	}
	f.socket.MaxPayloadBytes = 64 << 20
	if err := f.call("session.new", object{"capabilities": object{}}, nil); err != nil {
		return err
	}
	var tab struct{ Context string }
	if err := f.call("browsingContext.create", object{"type": "tab"}, &tab); err != nil {
		return err
	}
	f.context = tab.Context
	return f.call("browsingContext.setViewport", object{"context": tab.Context, "viewport": object{"width": Width, "height": Height}}, nil)
}

type object map[string]any

// call sends a command and waits for its answer.
func (f *firefox) call(method string, params object, result any) error {
	f.last++
	if err := websocket.JSON.Send(f.socket, object{"id": f.last, "method": method, "params": params}); err != nil {
		return err
	}
	for {
		var answer struct {
			ID             int
			Type           string
			Error, Message string
			Result         json.RawMessage
		}
		f.socket.SetReadDeadline(time.Now().Add(5 * time.Minute))
		if err := websocket.JSON.Receive(f.socket, &answer); err != nil {
			return err
		}
		switch {
		case answer.ID != f.last: // an event
		case answer.Type == "error":
			return fmt.Errorf("%s: %s: %s", method, answer.Error, answer.Message)
		case result == nil:
			return nil
		default:
			return json.Unmarshal(answer.Result, result)
		}
	}
}

func (f *firefox) navigate(address string) error {
	return f.call("browsingContext.navigate", object{"context": f.context, "url": address, "wait": "complete"}, nil)
}

func (f *firefox) evaluate(expression string) (string, error) {
	var answer struct {
		Type             string
		Result           struct{ Value string }
		ExceptionDetails struct{ Text string }
	}
	err := f.call("script.evaluate", object{
		"expression": expression, "target": object{"context": f.context}, "awaitPromise": true, "userActivation": true,
	}, &answer)
	if err == nil && answer.Type == "exception" {
		err = errors.New(answer.ExceptionDetails.Text)
	}
	return answer.Result.Value, err
}

func (f *firefox) press(key string) error {
	return f.call("input.performActions", object{"context": f.context, "actions": keystrokes(key)}, nil)
}

func (f *firefox) print() ([]byte, error) {
	var answer struct{ Data string }
	if err := f.call("browsingContext.print", object{"context": f.context, "background": true}, &answer); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(answer.Data)
}

// close asks Firefox to end, and ends it.
func (f *firefox) close() error {
	if f.socket != nil {
		f.call("browser.close", object{}, nil)
		f.socket.Close()
	}
	ended := make(chan struct{})
	go func() { f.cmd.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		f.cmd.Process.Kill()
		<-ended
	}
	return nil
}
