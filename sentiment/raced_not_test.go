//go:build !race

package sentiment

const raced = false // see raced_test.go
