// Package feedback is the ground floor of Earshot: the nouns that every other
// package speaks. It imports the standard library only and knows nothing of
// databases, networks or pages.
//
// A [Response] is one answer to the Friends and Family Test ("Overall, how was
// your experience of our service?"). It is about a [Place], which sits in a
// tree (ICB › provider › site › ward or team) and lies in an [Area]. The
// [Counts] of responses give percentages exactly as the Test defines them.
//
// Words that people wrote are held in [Text] and numbers they wrote from in
// [Phone]; both print as "[hidden]" so that they cannot reach a log or an error
// by accident.
package feedback
