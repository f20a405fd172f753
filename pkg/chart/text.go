package chart

import (
	"strings"
	"unicode/utf8"
)

// escape makes any text safe inside an element or a quoted attribute, in HTML
// and in XML alike: markup is spelled out, and what XML forbids (control
// characters, broken UTF-8) is replaced, because one such byte would keep the
// whole picture from showing.
func escape(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&#34;")
		case r == '\'':
			b.WriteString("&#39;")
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		case r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// helvetica holds the widths of the printable ASCII characters, in thousandths
// of the type size, from space to tilde. Other sans-serif faces come close.
var helvetica = [...]int{278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584}

// textWidth estimates how wide a text is when set in a given size.
func textWidth(s string, size float64) float64 {
	total := 0
	for _, r := range s {
		total += runeWidth(r)
	}
	return float64(total) / 1000 * size
}

// runeWidth returns the width of one character, in thousandths.
func runeWidth(r rune) int {
	switch {
	case r >= ' ' && r <= '~':
		return helvetica[r-' ']
	case r >= 0x1100 && (r < 0x2000 || r >= 0x2E80): // East Asian characters and emoji
		return 1000
	}
	return 600
}

const mostLines = 8 // of a note

// wrap breaks a text into lines of at most width units, and cuts it after
// mostLines.
func wrap(s string, size, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && textWidth(line+" "+word, size) > width {
			lines = append(lines, line)
			line = ""
			if len(lines) == mostLines {
				lines[mostLines-1] += "…"
				return lines
			}
		}
		if line != "" {
			line += " "
		}
		line += shorten(word, size, width)
	}
	return append(lines, line)
}

// balanced breaks a text like wrap, into lines of about the same length.
func balanced(s string, size, width float64) []string {
	lines := wrap(s, size, width)
	for narrower := width - 5; narrower > width/3; narrower -= 5 {
		try := wrap(s, size, narrower)
		if len(try) > len(lines) {
			break
		}
		lines = try
	}
	return lines
}

// shorten cuts a text that is wider than width and ends it with an ellipsis.
func shorten(s string, size, width float64) string {
	room := int(width / size * 1000)
	total, cut := 0, 0
	for i, r := range s {
		if total += runeWidth(r); total > room {
			return s[:cut] + "…"
		}
		if total <= room-runeWidth('…') {
			cut = i + utf8.RuneLen(r)
			if r == utf8.RuneError {
				cut = i + 1
			}
		}
	}
	return s
}

// splitUnit parts a label such as "body mass (g)" into its name and its unit.
func splitUnit(label string) (name, unit string) {
	label = strings.TrimSpace(label)
	open := strings.LastIndex(label, "(")
	if open < 0 || !strings.HasSuffix(label, ")") {
		return label, ""
	}
	return strings.TrimSpace(label[:open]), label[open+1 : len(label)-1]
}

// capital starts a sentence: its first letter becomes a capital.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return strings.ToUpper(string(r)) + s[size:]
}
