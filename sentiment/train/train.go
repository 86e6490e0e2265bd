// Package train builds the model that package sentiment reads comments with,
// and measures it. It is not part of the running service.
//
// Training is deterministic: the same comments, word list and seed give the
// same file, byte for byte. Every figure it reports comes from comments whose
// writers were held out of everything: of the weights, of the forests that
// join them, and of the cut-offs.
package train
