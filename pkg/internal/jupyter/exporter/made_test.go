package exporter_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// A made is a cell that a test makes.
type made map[string]any

func text(source string, tags ...string) made {
	return made{"cell_type": "markdown", "source": source, "metadata": made{"tags": tags}}
}

// code is an executed cell; outputs are of the types that display, prints and fails make.
func code(source string, tags []string, outputs ...made) made {
	return made{"cell_type": "code", "source": source, "execution_count": 1, "outputs": outputs, "metadata": made{"tags": tags}}
}

func display(form, content string) made {
	return made{"output_type": "display_data", "data": made{form: content}, "metadata": made{}}
}

func prints(words string) made {
	return made{"output_type": "stream", "name": "stdout", "text": words}
}

// notebook writes a notebook of cells into a folder of its own and returns its path.
func notebook(t testing.TB, metadata made, cells ...made) string {
	t.Helper()
	for i, cell := range cells {
		if cell["id"] == nil {
			cell["id"] = fmt.Sprintf("cell-%d", i+1)
		}
		if outputs, ok := cell["outputs"].([]made); ok && outputs == nil {
			cell["outputs"] = []made{}
		}
	}
	if metadata == nil {
		metadata = made{}
	}
	content, err := json.Marshal(made{"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "made.ipynb")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
