package detect

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrState is returned for bytes that are not a detector's or monitor's state, or that
// another version wrote.
var ErrState = errors.New("not a state of this version")

const stateVersion = 1

// AppendBinary adds the detector's state to b: a version byte and about 1,250 bytes
// of fixed size. Nothing is rounded, so a detector read back gives the same alarms.
func (d *Detector) AppendBinary(b []byte) ([]byte, error) {
	b, err := binary.Append(append(b, stateVersion), binary.LittleEndian, &d.state)
	if err != nil {
		return nil, fmt.Errorf("detector state: %w", err)
	}
	return b, nil
}

// MarshalBinary gives the detector's state as bytes.
func (d *Detector) MarshalBinary() ([]byte, error) { return d.AppendBinary(nil) }

// UnmarshalBinary reads a state that MarshalBinary wrote. It returns [ErrState]
// where the bytes are anything else.
func (d *Detector) UnmarshalBinary(b []byte) error {
	_, err := d.decode(b)
	return err
}

// decode reads one state from the front of b and gives the rest.
func (d *Detector) decode(b []byte) (rest []byte, err error) {
	if len(b) == 0 || b[0] != stateVersion {
		return nil, ErrState
	}
	var s state
	n, err := binary.Decode(b[1:], binary.LittleEndian, &s)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrState, err)
	}
	if s.Day < 0 || s.Queued < 0 || s.Queued > lag || s.Weekday < 0 || s.Weekday > 6 {
		return nil, ErrState
	}
	d.state = s
	return b[1+n:], nil
}
