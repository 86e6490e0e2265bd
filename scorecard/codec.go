package scorecard

import (
	"encoding/binary"
	"fmt"

	"earshot/feedback"
)

// AppendBinary appends the counts as an engine stores them: for each field that
// is not zero its number in one byte and its value as a signed varint, fields
// in rising order. Equal counts give equal bytes; nothing counted gives none.
func (c *Counts) AppendBinary(b []byte) ([]byte, error) {
	for i, v := range c.n {
		if v != 0 {
			b = append(b, byte(i))
			b = binary.AppendVarint(b, v)
		}
	}
	return b, nil
}

// MarshalBinary gives the counts as AppendBinary writes them.
func (c *Counts) MarshalBinary() ([]byte, error) { return c.AppendBinary(nil) }

// UnmarshalBinary reads what AppendBinary writes; anything else is ErrCorrupt.
func (c *Counts) UnmarshalBinary(b []byte) error {
	*c = Counts{}
	for last := -1; len(b) > 0; {
		f := int(b[0])
		v, n := binary.Varint(b[1:])
		if f <= last || f >= int(fieldCount) || n <= 0 || v == 0 {
			*c = Counts{}
			return fmt.Errorf("stored counts: %w", feedback.ErrCorrupt)
		}
		c.n[f] = v
		last, b = f, b[1+n:]
	}
	return nil
}
