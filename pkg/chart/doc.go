// Package chart draws the lesson's figures as SVG, and a learner's own.
//
// A figure takes slices and functions and is shown in one line:
//
//	display.Show(chart.Line(epochs, losses).X("epoch").Y("loss (cm²)"))
//
// [Line], [Scatter] and [Function] start a figure of numbers;
// [Slopes] draws what descent sees, points and the way down from them;
// [Contours] and [Surface] draw a loss over two parameters; [ScatterBy] colours
// points by their group and [Figure.Regions] the ground by what a classifier
// guesses; [Boxes], [Bars] and [Counts] stand over categories, [ErrorBars] have
// whiskers, [Figure.SplitBy] makes small multiples; [Animate] and [AnimateRegions] set a fit in motion. Methods add to a figure ([Figure.Line], [Figure.Path],
// [Figure.Mark], …), name its axes ([Figure.X], [Figure.Y]) and put words to
// it. [Stack] and [Beside] join figures into one. What is added last is
// named and coloured by [Figure.Name] and [Figure.As]; a colour is a meaning,
// a [Role], and stays the same in all four notebooks.
//
// # What comes out
//
// [Figure.HTML] is the whole figure: the picture as inline SVG that follows
// the page's light or dark theme and scales with it; its title and caption; a
// description made from the data, for who doesn't see the picture; and the
// data as a table that opens on request. It needs no script (the animation
// brings its own, small one), fetches nothing and has no identifiers, so that
// any number of figures can share a page. A figure alone brings a second
// picture, drawn for a phone's width with the type as large as ever. The same
// figure gives the same bytes. [Figure.SVG] is the picture alone, as a file.
//
// # What can go wrong
//
// Nothing here returns an error or panics, whatever the numbers are: a learner
// who makes a loss diverge wants to see that. A value that has no place in the
// figure (NaN, infinite, zero on a logarithmic axis, without a partner in the
// other slice) is left out, and a line under the figure says how many were. A
// long series is thinned to what can be seen, peaks kept. All text is escaped.
//
// # How it is built
//
// A figure holds panels, a panel holds marks (mark.go): a mark widens the axes
// to what it shows, draws itself on a plot, and tells its numbers in words and
// columns. To draw something new, write a new mark. Places come from a [Scale]
// (scale.go), labels find room through a placer (label.go), SVG is written by a
// canvas (svg.go), and the theme (theme.go, role.go) is one style sheet.
//
// The package runs in cells and, compiled to WebAssembly, under sliders, so it
// imports little: its whole weight is strings, strconv and math.
package chart
