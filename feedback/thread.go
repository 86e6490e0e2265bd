package feedback

import "time"

// Thread is an open conversation with a person by text message: which response
// it has led to and how far it has come.
type Thread struct {
	Subject   string // the response's id; empty before there is one
	Place     PlaceID
	State     string // owned by package sms
	ExpiresAt time.Time
}

// Message is one text from a person, understood and ready to be stored.
type Message struct {
	Source     Source
	ID         string // the gateway's id of the message; a second with the same id is the same message
	Phone      Phone
	Place      string // the place it is about, if it begins a response: an id or code
	Subject    string // the response it continues; empty to begin one
	Rating     Rating // the answer or its correction; NoRating if none
	Comment    Text   // the words; empty if none
	ReceivedAt time.Time
	Next       Thread // the conversation as it stands after this message
}

// Filed is what became of a message.
type Filed struct {
	Subject   string // the response it is part of
	Duplicate bool   // it was stored before; this time changed nothing
	Flagged   bool   // its words raise a danger flag
}
