// Package disclosure is the one door through which every public count passes.
// It decides what may be shown, so that no number that was ever published, nor
// any combination of them, tells how many people a group of one to four people
// holds, or what they said.
//
// There are three ways in:
//
//   - [Card] is the least: one card, one window, nothing shown for one to four
//     answers. It knows nothing of other cards, so it guards one table only.
//   - [History] is the real thing: months are published into it, it holds all
//     that was ever published, and every public figure (a place, an area, a
//     quarter, an ad-hoc total, a breakdown) is read from it.
//   - [Rolling] serves cards that move from day to day, for a deployment that
//     publishes those instead of monthly tables.
//
// [Official] is NHS England's own rule for the Test's workbook, for comparison
// and for files that must follow it; it is not safe by itself.
//
// A History or a Rolling holds true counts of hidden cells: keep it as private
// as the ledger. Only what its methods return is public. DESIGN.md holds the
// guarantee and its proof.
package disclosure
