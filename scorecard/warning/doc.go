// Package warning makes early warnings into things with a life: it watches the
// counts of every place, raises a warning once, keeps what was shown, and lets
// people say that they have seen it, what lay behind it and what they did.
//
// # Causality
//
// A monitor takes in finished London days one by one, and what people closed by
// the end of each. Today's answers so far are tried on a copy that is thrown
// away, so that a bad day warns on the answer that tips it and the monitor goes
// on as if nobody had looked. Silence is not tried: a part of a day looks like
// it. The same counts, closings and places give the same state.
//
// # Late answers
//
// A monitor that learns of answers about days it has taken in is built again
// from the board's days once the place has been quiet for a few seconds. That
// changes what is usual and may raise a warning that the late answers reveal. What
// was raised stays as it was; it gets a note that its figures have changed.
//
// # Several processes
//
// A monitor is stored only by whoever moved it on from the version that they
// read, and a warning has a key: place, measure and day, or the entry whose comment
// has a danger sign. So any number of watchers raise each warning once.
package warning
