// Package scorecard keeps the rolling scorecard of every place, from the ward
// to England. A card is a fold of the ledger and nothing else: [Sums] adds up
// what entries contribute per [Scope] and day, a [Projector] carries the sums
// into a [Board] (Redis, see scorecard/redis), and [Cards] reads them there.
//
// Whatever is on a board is a pure function of two things that stand in the
// partition's [Cursor]: the last entry folded in and the day up to which the
// windows are rolled. A board takes a change only together with the next
// cursor, and only if the cursor is still the one the change was made for. So
// nothing is counted twice or left out: projectors may race, a crash repeats
// nothing, a failover that loses writes loses the cursor with them, and an
// empty board is simply at the beginning. [Verify] proves it, key by key.
//
// DESIGN.md says why it is built this way, and what was measured.
package scorecard
