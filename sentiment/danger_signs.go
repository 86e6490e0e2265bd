package sentiment

// The language of the rules is described at ruleCompiler. High recall comes
// first: a person looks at what is flagged, and nobody looks at what is not.

// selfHarmSigns: suicide and self-harm, done, tried, thought of or feared.
const selfHarmSigns = `
kill(|s|ed|ing) {self}
suicide/suicidal/suicides/suicidality/parasuicide/unalive/unaliving
top(|ped|ping) {self}
end(|ed|ing) {own} own? life/lives
end(|ed|ing) it all
end(|ed|ing) everything
end(|ing) things ; &self
ready/going/want/wanted/gonna/about to end things
took/take/takes/taking/taken/taker {own} own? life/lives
taking ones own life
attempt(|s|ed) on {own} own? life
{want} ~1 to? die/dead ; neg
{want} ~2 be/been/were/was dead/gone/alive
{want} ~2 was/were/werent/wasnt dead/gone/alive/born/here
wish/wishing/wished ~2 never been? born
wish/wishing/wished ~3 dead
better off dead
better off without me/him/her/us
be/been/am/im dead ~1 than ; neg
{dont} want to be here/around/alive anymore/any/longer/now/tomorrow
{dont} want to be alive
{dont} wanna be here/alive ~1 anymore/any?
no longer want(|s|ed) to be here/alive/around
no longer want(|s|ed) to live
{dont} want/wanna to? live/exist/continue/breathe
{dont} want/wanna to? go/carry on ~2 living/life/anymore/this/with
{dont} want/wanna to? wake up
{dont} see/saw/seeing ~1 future 
not wake/waking up tomorrow/again
never wake/waking up
never to wake up
had not/never woken up
wish/wishing/wished/hope/hoping ~3 not/never/dont/hadnt/didnt woken/wake/waking/woke
no/any/what/whats/see/little/zero ~2 point/reason/purpose ~2 live/living/life/existing/alive
no/whats/what ~1 point ~2 carrying/going on
no/any/whats/what ~1 point ~2 being here anymore
nothing/little/not ~3 to live for
no/any/lost will to live
not/isnt/no/never/hardly worth living/carrying
life ~3 not/isnt/no/hardly worth
life ~3 unbearable/pointless/meaningless/hopeless
cant/cannot/couldnt/dont/not ~4 go/carry/keep on/going like/living/anymore/any/much
cant/cannot/couldnt ~1 take any/anymore/this/it more/anymore/longer ; &dont
cant/cannot ~1 do this anymore/any
cant/cannot ~1 cope anymore/any/with
cant/cannot ~2 live like/with this/myself
cant/cannot live anymore
tired/sick/fed/enough ~2 of/with living/life/existing/being ~1 alive?
tired/sick/enough of living/life/existing
give/giving/given/gave up ~3 life/living/everything
{want} ~2 all? ~1 to? stop/over ~2 all/end
want(|ed|s|ing)/wanting it/everything all to? stop/end/over
want(|ed|s) everything to stop/end
{cant}/to ~3 keep/keeping {self} safe
{dont} ~2 feel safe ~1 with/on/by/around/from {self}
{dont}/not/nt trust {self} ~2 alone/tonight/now/anymore
{dont} ~3 safe with/from {self}
not safe on my own
danger/risk to {self}
{think} ~2 dying/suicide/killing/harming/hurting/drowning/overdosing
{think} ~2 ending it/my/his/her/their/things/everything/life
{think} ~2 not/never being here
{think} ~2 death/dead constantly/all/daily/often/everyday/every
{think} ~4 step(|ping)/walk(|ing)/jump(|ing)/throw(|ing)/drive/driving ~3 train/bus/lorry/traffic/bridge/car/cliff/motorway/river/road/tree/wall
do/doing something stupid/silly/drastic/desperate/rash/daft/terrible
did something stupid/drastic/desperate
wont/not/shant/never ~2 be around/alive ~2 much/longer/long/tomorrow/anymore/christmas/soon/to/for/next/when
wont/not/shant be here/around/alive much/for longer/long
noone/nobody/who/no/wont/wouldnt/not ~3 care/cares/notice/notices/miss/bothered/mourn/cry ~2 if/when i/he/she ~1 died/die/dead/gone/live/lived/disappeared/disappear/vanished/wasnt/werent/was/were
if/when i was/were/am/is/wasnt/werent gone/dead/here/alive/around ~1 ; &dying
{pro}/id/hed/shed/theyd/would ~2 better if i was/were/wasnt/werent gone/dead/here/around
wrote/written/write/writing/left/leave/leaving ~2 suicide/goodbye/farewell note/letter/letters/notes
wrote/written/write/writing/left ~5 goodbye/farewell
letters/letter/note/notes ~6 goodbye/farewell
say/said/saying goodbye ~2 world/life/children/kids/everyone ; &dying
goodbye/cruel cruel? world
last/final day/night/hours on earth
i/have/had/has/got/made ~1 plan/plans ~3 tablets/pills/end/kill/die/rope/drawer/bridge/knife/it
plan/plans/planned how/where/when ~2 do/end/die
selfharm(|s|ed|ing|er|ers)
self injur(y|ed|ing|e|ious|ies)
self mutilat(e|ed|ing|ion)
harm(|s|ed|ing) {self}
hurting {self}
{want}/to/of/about/urge/urges/might/going/will/would/could/may hurt {self}
{want}/urge/urges/threatening/threatened/tell/tells/telling/told ~3 hurt/harm/injure {self}
hurt/injured {self} ~1 again/deliberately/intentionally/purposely/purpose
cut(|s|ting) {self}
cut(|s|ting) {own}/both/the ~1 wrist(|s)/arms/thighs/legs/forearms/thigh
cut(|s|ting) {own} ~1 arm/leg/stomach/wrist ~3 again/because/deliberately/purpose/to
slit(|s|ting)/slash(|ed|ing)/slice(|d)/slicing {own} own? wrist(|s)/throat/arms
started/start/starting/begun/began/back/keep/kept/still/been/keeps to? cutting again?
burn(|ing|s) {self} ; neg
scratch(|ing|es|ed) {self} ~3 bleed/bleeds/blood/raw/until/till
bang(|s|ed|ing) {own} head ~2 against/on wall/walls
headbang(|s|ed|ing)
hang(|s|ed|ing)/hung {self}
jump(|s|ed|ing)/leap/leaping/leapt off/from/out/in/under ~3 bridge/roof/building/cliff/window/balcony/car/multi/train/tower/flyover
jump(|s|ed|ing)/step(|s|ped|ping)/walk(|ed|ing|s)/run/ran/running/throw/throwing/threw/dive/diving out? in/into/under/front ~3 train/bus/lorry/traffic/trains/tube/cars
throw/threw/throwing/thrown/chuck(|ed|ing)/fling/flung {self} ~2 off/under/out/in/into/from/down/front
lie/lay/lying/laid/sit/sat ~1 on/down ~3 railway/tracks/track/motorway
drive/drove/driving ~3 into/off ~2 wall/tree/bridge/cliff/river
drown(|ed|ing)/strangle(|d|s)/strangling/suffocat(e|ed|ing)/poison(|ed|ing)/starv(e|ed|ing)/gas(|sed|sing)/shoot/shot/stab(|bed|bing)/electrocute {self}
drank/drink/drunk/drinking/swallow(|ed|ing|s) ~2 bleach/antifreeze/weedkiller/poison/batteries/battery/razor/razors/blades/blade/glass/petrol/acid
ligature(|s)/noose/nooses
overdose(|d|s)/overdosing
took/take/taken/taking/takes an? od
od/oded/oding ~2 on/again/last
took/take/taken/taking/swallow(|ed|ing)/necked/downed ~1 {bignum} ~5 tablets/pills/meds/medication/paracetamol/insulin/painkillers/antidepressants/ibuprofen/codeine/aspirin/propranolol/zopiclone/amitriptyline ; &once
took/taken/taking/swallow(|ed|ing)/necked ~1 all ~4 tablets/pills/meds/medication/paracetamol/insulin/painkillers/antidepressants
took/taken/swallow(|ed|ing)/necked ~1 whole/handful/bottle/box/packet/packets/bunch/load/loads/strip/too ~4 tablets/pills/meds/medication/paracetamol/painkillers/insulin
took/taken/swallow(|ed|ing)/necked # paracetamol/paracetamols
stockpil(e|ed|ing|es)/hoard(|ed|ing|s) ~4 tablets/pills/meds/medication/paracetamol/insulin/painkillers
saving/saved/save up ~3 tablets/pills/meds/medication/paracetamol/painkillers
driven/drove/drive/driving/pushed/pushing/push ~3 edge/brink
on the brink/edge ; &dying
at the end of my tether ; &dying
feel/feels/feeling/felt like dying
crying/cry for help
voices/voice ~4 harm/hurt/kill/die/jump/cut/end
in crisis ~4 nobody/noone/ignored/help ; neg
darkest thoughts/place/moments
dark thoughts
intrusive thoughts
pray(|s|ed|ing) ~3 die/death/dont/not/never ~3
prayed/pray/praying/hope/hoping ~2 die/death/dont/wont/never ~1 wake
starving {self}
jumped to {own} death
found/cut him/her/them hanging/hanged/down
found ~3 hanging/hanged
refus(e|es|ed|ing) to/all eat/food ~6 die/dying/death
death wish
{kin}/he/she/they/who hanged/hung/shot/drowned/gassed {self}
{kin}/him/her ~4 suicide/overdose/suicidal
ligature(|s|d)/ligaturing
scratch(|ing|es|ed)/pick(|ing)/claw(|ing)/rip(|ping) ~1 {own}/at ~1 arms/skin/wrists/face/legs ~3 bleed/bleeds/blood/raw/until/till
lost/losing/lose/no/any the? will to live/go/carry
wade(|d)/wading/walk(|ed|ing)/run/jump(|ed|ing)/throw ~2 into/in ~1 sea/river/lake/canal/reservoir/ocean/quarry
no/any/little/one ~1 reason/point/purpose to ~1 go/carry/live/get/be/continue/keep/stay ~1 on/here/up/alive
bang(|s|ed|ing)/smash(|es|ing)/hit(|s|ting) {own} head ~1 against/on/off ~1 wall/walls/floor
better/happier/relieved/glad/easier/fine ~3 when/once/if im/ill/i/hes/shes ~1 be? gone/dead
holding/counting/staring/lined/clutching/sat/sitting ~3 tablets/pills/rope/knife/blade/razor/noose/paracetamol
leave/leaving/exit this world/earth/life
on this earth/planet anymore/any
burden to/on ~2 everyone/everybody/family/kids/children/them/people/all ; neg
end(|ed|s|ing) up dead
find me dead/hanging
google(|d)/googling/googled/searching/researched/researching/looking ~3 ways/how ~2 die/kill/suicide/end
hitting/punching/biting/scalding/clawing/stabbing/injuring/poisoning {self}
{self} to death ; neg
crash(|ing)/drive/driving ~6 purpose/deliberately/intentionally
wont/not/never/if/dont/doubt ~3 make it through ~2 night/weekend/week/day/christmas
wont/not/never ~1 see/live ~1 to? ~1 tomorrow/christmas/morning/weekend/birthday
sleep and/forever/but ~2 never/not/dont ~1 wake ~1
threaten(|ed|ing|s) to jump/hang/drown/stab/od
about/wanted/want/going/ready to jump
stood/standing/sat/sitting/climbed/climbing ~3 bridge/ledge/roof/railway/cliff/tracks/parapet
{want}/going/gonna/feel/feeling/felt/like/might/tried/try/about ~2 end/ending it/myself/this
{want} ~1 disappear/vanish forever/completely
{want} to disappear
hate {self} ~4 die/hurt/cut/living/life
i ~1 hate being alive
what/whats ~2 point anymore/any
no ~1 hope left/anymore
beyond ~1 help ~4 die/end/life
cuts/scars ~2 on/all/up ~2 arms/wrists/legs/thighs
razor/razors/blades/blade ~4 arm/arms/wrist/wrists/myself/hidden/cut/cutting
nothing left for me
stop ~1 eating/taking ~6 die/dying/dead
let me die
help me die
put me out of my misery
assisted dying/suicide
dignitas
// means of suicide beside despair
{means} ; &despair
how many/much ~1 tablets/pills/paracetamol/insulin ~3 take/need/would
{want}/going/gonna/tried/try/trying/attempted/threatened/threatening ~3 do it ~1 ; &despair
tried ~1 it ~3 twice/again/before/times
note ~6 cliff/cliffs/bridge/woods/river/sea/railway
live ~1 for ~1 ; &despair
got/have/is/left ~3 to live for
world/family/children/kids/everyone/they/husband/wife ~3 better/happier/easier ~2 without me/her/him
deal/put/bother/worry ~2 with/up/about ~1 me much/any longer/more/anymore
miss me when/if
none/noone/nobody/you/will/would/wont ~3 miss me ~1 ; &despair
{cant}/sure ~4 keep/carry/going on/going ; &despair
very/so/really/extremely/too low ~6 ; &despair
end/stop/escape the ~1 pain/suffering/misery/hurt ~1 for? good/forever/permanently/all/once/myself
end my pain/suffering/misery
hate {self}/life/living ; &despair
done/finished/through/over with ~1 life/living/everything/this ~1 life?
took/taken/swallowed/swallowing everything/whatever/all/loads/whole ~4 medicine/cabinet/cupboard/bathroom/tablets/pills/box
{own} arms/wrists/legs/thighs/skin ~4 lighter/cigarette/iron/razor/blade/knife/glass/scissors
lighter/cigarette/razor/blade/glass/scissors ~6 {own} ~1 arms/wrists/legs/thighs/skin
pull(|s|ing) {own} hair out
dark thoughts ~6
rope ~6 garage/shed/tree/loft/neck/beam/attic/boot
on/off/from/over the ~1 bridge/cliff/ledge/roof/flyover/viaduct ; &despair
killed herself/himself/themselves
nobody/noone ~2 stop ~2 me/him/her from? ~2 ; &despair
said ~1 goodbye ; &despair
wont/not/never ~2 see me again/alive/tomorrow
last ~1 message/letter/goodbye/time ~6 ; &despair
lost ~2 hope/reason ~3 ; &despair
nothing/noone/nobody ~1 left/matters/helps anymore? ; &despair
drink/drinking/drug/drugging/starve/starving/work {self} to death
stopped/stop/refusing/refuse/refuses ~1 taking/take ~3 insulin/dialysis/medication/tablets ~6 die/end/over/point/anymore
give/gave up/away ~4 ghost/everything/possessions/dog/cat ; &despair
cutting herself/himself/themselves
hurt(|ing) {self} ; &despair
crisis ~8 ; &despair2
`

