// Package voice decides which of the comments that people left may be shown, and
// keeps what is said in return: the providers' replies, and requests for a
// response by those who speak for patients.
//
// [Reader] tails the ledger with a cursor of its own, since names and numbers
// cost a hundred times more to find than the tone of a comment. It looks only at
// comments whose writer agreed to publication (or whose source's licence allows
// it). One of which nothing had to be taken out, and that no rule of moderation
// speaks against, may be shown; one that breaks a rule is refused; everything
// between waits for a person. [Desk] is where people decide. They may take more
// out of a comment, and never put anything back.
//
// Words are stored only while they may be shown, and only redacted. Whatever is
// erased or withdrawn in the ledger is gone in the same transaction.
package voice
