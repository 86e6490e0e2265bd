package feedback

import "time"

// Delivery is how far an outgoing text has come. The numbers are stored, and of
// two reports the higher holds, so that reports may come in any order.
type Delivery uint8

// The stages of a delivery.
const (
	NoDelivery  Delivery = iota
	Queued               // waits for its time
	Sending              // given to the gateway; whether it took it is not known yet
	Accepted             // the gateway has it
	Sent                 // the gateway passed it on
	Undelivered          // the network gave it up
	Failed               // refused for good
	Delivered            // the telephone has it
	Withheld             // was not sent and will not be: opt-out, cap, too late
	deliveryEnd
)

// String gives the stage's name as the API writes it.
func (d Delivery) String() string {
	names := [deliveryEnd]string{"", "queued", "sending", "accepted", "sent", "undelivered", "failed", "delivered", "withheld"}
	return nameOf(names[:], int(d), "delivery")
}

// Invitation asks one person by text about one visit.
type Invitation struct {
	ID        string // given when it is taken in
	Parent    string // of a reminder: the invitation it reminds of
	Owner     Source // who asked for it; with Reference it makes a repeat recognisable
	Reference string // the asker's own name for it, without personal data
	Phone     Phone  // empty once forgotten
	Place     PlaceID
	Provider  PlaceID // the place's provider
	Language  string  // BCP 47 primary tag; empty for the provider's usual
	Audience  string  // adult, young or easy; empty for adult
	EventAt   time.Time
	DueAt     time.Time // not before
	ExpiresAt time.Time // not after
	Status    Delivery
	Attempts  int
	TriedAt   time.Time // of the last attempt
	Missed    int       // how often the gateway did not know of the last attempt
	Gateway   Source    // of the last attempt
}

// Attempt asks for the right to send one invitation now.
type Attempt struct {
	Invitation Invitation
	At         time.Time
	Gateway    Source
	CapSince   time.Time     // withheld if the provider invited the person after this
	Busy       time.Duration // how long after a message a conversation counts as under way
	BusyTill   time.Time     // when to look again then
	Segments   int
	Next       Thread    // the conversation that the invitation opens
	RemindAt   time.Time // when to remind, once; zero for never
}

// Settlement is what the sender learnt of an attempt.
type Settlement struct {
	ID       string
	Status   Delivery // Accepted, Failed or Withheld; Queued to try again at DueAt; Sending if it is still not known
	Message  string   // the gateway's id
	Segments int      // 0 to keep what is known
	Reason   string
	DueAt    time.Time
	At       time.Time // of the attempt that this is about
}

// Report is what a gateway reported of a text that we sent.
type Report struct {
	ID      string // the invitation's
	Status  Delivery
	Message string // the gateway's id
	Reason  string // its error code
	// OptOut says that it was not sent since the person asked the gateway for no
	// more texts. They did so before it was tried, however late the report is.
	OptOut bool
}
