//go:build linux

package browser

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"littlesteps/pkg/internal/browsertest"
	"littlesteps/pkg/internal/hub"
	"littlesteps/pkg/internal/jupyter"
)

// TestEvening plays an evening of a class through: notebooks are handed out on a hub,
// three learners work in them in a browser, what they have is collected and graded, the
// teacher writes a comment, and each learner reads it. Pictures of what they see go to
// the folder that LITTLESTEPS_LOOK names.
func TestEvening(t *testing.T) {
	programs := os.Getenv("LITTLESTEPS_HUB")
	if programs == "" {
		t.Skip("no hub is installed: docker/hub/test.sh installs one and runs this")
	}
	place := at(t)
	ctx, stop := context.WithTimeout(context.Background(), 8*time.Minute)
	defer stop()
	answers := map[string]string{ // to the exercise one-step
		"ada":  "return multiplier - rate*gradient",
		"ben":  "return multiplier + rate*gradient",
		"cara": "", // hasn't come so far
	}
	h, err := hub.Start(ctx, hub.Options{Env: place.env, Programs: place.env.Path(programs), Users: []string{"ada", "ben", "cara"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	homes := ""
	pages := map[string]*page{}
	for user, answer := range answers {
		home, err := h.Home(user)
		if err != nil {
			t.Fatal(err)
		}
		homes = filepath.Join(filepath.Dir(filepath.Dir(home)), "*", "home")
		// Handed out, as the image does it.
		if err := (&jupyter.Env{Root: place.env.Root, Work: home, Variant: "learner"}).Furnish(); err != nil {
			t.Fatal(err)
		}
		person := newTab(t, browsertest.Look{Alone: true})
		person.logIn(h, user)
		pages[user] = person
		p := newTab(t, browsertest.Look{Person: person.Page})
		p.openNotebook(&lab{url: h.URL + "user/" + user + "/", root: home}, "01_little_steps.ipynb", "?reset")
		if said := ask[string](p, `steps.panel.context.model.toString()`); strings.Contains(said, `"solution"`) {
			t.Errorf("%s gets solutions", user)
		}
		if answer != "" {
			p.write("one-step", strings.Replace(about[string](p, "source", "one-step"), "return exercise.TODO", answer, 1))
			if !p.run("imports") || !p.run("one-step") {
				t.Errorf("%s's cell fails: %s", user, about[string](p, "said", "one-step"))
			}
			p.picture(user + "-at-work")
		}
		p.save()
	}

	// Collected and graded.
	steps := filepath.Join(t.TempDir(), "steps")
	if said, err := exec.CommandContext(ctx, "go", "build", "-o", steps, "littlesteps/pkg/cmd/steps").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	folder := t.TempDir()
	command := func(args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(ctx, steps, args...)
		said, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("steps %s: %v\n%s", strings.Join(args, " "), err, said)
		}
		t.Logf("steps %s\n%s", strings.Join(args, " "), said)
		return string(said)
	}
	command("collect", "01_little_steps", "--from", homes, "--to", filepath.Join(folder, "handed-in"))
	grades := filepath.Join(folder, "grades")
	command("grade", "--trusted", "--to", grades, filepath.Join(folder, "handed-in"))

	// A comment, as a spreadsheet saves it.
	table := filepath.Join(grades, "grades.csv")
	data, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(data, []byte("\n"))
	for i, line := range lines {
		if bytes.HasPrefix(line, []byte("ben,")) && bytes.Contains(line, []byte(",one-step,not yet,")) {
			lines[i] = append(bytes.TrimRight(line, "\r"), "Nearly! Which way is downhill?"...)
		}
	}
	if err := os.WriteFile(table, bytes.Join(lines, []byte("\n")), 0o600); err != nil {
		t.Fatal(err)
	}

	// Handed back, and read.
	command("return", "--grades", grades, "--hub", homes)
	for user, want := range map[string][]string{
		"ada":  {"Feedback for ada", "✓ Right."},
		"ben":  {"Feedback for ben", "△ Not yet.", "You added in place of subtracting", "Nearly! Which way is downhill?"},
		"cara": {"Feedback for cara", "begun with this one"},
	} {
		p := newTab(t, browsertest.Look{Person: pages[user].Page})
		p.Navigate(h.URL + "user/" + user + "/lab/tree/feedback.html?reset")
		p.await("JupyterLab shows the page", `!!document.querySelector(".jp-HTMLViewer iframe")?.checkVisibility()`)
		time.Sleep(time.Second) // it lies in a frame that nobody can look into
		p.picture(user + "-reads")
		p.Navigate(h.URL + "user/" + user + "/files/feedback.html")
		text := ask[string](p, `document.body.innerText`)
		for _, words := range want {
			if !strings.Contains(text, words) {
				t.Errorf("%s doesn't read %q", user, words)
			}
		}
	}
	browsed := newTab(t, browsertest.Look{})
	browsed.NavigateFile(filepath.Join(grades, "class.html"))
	browsed.picture("class")
}

// picture keeps what is seen, if somebody wants to look.
func (p *page) picture(name string) {
	p.Helper()
	folder := os.Getenv("LITTLESTEPS_LOOK")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(p.Ctx, chromedp.FullScreenshot(100))
	p.must(err)
	p.must(os.MkdirAll(folder, 0o755))
	p.must(os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o600))
}
