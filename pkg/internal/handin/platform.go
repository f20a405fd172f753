package handin

import (
	"path"
	"regexp"
	"strings"
)

// Moodle names what it packs "Full Name_ID_assignsubmission_file_", as a folder (from
// 4.1 on without the last sign) or as the beginning of a file's name.
var moodle = regexp.MustCompile(`^([^_]*(?:_[^_]+)*?)_(\d+)_assignsubmission_file(?:_(.*))?$`)

// Canvas names what it packs "lastnamefirstname_LATE_USER_FILE_name", where USER and
// FILE are numbers, and LATE is there or not.
var canvas = regexp.MustCompile(`^([^_/]+)_(?:(LATE)_)?(\d+)_(\d+)_(.+)$`)

// again is what Canvas adds to the name of a file that is handed in once more.
var again = regexp.MustCompile(`-\d+(\.ipynb)$`)

// fromPlatform recognises a path as one of a platform's.
func fromPlatform(name string) (h HandIn, ok bool) {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		if m := moodle.FindStringSubmatch(part); m != nil {
			h.Learner = Learner{Name: tidy(m[1]), ID: m[2], Platform: "moodle", Prefix: m[1] + "_" + m[2] + "_assignsubmission_file_"}
			h.Name = path.Base(name)
			if i == len(parts)-1 {
				h.Name = m[3]
			} else {
				h.Learner.Prefix = part + "/"
			}
			return h, h.Name != ""
		}
	}
	if m := canvas.FindStringSubmatch(parts[len(parts)-1]); m != nil {
		late := ""
		if m[2] != "" {
			late = "LATE_"
		}
		h.Learner = Learner{Name: m[1], ID: m[3], Platform: "canvas", Prefix: m[1] + "_" + late + m[3] + "_" + m[4] + "_"}
		h.Name, h.Late = again.ReplaceAllString(m[5], "$1"), m[2] != ""
		return h, true
	}
	return h, false
}

// tidy is a name as people write it.
func tidy(name string) string { return strings.Join(strings.Fields(name), " ") }
