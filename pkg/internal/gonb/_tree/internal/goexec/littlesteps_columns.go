package goexec

import (
	"strings"
	"unicode/utf16"
)

// gopls counts columns in units of UTF-16, Jupyter in characters, and gonb in bytes.

// utf16Column returns the column of a cursor in the program as gopls counts.
func (s *State) utf16Column(at Cursor) int {
	code, err := s.readMainGo()
	lines := strings.Split(code, "\n")
	if err != nil || at.Line < 0 || at.Line >= len(lines) {
		return at.Col
	}
	return len(utf16.Encode([]rune(lines[at.Line][:min(max(at.Col, 0), len(lines[at.Line]))])))
}

// runesBefore returns how many characters make up the last units of UTF-16 in a text.
func runesBefore(text string, units int) int {
	runes := []rune(text)
	n := 0
	for n < len(runes) && units > 0 {
		n++
		units -= utf16.RuneLen(runes[len(runes)-n])
	}
	return n
}
