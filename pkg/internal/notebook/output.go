package notebook

import (
	"html"
	"regexp"
	"strings"
)

// An Output is one of the things that a code cell showed.
type Output struct {
	Type string            // "stream", "display_data", "execute_result" or "error"
	Name string            // of a stream "stdout" or "stderr"; of an error its name
	Text string            // of a stream what was written; of an error its message
	Data map[string]string // of the other two: content by MIME type
}

func readOutput(item *node) Output {
	var o Output
	o.Type, _ = item.get("output_type").text()
	switch o.Type {
	case "stream":
		o.Name, _ = item.get("name").text()
		o.Text, _ = item.get("text").text()
	case "error":
		o.Name, _ = item.get("ename").text()
		o.Text, _ = item.get("evalue").text()
	default:
		o.Data = map[string]string{}
		if data := item.get("data"); data != nil {
			for _, m := range data.members {
				if text, ok := m.value.text(); ok {
					o.Data[m.key] = text
				}
			}
		}
	}
	return o
}

// Stream returns what the cell wrote to "stdout" or "stderr".
func (c Cell) Stream(name string) string {
	var all strings.Builder
	for _, o := range c.Outputs {
		if o.Type == "stream" && o.Name == name {
			all.WriteString(o.Text)
		}
	}
	return all.String()
}

// HTML returns what the cell displayed as HTML or SVG, one after the other.
func (c Cell) HTML() string {
	var all []string
	for _, o := range c.Outputs {
		for _, mime := range []string{"text/html", "image/svg+xml"} {
			if text := o.Data[mime]; text != "" {
				all = append(all, text)
				break
			}
		}
	}
	return strings.Join(all, "\n")
}

// Text returns what a reader sees: what was printed, then what was displayed,
// without its tags.
func (c Cell) Text() string {
	return strings.TrimSpace(c.Stream("stdout") + "\n" + PlainText(c.HTML()))
}

var (
	unseen = regexp.MustCompile(`(?is)<(script|style|template)\b.*?</(script|style|template)\s*>|<!--.*?-->`)
	column = regexp.MustCompile(`(?i)</t[dh]\s*>`)
	block  = regexp.MustCompile(`(?i)<br\s*/?>|</(p|div|tr|li|h[1-6]|caption|figcaption|title|desc|text|pre|summary)\s*>`)
	tag    = regexp.MustCompile(`(?s)</?[a-zA-Z!](?:[^>"']|"[^"]*"|'[^']*')*>`)
)

// PlainText returns the text of an HTML fragment: cells of a table are kept
// apart by tabs, blocks by line ends.
func PlainText(fragment string) string {
	text := unseen.ReplaceAllString(fragment, "")
	text = column.ReplaceAllString(text, "\t")
	text = block.ReplaceAllString(text, "\n")
	text = html.UnescapeString(tag.ReplaceAllString(text, ""))
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
