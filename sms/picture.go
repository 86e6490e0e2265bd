package sms

import (
	"context"

	"earshot/feedback"
)

// keptPicture is why a text is kept that is a picture, or the picture of one whose
// words are filed. Pictures are not fetched: somebody has to know that there is
// one.
const keptPicture = "media"

// pictureID gives the picture of a text an id of its own, beside that under which
// its words are filed.
const pictureID = "/picture"

// picture keeps for a person that a picture came with the words of a text, which
// are filed as if it had not. about is the place that it is about, if that is
// known.
func (c *Conversation) picture(ctx context.Context, in Inbound, about string) error {
	in.ID, in.Body = in.ID+pictureID, ""
	_, err := c.note(ctx, in, feedback.Kept, keptPicture, about)
	return err
}