// threatSigns: threats by the writer, and threats that they tell of.
const threatSigns = `
{will} to? ~1 {harm} {who}/you/the/that/this/those/your/all/every/whoever/some ~1 ; neg
{will} ~3 {harm}/smash/knock/rip/break/cut/slit/blow/burn ~2 {body}
ill/ill/gonna/going/will/theyll/hell/shell/would/wanna ~2 {harm}/smash/burn/torch/blow/trash/wreck ~3 place/building/hospital/surgery/office/clinic/car/house/ward/reception/windows/desk/down
kill the lot of/off
kill/murder/shoot/stab/bomb you/everyone/everybody/them/someone/somebody/him/her ; neg
{will}/to/and ~2 kill/murder/stab/shoot/strangle/throttle/batter/punch/slap/thump/hurt/attack/beat/smash/swing ~1 for? ~2 next/one/somebody/someone/anyone/him/her/them/you/nurse/doctor/consultant/manager/driver/staff/receptionist/porter/lot/up ; neg
could/feel/felt/like/tempted/wanted/want ~2 strangle(|d)/throttle(|d)/strangling/throttling/punching/slapping/hitting/thumping/smacking/killing {who}/the/that/some ; neg
swing for {who}/that/the
knock {own}/his/your/the ~2 out/off/teeth/block/head/lights
knock/smack/punch/kick(|ed|ing)/smash ~1 {own}/his/your/their/the ~1 {body} in/out/off ; neg
punch(|ed|ing)/smack(|ed|ing)/slap(|ped|ping)/headbutt(|ed|ing) ~2 {own}/his/him/her/the/a ~1 nurse/doctor/staff/face/receptionist/carer/mouth/paramedic
wring/wringing/break/breaking/snap/snapping {own}/his/your/that ~2 neck/legs/arms/fingers
break {own}/his/your legs
beat/kick/knock/smash/punch/batter seven? ~1 the? ~2 living? daylights/shit/crap/hell/bells out
beat/beating/smash/sort/sorted/mess him/her/them/you/me/that ~2 up/out ; &menace
sort {who}/that ~2 out
going/gonna/will/get ~4 brothers/lads/boys/mates/family ~2 sort/round/down/on
threaten(|ed|s|ing) ~2 me/him/her/them/us/my/staff/the/to/a/with/by/behaviour/manner/way/messages/language/violence/nurse/patients/patient/other/everyone/another/others ; neg
was/were/been/being/felt/feel/feeling/get/got threatened ; neg
threatened by/with/because/when ; neg
threat(|s) ~2 to/of/from/against/made/towards ~2 me/us/staff/him/her/my/violence/life/them/kill/harm/hurt/family/nurses/patients/take/remove
mak(e|es|ing)/made/receiv(e|ed|ing)/gets/death/verbal/physical/violent/issued threats/threat
menacing/intimidated/intimidating/intimidate/intimidates/intimidation ; neg
felt ~1 unsafe ~4 patient/patients/man/aggressive/violent/drunk
aggressive/violent/abusive/threatening/hostile ~1 patient/patients/visitor/visitors/man/men/towards/toward/behaviour/to/drunk/drunks
lung(e|ed|ing) at
attacked/assaulted/punched/kicked/headbutted/spat/bitten ~1 by/at/a/the/me/another ~1 patient/patients/visitor/man/staff/nurse/drunk/resident
attacked/assaulted/punched ~1 staff/nurse/nurses/paramedic/doctor/me
spat ~1 at/on
knife/gun/blade/machete/hammer/bat/axe/crowbar/petrol/matches/firearm/shotgun ~6 bring/come/coming/back/waved/threat/threaten/threatened/bag/stab/next/time/pulled/carrying/pocket
bring/brought/bringing/carry/carries/carrying/carried/pull/pulled/waved/waving/wave/have/has/had/got/with/come/back ~3 knife/gun/blade/machete/axe/bomb/petrol/firearm/shotgun/bottle ; &menace
a/broken/smashed bottle ~2 at/in/glass
with/and ~1 petrol ; &menace
set/sets/setting/put ~2 fire/light/match to/on ; neg
burn(|s|t|ed|ing)/blow(|n)/torch(|ed) ~3 place/building/hospital/surgery/clinic/office/unit/department/lot/house ~1 down/up? ; neg
burn ~6 down/ground
blow up/the ~3 hospital/place/building/surgery/up
bomb ~2 place/hospital/building/surgery/threat/clinic/lot
plant a bomb
smash(|ed|ing)/trash(|ed|ing)/wreck(|ed|ing) ~1 place/windows/ward/reception/car/cars/office/up/surgery/building/desk ; &menace
smash the ~1 place/windows/surgery/office up?
deserve(|s|d)/need(|s|ed)/want(|s) ~1 a/to? ~2 bullet/shooting/slap/smack/punch/kicking/beating/hiding/thump/hammering/hanging/stringing ; neg
want/needs/need shooting/hanging/stringing/putting ~1 down/up?
should/ought ~2 be shot/hanged/hung/strung/killed/beaten/stabbed
hope/hopes/hoping/wish ~4 dies/die/rot/rots/suffer/suffers/burn/burns/cancer/killed/crash/crashes
rot in hell
want(|s)/wanted/wish/like ~3 {staff}/him/her/them/you ~1 dead/hurt/killed
{harm}/{harmed} ~1 somebody/someone/anyone/people/somebody ; &menace
someone/somebody/people/staff/one/they is/are/will/gonna/going/s/could/might ~2 to? get/gets/be/end hurt/killed/stabbed/injured/punched/battered
going/gonna/will/might ~1 hurt/kill/stab/punch/attack someone/somebody/people/anyone
watch {own}/his/your/their back/backs/step ; &menace
watch your/their/his/her back/backs
sleep with one eye open
look over ~1 shoulder
know/knows/find/found ~2 where ~2 {pro}/you/that ~2 live/lives/works/work/parks/park
know where ~4 live/lives/parks/park
know what car/school/street/road
know which car/house/street
follow(|ed|ing) {who}/the ~3 home/car/park/work
waiting/wait ~5 car/outside/car park/park ~4 shift/finishes/finish/for/work
be waiting for {who}/you/the
meet/see/catch/get {who}/you/that ~1 outside/alone/alley/dark
outside work ; &warn
hunt(|ed|ing) {who}/you/them/the ~1 down
track(|ed|ing) {who}/you down
find/come/coming/came ~1 and? ~1 {who}/you ; &menace
make me come ~2 find/down/there
come/coming/came down/round/over/back there/here/and/with ~4 sort/smash/punch/kill/show/teach/petrol/knife/gun/lads/brothers
coming/come ~2 for you/him/her/them/all ; &menace
days are numbered
be sorry ~2 if/when/for ; &menace
you/youll/theyll/hell/shell/they will? ~1 be sorry ; neg
youll/theyll/hell/shell/will ~1 regret this/it ~1 ; neg
you/youll/they/he/she will/ll? regret this/it/that
youll/hell/theyll/shell/will ~1 pay for this/it/that/what
make/making ~2 pay/suffer for/like ; &menace
make sure ~3 suffers/pays/pay/suffer
get/getting {own}/my revenge/own back
revenge/vengeance/retribution
take/taking/took ~1 matters/law ~1 own? hands
take/taking the law into
matters into my own
last/final/only warning ; neg
next time ~6 fists/knife/blood/wont/not ~2 words/fists 
next time it wont
or else ~3 ; &menace
blood on ~2 hands/floor/walls
be blood ~4
there will be blood/trouble/violence/consequences
going to be/get trouble/nasty/violent/ugly ; &menace
turn/turned/getting/got/get violent/nasty/ugly/aggressive ; &menace
stalk(|s|ed|ing|er)
harass(|ed|es|ing|ment) ~2 staff/me/nurse/midwife/by/her/him
blackmail(|ed|ing)
hold(|ing)/held ~3 hostage/knifepoint/gunpoint
hit/strike/struck/slapped ~1 me/him/her ~3 if/again/unless ; &menace
said/says/shouted/shouting/swore/telling/told/shouted ~5 kill/stab/strangle/batter/shoot/smash/punch/slit/bomb/murder/burn/swing ~3 {who}/you/staff/somebody/someone/face/throat/her/place/nurse/him ; neg
slit ~1 throat
strangle/throttle that/the/him/her/this ; neg
put(|ting) ~1 {who}/me/you/us in hospital/ground/grave/box
have/had {who}/me/you ~1 sorted/done/killed/shot/hurt ; neg
do ~1 time for {who}/that/you
fight/scrap/square ~2 staff/nurse/patients/doctor/security/outside ; &menace
bullet ~3 head/post
shot/stabbed/killed if/unless
smash {own}/his/her/your/their/that ~1 {body}
fists ~4 ; &menace
someone/somebody/one/people/they ~4 end/get/getting/be/gets/going up? ~1 getting? hurt/killed/stabbed/battered/injured/punched ; &warn
wait/waiting/lurking/hanging ~1 for/on/by/around {who}/you/the/his/her ~3 outside/after/car/door/gates/home
{will}/next/gonna ~4 throw/chuck/put/launch/hurl/shove ~5 at/through/up/over/down ~2 {who}/you/your/his/window/windows/wall/head/face/throat/stairs
brick/bricks/stone ~3 window/windows/head
throw(|s|n)/threw/throwing/chucked/hurled/hurling ~3 at ~2 staff/nurse/nurses/doctor/paramedic/patient
make/making/made {who}/you/them ~1 pay/suffer/sorry/regret
matters ~2 {own} own? hands
blow/blowing/blew ~3 surgery/hospital/place/building/clinic/lot/you/unit/office/ward ~1 up?
knock/flatten/lay/deck/floor/take {who}/you/him ~1 out/flat/down ; &warn
violent/violence/violently ; neg
{want} ~3 she/he/they/him/her/them/you/doctor/nurse/manager was/were/is/be? dead/gone
{harm}/visit ~1 my/your/his/her/their/our ~1 family/children/kids/wife/husband/mother/daughter/son/dog/mum/baby ; &warn
slash/slashed/slashing/key/keyed/keying/torch/torched/damage/damaged/smash/smashed ~3 tyres/tires/car/windows/window/van/door/bike
wav(ing|ed|es)/brandish(ed|ing)/swing(ing|s)/swung/wield(ing|ed)/armed/grabbed/picked/holding/had/has/got/carrying/carried/producing/produced/pulled/pulling ~3 {weapon} ; &hostile
weapon/weapons
armed with
dies so will/do/are
if ~4 dies/happens/harmed/hurt ~6 you/youll/ill/will/responsible/pay/dead ; &warn
if anything/something happens to ~4 {harm}/you/youll/ill/will/responsible/pay
could ~1 {harm} {who}/that/you/the ~1 ; !jest
im/am warning ~1 you/them/him/her
be/youve warned
you have/ve been warned
mark my words
dont push/test/mess me/with ~1 me?
not joking/kidding/messing ; &menace
set(|ting|s)/put ~4 alight/fire/ablaze ; neg
arson
acid ~3 face/throw/attack
throw acid
lynch(|ed|ing)
finish/finished {who}/you off
do {who}/you in
something/things bad/nasty/terrible ~2 happen/happens ~3 ; &warn
get/getting/gets what ~1 coming/deserve/deserves ~2
come/comes/coming to ~1 getting? what
what goes around comes
coming for ~1 you/him/her/them
dead man/meat
youre/hes/shes/you dead ; neg
better/best ~2 look/watch/watching/sleep/run/hide ~2 back/out/over/eye ; &warn
teach {who}/you/them ~1 a lesson
lose ~1 temper/rag/control/it and/with ~3 ; &menace
snap and ~3 ; &menace
rip/tear/pull/cut ~1 {own}/your/his ~1 head/heart/throat/eyes/arms/tongue/balls
stamp(|ed|ing)/stomp(|ed|ing) on ~2 head/face/him/her/them
spit/spat/spitting ~2 face/at
square(|d)/squaring up to
got/get/was/right in {own}/my/her/his face
raised ~2 fist/fists/hand ~3
swung/swinging ~1 at/for a? ~2
corner(|ed|ing) me/her/him/us
followed ~1 me/her/him/us ~3 home/car/toilet/corridor/out/around
pestering/harassing/harassed/stalked/stalking
{said} ~3 be/come/coming/came back ~3 with ~2 mates/brothers/lads/knife/gun/bat/friends/family/cousins/dogs/petrol
com(e|ing) back with ~3 bat/mates/brothers/lads/friends/cousins/knife/gun/dogs/petrol/hammer
knife/gun/machete/axe/hammer/blade/petrol ; &menace2
baseball/cricket bat ; &menace2
knife/machete/blade/gun ~3 down/in/up/under ~2 sock/sleeve/bag/coat/jacket/trousers/belt/pocket/pillow
pull(|ed|s|ing) ~1 out? a ~1 {weapon}
swung/swing/threw/throw/thrown/launched/hurled ~2 punch/punches/chair/drip/stand/tray/cup/jug/bottle/table/stick ~6 ; &target
threw/throws/threw/hurled/launched ~6 at ~1 {target}
through a/the wall/window/floor ; &warn
lined/line up and? ~1 shot/shoot
be shot/hanged/strung/horsewhipped/flogged/lynched
getting/gets/get it/whats ~1 ; &menace3
going to get it ; &menace3
which school/house/street/road/car/bus ~2 kids/children/he/she/they/you/his/her/family ; &menace3
know(|s)/found/find ~2 which/what ~1 school/car/house/street/road
smother(|ed|ing)/suffocate/poison/drown/gut/skin/bury/end/destroy/ruin/finish/break me/him/her/you/them/that ; &warn
{said} ~2 would/will/shed/hed/theyd/ill/id ~1 smother/suffocate/strangle/kill/hurt/torch/burn/stab/batter/bury/finish/slash/attack ~1
make me/him/her/them/you sorry
you/youll/theyll/hell/shell see ~1 what happens/if ; neg
see what happens to/if/when/next ; &menace3
happens to you
enemy ~3 wrong family/person/man/people
wrong family to
messed/messing/mess/picked/picking/crossed ~1 with/on? ~1 wrong person/man/family/woman
you/they dont/wont know ~1 who ~1 {pro}/youre/theyre ~2 dealing/messing
ill have him/her/them/you/that ; !jest
hope ~2 run/runs/ran/knocks ~2 over/him/her/you
runs/run/knock/knocks him/her/them/you over ; &menace3
torch/firebomb/petrol ~2 place/building/house/car/surgery
threatened ~2 by ~3
felt/feel/feeling ~2 threatened ; neg
`
