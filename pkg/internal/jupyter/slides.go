package jupyter

import "context"

// Slides executes notebooks and makes one offline file of reveal.js slides of
// each, NAME.slides.html beside the pages. What is on a slide is said by the
// cells' slide types; see slides.py of the exporter.
func Slides(ctx context.Context, e *Env, names []string, o HTMLOptions) error {
	o.format = "slides"
	return HTML(ctx, e, names, o)
}
