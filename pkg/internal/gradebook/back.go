package gradebook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"littlesteps/pkg/internal/notebook"
)

// feedbackName is what a page is called where it is handed back.
const feedbackName = "feedback.html"

// Zips packs pages for the platforms that learners came from, each under the name by
// which the platform knows whose it is, and returns the zips. Pages of who came from
// no platform lie in the folder as they are.
func (b *Book) Zips(pages []Feedback) (made []string, err error) {
	for _, platform := range []string{"moodle", "canvas"} {
		var mine []Feedback
		for _, page := range pages {
			if page.Learner.Platform == platform {
				mine = append(mine, page)
			}
		}
		if len(mine) == 0 {
			continue
		}
		var packed bytes.Buffer
		if err := pack(&packed, mine); err != nil {
			return made, err
		}
		path := b.Path("feedback-" + platform + ".zip")
		if err := notebook.WriteFile(path, packed.Bytes()); err != nil {
			return made, err
		}
		made = append(made, path)
	}
	return made, nil
}

func pack(to io.Writer, pages []Feedback) error {
	out := zip.NewWriter(to)
	for _, page := range pages {
		data, err := os.ReadFile(page.Path)
		if err != nil {
			return err
		}
		file, err := out.Create(page.Learner.Prefix + feedbackName)
		if err != nil {
			return err
		}
		if _, err := file.Write(data); err != nil {
			return err
		}
	}
	return out.Close()
}

// Folders writes each page into a folder of its learner's below another one.
func Folders(pages []Feedback, to string) error {
	for _, page := range pages {
		data, err := os.ReadFile(page.Path)
		if err != nil {
			return err
		}
		folder := filepath.Join(to, fileName(page.Learner.Name, page.Learner.ID))
		if err := errors.Join(os.MkdirAll(folder, 0o755), notebook.WriteFile(filepath.Join(folder, feedbackName), data)); err != nil {
			return fmt.Errorf("can't hand back %s's page: %w", page.Learner.Name, err)
		}
	}
	return nil
}
