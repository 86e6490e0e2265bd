// Package chart draws run, XmR, p and funnel charts as SVG on the server, and
// gives with each the words and the table that say the same.
//
// A chart is drawn for a width in CSS pixels, so that its letters stay readable: draw
// one at [Narrow] for phones and one at [Wide], and show the one that fits. Nothing
// is told by colour alone. Points differ in shape and in fill (a disc is common
// cause, a solid diamond concern, an open square improvement, a solid triangle a
// change that is neither), lines differ in dashes, and each line carries its name, so a
// chart survives greyscale, print and colour blindness.
//
// The drawing carries no style sheet and no script, so it passes a strict content
// security policy. A page should give the class "chart" max-width: 100% and
// height: auto.
//
// A missing value is a gap. Values that must not be shown have to be
// missing before they come here: the package draws what it is given.
package chart
