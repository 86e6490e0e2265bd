package ledger

import "time"

// expectContacts makes room for the conversations of commands.
func (p *planner) expectContacts(cmds []Command) {
	n := 0
	for i := range cmds {
		if cmds[i].Contact != nil {
			n++
		}
	}
	if n == 0 {
		return
	}
	p.Contacts = make([]Conversation, 0, n)
	p.contacts, p.last = make(map[ContactHash]int, n), make(map[ContactHash]*Contact, n)
	if p.versions == nil {
		p.versions = make(map[ContactHash]int64, n)
	}
}

// version gives the version of a conversation that a command would store.
// Commands of one text share their Contact, and are one step.
func (p *planner) version(k *Contact) (int64, error) {
	if k == nil {
		return 0, nil
	}
	if p.last[k.Hash] == k {
		return p.versions[k.Hash], nil
	}
	return NextVersion(k.Base, p.versions[k.Hash])
}

// contact plans a conversation; the last of a batch wins.
func (p *planner) contact(c *Command, subject ID, version int64) {
	k := Conversation{Contact: *c.Contact, Subject: subject, UpdatedAt: c.At.UTC().Truncate(time.Microsecond), Version: version}
	p.last[k.Hash], p.versions[k.Hash] = c.Contact, version
	if k.Invitation != "" {
		words := c.Kind == Commented || c.Response != nil && len(c.Response.Comments) > 0
		p.Replies = append(p.Replies, Reply{k.Invitation, k.UpdatedAt, words})
	}
	if i, ok := p.contacts[k.Hash]; ok {
		p.Contacts[i] = k
		return
	}
	p.contacts[k.Hash] = len(p.Contacts)
	p.Contacts = append(p.Contacts, k)
}
