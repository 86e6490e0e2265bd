//go:build !race

package api

// refereeTowns is how many towns the short form tries.
const refereeTowns = 3
