package opendata

import "time"

// Terms of controlled vocabularies that the catalogue uses.
const (
	authority    = "http://publications.europa.eu/resource/authority/"
	languageENG  = authority + "language/ENG"
	themeHealth  = authority + "data-theme/HEAL"
	monthly      = authority + "frequency/MONTHLY"
	publicAccess = authority + "access-right/PUBLIC"
	countryUK    = authority + "country/GBR"
	mediaTypes   = "https://www.iana.org/assignments/media-types/"
)

// dcat gives the catalogue as a graph of DCAT-AP 3. Every node that it names
// has a type, since validators ask for the type of what a property points at.
// The licence stands on every distribution too: that is where harvesters look.
func (s *Source) dcat() *graph {
	g := &graph{}
	home := s.BaseURL + "/data"
	sets := s.Catalogue()
	catalogue := g.add(home+"#catalogue", "dcat:Catalog").
		say("dct:title", english("Open data of "+s.Publisher)).
		say("dct:description", english("What patients say about their care, as published by "+s.Publisher+".")).
		say("dct:publisher", ref(home+"#publisher")).say("dct:language", ref(languageENG)).
		say("dct:license", ref(LicenceURL)).say("foaf:homepage", ref(home)).say("dcat:themeTaxonomy", ref(authority+"data-theme")).
		say("dct:spatial", ref(countryUK))
	if s.Edition.Number > 0 {
		catalogue.say("dct:modified", typed(s.Edition.At.UTC().Format(time.RFC3339), "xsd:dateTime"))
	}
	for i := range sets {
		catalogue.say("dcat:dataset", ref(s.DatasetURL(&sets[i])))
	}
	g.add(home+"#publisher", "foaf:Agent", "foaf:Organization").say("foaf:name", english(s.Publisher)).say("foaf:mbox", ref("mailto:"+s.Contact)).say("foaf:homepage", ref(s.BaseURL))
	g.add(home+"#contact", "vcard:Organization", "vcard:Kind").say("vcard:fn", plain(s.Publisher)).say("vcard:hasEmail", ref("mailto:"+s.Contact))
	g.add(LicenceURL, "dct:LicenseDocument").say("dct:title", english(LicenceName))
	g.add(home, "foaf:Document")
	g.add(s.BaseURL, "foaf:Document")
	g.add(languageENG, "dct:LinguisticSystem", "skos:Concept").say("rdfs:label", english("English")).say("skos:prefLabel", english("English")).say("skos:inScheme", ref(authority+"language"))
	g.add(themeHealth, "skos:Concept").say("skos:prefLabel", english("Health")).say("skos:inScheme", ref(authority+"data-theme"))
	g.add(authority+"data-theme", "skos:ConceptScheme").say("dct:title", english("Data theme"))
	g.add(monthly, "dct:Frequency", "skos:Concept").say("skos:prefLabel", english("monthly")).say("skos:inScheme", ref(authority+"frequency"))
	g.add(publicAccess, "dct:RightsStatement", "skos:Concept").say("skos:prefLabel", english("public")).say("skos:inScheme", ref(authority+"access-right"))
	g.add(countryUK, "dct:Location").say("rdfs:label", english("United Kingdom")).say("skos:inScheme", ref(authority+"country"))
	for _, name := range []string{"access-right", "country", "file-type", "frequency", "language"} {
		g.add(authority+name, "skos:ConceptScheme").say("dct:title", english(name))
	}
	// Harvesters take the first type that a format has, and look for IMT; that
	// it is a media type or extent, which validators ask for, is said here.
	g.add(expanded("dct:IMT"), "rdfs:Class").say("rdfs:subClassOf", ref(expanded("dct:MediaTypeOrExtent")))
	formats := map[string]File{}
	for i := range sets {
		s.dcatSet(g, &sets[i])
		for _, f := range sets[i].Files {
			formats[f.Format] = f
		}
	}
	for _, name := range sortedKeys(formats) {
		f := formats[name]
		g.add(mediaTypes+f.Media, "dct:MediaType")
		g.add(fileType(name), "dct:IMT").say("rdfs:label", plain(name)).say("rdf:value", plain(f.Media)).say("skos:inScheme", ref(authority+"file-type"))
	}
	return g
}

// fileType names a file format, whose label and value harvesters read.
func fileType(name string) string { return authority + "file-type/" + name }

func (s *Source) dcatSet(g *graph, d *Dataset) {
	iri := s.DatasetURL(d)
	set := g.add(iri, "dcat:Dataset").
		say("dct:title", english(d.Title)).say("dct:description", english(d.Description+" "+joined(s.Notes()))).
		say("dct:identifier", plain(iri)).say("dct:publisher", ref(s.BaseURL+"/data#publisher")).say("dcat:contactPoint", ref(s.BaseURL+"/data#contact")).
		say("dct:issued", typed(d.Issued.UTC().Format(time.DateOnly), "xsd:date")).
		say("dct:modified", typed(d.Modified.UTC().Format(time.RFC3339), "xsd:dateTime")).
		say("dct:language", ref(languageENG)).say("dcat:theme", ref(themeHealth)).say("dct:accrualPeriodicity", ref(monthly)).
		say("dct:accessRights", ref(publicAccess)).say("dct:spatial", ref(countryUK)).say("dcat:landingPage", ref(iri+"#page")).
		say("dct:temporal", ref(iri+"#time"))
	for _, k := range Keywords() {
		set.say("dcat:keyword", english(k))
	}
	g.add(iri+"#page", "foaf:Document")
	g.add(iri+"#time", "dct:PeriodOfTime").say("dcat:startDate", typed(d.From.String(), "xsd:date")).say("dcat:endDate", typed(d.To.String(), "xsd:date"))
	for i := range d.Files {
		f := &d.Files[i]
		url := s.URL(f)
		set.say("dcat:distribution", ref(url+"#distribution"))
		g.add(url, "rdfs:Resource")
		g.add(url+"#distribution", "dcat:Distribution").
			say("dct:title", english(f.Title)).say("dcat:accessURL", ref(url)).say("dcat:downloadURL", ref(url)).
			say("dct:license", ref(LicenceURL)).say("dct:language", ref(languageENG)).
			say("dcat:mediaType", ref(mediaTypes+f.Media)).say("dct:format", ref(fileType(f.Format))).
			say("dct:modified", typed(d.Modified.UTC().Format(time.RFC3339), "xsd:dateTime"))
	}
}
