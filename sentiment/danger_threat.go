package sentiment

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
know/knows/find/found ~2 where ~2 {pro}/you/that ~2 work/live/lives/works/parks/park
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
feel/felt/feeling ~1 like smashing/burning/killing/hurting/hitting/attacking/strangling/punching/throwing/bombing/shooting/breaking ; neg
smashing up ~2 place/reception/ward/surgery/hospital/desk/office
bring/bringing/brings ~3 mates/brothers/lads/boys/cousins/dogs/uncles/gang ; &menace3
wav(ing|ed|es)/threaten(ed|ing)/swinging/swung/hit/hitting/brandish(ed|ing) ~6 stick/chair/crutch/zimmer/crutches/pole/scissors/frame
could/will/going/might/about ~1 kill/hurt/murder/punch/hit/stab someone/somebody/anyone
watch out ~3 when/if/leave/outside/after
{not} be ~1 so? polite/nice/calm/quiet/responsible/friendly/gentle ~2 next/if/again/for/what
next time ~6 wont/not ~2 polite/nice/calm/quiet/friendly
knife/hammer/bat/axe/brick/gun to ~1 {who}/that/the/his/her/your
pay for what ~6 ; neg
shut {who}/me/you/us up for? good/permanently/forever/ever
`
