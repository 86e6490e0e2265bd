//go:build race

package api

// refereeTowns is how many towns the short form tries: the race detector makes each
// many times slower.
const refereeTowns = 1
