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
{dont}/cant/see/no/not ~3 point/reason/use ~2 carrying/going/living/being/existing/trying ~1 on/here/alive/anymore
{want}/could/could/just ~3 disappear/vanish ~1 ; !lost2
better off ~1 not ~1 here/alive/around/living
breaking point ~8 ; &despair
{cant}/nobody ~6 help/cope ~6 die/dying/end/kill/suicide
death/dying would/will/might/is ~2 relief/better/easier/kinder/release/answer/escape
rather/prefer/welcome/welcomed ~1 death
`
