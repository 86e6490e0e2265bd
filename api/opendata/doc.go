// Package opendata writes what is public in the forms that the users of open
// data already read: tidy CSV with its metadata, the layout of NHS England's
// workbook, data.json, DCAT-AP, DDI Codebook, CKAN's Action API, Fingertips and
// FHIR. Its functions are pure: a [Source] in, bytes or values out. Every
// number in every form is read from one edition of package release, so a cell
// that is hidden in one is hidden in all.
package opendata
