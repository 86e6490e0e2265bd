// Package release publishes: it folds the ledger into months, hands the months
// that are over to package disclosure, and keeps the outcome as an [Edition]
// that every public number is read from. What the public sees moves only when
// an edition is published; between publications it stands still, so that
// yesterday's figures cannot be subtracted from today's.
//
// A period is a calendar month of London days. Rows are the scopes of
// scorecards (places, areas, England) and each of them again by setting; see
// [RowID] and [SettingRowID].
package release
