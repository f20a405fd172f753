package data

import "strings"

// units are what a column's name may end in.
var units = map[string]bool{"mm": true, "cm": true, "m": true, "in": true, "g": true, "kg": true, "s": true}

// Label turns a column's name into words for an axis: "bill_length_mm" becomes
// "bill length (mm)". A name without a unit at its end keeps all its words.
func Label(column string) string {
	words := strings.Split(column, "_")
	last := len(words) - 1
	if last == 0 || !units[words[last]] {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:last], " ") + " (" + words[last] + ")"
}
