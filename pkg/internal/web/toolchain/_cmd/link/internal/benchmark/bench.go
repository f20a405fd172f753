// Package benchmark measures nothing.
package benchmark

import "io"

const (
	GC   = 1
	NoGC = 0
)

type Metrics struct{}

func New(flags int, filebase string) *Metrics { return nil }
func (m *Metrics) Report(w io.Writer)         {}
func (m *Metrics) Start(name string)          {}
