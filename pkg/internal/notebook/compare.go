package notebook

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Compare tells how the outputs of two runs of a notebook differ, a sentence
// for each cell that does, in order; nil if they are the same. What is random
// in every run is put aside first: see [Normalize].
func Compare(a, b *Notebook) []string {
	if len(a.Cells) != len(b.Cells) {
		return []string{fmt.Sprintf("one has %d cells, the other %d", len(a.Cells), len(b.Cells))}
	}
	var differ []string
	for i, cell := range a.Cells {
		other := b.Cells[i]
		if cell.Source != other.Source || cell.ID != other.ID || cell.Type != other.Type {
			differ = append(differ, fmt.Sprintf("%s isn't the same cell in both", cell))
			continue
		}
		one, two := visible(cell.Outputs), visible(other.Outputs)
		if slices.Equal(one, two) {
			continue
		}
		differ = append(differ, fmt.Sprintf("%s: %s", cell, firstDifference(one, two)))
	}
	return differ
}

// visible writes each output as one text, without what is random.
func visible(outputs []Output) []string {
	var all []string
	for _, o := range outputs {
		text := o.Type + " " + o.Name + "\n" + o.Text
		var kinds []string
		for mime := range o.Data {
			kinds = append(kinds, mime)
		}
		slices.Sort(kinds)
		for _, mime := range kinds {
			text += mime + "\n" + o.Data[mime] + "\n"
		}
		all = append(all, Normalize(text))
	}
	return all
}

func firstDifference(one, two []string) string {
	if len(one) != len(two) {
		return fmt.Sprintf("%s in one run, %s in the other", plural(len(one), "output"), plural(len(two), "output"))
	}
	for i := range one {
		if one[i] == two[i] {
			continue
		}
		a, b := strings.Split(one[i], "\n"), strings.Split(two[i], "\n")
		for len(a) < len(b) {
			a = append(a, "")
		}
		for len(b) < len(a) {
			b = append(b, "")
		}
		for j := range a {
			if a[j] != b[j] {
				return fmt.Sprintf("%q in one run, %q in the other", around(a[j], b[j]), around(b[j], a[j]))
			}
		}
	}
	return ""
}

// around cuts a long line to where it begins to differ from another.
func around(line, other string) string {
	const width = 60
	at := 0
	for at < len(line) && at < len(other) && line[at] == other[at] {
		at++
	}
	from := max(0, at-width/2)
	to := min(len(line), from+width)
	return strings.ToValidUTF8(line[from:to], "")
}

// What differs from run to run without meaning anything.
var random = []struct {
	is   *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`[^\s"'<>()]*gonb_[0-9a-f]{8}`), "gonb_folder"}, // the kernel's folder for this run
	{regexp.MustCompile(`0x[0-9a-f]{5,}`), "0xaddress"},
	{regexp.MustCompile(`\+0x[0-9a-f]+`), "+0xoffset"},
	{regexp.MustCompile(`goroutine \d+`), "goroutine N"},
	{regexp.MustCompile(`\(\d+\.\d\ds\)`), "(0.00s)"}, // how long a test took
}

// Normalize replaces what is random in a cell's output: names of temporary
// folders, addresses, numbers of goroutines, how long a test took.
func Normalize(text string) string {
	for _, r := range random {
		text = r.is.ReplaceAllString(text, r.with)
	}
	return text
}
