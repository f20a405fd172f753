package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// runtimeFolders returns the folders in which servers leave word of where they
// listen: Jupyter's own, and those of `steps lab`.
func runtimeFolders() []string {
	folders, _ := filepath.Glob(filepath.Join(os.TempDir(), "steps-*"))
	if dir := os.Getenv("JUPYTER_RUNTIME_DIR"); dir != "" {
		folders = append(folders, dir)
	}
	return folders
}

// A server is what a running Jupyter server says of itself in jpserver-*.json.
type server struct {
	Port int    `json:"port"`
	Base string `json:"base_url"`
}

// healthy asks the servers that left word in folders for their version, which
// they tell without a token. One that answers is enough: another's word may be
// left from before it was killed.
func healthy(ctx context.Context, folders []string) error {
	problem := errors.New("no server has started yet")
	for _, folder := range folders {
		words, _ := filepath.Glob(filepath.Join(folder, "jpserver-*.json"))
		for _, path := range words {
			if problem = ask(ctx, path); problem == nil {
				return nil
			}
		}
	}
	return problem
}

func ask(ctx context.Context, word string) error {
	content, err := os.ReadFile(word)
	if err != nil {
		return err
	}
	var s server
	if err := json.Unmarshal(content, &s); err != nil {
		return fmt.Errorf("%s: %w", word, err)
	}
	address := fmt.Sprintf("http://127.0.0.1:%d%s/api", s.Port, strings.TrimSuffix(s.Base, "/"))
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", address, answer.Status)
	}
	return nil
}
