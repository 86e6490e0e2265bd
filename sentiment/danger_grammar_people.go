package sentiment

// peopleGrammarClasses are the classes of the rules below.
const peopleGrammarClasses = `
bigharm2  = surgery lost now months years operation later died spread broken disabled amputated intensive three two weeks
gravesick2 = doctor gp sepsis stroke heart
failed2   = nobody nurse alone physio surgeon doctor rang got up himself herself midwife
failed3   = nobody noone never not ignored told septic bowel left worried checked hospital again
procedure2 = surgery operation op theatre anaesthetic section surgeon dentist stitches
anger2    = ill will him her that them pliers dentist doctor surgeon angry longer much
cream     = cream sunburn cornflakes toast candle calories
pricey    = butter cake dinner lunch gloves hand nutcracker cutlery
checked   = checked asked check avoided careful noted asking
peoplebad = refused ignored rude last left laughed denied never not wouldnt wont couldnt cant mocked turned worse stupid couldnt
officials = mp mps solicitor lawyer union councillor barrister advocate cqc gmc nmc ombudsman press legal
meantit   = reply replied response answer meeting explanation apology call investigated promised ignored
`

// grammarDiscrimination widens discriminationSigns.
const grammarDiscrimination = `
{othered} ~4 {badlook} ; !goodwords
{badlook} ~3 because/cos/since/as ~3 {othered}/colour/skin/race/religion/age/disability
being ~1 a? {othered} ~8 put/left/ignored/made/treated/worst/looks/used ; !goodwords
because/cos/since ~2 {pro}/im/hes/shes/theyre/were ~2 {othered} ; !goodwords
treat(|ed|s|ing) ~4 like ~1 dirt/scum/criminal/criminals/rubbish/something/idiot/idiots/baby/nuisance/junkie/addict/liar/vermin/thief/leper/second/nothing/animal/animals
like ~1 junkie/addict/leper/criminal/terrorist/thief/benefit
if my/our ~1 name was/were/had
if i/we/he/she/mum/dad/my ~2 was/were/had/been ~2 white/english/man/male/younger/slim/thin/rich/british/straight/posh/private/christian/blonde/slimmer
have/need/got to be ~1 white/english/rich/posh/male/british/young
difference was/is/being/between ~4 skin/colour/accent/age/race/name/religion
brown/black/dark/darker/different/my/our/her/his ~1 skin ~1 ; &peoplebad
different/darker/brown/black skin ~1 tone/colour ; 
colour of ~2 skin/passport/face
brown/black skin ; 
{ethnic} ~1 patients/families/people/mothers/women/men/ones/lot ~5 corridor/wait/last/back/never/fuss/always/pain
why ~3 always ~3 {ethnic}
women/mothers/girls/men/people/patients ~1 of/from/with my/our/their/her/that/this/your ~1 background/country/culture/colour/religion/kind/size/community
women/men/girls/mothers/people/families from my/our/your/that/those country/countries/community/background
{ethnic} women/mothers/ladies/people/girls/men ~1 make/have/dont/cant/are/always/exaggerate/scream/complain
too many of you/them/your/us
you people/lot come/coming/all/always/are
one of those/them asylum/{ethnic} ~1
people like us/me/him/her/them/you ~3 wait/dont/never/always/last/arent/ignored/bottom/longest/here
where i am/im/youre/we/she/he ~1 really/actually/originally from
where i am/im/were/we/youre from ; &asks
smel(l|t|led|ls)/stink/stank ~1 of/like ~1 curry/garlic/spice/spices/food/fish
hair ~3 unhygienic/dirty/messy/untidy/wild ~2 ; 
eat/eating with ~2 hands/fingers
ching chong
monkey noises/chants/sounds
pulled/pulling/pulls his/her/their eyes
gay away
prove ~3 status/british/citizenship/residency/entitled
immigration status ; &asks
brexit
{spoken}/shouted/told/shouting ~6 go/back/went ~2 home/back/country/africa/india/poland
test(|ed|ing) ~3 for drugs ~4 without/asking/assumed
followed/watched/searched ~3 {ethnic}/son/black
{spoken} ~2 {ethnic} ~2 thieves/dirty/names/lazy/terrorist/terrorists
wouldnt/wont/refused/refuses/not ~2 touch/shake ~1 my/his/her/our hand(|s) ; !goodwords
wouldnt/wont/refused/refuses ~2 to? register/see/treat/serve/speak/touch/book/examine/look ~4 ; &othered2
mr/sir/he/him/mister ~6 transitioned/trans/transgender
transitioned ~2 ago
trans/transgender ~6 mens/womens/men/women/male/female/wrong/refused/joke/laughed
pronouns ~4 joke/wrong/refused/ignored/laughed/mocked/correct/used ; &peoplebad
misgender(|ed|ing|s)/deadnam(e|ed|ing) ; neg
my/her/his/their ~1 child/son/daughter/self ~2 misgendered
no/without/never/not/isnt/wasnt/lack ~2 ramp/braille/signer/bsl/interpreter/translator/loop ; &needs
no/without/never ~1 large/easy print/read
upstairs ~5 no ~1 lift
no hoist ~4 dentist/clinic/surgery/wheelchair/bed
only ~3 leaflets/letters/forms/information ~2 in english
deaf ~9 shouted/shout/shouting/phoned/telephone/rang/tannoy/crossed/ring/called/missed/call ; !goodwords
blind ~9 print/letter/letters/form/forms/leaflet/read/screen ; !goodwords
guide/assistance dog ~8 refused/drove/outside/no/away/off/cannot/not/wont/allergic
wont/refused/no/not/wouldnt ~4 guide/assistance dog
autis(m|tic)/adhd/downs/tourettes/learning/dementia ~8 laughed/mocked/ignored/dismissed/naughty/weird/forgotten/bottom/baby ; !goodwords
talk(|ed|ing)/spoke/spoken/speak(|s|ing)/speak ~4 like ~2 baby/child/idiot/stupid/children/toddler/furniture/thick
over ~1 head/heads ~2 as/like ~2 if? ~3 chair/empty/there/invisible
as if/though ~5 furniture/invisible/stupid/thick/suspicious/criminal/contagious/clean/empty/thief ; &peoplewho
double gloved/gloves
hiv ~8 last/gloved/gloves/wouldnt/refused/stigma/judged/bag
doctor/consultant/gp/he/she/they/surgeon ~2 said/told ~3 at ~2 age/# ~6 not/wasnt/isnt/worth/expect/too/bother ; !goodwords
at {own} age what
at/my/your age ~3 expect
too old for/to ~2 physio/rehab/treatment/surgery/everything/operation/help/bother/fix/matter/treat/scan/care/screening
{pro}/im/hes/shes/was/told ~1 too old ~2 for/to ~2 ; &staff
not/wasnt/isnt worth ~2 fixing/treating/bothering/saving/operating/it ; &aged
hes/he is/was a man/male/bloke so
not/isnt real for men
man/men/womans/mans job
girls/women ~1 my age exaggerate/always/get
hysterical/hormonal/neurotic ; &womanly
call(|ed|s|ing) me/her ~1 darling/love/sweetheart ~6 bum/patted/men/sir/patronising
pat(|ted) ~3 bum/bottom/head
white/english/british ~1 friend/lady/woman/patient/person/people/man/family/neighbour/friends/girl/couple/colleague ~8 got/first/same/offered/seen/ask/before/gets/appointment/served
every/all ~1 white/english/british ~1 person/people/patient/patients
{othered} ~10 until/while/after ~3 white/english/everyone/everybody
wheelchair/disabled/deaf/blind/disability/stand ~6 denied/refused/turned/declined/drove/furniture/naughty/treated ; !goodwords
denied/refused/turned ~8 wheelchair/disability/disabled/stand/asylum/{ethnic}/two/lesbian/gay ; !goodwords
not for resus ~8 
dnr/resus/resuscitate ~10 downs/autis(tic|m)/disab(led|ility)/learning/old/age/wheelchair
downs/syndrome/learning/disability/disabled/autistic ~8 not/didnt/never ~2 offer/offered/operate/worth/bother ; !goodwords
benefit/benefits/council/postcode/estate/tattoos/accent/surname/headscarf/turban/scarf/hijab/skin/colour ~5 tone/smiles/face/attitude/decided/changed/stopped/manner ; !goodwords
smile/smiles/tone/attitude/manner/kindness/face ~2 changed/stopped/vanished/ran/dropped/disappeared/fell
turban/hijab/headscarf/niqab/burka/kippah/sari/veil/robes ~5 thrown/pulled/laughed/take/remove/off/floor/face/wasnt/not/refused/joked/stared ; !goodwords
refused/refuse/wouldnt/wont/told ~6 niqab/hijab/headscarf/veil/turban/burka
assum(e|ed|es|ing)/presum(e|ed|ing)/thought/thinks ~4 read/cleaner/clean/stupid/thick/kids/drunk/addict/junkie/drugs/seeker/english/criminal ; &peoplewho
drug seek(er|ing)
doesnt/dont/didnt count ~3 ; &aged
no box for ~2
female/woman/lady doctor ~6 silly/refused/fuss/told/laughed/difficult ; &faithful
pray(|ed|ing|er|ers) ~8 tutted/laughed/hurry/rolled/joked/stop
halal/kosher ~6 no/not/none/bacon/ham/given/eat/told ; !goodwords
no/not ~2 halal/kosher
two/other/both ~1 mums/dads/mothers/fathers/women/men ~6 real/which/refused/not/only
real mother/mum/dad/father
prove ~1 relationship/married
we breed like ; 
breed like
call(|s|ed|ing) ~3 thieves/gyppos/terrorist/terrorists/monkey/paki/coloured/retard/spastic/weirdo/freak
mimic(|ked|king|s)/mock(|ed|s|ing)/imitat(ed|ing|es)/copied/copying/laugh(|ed|ing)/took/taking/mick ~4 accent/name/english/headscarf/turban/stammer/wheelchair/size/weight/disability/speech/religion/autism/passport
accent ~6 thick/laughed/mimicked/mocked/bothered/understand/funny/copied ; &peoplebad
name ~4 bothered/laughed/learn/pronounce/mocked/foreign/african/funny ; &peoplebad
not/nobody/noone/couldnt/wouldnt ~5 learn/say/pronounce ~3 name
used ~2 # ~2 year old ~4 interpret/translate ; 
child/son/daughter ~3 translate/interpret ~2 ; &peoplebad
n word
slow(|ly)/loud(|ly)/shout(|ed) ~6 born in
furthest/worst/dirtiest room/bed/seat ; &othered
move(|d)/clutched/held/pulled/hid ~1 her/his/their ~1 bag/purse/handbag ~4 when/as/because
eyes ~5 translator/interpreter/accent/speech/pray/english
roll(|ed|s|ing) ~1 eyes ~6 palsy/english/speech/accent/interpreter/translator/disab(led|ility)
stay home they/she/he ; 
only/just/certain ~1 certain? families/people/patients ~6 ; &ours
suspicious/criminal/thief/terrorist ; &othered3
lifestyle ~3 gay/meaning
fat/weight/size/bmi/overweight/obese ~8 examine/examined/listened/judged/comments/comment/waste/laughed/lazy/blamed ; !goodwords
comments/comment/remarks/jokes ~3 about ~1 {own} ~1 size/weight/skin/religion/hair/accent/race/faith/body/disability/age/colour/name
jok(e|es|ed|ing) ~3 religion/irish/muslim/jewish/black/race/curry/accent/gay/wheelchair/hijab/curtain ; &peoplewho
immigrant(|s)/foreigner(|s)/asylum/refugee(|s) ~6 free/come/taking/bed/bleeding/prove/refused/registering/queue
`

