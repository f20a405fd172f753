package exporter_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"littlesteps/pkg/jupyter"
)

const fixture = "testdata/everything.ipynb"

// python returns the environment's interpreter, or skips the test.
func python(t testing.TB) string {
	t.Helper()
	path, err := interpreter()
	if err != nil {
		t.Skip(err)
	}
	return path
}

var interpreter = sync.OnceValues(func() (string, error) {
	env, err := jupyter.Find(".")
	if err != nil {
		return "", err
	}
	if err := filepath.WalkDir("littlesteps_exporter", readIt); err != nil {
		return "", err
	}
	path := env.Program("python")
	if err := exec.Command(path, "-c", "import littlesteps_exporter.lesson").Run(); err != nil {
		return "", errors.New("no environment in .venv: run `go tool steps setup`")
	}
	return path, nil
})

// readIt reads a file, so that go test runs anew when it has changed.
func readIt(path string, entry fs.DirEntry, err error) error {
	if err != nil || entry.IsDir() || strings.HasSuffix(path, ".pyc") {
		return err
	}
	_, err = os.ReadFile(path)
	return err
}

// An event is one line of what the exporter says.
type event struct {
	Event, Notebook, Path, ID, Message string
	Bytes, Cell                        int
}

// A job is what the exporter is asked for.
type job map[string]any

// export runs the exporter and returns what it said and its exit status.
func export(t testing.TB, j job, environment ...string) (events []event, status int) {
	t.Helper()
	argument, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python(t), "-I", "-m", "littlesteps_exporter", string(argument))
	cmd.Env = append(os.Environ(), environment...)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	status = cmd.ProcessState.ExitCode()
	if status == 1 && complaints.Len() > 0 {
		t.Fatalf("the exporter broke:\n%s", complaints.String())
	}
	for line := range strings.Lines(string(out)) {
		var e event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		events = append(events, e)
	}
	return events, status
}

// pages names notebooks as the exporter wants them.
func pages(t testing.TB, notebooks ...string) (named []job) {
	t.Helper()
	for _, name := range notebooks {
		path, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		named = append(named, job{"notebook": path})
	}
	return named
}

// An exported page, or slides.
type written struct {
	path     string
	warnings []event
}

// kept are the exports that tests share, by notebook and format.
var kept = map[string]written{}

// exported exports one notebook and returns the written file and what was
// said of it. format is "page" or "slides". Tests share the file: none changes
// it.
func exported(t testing.TB, notebook, format string) (path string, warnings []event) {
	t.Helper()
	w, ok := kept[format+" "+notebook]
	if !ok {
		w = exportedAll(t, format, notebook)[0]
	}
	return w.path, w.warnings
}

// exportedAll exports notebooks together: loading nbconvert takes most of the
// time.
func exportedAll(t testing.TB, format string, notebooks ...string) (all []written) {
	t.Helper()
	folder, err := os.MkdirTemp(shared, format)
	if err != nil {
		t.Fatal(err)
	}
	events, status := export(t, job{"to": folder, "format": format, "pages": pages(t, notebooks...)})
	if status != 0 {
		t.Fatalf("status %d: %+v", status, events)
	}
	for _, notebook := range notebooks {
		var w written
		for _, e := range events {
			switch {
			case e.Notebook != filepath.Base(notebook):
			case e.Event == "page":
				w.path = e.Path
			case e.Event == "warning":
				w.warnings = append(w.warnings, e)
			}
		}
		if w.path == "" {
			t.Fatalf("%s: nothing was written: %+v", notebook, events)
		}
		kept[format+" "+notebook] = w
		all = append(all, w)
	}
	return all
}

