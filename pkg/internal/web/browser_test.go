package web_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/envtest"
	"littlesteps/pkg/internal/web"
	"littlesteps/pkg/internal/web/toolchain"
)

// kitFor returns the folder of the kit, built.
func kitFor(t *testing.T) string {
	t.Helper()
	envtest.Env(t)
	folder, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// cells runs in a page: it starts a kernel with the files that files returns, and
// notes what cells say.
const cells = `
	window.run = async (code) => {
		let said = "";
		const reply = await kernel.execute(code, ({ header, content }) => {
			if (header.msg_type === "stream") said += content.text;
			if (header.msg_type === "error") said += content.ename;
			window.said = said;
		});
		return said + "|" + reply.status;
	};
	window.progress = [];
	startKernel({ files, onProgress: (...p) => progress.push(p) }).then((k) => { window.kernel = k }, (e) => { document.title = e.stack });
`

// A page starts a kernel from a folder of a plain server, and from what the page itself
// contains, where the page is a file.
func TestKernelInBrowser(t *testing.T) {
	long(t)
	browsertest.Need(t)
	kit := kitFor(t)
	t.Run("served", func(t *testing.T) {
		p := browsertest.Open(t, browsertest.Look{})
		files := http.FileServer(http.Dir(kit))
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/x/y/page.html" {
				fmt.Fprintf(w, `<!doctype html><link rel=icon href=data:,><script type="module">import { startKernel } from "./kit/tab.js"; const files = (name) => fetch("kit/" + name);%s</script>`, cells)
				return
			}
			http.StripPrefix("/x/y/kit/", files).ServeHTTP(w, r)
		}))
		defer server.Close()
		p.Navigate(server.URL + "/x/y/page.html")
		tryCells(p)
		for _, address := range p.Log.AskedOutside() {
			if !strings.HasPrefix(address, server.URL+"/x/y/") {
				t.Error("asked for", address)
			}
		}
	})
	t.Run("file", func(t *testing.T) {
		p := browsertest.Open(t, browsertest.Look{Offline: true})
		page := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(page, []byte(onePage(t, kit)), 0o600); err != nil {
			t.Fatal(err)
		}
		p.NavigateFile(page)
		tryCells(p)
		if asked := p.Log.AskedOutside(); len(asked) > 0 {
			t.Error("asked for", asked)
		}
	})
}

// onePage returns a page that contains the kit.
func onePage(t *testing.T, kit string) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(kit, web.Host))
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	page.WriteString("<!doctype html>")
	packed, err := filepath.Glob(filepath.Join(kit, "*.gz"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(packed, filepath.Join(kit, web.Kit)) {
		if filepath.Base(path) == toolchain.Whole+".gz" {
			continue // no cell here needs it
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&page, "<script type=text/plain id=%q>%s</script>", filepath.Base(path), base64.StdEncoding.EncodeToString(content))
	}
	fmt.Fprintf(&page, `<script type="module">import { startKernel } from "data:text/javascript;base64,%s";
		const files = (name) => Uint8Array.from(atob(document.getElementById(name).textContent), (c) => c.charCodeAt(0));
		%s</script>`, base64.StdEncoding.EncodeToString(script), cells)
	return page.String()
}

func tryCells(p *browsertest.Page) {
	p.Helper()
	p.Await("the kernel listens", `window.kernel`)
	if !browsertest.Ask[bool](p, `progress.length >= 8 && progress.every(([n, all]) => n <= all) && progress.at(-1)[0] === progress.at(-1)[1]`) {
		p.Error("progress ends with", browsertest.Ask[any](p, `progress.at(-1)`))
	}
	say := func(code, want string) {
		p.Helper()
		if got := browsertest.Ask[string](p, `run($1)`, code); got != want {
			p.Errorf("%s\nsays %q, not %q", code, got, want)
		}
	}
	say("import \"fmt\"\nvar x = 41\n%%\nx++\nfmt.Println(x)", "42\n|ok")
	say("func f() int { return x }", "|ok")
	say("%%\nfmt.Println(f())", "41\n|ok")
	if got := browsertest.Ask[string](p, `run("%%\npanic(x)")`); !strings.Contains(got, "Cell[4]: Line 2") || !strings.HasSuffix(got, "Panic|error") {
		p.Error("a cell that panics says", got)
	}

	// A cell that never ends is stopped, and what was declared is there.
	p.Do(`window.endless = run("%%\nfmt.Println(1)\nfor { x++ }")`)
	p.Await("the cell prints while it runs", `said === "1\n"`)
	p.Do(`kernel.interrupt()`)
	if got := browsertest.Ask[string](p, `endless`); !strings.HasSuffix(got, "|error") {
		p.Error("a stopped cell says", got)
	}
	say("%%\nfmt.Println(f())", "41\n|ok")

	p.Do(`window.again = kernel.restart()`)
	browsertest.Ask[any](p, `again`)
	if got := browsertest.Ask[string](p, `run("%%\nfmt.Println(f())")`); !strings.HasSuffix(got, "|error") {
		p.Error("declarations outlived a restart:", got)
	}
	p.CheckThrown()
}
