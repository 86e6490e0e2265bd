package model

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
)

// Sizes of what the model gives.
const (
	Themes     = 32 // themes, by number − 1
	Classes    = 5  // sentiment classes, best first
	Thresholds = Classes - 1
	Sides      = 16 // what else is foretold from the words, see [Sums]
)

// Level says what the model may look at besides the words, which chooses the
// weights: nothing, or the kind of question that was asked.
type Level uint8

// The levels.
const (
	TextOnly   Level = iota // the question is not known
	AskedWhy                // asked for a reason or for both good and bad
	AskedGood               // asked what was good
	AskedWorse              // asked what could be better
	Asked                   // how many kinds of question there are, not known counted

	// Rated is added to a level if the rating is known too.
	Rated  Level = Asked
	Levels       = 2 * Asked
)

// Columns counts the weights of a row.
const Columns = firstSide + Sides

// Where the columns of themes and of side tasks start.
const (
	firstTheme = int(Levels) * Thresholds
	firstSide  = firstTheme + Themes
)

// Told counts the sums that what the words mean adds to: the thresholds by the
// text alone, then the themes.
const Told = Thresholds + Themes

// bias is what is added to a weight to store it.
const bias = 128

// Header is what a model file says of itself and all of it that is not rows.
type Header struct {
	Version   string                    `json:"version"`
	Seed      int64                     `json:"seed"`
	Trained   int                       `json:"trained"`   // comments with sentiment
	Words     uint32                    `json:"words"`     // check sum of the vocabulary it was trained with
	Rows      int                       `json:"rows"`      // rows that follow
	Block     [Blocks]float32           `json:"block"`     // weight of each block
	Scale     [Blocks][Columns]float32  `json:"scale"`     // worth of one step of a weight
	Intercept [Columns]float32          `json:"intercept"` // added to each sum
	Rating    [2][7][Thresholds]float32 `json:"rating"`    // added for the rating, question not known and known
	Forest    [3]Forest                 `json:"forest"`    // by text, + question, + rating
	Blend     [3]float32                `json:"blend"`     // share of the forest; the rest is the sums' own
	Calm      float32                   `json:"calm"`      // how much far misses weigh in the choice of class
	Sure      [3][2]float32             `json:"sure"`      // slope and intercept of confidence
	Cut       [Themes]float32           `json:"cut"`       // a theme is present above it
	Sigmoid   [Themes][2]float32        `json:"sigmoid"`   // slope and intercept of a theme's probability
	Sense     [Told][Senses]float32     `json:"sense"`     // weights of what the words mean
	Share     float32                   `json:"share"`     // of the part that speaks most of a theme, beside the whole

	ThemeAsked  [Asked][Themes]float32 `json:"theme_asked"`  // added to a theme's sum for the question
	ThemeRating [7][Themes]float32     `json:"theme_rating"` // and for the rating, 0 not known
	AskScale    [Themes]float32        `json:"ask_scale"`    // worth of one step of a weight of words under a question
}

// Model is a trained model. It is only read, and may be shared.
type Model struct {
	Header
	table
	ask []askRow
}

// magic starts every model file.
const magic = "earshot sentiment model 4\n"

// ErrFormat is returned if a file is not a model or was damaged.
var ErrFormat = errors.New("not a model file of this version")

// New gives a model whose weights are all 0, for training. They are added by
// Set.
func New(h Header) *Model {
	m := &Model{Header: h, table: newTable(RowCount), ask: make([]askRow, AskRows)}
	for i := range m.ask {
		m.ask[i] = askRow{noAsk, noAsk, noAsk, noAsk}
	}
	m.Rows = RowCount
	return m
}

// Sum32 gives a check sum of all but the version, to tell models apart.
func (m *Model) Sum32() uint32 {
	nameless := *m
	nameless.Version = ""
	b, err := nameless.Encode()
	if err != nil {
		return 0 // cannot be: a header is numbers, which always encode
	}
	return crc32.ChecksumIEEE(b)
}

// Encode writes the model: a line that names the format, a check sum, the
// header as JSON, the rows, their rarities, and the words under a question. The same model always gives
// the same bytes.
func (m *Model) Encode() ([]byte, error) {
	head, err := json.Marshal(m.Header)
	if err != nil {
		return nil, fmt.Errorf("encode model header: %w", err)
	}
	var body bytes.Buffer
	body.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(head))))
	body.Write(head)
	body.Write(m.table.append(nil))
	for i := range m.ask {
		for _, w := range m.ask[i] {
			body.Write(binary.LittleEndian.AppendUint64(nil, w))
		}
	}
	out := []byte(magic)
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(body.Bytes()))
	return append(out, body.Bytes()...), nil
}

// Decode reads what [Model.Encode] wrote. It returns [ErrFormat] if the bytes
// are anything else.
func Decode(b []byte) (*Model, error) {
	if len(b) < len(magic)+8 || string(b[:len(magic)]) != magic {
		return nil, ErrFormat
	}
	b = b[len(magic):]
	if crc32.ChecksumIEEE(b[4:]) != binary.LittleEndian.Uint32(b) {
		return nil, fmt.Errorf("%w: check sum differs", ErrFormat)
	}
	n := binary.LittleEndian.Uint32(b[4:])
	b = b[8:]
	if uint64(n) > uint64(len(b)) {
		return nil, fmt.Errorf("%w: header is cut off", ErrFormat)
	}
	m := &Model{}
	if err := json.Unmarshal(b[:n], &m.Header); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if m.Rows != RowCount {
		return nil, fmt.Errorf("%w: %d rows, want %d", ErrFormat, m.Rows, RowCount)
	}
	for i := range m.Forest {
		if err := m.Forest[i].Ready(); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFormat, err)
		}
	}
	b = b[n:]
	if len(b) != m.Rows*(rowBytes+1)+AskRows*Themes {
		return nil, fmt.Errorf("%w: rows are cut off", ErrFormat)
	}
	m.table, b = decodeTable(b, m.Rows), b[m.Rows*(rowBytes+1):]
	m.ask = make([]askRow, AskRows)
	for i := range m.ask {
		for w := range m.ask[i] {
			m.ask[i][w] = binary.LittleEndian.Uint64(b)
			b = b[8:]
		}
	}
	return m, nil
}
