package engines

import (
	"os"
	"testing"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/suite"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Main(m)) }

// Each engine navigates, evaluates, presses keys and tells errors.
func TestEach(t *testing.T) {
	if os.Getenv(suite.LongVariable) == "" {
		t.Skip("what packages exporter and browser ask of them shows it as well: run with --long")
	}
	page := t.TempDir() + "/page.html"
	if err := os.WriteFile(page, []byte(`<!doctype html><meta charset=utf-8><title>a page</title><input id=i><p>ü</p>`), 0o600); err != nil {
		t.Fatal(err)
	}
	Each(t, func(b *Browser) {
		b.File(page + "#here")
		if got := Ask[string](b, `document.title + location.hash + document.querySelector("p").textContent`); got != "a page#hereü" {
			b.Errorf("it is %q", got)
		}
		b.Do(`document.querySelector("#i").focus()`)
		b.Press("a", "b", ArrowLeft, "c")
		if got := Ask[string](b, `document.querySelector("#i").value`); got != "acb" {
			b.Errorf("typed %q", got)
		}
		if _, err := b.ask(`nothing.here`); err == nil {
			b.Error("an exception is no error")
		}
		if pdf := b.Print(); b.Engine != "WebKit" && string(pdf[:4]) != "%PDF" {
			b.Errorf("printed %q", pdf)
		}
		b.Log(Ask[string](b, "navigator.userAgent"), Ask[[]int](b, "[innerWidth, innerHeight]"))
	})
}
