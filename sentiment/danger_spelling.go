package sentiment

// writtenApart are words that are also written as two: the two, then the one.
const writtenApart = `
no one nobody
my self myself
him self himself
her self herself
them selves themselves
your self yourself
any more anymore
self harm selfharm
self harming selfharming
self harmed selfharmed
self harms selfharms
over dose overdose
over dosed overdosed
bed sore bedsore
bed sores bedsores
stock piling stockpiling
stock piled stockpiled
stock pile stockpile
mis diagnosed misdiagnosed
mis diagnosis misdiagnosis
miss diagnosed misdiagnosed
miss diagnosis misdiagnosis
safe guarding safeguarding
step dad stepdad
step father stepfather
step son stepson
step daughter stepdaughter
still born stillborn
still birth stillbirth
court yard courtyard
head scarf headscarf
in to into
c diff cdiff
some one someone
some body somebody
over medicated overmedicated
`

// knownWords are words that stand one slip from a word of danger and are not
// it.
const knownWords = `
amused bused accused refused used compliant compliance abuser cruise cruises cruised cruising brushes brushed brushing
clapped snapped slipped strapped stared starred started starting bused reflected respected selected nicest
distressed dressed pressed recruit recruited pals palace attached attach detached patched hatched launched
solicited social special residual unusual casual visual judicial official sociable suitable restraunt restaurant
restaurants trained strained drained constrained explained complained detained retained obtained
grouped grouping groomed boomed trusted tested molten assaulted assault assure assured insulted insult result results
resulted consulted consult hospitable discrimination indiscriminate negligible negotiate neglige intelligent
diligent eligible threatens heater theater threads breathe breaths breathing breathed threaded
`

// misspeltWords are the words of danger that people misspell, by one letter.
const misspeltWords = `
suicide suicidal overdose overdosed overdosing selfharm selfharming myself
safeguarding neglected neglect assaulted molested malnourished dehydrated bedsores domestic
threatened threatening threaten intimidated strangle strangled
misdiagnosed misdiagnosis diagnosed allergic sepsis septicaemia stillborn negligence negligent perforated
racist racism racially homophobic transphobic islamophobic sexist discriminated discrimination discriminate
prejudice prejudiced disabled stereotyped misgendered
complaint complaints complaining complain solicitor solicitors ombudsman compensation investigated investigation
formally accountable confidentiality grievance
`
