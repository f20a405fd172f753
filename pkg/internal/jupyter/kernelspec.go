package jupyter

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"os"
	"strings"

	"littlesteps/pkg/internal/gonb/quickbuild"
)

//go:embed files/jupyter_server_config.py
var serverConfig []byte

//go:embed files/overrides.json
var overrides []byte

// Overrides are this environment's settings of JupyterLab, as its file overrides.json.
func Overrides() []byte { return overrides }

//go:embed files/lab.js
var labExtension []byte

// LabExtension is the folder of what JupyterLab does for the lesson, littlesteps-lab.
func LabExtension() map[string][]byte { return ExtensionFiles("littlesteps-lab", labExtension) }

// ExtensionFiles returns the files of an extension of JupyterLab that is one script. It
// has another name whenever it is another, so that no browser keeps an old one.
func ExtensionFiles(name string, script []byte) map[string][]byte {
	load := "static/" + name + "." + digest(script) + ".js"
	about := `{"name": "` + name + `", "version": "0.0.0", "description": "A part of Little Steps", "license": "Apache-2.0",
 "jupyterlab": {"extension": true, "_build": {"load": "` + load + `", "extension": "./extension"}}}
`
	return map[string][]byte{"package.json": []byte(about), load: script}
}

// KernelLogo is where the kernel's picture lies.
func (e *Env) KernelLogo() string { return e.specPath("logo-svg.svg") }

// kernelEnvironment returns the variables that a kernel needs on top of
// those of the program that starts it. GOMLX_BACKEND is not among them:
// pkg/model chooses by the size of the data.
func (e *Env) kernelEnvironment(g golang, path string) map[string]string {
	env := hereSettings()
	env[quickbuild.PlanVariable] = e.planPath()
	env[quickbuild.StandInVariable] = e.standIn()
	env[quickbuild.CellsVariable] = strings.Join(e.keptCells(), ":")
	// The kernel looks up go, goimports and gopls.
	env["PATH"] = e.Venv("bin") + ":" + g.bin() + ":" + path
	if e.Work == "" { // else the container says it: there is nothing to be written here
		env["GOPLSCACHE"] = e.GoplsCache()
	}
	return env
}

// kernelArguments is the kernel's command. Its log, a line for each message, is
// silenced: it would bury what JupyterLab has to say, and fill the temporary folder.
func (e *Env) kernelArguments() []string {
	return []string{e.Program("gonb"), "--kernel", "{connection_file}", "-go_work=" + e.Root, "-extra_log=/dev/null", "-log_file=/dev/null", "-stderrthreshold=FATAL"}
}

// kernelSpec returns the kernel.json with which Jupyter starts the kernel. In its
// environment Jupyter replaces variables, such as ${PATH}.
func (e *Env) kernelSpec(g golang) ([]byte, error) {
	var out bytes.Buffer
	env := e.kernelEnvironment(g, "${PATH}")
	if e.Work != "" { // a container's may be another than that of whoever made the image
		env[quickbuild.CellsVariable] = "${" + WorkVariable + "}" + strings.TrimPrefix(env[quickbuild.CellsVariable], e.Work)
	}
	for name, value := range env {
		value = strings.ReplaceAll(value, "$", "$$")
		for _, variable := range []string{"${PATH}", "${" + WorkVariable + "}"} {
			value = strings.ReplaceAll(value, "$"+variable, variable)
		}
		env[name] = value
	}
	enc := json.NewEncoder(&out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	err := enc.Encode(map[string]any{
		"argv":           e.kernelArguments(),
		"display_name":   "Go (gonb)",
		"language":       "go",
		"interrupt_mode": "message",
		"env":            env,
	})
	return out.Bytes(), err
}

// specPath is where the kernel spec lies.
func (e *Env) specPath(name string) string {
	return e.Venv("share", "jupyter", "kernels", KernelName, name)
}

// settings returns the files that tell Jupyter about this checkout.
func (e *Env) settings(g golang) (map[string][]byte, error) {
	if strings.Contains(e.Root, ",") {
		return nil, errors.New("the kernel can't work in a folder with a comma in its path: move the checkout")
	}
	spec, err := e.kernelSpec(g)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{
		e.specPath("kernel.json"):                                       spec,
		e.Venv("etc", "jupyter", "jupyter_server_config.py"):            serverConfig,
		e.Venv("share", "jupyter", "lab", "settings", "overrides.json"): overrides,
	}
	for name, content := range LabExtension() {
		files[e.Venv("share", "jupyter", "labextensions", "littlesteps-lab", name)] = content
	}
	return files, nil
}

// stale returns those of the settings that are missing or not as they should be.
func (e *Env) stale(g golang) ([]string, error) {
	settings, err := e.settings(g)
	if err != nil {
		return nil, err
	}
	var stale []string
	for path, want := range settings {
		if have, err := os.ReadFile(path); err != nil || !bytes.Equal(have, want) {
			stale = append(stale, path)
		}
	}
	return stale, nil
}

// settingsStep writes the kernel spec and the settings of JupyterLab.
func (e *Env) settingsStep(g golang) step {
	return step{
		name:  "settings",
		title: "Settings",
		key:   func() (string, error) { return e.Root, nil },
		intact: func() bool {
			stale, err := e.stale(g)
			return err == nil && len(stale) == 0
		},
		do: func(context.Context, reporter) error {
			settings, err := e.settings(g)
			if err != nil {
				return err
			}
			for path, content := range settings {
				if err := writeFile(path, content); err != nil {
					return err
				}
			}
			return nil
		},
		after: []string{"venv", movedStamp},
		hint:  "is there permission to write in .venv?",
	}
}
