package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"littlesteps/pkg/internal/web"
)

// A kit lists what lies in it, and what each visitor loads stays small.
func TestKit(t *testing.T) {
	long(t)
	folder := kitFor(t)
	text, err := os.ReadFile(filepath.Join(folder, web.Kit))
	if err != nil {
		t.Fatal(err)
	}
	type file struct {
		Plain  int64
		Packed int64  `json:"gzip"`
		Sum    string `json:"sha256"`
	}
	var kit struct{ Files, Later map[string]file }
	if err := json.Unmarshal(text, &kit); err != nil {
		t.Fatal(err)
	}
	all := int64(0)
	for name, f := range kit.Files {
		t.Logf("%s: %.1f MB, packed %.2f", name, float64(f.Plain)/1e6, float64(f.Packed)/1e6)
		all += f.Packed
	}
	if all > 18e6 {
		t.Errorf("each visitor loads %.1f MB, more than 18", float64(all)/1e6)
	}
	if len(kit.Later) == 0 {
		t.Error("nothing is there for cells that need more than the base")
	}
	for _, files := range []map[string]file{kit.Files, kit.Later} {
		for name, f := range files {
			content, err := os.ReadFile(filepath.Join(folder, name+".gz"))
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(content)
			if int64(len(content)) != f.Packed || hex.EncodeToString(sum[:]) != f.Sum {
				t.Errorf("%s isn't what is listed", name)
			}
		}
	}
}
