package sentiment

import "strings"

// ruleVocabulary gives the words of the danger rules, which are ordinary words
// and no names.
func ruleVocabulary() map[string]bool {
	words := map[string]bool{}
	for _, text := range []string{
		dangerClasses, selfHarmSigns, threatSigns, discriminationSigns, clinicalHarmSigns, safeguardingSigns, complaintSigns,
		dangerIdioms, knownWords, misspeltWords,
	} {
		for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return r < 'a' || r > 'z' }) {
			if len(w) > 2 {
				words[w] = true
			}
		}
	}
	return words
}

// commonWords are further words that a comment may give a capital to.
const commonWords = `
ability absolutely accessible accommodating accommodation accurate activities activity actually addressed adequate admin administration admission
admissions adult adults adventure affected afternoon afternoons agency aftercare aids air alarm alert alternative altogether amenities amount annoyed
answering anti anybody anyway apart apologise apparently appear appearance approach appropriate approx approximately area areas argue arm around arrangement arrangements arrival arrive article
asap assess assessment assessments assistance assume atmosphere attend attention attitude available average avoid aware awareness away baby background bag
balance ball basic basically bathroom battery beautiful become beginning behaviour behind benefit beverage bingo biscuits blanket blankets bleed block board boards book booked
booking bored boring bowel break breaks breakfast brief bring brought building buildings bus busy button buzzer cafe calm calmly canteen capacity cards careful carefully carer carers case
catering caught cause ceiling central certain certainly chair chairs chance changes channel charge chat chats cheap cheaper cheerful chest choice choices clear clearer clearly clinical clock closer clothes
cold collect collected collection colour comfortable comfy coming common communicate compared competent complete completely concern concerned concerns condition conditions confidence
confident confidential confused confusing considerate considering consistency consistent constant constantly contact continue continued continuity control conversation cook cooked cool cope corridor corridors cost could'nt counselling
counter couple course courses courteous courtesy cover cramped credit crew crisis cups curtain curtains cushion customer daily damage dark date dates deal dealing dealt decent decide decision decisions decor definitely
delay delayed delays delivered delivery department depends depression describe desk despite detail detailed details diagnosis diet difference different difficult difficulty dinner direct directions disabled
disappointed disappointing discuss discussed disgusting disorganised distance disturb diversity doors double doubt draw drink drinks drop due duty eager earlier ear ease eat eating effective effort elderly
electric emergency empathetic empathy empty encourage encouraged encouraging end enjoy enjoyed enjoyable enjoying entertainment entire entrance environment equipment especially essential evening evenings event eventually exactly examination
examined excellence except exercise exercises exit expect expected expecting expensive experienced explaining explanation explanations expertise extra extremely eyes facilities facility fact fair fairly familiar fan fantastically
fault feedback feels feet female figure final finally financial finish finished fire fitting fix fixed flexible flexibility floor focus fold follow followed following fond foot force forget forgotten form forms forward
free frequent frequently fresh freezing friday fridge front frustrated frustrating full fully fun funding furniture future game games garden gardens general generally genuine genuinely gentle gently glass goals
gone gradually ground grounds group groups guidance guide gym hand handled handler handlers handling hands happen happened happens harder hardly head healing hear heard hearing heat heated heating heavy heel height held
helping helps hesitate high higher highest highly hobby hold holiday hopefully hospital's host hot huge human humour hygiene idea ideal ideas identify immediate immediately impact impatient
important impossible impressed improved improvements improving include included includes including inconvenience increase incredible incredibly independent individual individually infection inform informal informative
informed initial initially injection injury input inside instant instead instructions insulting interest interested interesting interpreter interview introduce introduced invasive involve involved involvement issue issues item items
joint jokes journeys judge keen kept kettle key kitchen knee knew knowing knowledge knowledgeable lack lacking language large largely laugh law lead leaflet leaflets learn learning learnt
leave leaves leaving leg legs length lessons letter letters level levels library lift lifts light lighting lights likely limited line lines link links listening lists literally local location locked longer lot loud lounge low
lower lunch machine machines magazine magazines main mainly maintain maintenance major majority male manage management manner manners map mask masks mattress meal meals mean meaning means meant medical medicine meds meeting meetings
member members mention mentioned menu message messages met mild mind mindful minimal minor mirror missed mistake mixed mobile mobility moment moments money monitor monitored mood morning mornings mostly motivated mouth
move moved moving music mutual natural nearby nearer nearly neat necessary negative nervous newspaper nobody noise noisy normal normally noted notes notice noticed notified novelty nowhere nursing obvious obviously occasion occasional occasionally
occasions occupational odd offer offered offering offers office often older ongoing online open opening openness operate operator operators opinion opportunity option options oral order organisation organised original outcome
outdated outdoor outdoors outing outings outside overall overnight overwhelmed overworked owner oxygen pace paid painful painless painting panic paper papers paperwork parents part particular particularly partly party pass passed
passing past patch path pathway patronising pay paying payment peace peaceful penny perfectly period person personal personality personally personnel phoned phones phoning physical physically physio pick picked picking piece
pillow pillows place placed places plan planned planning plans plants plaster play played playing pleasantly pleasure plenty plus pm point pointless points portion portions positive positively possible possibly post practical
practice practitioner praise prefer prepared prescription prescriptions present pressure pretty previous previously price prior priority privacy private probably problem problems procedure procedures process professionalism professionally professionals
program progress prompt promptly promptness proper properly provide provided provides providing psychology public pull punctual punctuality purpose push putting qualified quality quarter queries query queue quiet quieter quietly radio ramp range
rapid rare rarely rather reach reached reaction read reading ready real realise reason reasonable reasons reassurance reassured recall receive received receiving recently recognise recommended record recover recovered recovery
reduce reduced referral referrals referred refreshments refurbished regard regarding regards regular regularly rehab rehabilitation relate relating relation relationship relatives relax relaxing relevant reliable relief relieved rely
remain remained remember remind reminder reminders repair repeat repeated repeatedly replace replaced replied reply report reports request requested requests require required requirements research residents resolve resource resources respectful respond responded
responding response responses responsible responsive rest result return returned review ride ring ringing risk road roads robotic role rooms round route routine run running rush rushed safely safer safety sandwich sandwiches
satisfactory satisfied save saved scan scans scared schedule screen seat seating seats section secure security seemed seems senior sense sensitive sensitively separate seriously services session sessions set settle settled several severe
share shared sharing sheets shift shop shops shorter shortage shouted showed shower showers showing shown shows side sight sign signage signs silly similar simple simply single sit sites sitting situation situations size skill skilled skills
sleep sleeping smaller smell smile smiled smiles smiley smiling smoke smoking smooth smoothly snack snacks social sociable soft solve somewhere sooner sort sorted sorting sound space spacious speaking special specialist specific speed spend spent spoken spotless
stairs standard standards start started starting state stay stayed staying step steps stopped stopping straight straightforward strange street strength stress stressed stressful strong structure struggle struggled stuck student students
stuff suffer suffered suffering sufficient suggest suggested suggestion suggestions suit suitable supper supply supporting sure surgery surprise surprised survey sympathetic sympathy system systems table tables tailored taking talks tasty taxi
teach teams technical technology telephone television temperature tend terms test tested testing tests text texts thankful thanked therapies therapists thorough thoroughly thoughtful thoughts throughout ticket tidy timely times timing tired
title toast together toilet toilets tone tools totally touch tough towards training transfer transferred transparency travel travelling treat treating triage trip trips trouble trust trusted trying tube type types ultra ultimately unable unacceptable
unaware uncomfortable understandable understands understood unfair unfortunate unfortunately unfriendly unhappy unhelpful unique unit units unless unlike unnecessary unpleasant unprofessional unsure unwell update updated updates upset
upsetting upstairs urgency urgent useful useless usual usually vague value valued variety vehicle vehicles vending vegetarian vegan video view viewed views visit visited visiting visitor visitors visits vital voice volunteers vulnerable waits walk walked walking walls
warm warmth wash washing waste wasted watch watching weak weather website weekend weekends weekly weight welcome welcomed welcoming wheelchair whenever whether whilst whole wifi willing window windows wise wish wonderful wonderfully
wondered worried worry worrying worth wound write writing written xray yearly younger yourselves unreadable redacted
brill fab awesome gr8 thankyou alright okay ace smashing marvellous magic class stunning satisfactory adequate average unsure first-class top-class ta cheers nope naw aye nowt owt summat
beds cars pads mugs cups toys tabs apps ops docs meds pills bays bins mops eyed aged used oily easy airy dogs cats jobs arms legs ears eyes mon tue tues wed weds thu thur thurs fri sat sun feb mar apr jun jul aug sep sept oct nov dec info programme programmes workshop workshops promote
insight assessor assessors coordinator coordinators ordinator brunch pilates echocardiogram jog angels nutrition continence government govt council councils infact
however perhaps subsequently either neither relapse company decision medic chemist chemists expert timescale maths english ticked nickname bar
nevertheless therefore meanwhile moreover furthermore otherwise somehow somewhat sometimes sometime hence thus indeed instead maybe
anyhow besides elsewhere hopefully honestly sadly luckily thankfully obviously basically personally overall generally initially
catering signage hygiene phlebotomy podiatry audiology triage discharge handover rota rotas portering chaplaincy admin wards bays
septic shock sepsis myeloma lymphoma leukaemia asthma angina arthritis eczema epilepsy anxiety psychosis bipolar schizophrenia autism
dementia palpitations vertigo migraine pneumonia bronchitis cellulitis thrombosis fibromyalgia sciatica tinnitus glaucoma cataract cataracts
lunchtime teatime bedtime breakfast supper pudding custard toast soup salad curry pizza porridge cereal yoghurt fruit veg sandwich
bingo quiz yoga mindfulness pottery painting crafts gardening singing choir dancing football snooker pool darts
monday's sunday's january's gov website app email emails text texts online zoom skype
bathroom shower showers loo loos sink sinks lightbulb bulb bin bins blinds heating aircon
bus buses train trains tram trams taxi taxis bike bikes lorry van vans
receptionists nurses doctors paramedics consultants midwives surgeons porters carers drivers cleaners volunteers physios therapists
everyones anyones nobodys others others' peoples selfless selflessly
feedback complaint signed dear sincerely faithfully regards yours comments comment answer answers n na nil everything's that's it's can't don't won't didn't wasn't isn't couldn't wouldn't i'm i've i'd i'll
`
