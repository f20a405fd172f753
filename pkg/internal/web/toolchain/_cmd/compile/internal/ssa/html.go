package ssa

import "bytes"

// An HTMLWriter shows the compiler's steps to those who work on it: not here.
type HTMLWriter struct{}

func NewHTMLWriter(path string, f *Func, cfgMask string) *HTMLWriter { return nil }

func (w *HTMLWriter) Close()                                       {}
func (w *HTMLWriter) Logf(msg string, args ...any)                 {}
func (w *HTMLWriter) WritePhase(phase, title string)               {}
func (w *HTMLWriter) flushPhases()                                 {}
func (w *HTMLWriter) WriteSources(phase string, all []*FuncLines)  {}
func (w *HTMLWriter) WriteAST(phase string, buf *bytes.Buffer)     {}
func (w *HTMLWriter) WriteColumn(phase, title, class, html string) {}

func (v *Value) HTML() string { return "" }
func (b *Block) HTML() string { return "" }

type FuncLines struct {
	Filename    string
	StartLineno uint
	Lines       []string
}

func ByTopoCmp(a, b *FuncLines) int { return 0 }
