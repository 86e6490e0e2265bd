package sentiment

import "strings"

// moderationWords are the words that the rules of moderation look for.
type moderationWords struct {
	initials, hardWords, softWords, describedStaff, tellingWords, looksWords, featureWords, plainBefore, experienceWords map[string]bool
	starred                                                                                                              []string
}

func newModerationWords() *moderationWords {
	return &moderationWords{
		starred:         strings.Fields(starredText),
		initials:        wordsOf(initialsText),
		hardWords:       wordsOf(hardWordsText),
		softWords:       wordsOf(softWordsText),
		describedStaff:  wordsOf(describedStaffText),
		tellingWords:    wordsOf(tellingWordsText),
		looksWords:      wordsOf(looksWordsText),
		featureWords:    wordsOf(featureWordsText),
		plainBefore:     wordsOf(plainBeforeText),
		experienceWords: wordsOf(experienceWordsText),
	}
}

// initialsText: written in capitals by everybody.
const initialsText = `nhs gp gps ae aande mri ct ecg ekg eeg xray icu itu hdu hca ot ots cpn cbt dbt emdr ptsd ocd adhd asd copd ibs ibd ms me
dna dnr obs gynae uti tb hiv std sti ivf iv hrt bmi bp bsl uk usa eu tv dvd cd pc it id dob pip esa dwp cqc pals nice mmr pcr ppe dvt pe tia
rta rtc sos ok fyi asap tlc pts ed amu sau mau eau scbu nicu picu cyp camhs iapt lgbt lgbtq bame faq atm vip diy am pm nvq hr hq mp
sats copd gtn cpap tens pet ent crp gcse mot led wifi sms app pin qr usb lol omg fft ii iii iv vi mrsa cdiff rsv cpr aed icb ccg pcn icp vat hmp nspcc rspca bbc itv`

// hardWords are never published. Stems that other words are built on are in
// hidesHard.
const hardWordsText = `fuck fucker fucking fucked fuk fck cunt twat wanker tosser prick dickhead bastard bitch slag whore slut shit shitty
shite shitshow bullshit bollocks arsehole arse asshole nigger nigga paki chink faggot retard spastic spaz poof tranny cock knobhead bellend
motherfucker piss pissed gyppo pikey wog coon dyke kike muff minge fanny tits knob tosspot piss-take pisstake clusterfuck`

// softWords may be let through.
const softWordsText = `damn damned bloody hell crap crappy bugger buggered sod sodding git idiot idiots stupid moron moronic cow cows pillock
plonker prat ass bum boob boobs bimbo bonkers numpty muppet clown clowns pathetic scum twit dumb flipping frigging effing blimey cretin
imbecile useless-bitch wazzock tart hag shambles-of-idiots jesus christ god-damn crikey screwed sucks turd poo dick willy`

// starredText: hard words with stars in them.
const starredText = `f**k f*ck fu*k f*** sh*t s**t c**t c*nt b*tch b**ch w*nker tw*t ar*e a**e b*****d f** s*** b*ll*cks`

// describedStaff are the people that a description picks out.
const describedStaffText = `doctor nurse consultant surgeon receptionist porter midwife physio physiotherapist paramedic driver carer hca gp
dentist therapist psychiatrist psychologist pharmacist cleaner sister matron registrar anaesthetist assistant volunteer manager lady man woman
gentleman bloke guy chap lad lass girl worker radiographer practitioner counsellor optician podiatrist male female crew staff`

// tellingWords tell of a protected characteristic or of an origin.
const tellingWordsText = `welsh scottish irish english polish romanian indian pakistani bangladeshi chinese african caribbean nigerian ghanaian
filipino filipina asian black white brown european eastern spanish italian french german greek turkish portuguese australian american
geordie scouse cockney brummie foreign muslim christian jewish hindu sikh gay lesbian trans transgender disabled deaf pregnant
coloured oriental arab iranian iraqi somali jamaican russian ukrainian lithuanian hungarian mexican brazilian`

// looksWords tell of looks or age.
const looksWordsText = `short tall fat thin slim skinny large chubby plump overweight bald balding blond blonde brunette ginger redhead
redhaired bearded tattooed young younger old older elderly middleaged pretty handsome attractive ugly petite stocky bespectacled freckled
greyhaired blondhaired darkhaired longhaired pierced muscular grey haired dark`

// featureWords are what a person is told by after "with".
const featureWordsText = `beard moustache glasses tattoo tattoos ponytail accent limp piercing piercings hair dreadlocks braids hijab headscarf
turban earrings earring freckles mohican fringe bun bob stubble goatee walking-stick lisp stammer scar birthmark`

// plainBefore are words between an adjective and the member of staff that tell
// nothing.
const plainBeforeText = `very rather quite so really male female staff student junior senior healthcare night day ward on duty reception ambulance`

// experienceWords show that a text speaks of care that somebody had.
const experienceWordsText = `i im ive id my me we our us mum dad mother father husband wife son daughter nan gran baby child partner patient
appointment doctor nurse staff hospital ward surgery clinic treatment care cared caring treated service ambulance crew paramedic gp operation
reception receptionist waiting waited wait bed food medication tablet pain discharge discharged visit visited seen team midwife dentist
therapist therapy physio consultant surgeon scan test blood results driver transport carer ring rang phone call called department unit
procedure injection examination diagnosis referral referred parking toilet communication helpful friendly kind rude listened professional
polite supportive explained experience they he she everyone everybody`
