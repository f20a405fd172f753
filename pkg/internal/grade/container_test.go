package grade

import (
	"os"
	"strings"
	"testing"
	"time"
)

// inside are hostile notebooks that nobody should run without a container.
var inside = []pupil{
	{
		name: "forks", want: map[string]Status{"one-step": Crashes}, cells: step(`import ("os"; "os/exec")
func init() {
	for {
		if exec.Command(os.Args[0]).Start() != nil { os.Exit(3) }
	}
}
` + rightStep),
	},
	{
		name: "changes the lesson", want: map[string]Status{"one-step": NotYet}, cells: step(`import ("os"; "path/filepath")
func init() {
	filepath.WalkDir("/", func(path string, d os.DirEntry, err error) error {
		if strings.HasPrefix(path, "/proc") || strings.HasPrefix(path, "/sys") { return filepath.SkipDir }
		if strings.HasSuffix(path, ".go") || strings.HasSuffix(path, ".ipynb") {
			if os.WriteFile(path, []byte("package check"), 0o644) == nil || os.Remove(path) == nil { os.Exit(9) }
		}
		return nil
	})
}
` + wrongStep),
	},
	{
		name: "calls home", want: map[string]Status{"one-step": Right}, cells: step(`import ("net"; "os")
func init() {
	for _, to := range []string{"1.1.1.1:53", "169.254.169.254:80", "10.0.2.2:22"} {
		if c, err := net.DialTimeout("tcp", to, time.Second); err == nil { c.Close(); os.Exit(9) }
	}
	if all, _ := net.Interfaces(); len(all) > 1 { os.Exit(9) }
}
` + rightStep),
	},
	{
		name: "is somebody", want: map[string]Status{"one-step": Right}, cells: step(`import ("os"; "syscall")
func init() {
	if os.Getuid() == 0 || syscall.Setuid(0) == nil || syscall.Chroot("/tmp") == nil || syscall.Mount("none", "/tmp", "tmpfs", 0, "") == nil { os.Exit(9) }
}
` + rightStep),
	},
	{
		name: "fills the disk and goes on", want: map[string]Status{"one-step": DiskFull}, cells: step(`import "os"
func init() {
	for i := 0; os.WriteFile(fmt.Sprint("fill", i), make([]byte, 20<<20), 0o600) == nil; i++ { }
	for i := 0; os.WriteFile(fmt.Sprint("rest", i), make([]byte, 4<<10), 0o600) == nil; i++ { }
}
` + rightStep),
	},
	{
		name: "leaves somebody behind", want: map[string]Status{"one-step": Right}, cells: step(`import ("os"; "os/exec"; "syscall")
func init() {
	if len(os.Args) > 1 { select {} }
	c := exec.Command(os.Args[0], "stay")
	c.Stdout, c.Stderr = os.NewFile(1, ""), os.Stderr
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	c.Start()
}
` + rightStep),
	},
}

// Everything hostile, in containers of the project's image. Which engine and
// image, LITTLESTEPS_TEST_ENGINE and LITTLESTEPS_TEST_IMAGE may say.
func TestInContainers(t *testing.T) {
	needsTime(t)
	o := Options{Engine: os.Getenv("LITTLESTEPS_TEST_ENGINE"), Image: os.Getenv("LITTLESTEPS_TEST_IMAGE"), Limit: 20 * time.Second}
	if o.Image == "" {
		o.Image = DefaultImage
	}
	engine, err := FindEngine(t.Context(), o.Engine)
	if err == nil {
		err = hasImage(t.Context(), engine, o.Image)
	}
	if err != nil {
		t.Skipf("no containers to grade in: %v", strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	all := append([]pupil{}, honest...)
	all = append(all, hostile...)
	all = append(all, cheats...)
	compare(t, append(all, inside...), o)
	if left, err := ask(t.Context(), engine, "ps", "--all", "--quiet", "--filter", "name=littlesteps-grade-"); err != nil || left != "" {
		t.Errorf("containers are left: %s, %v", left, err)
	}
}
