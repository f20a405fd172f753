// Package exporter is the folder of the one Python package of the project,
// littlesteps_exporter: what makes pages and slides of notebooks. There is no Go
// in it but the tests, which look at the pages in a browser.
//
// A page comes about in this order. lesson.py holds the exporter "lesson" of
// nbconvert. Its preprocessor renders each cell (markdown.py, mathml.py,
// outputs.py, pictures.py) and gathers in a Page (page.py) what the whole page
// must know: contents, title, warnings, date and licence (about.py). Then the
// template templates/lesson writes it. slides.py puts the same cells on
// slides, index.py makes the page that leads to the pages, and __main__.py is
// what Go calls.
package exporter