// grammarComplaint widens complaintSigns.
const grammarComplaint = `
all ~1 been? documented/recorded/noted/filmed/written
all ~1 on ~1 video/camera/tape/film/record/recorded ; !goodwords
keep/keeping/kept/started ~2 diary/log/record/note/recordings/evidence ~3 ; &evid2
noted ~1 names/dates/times
names/dates ~1 and? ~1 dates/times ~4
going/go/goes ~2 right people
preserve ~2 cctv/evidence/records
{officials} ~3 copied/informed/involved/aware/told/interested/advising ; !goodwords
with my/our ~1 union/mp/solicitor/lawyer/councillor/advocate
matter is ~1 with/before
outside/independent/governing body/inquiry/review/investigation/person/someone
looked ~1 into ~2 by ~1 someone/somebody/independent
headed paper
explain/explaining/explained ~1 yourself/yourselves
to/before the judge
public/board meeting ~5 ; &wronged
hold/holding/held ~3 liable/responsible/accountable ; !goodwords
liable for
you have/got ~1 #/{many} ~1 working? days ~1 to
within/in ~2 #/{many} ~1 working? days ~1 ; &demand
take/taking ~1 next step(|s)
if i hear/get nothing
if i/we dont/dont hear ~3 by/within/from/then/back
dissatisfaction/dissatisfied ~8 ; &formal
formal(|ly) ~1 letter/notice/grievance/complaint/statement/request/register/object/record/apology
register/express/lodge/log/raise/record/voice/submit ~2 my/our/a/an/deep/serious/formal/grave ~1 complaint/dissatisfaction/concern/concerns/grievance/objection/displeasure/incident
whoever/whos/who/person ~2 in charge ~4 needs/ring/phone/call/email/write/explain/address/complain/responsible ; !goodwords
email/address/name/details/number ~3 of/for ~2 in charge/responsible
whoever runs ~2
speak/talk ~2 whoever/someone/somebody/anyone ~2 above/higher/senior/charge ; !goodwords
anyone/anybody/someone/somebody above/over you
can/could/would ~1 somebody/someone ~1 senior ~2 ; 
promised ~2 call/reply/meeting/response/answer/letter ~6 ; &never2
broken promises
gdpr/subject data/access request
request(|ed|ing)/asked/want/asking ~3 copy/copies ~3 notes/records/file/recording/call/calls
missing ~2 notes/page/records
out of time ; &officials
escalate/escalating this/my/further/it/please
please escalate
cover/covered/covering up ; &wronged2
whitewash
swept/sweep/brushed ~2 under
want/need/deserve/demand/get ~1 the truth
accept ~3 answer/explanation/excuse/excuses/outcome/mistakes/response ; &refusal
require/request/demand ~3 names/name ~3
names of ~2 nurses/nurse/staff/doctor/doctors ~3 ; &demand
investigate ~1 this/that/her/him/these/your/nurse
have/be/been/being ~2 this/her/him/it investigated
reaches ~2 chief/manager/top/board/executive
letter ~4 on ~1 his/her/your/their desk
getting/get/expect ~1 a letter ~2 ; !appt
statement ~3 taken/together/given/writing
hope ~2 insured
insurers
we/weve/have/got/has ~2 grounds/case ; &law
works in law
breach of ~3 ; 
breached/breach ~3 confidentiality/duty/privacy/rights
fob(|bed|bing) ~1 me/us/him/her off
standard/stock/template/generic reply/answer/response/letter ; 
have to say for yourself/yourselves
silen(t|ced)/quiet ~1 for? long enough
speaking up/out ~2 now?
wont/not be silenced/fobbed/ignored/quiet
serious/deep/grave/formal concern(|s) ~3 raised/raise/conduct/about/at/regarding ; !goodwords
raised/raise/raising ~2 concern/concerns ~5 nobody/never/ignored/not/noone/reply ; 
matter of record
put(|ting)/place ~2 on record ; !goodwords
putting my foot down
run out of patience
patience ~2 run/ran/worn out/thin
last/final straw
nobody/noone/never/not/nor/havent/hasnt/no ~3 respond(|ed)/replied/reply/answered/acknowledged/acknowledgement/response ~4 email/emails/letter/letters/complaint/concerns/january/march/weeks
emails/letters/email/complaint/letter ~6 ignored/unanswered
decency to ~1 respond/reply/call/ring/answer/apologise
letter of concern/complaint
vouch for
witness(|ed|es) ~4 ; &officials
on the record ; !goodwords
posted/post/posting/put ~4 facebook/twitter/online/tiktok/everywhere ; !goodwords
leave/leaving ~2 reviews ; !goodwords
going/go public
name and shame
not/havent/havent heard the? last of
wont/not let ~1 this/it drop/go/lie/rest
not ~1 rest until
take/taking/took ~1 this/it/matter ~2 further/higher/top/court/whoever
raise/raising/raised ~2 higher level/authority
go/going/take/taking ~1 higher ~1 ; !floor
pursue/pursuing ~2 further/matter/claim/case
advised ~2 not ~2 say/comment/discuss
come/comes/coming out at ~2 inquest/court/tribunal/hearing
there will be ~2 inquest/inquiry/enquiry
full/public/independent/proper/thorough enquiry/inquiry/investigation/review/explanation
heads ~1 roll
lose ~2 job/licence/registration/pin/jobs ; &shouldwant
someone/somebody ~1 should/needs/must/has/ought ~1 to? ~1 lose/answer/held/blame/accountable
take the blame
taken/take/took ~1 off ~1 case ; &want
i/we want/would/id ~3 answers/apology/refund/explanation/compensation/disciplined/struck/sacked/reimbursed ; !results
my/our money back
refund ~2 me/my/of/or
compensation/reimburse(|d|ment) ~6 ; &wronged
loss of earnings
small claims
dim view
dont/not want/wish ~2 this/it/same to happen ~3 anyone/anybody/else/others/another
anyone/anybody/someone else ~3 go/going/goes/suffer/suffers through/this
should/must never ~1 have? happen(|ed) ~1 ; 
lessons ~2 learn(|ed|t) ; !goodwords
look forward to ~2 response/reply/explanation/hearing ~6 ; &days2
what you intend/intending/plan to do
confirm ~2 in writing
in writing ~2 ; &demand2
response/reply/answer/explanation ~2 in writing
written explanation/response/apology/reply/answer
not ~1 heard/received/had ~3 reply/response/answer/acknowledgement
never ~1 got/had/received ~1 reply/response/answer/apology
third/fourth/second/fifth time ~3 writ(e|ing|ten)/complain(|ed|ing)/emailed
procedure ~5 unhappy/complain(|t|ing)/dissatisfied
legal ~1 team/advice/action/proceedings/route/department/letter
breach(|ed)/failed/fail/failing/owed ~4 duty of care
`
