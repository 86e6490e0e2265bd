package sentiment

// safeguardingSigns: a child or an adult at risk; abuse and neglect, in care or
// at home.
const safeguardingSigns = `
safeguard(|ing|ed) ; neg
abus(e|ed|es|er|ers|ing|ive) ; neg
neglect(|ed|ful|s|ing) ; neg
molest(|ed|ing|er|ation)/grop(ed|ing|e)/fondl(ed|ing|e)/rap(ed|ist|e) ; neg
sexual(|ly) ~1 assault(|ed|s)/abuse(|d)/harass(|ed|ment)/inappropriate/touched/exploited/violence/predator ; neg
indecent/indecently ~1 assault(|ed)/exposure/exposed/images
exposed himself
assault(|ed|ing|s) ; neg
touch(|ed|ing|es) ~3 inappropriately/breast/breasts/bottom/privates/sexually/where/private/genitals/thigh/intimately ; neg
inappropriate(|ly) ~2 touch(|ed|ing)/relationship/sexual ; neg
put/putting ~1 hand/hands ~2 up/down/under ~2 nightie/top/skirt/trousers/pants/gown/knickers/pyjamas
comes/came/coming/gets/got/climbs/climbed ~2 in/into ~1 {own} ~1 room/bed ~2 at? ~1 night
watch(|es|ed|ing) me ~2 shower/undress/dress/bath/sleep
slap(|s|ped|ping)/punch(|ed|es|ing)/kick(|ed|s|ing)/beat(|s|ing|en)/smack(|ed|ing|s)/pinch(|ed|es|ing)/shov(ed|es|ing|e)/strangl(ed|es|ing)/chok(ed|es|ing)/headbutt(|ed|s)/burn(|s|ing)/whip(|ped|s)/thump(|ed|s)/shake/shook/shaken/shaking/bit/biting ~1 {person}/his/own/my ~1 {kin}? ; &helpless
slapped/punched/kicked/beaten/smacked/pinched/shoved/strangled/thumped ~1 by ~2 {staff}/{kin}/partner/ex/boyfriend/girlfriend/husband/another/patient/resident ; neg
hit(|s|ting) ~1 me/us/him/her/them/my/the/mum/dad/children/kids/patients/residents/a ; &helpless
hit(|s|ting) by ~2 {staff}/{kin}/ex/boyfriend/girlfriend/patient/resident/partner
pushes/shoves ~1 her/him/me/mum/dad/them ; &helpless
push(|ed|ing)/shov(ed|ing) ~2 {person} ~3 over/down/floor/wall/onto/against/backwards ; &helpless
hurting/hurts/hurt ~1 me/us/her/him/them/my ; &helpless
drag(|s|ged|ging) ~1 {person}/my/an/a/the/her/by ~6 bed/arm/hair/floor/room/arms/out/down/along/back/feet/wrist ; neg
grab(|s|bed|bing) ~2 {person}/by/my/her/his ~4 throat/hair/arm/neck/wrist/arms/roughly/wrists/breast/bottom/shoulders ; neg
man ~1 handled/handling
manhandl(ed|ing|e)
pin(|ned|ning)/held/hold/holding/forced ~3 down/floor/against ; &helpless
pinned ~3 floor/down/wall/bed
restrain(|ed|ing|t|ts) ; neg
tied/tying/strapped/tie ~2 to/down/up ~2 chair/bed/wheelchair/rails/hands ; neg
tied/strapped up/down ~2
lock(|ed|ing|s) ~2 in/inside/up ~3 room/cupboard/bedroom/bathroom/house/toilet/seclusion/punishment/all/for/cell/alone ; !stuck
lock(|ed|s|ing) ~1 {person}/my/them ~2 in/inside/out/up ; !stuck
rough(|ly) ~2 handl(ed|ing|e)/treated/with/pulled/turned/grabbed/moved/washed ~1 {person}/my/{kin}? ; neg
handl(ed|ing|es) ~4 rough(|ly)/like ; neg
too/very/so/really/quite rough ~2 ; &helpless
bruis(e|es|ed|ing) ~2 all/over/on/covered/his/her/arms/legs/body/face/back/unexplained/everywhere/shaped/wrist/wrists ; !procedure
covered/black/full ~2 bruis(e|es|ed|ing)/blue
unexplained/mysterious/strange/finger/fingertip/multiple/hand ~1 bruis(e|es|ing)/injuries/injury/marks/burns/mark/print/prints/cuts
hand/finger/belt/bite/cigarette/slap/strap/burn mark(|s)/print(|s)/burn(|s) ~2 on/all/over/his/her
handprint(|s)
black eye(|s)
cigarette burn(|s)
malnourished/emaciated/underweight/dehydrated/starving/starved/starv(e|ing)/skeletal/undernourished ; &helpless
malnutrition ~2 ; &helpless
{dont}/nobody/noone/not/no/without/refused/havent/hadnt/wasnt/werent ~2 feed/fed/food/water/drink/drinks/fluids/eaten/eat/meal/meals/washed/wash/changed/bathed/cleaned/toileted/turned ~6 {often}/since/two/three/four/five/six/# ; !fasting
not/never/wasnt/werent/didnt/wouldnt/nobody/noone ~1 feed/fed/feeding ~2 ; &helpless
nobody/noone/never/not ~2 help/helps/helped/helping/help him/her/mum/dad/them ~3 eat/feed/food/meals/drink/toilet/wash
no/little/without ~1 food/water/drink/care/heating ~5 ; &helpless
nothing to eat/drink ~6 {often}/since
food/drink/drinks/meals/tray/water ~4 out of reach
lost ~2 stone ~6 starv(e|ed|ing)/nobody/neglected/feed/fed/home/hospital/weeks
left ~6 own? ~1 {waste} ; neg
left ~2 soaked/soiled/naked/undressed/filthy/uncovered/shivering/lying/exposed/unwashed/stranded ~5 ; &helpless
lying/sitting/sat/laid/lay/found/covered/sleeping/slept/soaked/caked/sit ~4 {own} ~2 {waste} ; neg
lying/sitting/sat/laid/lay/covered/soaked/caked/left ~2 in {waste} ; neg
wet/soiled/dirty/filthy/unchanged/full/sodden/soaking ~1 bed/sheets/nappy/pad/pads/clothes/nightie/nightdress/pyjamas ~8 hours/all/days/left/night/since/for ; neg
dirty/filthy/soaking/soiled/unchanged/full nappy/pad/pads
nappy/nappies/pad/pads/catheter ~5 not/never/wasnt/werent/hadnt ~2 changed/emptied ~4 ; &often2
left ~4 soaked/soiled/naked/filthy
left ~2 on ~1 floor ~6 {often}/nothing/naked/alone/ages/nobody
left ~4 alone/unattended/unsupervised/own/home ~8 {often}/child/children/baby/toddler/dementia/confused/vulnerable/crying/floor/dark/screaming/frightened/night ; neg
child/children/kids/baby/babies/toddler/boy/girl/son/daughter ~6 left ~3 alone/own/unattended/unsupervised/home ; neg
children/kids/child/baby ~4 alone/unattended/unsupervised/starving/screaming/hungry/filthy/bruised/frightened/unfed ; neg
children/kids/child/baby/babies ~4 at risk/danger
worr(y|ied)/concern(|s|ed)/fear(|s)/afraid/frightened/scared/unsafe ~3 for/about/of ~4 safety/welfare/wellbeing ; &helpless
not/isnt/arent/dont/never/doesnt ~2 safe ~1 at/in/with ~1 home/husband/partner/dad/him/her/carer/ex/them/house
{fear} ~2 to/of/by ~2 go/going/return/husband/partner/ex/boyfriend/girlfriend/dad/father/mother/carer/stepdad/him/son/carers ~1 home? ; &helpless
{fear} ~2 of ~2 husband/partner/ex/boyfriend/girlfriend/dad/father/stepdad/carer/him/son/carers/staff
too {fear} to ~2 tell/say/speak/complain/go/talk/sleep
domestic ~2 violence/abuse/incident/situation
violent ~1 husband/partner/ex/boyfriend/father/relationship/home/man/son/wife/marriage
coercive/controlling ~1 control/behaviour/partner/husband/relationship/boyfriend/ex
control(|s|led|ling) ~1 me/her/him/money/everything/finances ; &helpless
{kin}/he/she/they/ex/boyfriend ~1 wont/doesnt/wouldnt/never/dont/not let(|s|ting) ~2 me/her/him/us ~2 work/leave/out/see/go/have/speak/talk/use/eat/phone/alone
wont/wouldnt/doesnt/not let ~2 me/her/him speak/talk/leave/out/go/see/eat
would not let her/him/me speak
forc(e|ed|ing|es) ~2 {person}/to/feeding/feed/marriage/fed/medicated/her/into ~1 ; &helpless
force/forced fed/feeding/feed/marriage
fgm/trafficked/trafficking/groomed/grooming/exploited/exploitation/slavery/cuckooed/cuckooing ; neg
county lines
genital mutilation
passed ~1 round/around by/between/to
older men/man ~6 ; &helpless
steal(|s|ing)/stole/stolen/taking/takes/taken/took/nicked/helping ~5 {money} ~4 ; &helpless
steal(|s|ing)/stole/stolen/nicked/robb(ed|ing)/theft ~6 {money}/phone ; neg
{money} ~3 gone/went/missing/stolen/taken/disappeared/vanished ; &helpless
financial(|ly) ~1 abuse(|d)/exploit(|ed|ation)
controls ~2 money/pension/bank/finances
scream(|ed|ing|s)/shout(|ed|ing|s)/yell(|ed|ing|s)/swear(|ing|s)/swore/snap(|ped|ping) ~2 at ~1 {person}/my/the/an/a/old/elderly/confused/vulnerable ~1 {kin}? ; &helpless
shout(|ed|ing|s) abuse
laugh(|ed|ing|s)/taunt(|ed|ing)/tease(|d|s)/teasing/mock(|ed|ing)/bully/bullies/bullied/bullying/humiliat(ed|ing|e)/belittl(ed|ing)/goad(ed|ing)/torment(ed|ing) ~4 {person}/when/by/cried/cry/her/him ; &helpless
bull(ied|ying|y|ies) ; neg
cruel(|ty|ly) ; neg
barbaric/inhumane/inhuman/degrading/sadistic ; neg
treat(|ed|s|ing) ~3 like ~2 animal/animals/dog/dogs/prisoner/prisoners/dirt/meat
torture(|d)/torturing ; &helpless
naked/undignified ~3 ; &degraded
stripped ~3 ; &helpless
undress(|ed|ing) ~3 in/front ; &helpless
bedsore(|s) ; neg
pressure sore(|s)/ulcer(|s)/damage/wound(|s) ; &inflicted
grade/category/stage three/four/3/4/# pressure ~1 sore/sores/ulcer/ulcers/damage
sores ~4 bone/infected/bleeding/everywhere/bottom/heel/heels
maggots
skin ~2 broken/raw/red ~4 ; &helpless
unkempt/unwashed/dishevelled ; &helpless
call/buzzer/bell ~3 ignored/removed/reach/away/hidden ~2 ; &helpless
ignored/ignoring/ignore ~2 buzzer/bell/cries/screams/calls/pleas/begging ; &helpless
hides/hid/hidden/hiding/took/removed ~2 {own} ~2 frame/buzzer/stick/glasses/hearing/teeth/walker/crutches
punish(|ed|ing|ment|es) ; neg
threaten(|ed|s|ing) ~1 {person} ~4 ; &helpless
extra/unnecessary/drugged/overmedicated/chemical/sedated/sedat(ing|e|ives|ion) ~3 sedat(ives|ion|ive)/quiet/drugged/shut/up/keep/cosh/restraint
drugged ~2 up ; neg
sedat(ed|ing|e|ives|ion|ive) ~6 quiet/calm/easy/keep
film(ed|ing)/photograph(ed|ing)/video(ed|ing)/recorded/posted/photos/pictures/video ~6 online/facebook/tiktok/whatsapp/naked/instagram/undressed/snapchat/internet/toilet/confused
drunk/stoned/intoxicated ~1 carer/carers/nurse/staff/while/on/duty/at ; &helpless
carer(|s)/staff/nurse/mother/father/mum/dad/parents ~2 drunk/stoned/drugs/drinking/high/asleep ~3 ; &helpless
turn(|s|ed) up drunk
discharged/sent/released/dumped/put/left ~4 empty/alone/own/nightie/nightdress/pyjamas/taxi/barefoot/home ~6 house/dementia/vulnerable/alone/3am/2am/night/food/heating/nobody/confused/#am/slippers/1am/4am/care/frail/package
vulnerable ~2 {person}/adult/adults/children/elderly ~10 left/alone/sent/home/ignored/risk/abused/danger/nobody/hurt/shouted/treated/out
wander(|ed|ing|s) ~4 off/out/streets/road/outside/car/lost/alone ; &helpless
went/gone missing ; &helpless
absconded
alone ~6 dementia/alzheimers/confused/night/3am/nightie/toddler
child/daughter/son/girl/boy/pupil/she/he ~3 disclosed/disclosure/confided
disclos(ed|ure) ~2 something/abuse/to
social services/worker/care ~6 know/told/need/involved/called/urgent/should/reported/ignored/nothing/aware/look/check
child protection
at risk ~2 of/from ~2 harm/abuse/exploitation/neglect/him/her/partner/father ; neg
at risk at home
concern(|s|ed) ~4 about ~6 child/children/baby/kids/neighbour/neighbours/grandson/granddaughter/niece/nephew ~6 ; &unsafe
worried ~3 about ~3 children/kids/baby/child/neighbour/girl/boy/niece/nephew/granddaughter/grandson
weigh(s|ed|ing) ~3 stone ~8 ; &eating
not/hasnt/havent/hadnt/didnt/wont/without/refus(es|ed|ing) ~1 to? eat/eaten/eating ~5 days/weeks/week
fed/feeding/feed ~4 chok(ing|ed)
my/her/his/the stepdad/stepfather/boyfriend/partner/husband/ex/dad/father/mother/uncle/brother/stepmum/wife/son ~1 keeps/kept/keep/always ~1 hit(|ting)/hurt(|ing)/beat(|ing)/shout(|ing)/threaten(|ing)/touch(|ing)/punch(|ing)/kick(|ing)/push(|ing)
{kin}/partner/ex/boyfriend/girlfriend/carer/carers ~1 hits/beats/punches/kicks/strangles/chokes/rapes/slaps/thumps/hurts/burns/pinches me/her/him/us/them/my/mum/the/our
beat/beating/beaten/beats/hitting/hurting/smacking ~1 me/us/her/him/our/my/the ~1 daughter/son/children/kids/child/baby/wife/mum/up
police ~4 called/involved/incident ~4 ; &helpless
{staff} ~4 hit/hits/slapped/slaps/punched/kicked/shoved/pinched/dragged/hurt ~1 {person}/my/an/a/the/old ; neg
unsafe ~1 at/in home
lay/lying/lain/left ~3 floor ~6 hours/night/ages/long/nobody/noone ~3 ; &ward2
begg(ed|ing) ~4 help/water/drink/toilet/nurse/home
cried/crying/screaming/screamed/sobbing ~6 hours/hour/ignored/nobody/noone/alone/night/pain ~2 ; &helpless
mess ~4 hours/until/all/since/breakfast/lunch/tea ~3
without a wash/bath/shower ~4
no wash/bath/shower ~4 weeks/week/days
{kin}/she/he ~4 weeks/days without ~1 wash/bath/shower/food/water/drink
dehydrat(ed|ion) ~6 ; &blame
shout(|ed)/yelled/screamed/sworn/spat/laughed/snapped/barked/swore ~1 at by ; neg
violent/aggressive ; &intimate
{kin}/uncle/stepdad/carer/he/she/man/nurse/doctor ~1 touches/touched/touching me/her/him/them/my/herself ~1 ; &private
touches me/her/him
buzzer/bell ~3 taken/took/removed/unplugged/disconnected/moved/switched
by ~1 hair/ear/scruff/throat/ankles/wrists ; &violentact
red raw
never/not/nobody/noone/dont/doesnt/didnt/hadnt/wasnt chang(e|es|ed|ing) ~3 pad/pads/nappy/bed/sheets/clothes/dressing/him/her/sheet/mum/dad
strangles/chokes/beats/punches/kicks/slaps/shoves/bites/rapes/grabs/drags/hits/whips/smacks/pinches/hurts/abuses/bullies/scares/frightens ~1 me/her/him/us/them/mum/dad/my/the ; neg
photo(|s)/photograph(|s|ing)/pictures/picture/filming/filmed/recording/video/videos ~5 undressed/naked/toilet/shower/changing/child/children/kids/patients/residents ; &secretly
left ~3 commode/toilet/bedpan/trolley/chair/floor ~4 {often} ; &helpless
ask(ing|s|ed)/want(s|ed)/take(s|n)/use(s|d|ing)/know(s)/got/has/have/took/demand(s|ed|ing) ~4 bank/pin/pension/inheritance/savings/chequebook/cashcard ~2 ; &carerword
bank card ; &carerword
mad(e|ing)/make/makes/forced/forcing/tricked/pressured ~2 sign(|ing) ~4 ; &carerword
chang(e|ed|ing) ~1 {own} will ; &carerword
kept/keeps/keep/keeping/held ~3 prisoner/captive/locked/indoors/chained
not/never/isnt/arent/wasnt/werent allowed to ~1 leave/eat/drink/speak/wash/sleep ; &helpless
not/never/isnt/arent/wasnt allowed out ; &helpless
squalor
sleeping/sleep/sleeps/living/lives/live ~1 rough/in/on ~2 streets/street/rough/car/shed/garage/filth/damp/tent/bin/doorway ; &vuln
sleeping rough
skin and bone(|s)
flinch(|es|ed|ing)/cower(|s|ed|ing) ; neg
shut ~3 in/inside ~2 room/cupboard/bathroom/shed/dark
in the dark ~3 ; &locked
refus(ed|es|ing) ~2 to ~1 feed/wash/change/toilet/clean/help/turn/lift ~2 {person} ; &helpless
refus(ed|es|ing) ~1 to ~1 take/let ~2 {person} ~3 toilet/loo/bathroom
begg(ed|ing)/pleading/pleaded/cried/crying/calling/called/screaming/asking ~3 water/drink/food/toilet/help ~2 ; &ignoredword
ignored/ignoring/ignore(|s) ~4 crying/calling/shouting/pleas/cries/begging/screams/screaming/pleading/distress
told/made ~2 to ~1 go/wet/wee/pee/mess/soil/urinate/poo ~1 in ~2 pad/bed/nappy/pants/trousers/self/herself/himself
wet/soil(ed)/mess(ed) himself/herself/themselves/myself/itself ~6 ; &ignoredword
incontinent/incontinence ~6 left/hours/ignored/shame/unchanged
predator/paedophile/pedophile/pervert/perverted/pervy/flasher/masturbat(ed|ing)
expos(ed|ing) himself/herself/themselves
fear(|s|ing|ed)/afraid/scared/frightened/terrified/worried for/of ~2 life/safety/child/children/kids/baby
nobody/noone ~3 looking after ~3 ; &helpless
cant/cannot/unable/struggling ~3 cope/look/care with/after/for ~2 {kin}/him/her ~2 ; &carer2
hurt(|ing)/shake/shaking/harm(|ing)/shook/smother(|ed|ing)/drop/kill my/the/our baby/child/kids/son/daughter/children/babies ; neg
screams/screamed/screaming/cries/crying/shouting ~4 next/door/neighbour/neighbours ~4 ; &childword
bruise(s|d)/bruising ~6 {kin}/nobody/unexplained/explain/carer/home/father/partner ; &unexplained
marks on ~3 arms/back/neck/legs/body/face/wrists
scratches/burns/cuts/marks/injuries ~4 nobody/noone/unexplained/explain
{kin} ~4 burns/scratches/marks/injuries ~4 nobody/unexplained/explain/home
he/she/they wont/refuses/refuse to? ~1 let ~2 ~1 social/nurse/doctor/anyone/carers/us ~1
self neglect(|ing)
hoard(|ing|er)
not/isnt/stopped/hasnt ~2 eating/washing/drinking/taking ~4 and ~3 alone/vulnerable/dementia/lives
sent ~1 home ~4 no/without/nobody ~2 care/heating/food/key/shoes/clothes/support/carer/carers/coat/keys ; &helpless
spik(ed|ing) ~1 drink?
forced ~2 into ~2 marriage/sex/prostitution
sex with ~3 ; &vuln
underage ~2
inappropriately ~1 touched/undressed/examined/looked
without ~1 chaperone
no chaperone
examin(ed|ing)/undress ~6 uncomfortable/chaperone/violated/dirty ~2
violated
restrict(ed|ing) ~2 food/drink/water/movement
wedged/strapped/belted ~3 chair/bed
staff/carer/carers/nurse/nurses/hca/worker ~3 throw(|n|s|ing)/threw/flung/shov(ed|ing)/yank(ed|ing)/push(ed|ing)/pull(ed|ing)/grabb(ed|ing)/twist(ed|ing)/bent/squeez(ed|ing) ~2 {person}/my/an/the/his/her ; &helpless
throw(|n|ing)/threw/yank(ed|ing)/twist(ed|ing)/shoved ~2 {person}/my/her/his/an ~3 onto/bed/chair/arm/floor/wall ; &helpless
{dont}/not/nobody/noone/hadnt/hasnt/havent ~4 bathed/washed/showered/shaved/changed/turned/toileted/fed/cleaned/moved ~4 fortnight/week/weeks/days/month/months/since
left ~3 bedpan/commode/toilet ~4 {often}
sitting/sat/stuck/stranded/left/been ~3 toilet/commode/bedpan/bath/floor/chair ~8 since/all/hours/freezing/cold/shivering ; &helpless
given/gave/gives/giving/got/getting/get/had/has ~2 nothing ~1 to eat/drink
crying ~1 with/from/in thirst/hunger/cold/pain ; &helpless
food ~4 went/gone/going/left/sat cold ; &helpless
{young} ~4 left/leaves/leaving/alone/charge/home/looking/minding/caring/unsupervised/running/barefoot/filthy/wandering ~6 ; &atrisk
left/leave/leaves ~3 in charge ~1 of ~3 baby/children/kids/brother/sister/child
needles/drugs/faeces/knives ~4 floor/around/everywhere/about ; &young2
barefoot ; &young2
gets/got/gone/turns/turned/is/was/being nasty/violent/handy/rough ~3 ; &intimate
hid(|e|ing)/locked/barricad(ed|ing)/ran ~3 bathroom/room/cupboard/car/away/neighbours ; &intimate
{intimate} ~3 took/takes/taken/taking/hides/hid/checks/reads/smashed/broke/has ~2 phone/keys/money/purse/passport/card/clothes/texts/messages
answer(|s|ed|ing)/speaking/spoke/speaks/talking/talked ~1 for/over her/him/me ~6 ; &atrisk
grip(|s|ped|ping)/squeez(|e|ed|es|ing)/twist(|s|ed|ing)/bend/bent/bending/held/holding/grabb(ed|ing) ~1 {own}/the ~1 wrist/arm/wrists/arms/hand/throat/neck/hair ; &atrisk
son/daughter/nephew/grandson/lodger/neighbour/carer/boyfriend ~8 drinks/spends/spent/gambles/gambled/takes/empties/emptied/drained ~2 {own} ~1 money/pension/savings/account/benefits
rude/nude/naked/explicit/sexual/dirty/inappropriate ~1 pictures/photos/messages/texts/comments/videos/picture/photo/message/images ; neg
terrified/petrified/frightened/scared/dread(|s) ~2 of ~2 {staff}/night/him/her/them/carers/carer/husband/dad/partner/home
begs/begged/begging/pleads/pleaded/pleading ~2 us/me/not ~3 leave/go/stay/stop/home
filthy/stupid/dirty/disgusting/silly/horrible old man/woman/lady/cow/bag/fool/git/biddy
shov(ed|ing|es)/ramm(ed|ing)/forc(ed|ing)/stuff(ed|ing)/push(ed|ing) ~3 spoon/food/tablets/tube/pills ~3 mouth/throat/down
told ~2 to shut up ; &helpless
hands ~1 down/up/inside/under {own}
put/puts/putting/slid/slipped ~1 {own} hand/hands ~2 up/down/on/inside/under/between ~2 {own} ~1 top/skirt/legs/leg/thigh/trousers/pants/knickers/nightie/breast/breasts/bottom/blouse/gown
fingernails/hair/clothes/bed/sheets/teeth ~4 filthy/matted/caked/stinking/crawling ; &helpless
dirty/filthy/long fingernails/nails ; &helpless
stinking/stank/reeked/stinks ~3 urine/wee/poo/faeces ~1 ; &helpless
lost ~3 weight ~8 nobody/feed/fed/eat/carers/home/neglect
bullied/hurt/attacked/hit/targeted ~6 ; &helpless3
shouted/screamed/yelled/sworn/spat/pushed/shoved/hit/slapped/grabbed/kicked/dragged/punched/pinched ~5 by ~3 {staff}/husband/partner/son/daughter/resident
held/hold/holding/pinned/sat {who}/patient/patients/mum/dad ~1 down/against ; neg
held/holding ~3 down ~3 and/to/while ; &helpless
forc(ed|ing) ~3 medicine/medication/tablets/food/injection/tube/catheter ~2 into/in/on/down/up
discharged/sent/released/put/left/dumped ~4 street/streets/midnight/pavement/snow/cold/rain/doorstep/bench ; &helpless
neglect(s|ing)
stalk(|s|ed|ing|er)/harass(|es|ed|ing) ; &intimate
`
