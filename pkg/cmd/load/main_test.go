//go:build linux

package main

import (
	"context"
	"slices"
	"strings"
	"testing"
)

func TestParseSizes(t *testing.T) {
	if sizes, err := parseSizes("1, 2,16"); err != nil || !slices.Equal(sizes, []int{1, 2, 16}) {
		t.Errorf("%v, %v", sizes, err)
	}
	for _, wrong := range []string{"", "0", "two", "1,,2", "1;2"} {
		if sizes, err := parseSizes(wrong); err == nil {
			t.Errorf("%q gives %v", wrong, sizes)
		}
	}
}

func TestWrongFlag(t *testing.T) {
	if err := run(context.Background(), []string{"--learners=none"}); err == nil || !strings.Contains(err.Error(), "1,2,4") {
		t.Errorf("error %v", err)
	}
}
