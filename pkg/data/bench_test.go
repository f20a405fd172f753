package data_test

import (
	"testing"

	"littlesteps/pkg/data"
)

// Every cell that uses the penguins reads them again.
func BenchmarkPenguins(b *testing.B) {
	for b.Loop() {
		data.Complete(data.Penguins())
	}
}

func BenchmarkTable(b *testing.B) {
	penguins := data.Penguins()
	for b.Loop() {
		_ = data.Table(penguins).HTML()
	}
}
