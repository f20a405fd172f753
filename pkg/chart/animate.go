package chart

import "strings"

type motion struct{}

const animationCSS = ""

func (m *motion) controls(b *strings.Builder)     {}
func (m *motion) script(b *strings.Builder)       {}
func (m *motion) describe(panels []*panel) string { return "" }
