// Package exporter is the folder of the one Python package of the project,
// littlesteps_exporter: what makes pages and slides of notebooks. There is no Go
// in it but the tests, which look at the pages in a browser.
//
// A page comes about in this order. lesson.py holds the exporter "lesson" of
// nbconvert. Its preprocessor renders each cell, as its tags say (tags.py), and
// gathers in a Page (page.py) what the whole page must know: contents, title,
// warnings, date and licence (about.py). When all cells are there, review.py writes
// references, follows links, and judges. Then the template templates/lesson writes
// the page. slides.py puts the same cells on slides, index.py makes the page that
// leads to the pages, and __main__.py is what Go calls.
//
//   - Markdown: delimiters.py takes formulas out, markdown.py reads the rest,
//     directives.py knows MyST's boxes, pictures.py and media.py make raw HTML whole,
//     untrusted.py makes it harmless.
//   - Formulas: tex.py writes macros out, spelling.py says what the converter
//     doesn't know in what it does, mathematics.py converts, numbers and checks.
//   - Outputs: outputs.py, and unshown.py for those that only Jupyter can show.
package exporter
