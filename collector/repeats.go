package collector

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"earshot/feedback"
)

// rowKey tells rows apart by their contents.
type rowKey [16]byte

// repeats counts how often each row was met, in memory that is bounded whatever
// the number of rows: the counts of a long file go to a file of its own, a hash
// table with open addressing, which is removed when it is closed.
type repeats struct {
	room  int               // the most rows in memory
	few   map[rowKey]uint32 // until there are too many
	file  *os.File
	slots uint64 // of the file's table, a power of two
	used  uint64
}

// newRepeats gives empty counts; room, a power of two of at least 8, is how many
// different rows are kept in memory.
func newRepeats(room int) repeats { return repeats{room: room, few: make(map[rowKey]uint32)} }

const (
	repeatsInMemory = 1 << 16
	repeatSlot      = 20 // bytes: a key and how often it was met; never is an empty slot
	repeatsRead     = 8  // slots read at once
)

// next counts a row and gives how often it has been met, this time included.
func (r *repeats) next(key rowKey) (int, error) {
	if r.file == nil && len(r.few) < r.room {
		r.few[key]++
		return int(r.few[key]), nil
	}
	if r.file == nil || r.used >= r.slots/2 {
		if err := r.grow(); err != nil {
			return 0, unavailable(err)
		}
	}
	n, err := r.count(key, 1)
	if err != nil {
		return 0, unavailable(err)
	}
	return int(n), nil
}

func unavailable(err error) error {
	return fmt.Errorf("scratch file for rows without ids: %w: %w", feedback.ErrUnavailable, err)
}

// grow moves everything into a table four times as large.
func (r *repeats) grow() error {
	next := repeats{slots: max(4*r.slots, 4*uint64(r.room))}
	var err error
	if next.file, err = os.CreateTemp("", "earshot-rows-*"); err != nil {
		return err
	}
	if err = next.file.Truncate(int64(next.slots * repeatSlot)); err == nil {
		err = r.each(func(key rowKey, n uint32) error {
			_, err := next.count(key, n)
			return err
		})
	}
	if err = errors.Join(err, r.close()); err != nil {
		return errors.Join(err, next.close())
	}
	*r = next
	return nil
}

// each gives every count.
func (r *repeats) each(do func(rowKey, uint32) error) error {
	for key, n := range r.few {
		if err := do(key, n); err != nil {
			return err
		}
	}
	if r.file == nil {
		return nil
	}
	part := make([]byte, 1024*repeatSlot)
	for at := int64(0); at < int64(r.slots*repeatSlot); at += int64(len(part)) {
		if _, err := r.file.ReadAt(part, at); err != nil {
			return err
		}
		for slot := part; len(slot) > 0; slot = slot[repeatSlot:] {
			if n := binary.LittleEndian.Uint32(slot[16:]); n > 0 {
				if err := do(rowKey(slot[:16]), n); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// count adds to the count of a row in the file, which has room, and gives what it
// comes to.
func (r *repeats) count(key rowKey, by uint32) (uint32, error) {
	var part [repeatsRead * repeatSlot]byte
	for at := binary.LittleEndian.Uint64(key[:]) & (r.slots - 1); ; at = (at + repeatsRead) & (r.slots - 1) {
		size := min(repeatsRead, r.slots-at) * repeatSlot
		if _, err := r.file.ReadAt(part[:size], int64(at*repeatSlot)); err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		for i := uint64(0); i < size; i += repeatSlot {
			slot := part[i : i+repeatSlot]
			n := binary.LittleEndian.Uint32(slot[16:])
			if n > 0 && rowKey(slot[:16]) != key {
				continue
			}
			if n == 0 {
				copy(slot, key[:])
				r.used++
			}
			binary.LittleEndian.PutUint32(slot[16:], n+by)
			_, err := r.file.WriteAt(slot, int64(at*repeatSlot+i))
			return n + by, err
		}
		if size < repeatsRead*repeatSlot {
			at = r.slots - repeatsRead // the end was reached: go on at the beginning
		}
	}
}

// close removes the file, if there is one.
func (r *repeats) close() error {
	if r.file == nil {
		return nil
	}
	err := errors.Join(r.file.Close(), os.Remove(r.file.Name()))
	r.file = nil
	return err
}
