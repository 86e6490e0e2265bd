package sentiment

// The wider grammar: who does what to whom, in classes rather than wordings.
// It stands beside the closer rules of danger_signs.go and the files after it,
// and speaks their language.

// grammarClasses are the word classes of the wider grammar.
const grammarClasses = `
hitting   = hit hits hitting slap slaps slapped slapping punch punches punched punching kick kicks kicked kicking pinch pinches pinched pinching shake shakes shook shaking shove shoves shoved shoving drag drags dragged dragging yank yanks yanked smack smacks smacked smacking whack whacks whacked manhandle manhandles manhandled choke chokes choked choking strangle strangles strangled thump thumps thumped batter batters battered beat beats beating spit spits spat bite bites bit throttle throttles
hurtpast  = hit slapped punched kicked pinched shoved dragged yanked smacked whacked manhandled choked strangled thumped battered beaten thrown bitten spat burned burnt starved
doer      = nurse nurses carer carers hca assistant assistants aide worker workers staff he she they husband wife partner stepdad stepmum stepfather uncle cousin nanny babysitter teacher son daughter grandson nephew boyfriend girlfriend ex neighbour mum dad mother father somebody someone resident patient porter manager lodger
weak      = mum mam mom mother dad father nan nana gran granny grandma grandad granddad grandmother grandfather aunt auntie aunty uncle baby babies child children toddler infant kid kids girl girls boy boys daughter son brother sister twins resident residents tenants pensioner lady ladies gentleman gentlemen man woman patient patients wife her him them
kinwho    = husband partner wife boyfriend girlfriend ex he she dad father mum mother uncle brother cousin son daughter family stepdad inlaws law man
med       = tablet tablets drug drugs medicine medication medications meds pills pill insulin inhaler antibiotic antibiotics injection injections warfarin parkinsons epilepsy blood chemo dose drip infusion steroids morphine heparin
hurtbody  = leg legs arm arms foot feet toe toes hand finger fingers eye eyes ear sight hearing womb spleen tongue voice kidney bowel bladder breast ovary fertility limb tooth teeth lung colon
bigharm   = died dead stroke seizure seizures fit fits fitted collapsed coma arrested arrest paralysed amputated blind deaf septic sepsis gangrene dialysis ventilator haemorrhage funeral coroner coffin hysterectomy catheter stoma brain stillborn miscarried unconscious unresponsive septicaemia
nothingmuch = anxiety indigestion virus piles nothing muscle muscular migraine sprain strain wind constipation ibs panic stress cramps flu cold menopause hormones hormonal age weight bug trapped gas attention growing mind head reflux heartburn asthma infection normal viral
gravesick = cancer sepsis stroke tumour tumor appendicitis meningitis clot embolism dvt pneumonia aneurysm bleed leukaemia lymphoma melanoma ectopic torsion malaria ovarian ms parkinsons heart diabetes tb cauda pe perforated terminal ovary appendix ruptured
ethnic    = black white asian african caribbean indian pakistani bangladeshi chinese polish romanian romany roma irish welsh scottish english eastern foreign foreigner foreigners immigrant immigrants migrant migrants refugee refugees asylum somali nigerian arab turkish gypsy gypsies traveller travellers muslim muslims jewish jew jews hindu sikh brown coloured ethnic filipino ghanaian syrian afghan kurdish
othered   = {ethnic} gay lesbian lesbians bisexual trans transgender queer disabled deaf blind autistic autism wheelchair dementia downs homeless addict addicts hiv fat overweight obese pensioner pensioners prisoner stammer epilepsy benefits
badlook   = last bottom furthest corridor wait ignored refused denied left laughed mocked thieves suspicious criminal criminals dirt scum stupid thick rubbish nuisance junkie liar beggars
goodwords = great good lovely brilliant excellent wonderful fantastic amazing kind caring superb thank thanks thankyou helpful friendly marvellous outstanding praise compliment congratulate gratitude grateful card appreciation happy welcoming fabulous fab perfect superstar gem star volunteering rise award medal
sleepy    = quiet shift slumped asleep night drowsy zombie dopey lively peace
trip      = appointment hospital clinic transport ward bus train lift taxi
future    = ill will gonna shall going well id would
weaponry  = knife knives gun guns shotgun machete bat hammer axe crowbar blade acid petrol bomb sword rifle scalpel chainsaw bullets
spoken    = said told says called calling calls say call
restday   = all hours day days long quiet wander wandering night facing
pray      = god lord jesus allah
comforted = comfort grateful thank thanks lovely kind kindness wonderful hospice palliative peaceful peacefully dignity condolences
failed    = told missed ignored nobody noone because never refused dismissed sent delay waited since failed mistake left they doctor nurse surgeon hospital midwife student
`

