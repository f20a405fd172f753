package notebook

import "strings"

// Parts returns the two parts of a Go cell: what it declares, above %%, and what
// it does, below. Lines that are commands are empty in both, and so is the other
// part, so that line numbers stay those of the cell. A cell that isn't Go, such as
// one that begins with %%bash, has neither.
func (c Cell) Parts() (declares, does string) {
	if c.Type != "code" || c.Magic() != "" {
		return "", ""
	}
	var above, below strings.Builder
	part, other := &above, &below
	for _, line := range splitLines(c.Source) {
		switch line.kind {
		case goLine:
			part.WriteString(line.text)
		case mainLine:
			part, other = &below, &above
		}
		part.WriteString("\n")
		other.WriteString("\n")
	}
	if strings.TrimSpace(below.String()) == "" {
		return above.String(), ""
	}
	return above.String(), below.String()
}
