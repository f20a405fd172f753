package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
)

func TestHealthy(t *testing.T) {
	asked := ""
	jupyter := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.Path
		if r.URL.Path != "/user/ada/api" {
			http.NotFound(w, r)
		}
	}))
	defer jupyter.Close()
	address, err := url.Parse(jupyter.URL)
	if err != nil {
		t.Fatal(err)
	}
	word := func(base string) string { return fmt.Sprintf(`{"port": %s, "base_url": %q}`, address.Port(), base) }
	for _, test := range []struct {
		name  string
		words []string
		well  bool
	}{
		{"nothing has started", nil, false},
		{"under its base URL", []string{word("/user/ada/")}, true},
		{"under another", []string{word("/")}, false},
		{"beside the word of a dead one", []string{`{"port": 1, "base_url": "/"}`, word("/user/ada/")}, true},
		{"no JSON", []string{"{"}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			for i, content := range test.words {
				if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("jpserver-%d.json", i)), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			err := healthy(context.Background(), []string{t.TempDir(), folder})
			if (err == nil) != test.well {
				t.Errorf("got %v; asked for %s", err, asked)
			}
		})
	}
}