// grammarSelfHarm widens selfHarmSigns.
const grammarSelfHarm = `
hid/hide/hides/hiding/hidden/stash(|ed|ing)/hoard(|ed|ing) ~4 tablets/pills/blades/blade/knives/razors/scissors/insulin/rope
lock(|ed)/hide/hid ~2 knives/scissors/tablets/pills/medicines ~2 from/away
saving/saved/keeping/collecting {own}/up ~2 tablets/pills/medication/insulin
tablets/pills/medication ~2 saved/stored/stashed/hoarded
no/any/not/isnt ~1 future for me/him/her
no/isnt/not ~1 way out ~1 for/of ~1 me/this ; !praise
no ~1 reason to stay/live/be/exist/wake
nothing ~1 look/looking forward to
use ~1 of/in ~1 living/life/existing
better/easier/kinder/happier ~4 without me/him/her ; neg
{want}/feel/feeling like? to? disappear/disappearing/vanish/vanishing
{want} to? fade/slip/drift ~1 away
edge/ledge/side ~3 multi/bridge/roof/railings/cliff/platform/building/rooftop/viaduct
stood/standing/stand/sat/sitting/been/climbed/climb/walked/drove/went ~2 ledge/bridge/roof/cliff/railings/rooftop/viaduct/tracks
stood/standing/stand ~2 platform ~6 think/jump/simple/easy/end
went/walked/walking/run/ran ~4 railway/train line/tracks/track
under/before ~1 train/bus/lorry ; !transport
tied/ties/tie/tying/wrapped/puts/put ~2 cord/things/something/ligature/rope/belt/scarf/sheet/bag/wire/lead ~5 neck/door/handle/beam/tree/throat/head
cord/rope/ligature/noose/belt ~4 neck/door/beam/tree/loft/shed/garage/car/boot/drawer
engine running ~6 
garage/car ~4 engine running
hose ~4 exhaust
gun/shotgun/rifle ~3 mouth/head/himself/herself/myself
talk(|s|ing)/thinking/thinks ~2 about ~1 shotgun/gun/rope/noose/bridge/river/railway
think(|ing)/thought/dream(|ing)/dreamt/dreamed ~3 about ~1 river/bridge/train/pills/rope/railway/sea/weir/canal/cliff ~1
rather/sooner/better ~3 in ~1 ground/grave
be/join/joining/with ~2 my/his/her late ~1 wife/husband/mum/dad/mother/father/son/daughter/partner
join/joining/with ~1 my/his/her ~1 nan/dad/mum/brother/wife/husband/mother/father/gran/grandad/sister/mate/son/daughter ~2 heaven/again/there/soon ; &want
is/am/was/wants/want ~1 to? join(|ing) my/his/her brother/wife/husband/mum/dad/son/daughter/nan
{pray} ~1 take(|s|n)/taking me/him/her
tell ~2 kids/children/wife/husband/mum/family/boys/girls/son/daughter ~3 love
said/saying my/his/her/final goodbyes/goodbye ; !goodwords
sorry/goodbye/bye ~1 to? everyone/everybody/all/forever/world ; !goodwords
cut(|s|ting)/burn(|s|ing) ~1 to feel
cut(|s|ting)/slash(|ed|es|ing)/slit/scratch(|ed|es|ing)/burn(|ed|s|t|ing)/slice(|d|s) {own} ~1 arms/wrists/wrist/legs/thighs/forearms/forearm/body ; !goodwords
back/again to ~1 blade/razor/cutting/blades
if i had ~1 courage/guts/nerve/bottle
would/nearly/almost/could ~1 have? gone/went through with it
would/nearly/almost/already have? done it ~1 already/but/if/only/then
had it not been/weren ~3 done/gone
closer ~1 to doing it/something
do it properly/right/next ~1 time?
search(|ed|es|ing)/google(|d|s)/googling/look(|ed|s|ing) ~1 up? ~3 painless/suicide/overdose/nooses/hanging/dying/fatal/lethal
how much insulin/paracetamol/morphine ~2 take(|s)/kill/need/would
{dont}/wont ~2 want/wish/plan ~2 to? see/make/reach ~2 #/tomorrow/christmas/birthday/spring/summer/forty/thirty
not/never/wont making/make ~2 next? birthday/christmas
cant/cannot/couldnt face another ~1 day/winter/year/night/week/morning/month
another day/night/week/minute of this ; &cant
voices ~6 do/kill/jump/step/hurt/end/cut/die/burn/harm
thing/all/only/what stopping/stops/stopped me ~2 is/was/are
waste of oxygen/air/skin
taking up space ; !parking
lived too long
stopped/refusing/refuses ~1 taking/eating/drinking ~6 purpose/given/die/deliberately/over
given/gave up ~2 life/living/everything/fighting/hope ; !goodwords
pick(|ed)/chosen/chose/set ~1 day/date ~3 ; &dying
date in mind
wont last ~2 month/week/night/winter/weekend/year/long
be gone by ~1 weekend/christmas/morning/monday/tomorrow/friday/sunday/end
i/just want out ; !hospital
sleep ~1 and? not/never ~1 wake/get/getting/waking
{cant} go on ; !praise
dead inside
been/be/am/was/feel ~1 danger to {self}
feel/felt/feeling/want/wanted/urge ~2 like? to? ~1 hurt(|ing)/harm(|ing)/cut(|ting) {self}
cut/cuts/cutting/harm/harming/hurt/hurting/burn/burning/scratch/starve/starving/punish/punishing {self} ; neg
swallow(|ed|s|ing) ~2 bleach/battery/batteries/blade/blades/pills/tablets/bottle/weedkiller/glass/magnets/antifreeze
drank/drink/drinks ~1 bleach/weedkiller/antifreeze/disinfectant
jump(|ed|s|ing)/leapt/threw ~2 off/from/in/into/out/himself/herself/myself ~3 bridge/roof/window/car/train/river/balcony/cliff/building/traffic/canal/tracks ; !joy
drown(|ed|ing)/hang(|ed|ing)/hung/shoot/shot/poison(|ed)/burn(|ed)/electrocute(|d) {self}
found hanging/hanged
a? hundred/all/whole/twenty/thirty/forty/fifty/# ~2 paracetamol/aspirin/codeine/tramadol
turn/turned/point(|ed)/take ~1 gun/knife on {self}
{dont} ~2 deserve to live/be
{dont} ~3 saved ; &dying
sooner/rather not be here/around
wont/not be here ~1 christmas/anymore/tomorrow/simple/much/next/to/in/when/for/long/by
if ~8 i ~1 wont/not be here
who ~2 look after ~3 when im/i/hes/shes gone
notice/noticed/miss/missed ~3 if i/he/she ~1 went/go/died/vanished/disappeared/gone
world/kids/everyone/family/they/people/all ~3 better/easier/happier ~4 without
ready to go/die and ~3 talked/stopped/persuaded
pain/it/everything/this to end ~1 for? ~1 good/forever
messages ~3 bye/goodbye
`

