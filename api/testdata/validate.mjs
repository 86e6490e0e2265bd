// Holds exported files to standards, with validators that others wrote. Run by
// a Go test: node validate.mjs FOLDER SCHEMAS. It says what is wrong line by line
// and fails if anything is.
import fs from 'node:fs'
import path from 'node:path'
import { Parser, Store } from 'n3'
import ShaclValidator from 'rdf-validate-shacl'
import { RdfXmlParser } from 'rdfxml-streaming-parser'
import { JsonLdParser } from 'jsonld-streaming-parser'
import { Validator as OpenAPI } from '@seriousme/openapi-schema-validator'
import fhirModule from 'fhir'

const [folder, schemas] = process.argv.slice(2)
const faults = []
const read = name => fs.readFileSync(path.join(folder, name), 'utf8')

async function graph(file) {
  const text = fs.readFileSync(file, 'utf8')
  const store = new Store()
  if (file.endsWith('.ttl')) {
    store.addQuads(new Parser().parse(text))
    return store
  }
  const parser = file.endsWith('.jsonld') ? new JsonLdParser() : new RdfXmlParser()
  await new Promise((done, failed) => {
    parser.on('data', q => store.addQuad(q))
    parser.on('error', failed)
    parser.on('end', done)
    parser.write(text)
    parser.end()
  })
  return store
}

const plain = store => [...store].map(q => [q.subject, q.predicate, q.object].map(t => t.value + '^' + (t.datatype?.value ?? '') + '@' + (t.language ?? '')).join(' ')).sort()

// The three syntaxes say the same.
const catalogues = {}
for (const name of ['catalog.ttl', 'catalog.rdf', 'catalog.jsonld']) catalogues[name] = await graph(path.join(folder, name))
const first = plain(catalogues['catalog.ttl'])
if (first.length < 100) faults.push(`catalog.ttl has only ${first.length} triples`)
for (const name in catalogues) {
  const other = plain(catalogues[name])
  const lacks = first.filter(t => !other.includes(t))
  if (lacks.length || other.length !== first.length) faults.push(`${name} says other things than catalog.ttl: lacks ${lacks.slice(0, 3)}`)
}

// DCAT-AP: structure, ranges, and its own vocabularies. Warnings of the last are
// about bodies and places that the EU has no code for.
const dcat = path.join(schemas, 'dcat-ap', 'releases', '3.0.1')
for (const shapes of ['html/shacl/shapes.ttl', 'shacl/dcat-ap-SHACL.ttl', 'html/shacl/range.ttl', 'html/shacl/mdr-vocabularies.shape.ttl']) {
  const validator = new ShaclValidator(await graph(path.join(dcat, shapes)))
  for (const name in catalogues) {
    const report = await validator.validate(catalogues[name])
    for (const r of report.results) {
      if (r.severity?.value.endsWith('#Violation')) faults.push(`${shapes}: ${name}: ${r.focusNode?.value} ${r.path?.value} ${r.value?.value} ${r.message.map(m => m.value)}`)
    }
  }
}
// The shapes bite: without its title a dataset does not conform.
const spoilt = await graph(path.join(folder, 'catalog.ttl'))
spoilt.removeQuads([...spoilt].filter(q => q.predicate.value === 'http://purl.org/dc/terms/title'))
if ((await new ShaclValidator(await graph(path.join(dcat, 'html/shacl/shapes.ttl'))).validate(spoilt)).conforms) faults.push('the shapes take a catalogue without titles: this proves nothing')

// OpenAPI.
const api = await new OpenAPI().validate(JSON.parse(read('openapi.json')))
if (!api.valid) faults.push('openapi.json: ' + JSON.stringify(api.errors).slice(0, 2000))

// FHIR R4.
const fhir = new fhirModule.Fhir()
for (const name of fs.readdirSync(folder).filter(n => n.startsWith('fhir-'))) {
  const result = fhir.validate(JSON.parse(read(name)), { errorOnUnexpected: true })
  for (const m of result.messages) if (m.severity === 'error' || m.severity === 'fatal') faults.push(`${name}: ${m.location} ${m.message}`)
}
if (fhir.validate({ resourceType: 'Questionnaire', bed: 1 }, { errorOnUnexpected: true }).valid) faults.push('the FHIR validator takes nonsense: this proves nothing')

for (const f of [...new Set(faults)].slice(0, 60)) console.error(f)
if (faults.length) process.exit(1)
console.log(`${first.length} triples, OpenAPI ${api.specification?.openapi ?? ''} and FHIR are valid`)
