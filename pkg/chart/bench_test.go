package chart_test

import "testing"

// Every kind of figure is to be made in under 10 ms:
//
//	go test ./pkg/chart -run - -bench . -benchtime 20x
func BenchmarkHTML(b *testing.B) {
	for _, e := range append(append([]exhibit(nil), gallery...), odd...) {
		b.Run(e.name, func(b *testing.B) {
			figure := e.figure()
			b.ReportAllocs()
			for b.Loop() {
				_ = figure.HTML()
			}
		})
	}
}