// grammarSafeguarding widens safeguardingSigns.
const grammarSafeguarding = `
{doer} ~2 {hitting} ~3 {weak} ; !jest
{weak} ~2 being/been/was/were/gets/get/is/got ~1 {hurtpast} ~3 ; !jest
{hitting} ~3 old/elderly/frail/confused/disabled/autistic/dementia/vulnerable/pregnant ~1 lady/man/woman/gentleman/people/patients/residents/boy/girl/child
kick(|ed|s)/punch(|ed|es) {own} ~1 belly/tummy/bump/stomach/ribs
black and blue
bite/finger/hand/belt/cigarette/slap/rope/restraint mark(|s)/burn(|s)
fingermarks/handprint/handprints/fingerprints
hand print(|s) on
burns ~6 cigarette
marks ~4 back/arm/arms/neck/wrists/leg/legs/face/body ~5 {weak}/talk/explain/say/know
noticed/saw/seen/found ~1 marks ~3 
{weak} ~6 cut/split/busted/fat lip
broken/broke ~1 collarbone/tooth/teeth/ribs/rib ~6 {weak}/nobody/noone/rang/explain
strap(|s|ped|ping)/tie/tied/ties/tying/restrain(|ed|s|ing) ~5 chair/bed/rail/rails/wheelchair/commode ~3 {restday}
tied ~4 chair/bed/rail/rails/radiator
held/hold/pinned/holding ~2 down/facedown ~4 ; &helpless2
face down ~3 ; &helpless
restrain(|ed|s|ing) ~4 face/floor/prone ; neg
made/makes/make/forced/forces to? sleep/sit/eat/lie/beg/stand/kneel ~2 floor/shed/garage/cupboard/outside/mess
uncle/stepdad/dad/brother/cousin/man/he/lodger/grandad/stepfather ~2 comes/came/gets/got/climbs/climbed/creeps/crept in/into ~2 {own} room/bed/bedroom
makes/made/making me/him/her/us ~1 touch/undress/kiss/watch/do things/him/it/stuff
make/makes/made ~1 share ~1 bed
do things i/she/he dont/didnt/doesnt ~1 want/like
sedat(e|es|ed|ing)/drugged/doped/dosed/drugging ~4 {weak}/ones/them ~6 ; &sleepy
gave/gives/giving/give/given/feeds/put ~4 whisky/vodka/alcohol/gin/brandy/rum ~6 sleep/quiet/bottle/kids/baby/crying
residents/patients/people/mum/dad/nan/her/him ~4 commode/commodes/toilet/bedpan ~4 hour/hours/ages/door/forgotten
{weak} ~3 to soil/wet {self}
left ~4 to soil/wet/mess
{dont}/wont/isnt/not ~1 feed/feeding/fed ~1 me/him/her/them/us/mum/dad/properly/kids/children
forget(|s)/forgot/forgotten to feed/wash/change/turn/toilet ~1 us/me/him/her/them/mum/dad/kids
dont/not/never/nobody/noone/havent/hasnt/isnt/didnt/wasnt ~2 change/changes/changed/changing/turn/turned/turns/wash/washed/washes/bathed/toileted/cleaned/feed/feeds ~1 him/her/mum/dad/them/nan/gran/grandad/residents/patients
isnt/not/never/arent ~1 given/getting ~2 drinks/drink/water/food/meals/tablets/medication ~8 ; &helpless !fasting
drank/drinking/drink from ~2 vase/toilet/tap/puddle/sink
sell(|s|ing)/sold ~4 drugs/sex/money/men
picked/collected/met ~3 by/up ~2 older/men/man ~4 taxi/taxis/car/cars/clinic/school/home
sent/send/sending/take(|n) ~4 to be married/cut
forced/made/being ~2 to? marry/married/marriage
{kinwho} ~4 takes/took/taken/keeps/keeping/holds/hiding/hid/has ~2 {own}/grandmothers/mothers/mums/dads passport/pension/bank/card/medication/contraceptive/phone/benefits
keep(|s|ing)/took/takes/taken/holds ~2 {own}/grandmothers/mothers/mums ~1 passport
{kinwho} ~1 checks/controls/monitors/tracks/reads ~1 my/her/his phone/messages/money/miles/receipts/food/clothes/calls/bank
{kinwho} ~3 wont/doesnt/dont/never let(|s)? ~2 me/her/him/us/mum/anyone/anybody/nurse/visitors ~2 work/see/leave/out/go/phone/ring/talk/speak/eat/visit/alone/near
husband/inlaws/partner/family ~2 say/says ~1 i ~1 cannot/cant/not ~3 go/phone/see/learn/leave/work
permission to ~1 see/leave/go/eat/phone/ring/visit/speak
violent/aggressive/abusive/cruel/nasty ~1 to/towards/with ~1 her/him/mum/me/them/wife/us/mother/residents
home/house isnt/not safe
home is not safe
not/isnt/arent/never safe ~1 at/in/with ~1 home/house/him/her/husband/family
scared/afraid/frightened/terrified ~5 go/going/send/return ~2 home/back ~3
scared/afraid/frightened/terrified ~1 of ~1 son/daughter/husband/wife/partner/dad/mum/uncle/grandson/carer/carers/him/her/them/staff
cruel/rough/nasty/different at night(|s)
{weak} ~3 flinch(|es|ed)/cower(|s|ed) ; !procedure
{weak}/like ~6 like animals/cattle/sack/meat/dog/dogs ; !praise
someone/somebody ~1 needs/should/ought/must/please ~3 visit/check/look/inspect/investigate ~4 home/house/unit/place/flat/unannounced/night
visit ~3 unannounced
{dont} ~1 ring/call/phone/contact/tell/let ~2 house/home/husband/dad/mum/partner/uncle/family ~4 ; &secretive
{dont} let ~1 my dad/mum/husband/partner/uncle/brother/son know
came/come/back ~2 from contact/respite/nursery/visit/dads/mums/fathers ~2 with
going/been/went/goes through ~2 lockers/drawers/handbags/purses/handbag/belongings
moved in ~2 and? ~1 took/taken/taking over
taken/took/taking over his/her/mums/dads ~1 flat/house/home/money/account/card
signed/sign/signing ~4 house/flat/home/money/savings ~2 over/to
chang(e|ed|es|ing) ~1 his/her/their will
hair ~2 pulled/yanked/shaved/cut ~4 without/asking
shaved ~3 hair
take(|s|n)/took/remove(|d|s)/unplug(|ged)/hid/hide/hidden/move(|d) ~2 buzzer/buzzers/bell/bells/frame/teeth/glasses/aids ~3 away/off/reach/punish/punishment/him/her/because/them
in/on ~1 wet/soaked/soiled/dirty/urine ~1 sheets/bed/pad/clothes/nightie/nightdress/trousers/pants
same/wet/soiled/dirty/full ~1 pad/nappy/clothes/nightdress/nightie/pyjamas ~4 since/day/days/again/week/hours/whole/visit/last/yesterday
maggots ; neg
faces/facing/face ~1 wall
left/alone ~2 in ~1 bath ~2
put(|ting|s)/sent ~4 to bed ~3 #/so/early/afternoon/punishment
call(|s|ed|ing) me/him/her/them names/stupid/useless/idiot/disgusting/smelly ~4 ; &kinorcare
shout(|s|ed|ing)/scream(|s|ed|ing)/swear(|s|ing)/swore ~1 at ~2 {weak} ; !goodwords
scream(|s|ed|ing)/crying/cries ~6 through/every/walls/wall/belt/ceiling/upstairs
hear/heard ~2 smacks/slaps/screams/screaming/belt
drunk/drinking/stoned ~8 child/children/baby/kids/toddler
child/children/baby/kids/toddler/girl/boy/mum ~8 drunk/stoned/heroin/crack
puts/put/putting ~1 hands/hand ~2 up/down/under/inside ~2 shirt/shirts/skirt/top/trousers/pants/clothes
touch(|ed|es|ing) ~3 where/inappropriately/private/privates/wrong/breast/bottom ~2 ; neg
rape(|d|s)/raping/molest(|ed|s)/grope(|d|s)/fondle(|d|s) ; neg
alone/shut ~3 with him/uncle/stepdad/man ; &fear
never/not ~1 alone with ~1 doctor/nurse/midwife/gp/social
what he/she does/did to me/him/her/us
told/tell ~3 what he/she does ~2 ; 
she/he looks at him/her before
bad feeling about ~1 man/carer/woman/him/her/place/home
skin/just/all and bone(|s)
locked/lock/locks/shut ~3 in ~2 room/rooms/cupboard/bedroom/shed/cellar/garage/toilet
locked/lock/locks ~2 fridge/food/kitchen/cupboards
stone in/since ~1 # ~1 weeks/months
asleep/headphones/phone ~8 mum/dad/resident/residents/patient ~4 floor
carer/carers ~6 without/not/never ~1 touching/washing/feeding/checking/speaking ~1 
signing/signed/sign/writing/filled ~2 book/log/sheet/chart ~6 
work/working/used/slave/cleaners ~4 for nothing/free/unpaid ; &helpless
older/# ~2 boyfriend ~6 ; &teens
wearing/wears/wore ~3 elses pad/clothes/teeth/glasses
little/small/young/seven/six/five/eight/nine/ten/# ~6 alone/home/street/streets/midnight/hungry/shoes ~4 ; &childhood
not/nobody/noone/never ~1 to know ~4 ; &childhood
game/secret/secrets ~8 babysitter/uncle/grandad/stepdad/coach/teacher ~4
`
