// Package spc is statistical process control as the NHS practises it: XmR
// charts by the rules of the "Making Data Count" programme, p and u charts
// with Laney's correction, Wilson intervals, and funnel plots with an allowance
// for overdispersion.
//
// Everything is a pure function of its arguments: no clock, no file, no
// global state. The same answer therefore draws the chart, fills the data table
// beside it and goes out by the API.
//
// # XmR
//
// [XmR] follows the R package NHSRplotthedots 0.2.2 by default, point by point:
// the same limits, the same special causes in the same order of precedence,
// the same icons. Where NHS tools disagree with one another (runs of 6 or 7,
// screening of the moving ranges, which points count in two-in-three) the
// difference is a setting in [Options].
//
// Two things follow from those rules and surprise people. Every member of a run
// is flagged back to its first point, so a chart's history changes as data
// arrive: store what was shown. And XmR ignores denominators, so a month of three
// answers weighs as much as one of three thousand: use [Proportion] where the
// denominators are known.
//
// # Missing numbers
//
// A missing value is NaN on the way in and NaN on the way out. It breaks a run,
// and it never counts as a special cause.
package spc
