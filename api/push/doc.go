// Package push sends what is published to open-data portals that others run:
// those that speak CKAN's Action API, and DataPress ones such as the London
// Datastore.
//
// A [Pusher] never remembers where it was. It looks at what the portal holds,
// works out what is missing or differs, does that, and looks again, until
// nothing is left to do. So it can be killed at any point and run again, a
// reply that is lost after the portal did its work costs one look, and a run
// with nothing to do changes nothing. Files are told apart by name and compared
// by hash.
//
// Nothing but the files of [opendata.Source.Catalogue] can be sent, as
// [opendata.Source.Made] makes them.
package push