// everything returns the fixture and, where they lie in build/, the executed
// notebooks of the lesson.
func everything(t testing.TB) []string {
	t.Helper()
	env, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	runs, err := filepath.Glob(env.Path("build", "0*.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	return append([]string{fixture}, runs...)
}

func read(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// edited writes a changed copy of the fixture and returns its path.
func edited(t testing.TB, old, new string) string {
	t.Helper()
	text := read(t, fixture)
	if !strings.Contains(text, old) {
		t.Fatalf("the fixture has no %q", old)
	}
	path := filepath.Join(t.TempDir(), "everything.ipynb")
	if err := os.WriteFile(path, []byte(strings.Replace(text, old, new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// browser starts Chromium once for all tests.
var browser = sync.OnceValues(func() (context.Context, error) {
	path := os.Getenv("CHROME")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		return nil, errors.New("no Chromium or Chrome: install one (on Debian: apt install chromium), or set CHROME to its path")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	end = func() {
		if err := chromedp.Cancel(ctx); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		stop()
	}
	return ctx, chromedp.Do(ctx, chromedp.Navigate("about:blank"))
})

var end = func() {} // ends the browser

// shared is the folder of the exports that tests share.
var shared string

func TestMain(m *testing.M) {
	var err error
	if shared, err = os.MkdirTemp("", "exporter-test-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	end()
	if err := os.RemoveAll(shared); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

// A leaf is an exported file that is open in the browser.
type leaf struct {
	*testing.T
	ctx   context.Context
	mutex sync.Mutex
	asked map[network.RequestID]string // addresses
	broke []string                     // exceptions that nothing caught
}

// view says how a page is looked at.
type view struct {
	dark, noScript bool
	width          int64  // 1400 where it is 0
	before         string // JavaScript that runs before the page's own
}

// open opens a file. At the end of the test, it fails if the page has asked
// for anything.
func open(t *testing.T, path string, v view) *leaf {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow: run without -short")
	}
	window, err := browser()
	if err != nil {
		t.Skip(err)
	}
	p := &leaf{T: t, asked: map[network.RequestID]string{}}
	if v.width == 0 {
		v.width = 1400
	}
	ctx, stop := context.WithTimeout(p.tab(window, v.width), 5*time.Minute)
	t.Cleanup(stop)
	p.ctx = ctx
	p.prefer(v.dark, "screen")
	if v.noScript {
		call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	}
	if v.before != "" {
		p.before(v.before)
	}
	address := url.URL{Scheme: "file", Path: path}
	p.must(chromedp.Do(ctx, chromedp.Navigate(address.String())))
	if !v.noScript {
		p.await("the page is ready", `"ready" in document.documentElement.dataset`)
	}
	t.Cleanup(func() { p.check(address.Path) })
	return p
}

// tab opens a tab. On a busy machine one was seen that never answered: then another
// one is tried.
func (p *leaf) tab(window context.Context, width int64) context.Context {
	p.Helper()
	for range 2 {
		tab, close := chromedp.NewContext(window, chromedp.WithListener(p.listen))
		opened := make(chan error, 1)
		go func() { opened <- chromedp.Do(tab, chromedp.EmulateViewport(width, 900)) }()
		select {
		case err := <-opened:
			p.must(err)
			p.Cleanup(close)
			return tab
		case <-time.After(time.Minute):
			close()
		}
	}
	p.Fatal("the browser opens no tab")
	return nil
}

func (p *leaf) listen(e any) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	switch e := e.(type) {
	case *network.EventRequestWillBeSent:
		p.asked[e.RequestID] = e.Request.URL
	case *network.EventLoadingFailed:
		if e.BlockedReason == network.BlockedReasonCsp {
			delete(p.asked, e.RequestID) // the page itself forbade it
		}
	case *runtime.EventExceptionThrown:
		p.broke = append(p.broke, e.ExceptionDetails.Text)
	}
}

// check fails the test if the page asked for more than itself or broke.
func (p *leaf) check(path string) {
	p.Helper()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if len(p.asked) == 0 {
		p.Error("not even the page was asked for: does the log work?")
	}
	for _, address := range p.asked {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "data" && u.Scheme != "blob" && u.Scheme != "about" && u.Path != path {
			p.Errorf("asked for %.100s", address)
		}
	}
	for _, text := range p.broke {
		p.Errorf("an exception in the page: %s", text)
	}
}

func (p *leaf) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// call sends a command of the browser's protocol.
func call[P, R any](p *leaf, command cdp.Command[P, R], params P) R {
	p.Helper()
	answer, err := chromedp.Run(p.ctx, func(ctx context.Context, t *chromedp.Target) (R, error) {
		return cdp.Call(ctx, t, command, params)
	})
	p.must(err)
	return answer
}

// prefer sets the reader's colours and the medium, "screen" or "print".
func (p *leaf) prefer(dark bool, medium string) {
	p.Helper()
	scheme := map[bool]string{true: "dark", false: "light"}[dark]
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// ask evaluates JavaScript.
func ask[T any](p *leaf, expression string) T {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%.200s: %v", expression, err)
	}
	return v
}

func (p *leaf) await(what, expression string) {
	p.Helper()
	for {
		if v, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](expression)); err == nil && v {
			return
		}
		select {
		case <-p.ctx.Done():
			p.Fatalf("waited in vain until %s", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (p *leaf) keys(keys string) {
	p.Helper()
	p.must(chromedp.Do(p.ctx, chromedp.KeyEvent(keys)))
}

// before runs JavaScript in every document before its own.
func (p *leaf) before(source string) {
	p.Helper()
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source})
}
