package sentiment

// moreGrammarClasses are the classes that only single rules need.
const moreGrammarClasses = `
secretive = help please need know wrote scared secret married marry
kinorcare = carer carers husband partner dad mum stepmum stepdad foster wife son ward resident residents home he she
fear2     = scared afraid frightened alone leave begged crying
teens     = # fourteen fifteen sixteen thirteen clinic school daughter girl sister
childhood = child children kids kid boy girl lad baby toddler twins nephew niece grandson granddaughter son daughter
menaces   = you he she him her them his your their dr doctor nurse receptionist consultant manager driver somebody someone
waited2   = waiting lost delay delayed letter referral appointment wait months weeks missed tray
unkind    = late refused refuse laughed rude ignored never wouldnt wont not cant turned rolled mocked told because said
`

// grammarThreat widens threatSigns.
const grammarThreat = `
what im/i capable of
{dont} know ~2 who/whom ~2 dealing/messing with
nothing/nowt ~1 left? to lose
come/coming/came/turn/be ~2 armed/tooled
you/youre/your ~1 are? ~1 all dead
youre dead ; !joy
stay/keep away ~1 from my/our/me ~4 or
touch/touches/hurt/hurts/upset/upsets/speak/speaks ~4 again and/or ~2 ill/you/youll/i/wont
{future} be? wait(|ing) ~2 for ~1 her/him/them/you ~4 work/shift/car/carpark/outside/park/home/night/door/entrance/dark
{future} be waiting ~2 staff/back/outside/gate/gates
let me/us catch you/him/her/them
catch/get/got/see/meet/find you/him/her ~1 alone/outside/own
alone with ~1 you/him/her/that/them ~2 ; &anger2
minutes alone with ~1 him/her/that/them/doctor/dentist/consultant/nurse/surgeon
price/bounty on his/her/your/their head/heads
with/has/have/got your/his/her/their name/names on ~1 ; &weaponry
taste of his/her/their/your own medicine
deal/sort/settle ~2 him/her/them/it/this ~1 my/our way/self/myself
deal/sort/settle ~2 him/her/them/this ~1 myself/ourselves/properly/outside
family/brothers/cousins/lads/mates/boys will ~1 settle/sort/deal/handle/visit/find
not the? police ~1
be a? shame if
shame if ~4 happened/had/lost/burned/burnt/caught/tyres
your/his/her/their/youre day/time/turn is ~1 coming/up/near
dog has its/his day
you wont/will/shant/never ~1 work/walk/breathe/smile/laugh/see/talk ~1 again
make sure ~1 he/she/they/you ~1 never
he/she/they/you ~2 never works/walks/breathes/smiles or/again
wish ~2 never ~1 born
better/best hope/pray ~5 i/we/never/not/dont/you/me/working ; !weather
hope i/we never/dont ~1 meet/see/find/catch/bump
look(|ing)/check(|ing)/checks under ~2 car/bed
looking over ~1 shoulder(|s)
watch ~1 your/his/her/their back(|s)/step
watch what i/you/he/she ~1 eat/say/do if
sleep ~1 while ~1 can
sleep/open ~2 one eye
keep/keeps/carry/carries/have/has/got/bring/bringing/own/sharpening ~1 a/my ~1 {weaponry} ~3 ; !pricey
shotgun licence
not/isnt/aint/wasnt/nor/im ~1 scared/afraid/frightened of ~1 prison/jail/police/court/consequences
been inside before
{future} put ~2 you/him/her/them/one/doctor/nurse/someone/somebody/that ~3 hospital/ground/coffin/morgue/grave/wall/window/ambulance/floor/bed
be the one in ~1 hospital/coffin/grave
put one/two/a ~2 doctor/nurse/man/bloke/receptionist/fella ~1 in ~1 hospital
next time ~6 head/face/fists/knife/police/blood/hit/hitting/regret/gun/kill/hurt/swinging/swing ; !joy
next time ~3 wont/not ~1 be ~2 talk/talking/words/nice/polite/warning/asking
start/starting/starts breaking/smashing/hitting/swinging/throwing
break/smash/wreck/destroy/trash ~1 everything/place/windows/window/things/joint/fingers/wrist/wrists/legs/neck/jaw/skull/arms/nose/teeth
snap/break/crush ~1 your/his/her/their ~1 fingers/wrist/neck/legs/arm/arms/jaw/spine/nose
going/gonna/will/coming to? ~2 pay ~1 you/him/her/them/this/that ~1 visit
going/gonna to? pay ~1 a visit
hold/holds/bear ~1 grudge/grudges
eye for an? eye
run ~3 cant/cannot hide
floating/float/found ~1 in ~1 canal/river/ditch/lake
special place ~6 send/hell
place in hell
get/gets/getting/be ~1 trashed/torched/smashed/firebombed
go/going/goes up ~1 nicely/flames/smoke/bonfire
while ~2 still got/have ~1 legs/teeth/arms/eyes/face
no/slash(|ed)/slashing/flat ~1 tyres
i/can/will/ill/we find/found/track ~1 him/her/them ~1 easy/easily/myself/home/street/and
easy to? find/found ~1 you/him/her
know/knows/seen/found/told ~3 where you/she/he/they ~1 work/live/lives/park/parks/works/drink/drinks/sleep
know/knows/got/have/has his/her/your/their ~1 face/car/address/routine/number/plate/reg ~1 now/and/so/too/down
know/knows/seen ~2 what ~1 car she/he/you/they
which school ~2 kids/children
follow/followed/following ~1 her/him/you ~2 home
hope ~3 cameras ~2
hope you/he/she/they ~1 rot/die/burn/suffer/choke/chokes/chokes/dies/suffers/crash/crashes
come/coming/turn ~2 in numbers/force
bring/bringing/come/coming/back with ~1 my/our ~1 brothers/brother/cousins/mates/lads/family/sons ~3 ; !goodwords
do/doing something ~2 bad/crazy/terrible ~2
ruin/ruining/destroy/end ~1 your/his/her/their ~1 life/lives/career
make ~1 your/her/his/their lives/life ~1 hell/misery/miserable
you/they/he/she/trust have/has/got until ~2
wont/not be talk/talking/flowers/laughing/smiling/chatting
none/nobody/noone of you ~2 laugh/laughing/smile/smiling
wont/not be smil(e|ing)/laugh(|ing)/clever ~2 when
not/aint/isnt going ~2 be ~1 so clever/smug
fists/fist/knuckles/boot/boots/bat ~3 talk/talking
throw/threw/chuck(|ed)/launch(|ed) ~1 chair/bottle/brick/table ~8 head/time/at/window
people/men/folk get/been/got shot/stabbed/killed/hurt for
wait/just till/until ~1 i/we see/find/get/catch/meet ~1 her/him/them/you
blood ~2 on ~1 streets/walls/floor/carpet/hands ~3 ; &will
be/there blood ~1 if/when/unless/on
bullet/bullets/knife/blade ~2 cheap/in/for/through ~2 {menaces}
revenge ~2 on
swing/swung ~1 for ~1 him/her/them/you
want(|s)/needs/need/deserves/wanting ~1 shooting/hanging/stabbing/slapping/battering
needs/wants/deserves/giving/give/get/gets/getting ~2 good/proper ~1 kicking/hiding/beating/slap/thumping
{future} ~3 burn/torch/smash/blow/firebomb/petrol/trash/wreck/bulldoze ~3 place/building/clinic/surgery/hospital/down/ground/up/car/house/office/windows/unit
burn/burned/burnt/burning ~3 ground/down ; !cream
bite/kick/punch/headbutt/hit/stab/slap/smack/thump/bottle/glass/deck/batter/lamp/clobber ~1 next/first nurse/doctor/person/one/member/receptionist
{future} ~2 {harm} ~3 {menaces} ; !jest
run/running/drive/driving ~2 her/him/them/you/van/car ~1 over/down/through/into ; &will
take something/someone/somebody ~1 from you ; 
you/doctor/he/she ~2 loses/lose ~1 life ; &will
meet ~1 maker
wrong family ; &anger2
messed/mess/messing/picked/crossed/upset ~2 with? ~1 wrong ~1 family/person/man/woman/one
mark my words ; !goodwords
my/our words ~3 warning
you/youve been warned
what i do to ~2
i get even
teach(|ing)/taught/teaching ~3 lesson ~6 forget/hard/man
not/wont/cannot be ~1 responsible for ~1 my/his/what/our ~1 actions/do/does/happens/temper
hold/holding ~1 him/her/them/me/husband back ~3 ; &anger2
`

// grammarHarm widens clinicalHarmSigns.
const grammarHarm = `
{med} ~4 meant/intended/for ~2 bed/another/man/lady/woman/opposite/someone/somebody/else/elses/next
{med} ~3 belonging to ~2
gave/given/giving/had/got/took ~3 lady/ladys/man/mans/womans/patients/neighbours/bed/door/doors ~3 {med}
names/name ~3 on ~1 label/drip/bag/chart/wristband ~6 wrong/another/someone/elses/not ; neg
label/drip/chart/wristband/notes ~3 another/wrong/someone/somebody/elses/else ~2 name/patient/mans/womans/names
{many}/# ~1 units/mg/ml/times ~3 instead/rather/than
{many}/# times ~1 dose/strength/amount
adult/double/triple/wrong/twice/full/extra dose(|s)/strength
{med} ~2 twice/double ~6 ; &bigharm
{med} ~5 stopped/missed/forgotten/omitted/forgot/late/changed/switched/swapped ~8 {bigharm}/hospital/stroke/fits/froze/frozen
stopped/missed/forgot/forgotten/omitted/changed/switched/swapped/without ~4 {med} ~8 {bigharm}/froze/frozen
kidney(|s)/liver/organ(|s)/lungs ~2 fail(|ed|ing|ure)/packed ~1 ; &failed
organ/kidney/liver/renal failure ; neg
ventilator/lifesupport ; !goodwords
on life support ; !goodwords
appendix/gallbladder/bowel/ulcer/aneurysm/ectopic/cyst/tube/spleen/waters ~3 burst/exploded/ruptured/perforated ; &failed
cut/took/taken/take/removed/whipped ~2 out ~2 healthy/good/wrong/perfectly
removed/cut/taken ~2 for nothing/error/mistake/unnecessarily
needle/tool/drill/instrument/forceps/clamp/wire/tip/screw/guidewire/file/blade ~2 broke/snapped/slipped/left ~4
clamp/instrument/swab/gauze/wire/needle/guidewire/scissors/sponge/something ~2 left ~1 in/inside/behind
left ~2 clamp/instrument/guidewire/screw/something ~2 in/inside/behind ~2 me/him/her/abdomen/stomach/my
tube/lead/line/camera/screw/needle/drill/catheter/wire ~5 lung/wall/artery/spine/bowel/nerve/bladder/jaw/windpipe/sinus
had/was/she/he arrested ; &failed
cardiac arrest ; &blame
lost/losing/lose {own}/half ~2 {hurtbody} ; !founditems
lost it/his/her/my ~2 below/above
lost {own}/a ~1 little/baby/unborn/only/first ~1 girl/boy/son/daughter/one ; !comfort
foot/leg/toe/toes/finger/fingers/arm ~4 black/purple/gangrene/dead ; &failed
never work/walk/speak/see/hear/talk ~1 again/properly
cant/cannot/couldnt/unable/no ~1 to? walk/speak/talk/see/hear/feel/swallow ~6 because/since/after/now ; &blame
told/said/kept/saying/thought/called/blamed/put ~7 {nothingmuch} ~9 was/turned/is/its/actually/had ~3 {gravesick}
was/is/its ~2 {gravesick} ~2 not ~2 {nothingmuch}
not ~2 {nothingmuch} ~3 was/but ~2 {gravesick}
only/just ~1 {nothingmuch} ~4 but/it/was/turned/actually ~3 {gravesick}
blamed ~3 {nothingmuch} ~8 {gravesick}
dismissed/treated/mistaken/brushed/fobbed ~3 as/for/with/off ~4 {nothingmuch} ~8 {gravesick}/ruptured/burst/emergency/died/theatre
{gravesick} ~3 mistaken/dismissed/treated/diagnosed ~2 as/for ~2 {nothingmuch}
all in ~1 head ~8 was/turned/found/diagnosed ; neg
{many}/# ~1 appointments/visits/doctors/times/trips/gps/attempts ~5 before/until/till ~6 found/spotted/diagnosed/noticed/realised/scanned/cancer/tumour
{many}/# years/months/weeks/days ~6 was/turned ~2 {gravesick} ; neg
read/reported/misread ~4 clear/normal/fine/negative ~9 {gravesick}/need/hysterectomy/wrong/stage/surgery
missed/overlooked/ignored ~4 {gravesick}/bleed/break/fracture/dislocat(ed|ion)/hip/signs ; &bigharm2
missed/overlooked ~3 by/on ~1 111/doctor/gp/scan/hospital/midwife/# ; &gravesick
{gravesick}/defect/fracture/dislocation/bleed ~4 missed/overlooked/undetected/unnoticed ; neg
never/not/nobody/noone/didnt ~3 saw/see/spotted/spot/notice/noticed/picked/read/checked/check/acted/act ~4 defect/bleed/allerg(y|ies)/potassium/clot/tumour/sats/pulse/obs/sheet/heartbeat/sugar/oxygen
potassium/oxygen/sugar/sats/sodium/pressure ~8 nobody/noone/never/not ~2 acted/noticed/checked/rouse/did
{kin} ~1 would/could/should/might ~1 still? be ~1 alive/here ; neg
would/could/should/might still be here/alive/with ; neg
still be here/alive ~3 if/had
if/had ~1 they/you/he/she/someone/anyone/somebody ~1 had? listened/acted/checked/bothered/believed/looked/scanned/come ~2 ; neg
had they/she/he/anyone/someone listened/acted/checked/scanned/come
too late for ~1 {kin}/him/her
by then/now ~3 too late
then/already/was/far ~1 too late ~2 for/to ~1 save/him/her/{kin}
by the time ~8 gone/dead/died/stroke/done/blue/cold ; !comforted
coroner(|s)/inquest/mortuary/postmortem ; !comforted
plan(|ning)/arrang(e|ing)/organis(e|ing) ~2 funeral ; !comforted
funeral ~2 is/was ~1 on/monday/tuesday/wednesday/thursday/friday ; !comforted
under ~1 sheet ~2
home/out/left/leave/back in a box/coffin
end of him/her/dad/mum/them/it ; &failed2
never came round/home/out/back ~4 procedure/operation/surgery/theatre/minor/routine
went/walked/came/goes/admitted ~2 in ~6 came/left/went/leave/coming ~3 box/coffin/wheelchair/without/blind/unable/dead/disabled
empty cot/nursery/crib/pram
baby ~2 stopped moving/breathing/kicking
no heartbeat ; !comfort
baby/she/he/son/daughter/twin/dad/mum/it did not/didnt survive
baby/she/he/son/daughter/twin/dad/mum didnt survive/make
turned/sent ~1 away/home ~8 passed/died/dead/sheet/gone/stroke/attack/arrested
guess the rest
lying/lain/laid/on ~2 floor ~2 since/all/for ~2 #/hours/night/morning/{many}
slip(|ped)/fell/slid/fall/dropped/tipped out ~1 of/from ~1 sling/hoist/bed/chair/wheelchair/trolley/commode ; neg
hoist/sling/strap/rail/brake(|s)/lift ~2 gave/broke/snapped/failed/wasnt/werent ~4 {weak}/patient/on/way/dropped/fell
dropped ~3 baby/newborn/him/her/mum/dad/patient
{weak}/baby/newborn ~3 dropped ~2 on/onto/by/from/during
smashed {own} ~1 face/head/hip/teeth/nose ; &inside
burns/burn/burnt/burned/scald(|ed|s) ~2 on {own} ~1 chest/leg/legs/arm/back/face/hand/skin ~4 from/off/because ; neg
permanent/lasting/lifelong ~1 limp/scar/scars/damage/pain/injury/disability/brain
felt/feel/feeling/awake ~3 knife/scalpel/cut/cutting/blade ~2 ; &procedure2
anaesthetic/anesthetic/epidural/block/sedation ~2 didnt/did/failed/not ~1 work/take/hold
scratched/damaged/burnt/burned/tore/torn/nicked/pierced/perforated/severed/punctured/crushed {own}/an/a/the ~1 cornea/eye/nerve/artery/bowel/bladder/liver/womb/lung/vein/spleen/tongue/kidney
something ~1 tore/snapped/ripped/cracked ; &failed2
set/plastered/pinned/healed/stitched ~1 crooked/wrong/wonky/badly
rebroken/rebreak ; 
stitches/sutures/staples ~4 left/burst/months/infected/apart ~4 ; &failed3
wound/scar/incision/stitches/section ~3 opened/burst/split/septic/apart/abscess ; &failed3
fed/food/feeding/drink ~6 nil ~4 choked/aspirated/lungs
aspirated/choked ~6 nobody/noone/sat/fed/nurse/food/feeding/alone
bleach/disinfectant/cleaner ~2 in/into/instead ~2
{many} ~1 different? doctors/gps/wrong ~6 wrong ~4 {bigharm}/amputated/foot/leg
spread to {own}
tumour/cancer/lump/mass ~6 size/grown/spread/bigger/doubled ; &waited2
lost/lose/losing/mislaid/binned {own} biopsy/sample/samples/specimen/slides
referral/results/result/letter/scan/biopsy ~4 never/lost/sat/missing/late/delayed/forgotten ~8 {gravesick}/spread/lost/blind/died/stage
wrong ~1 leg/arm/side/eye/knee/hip/tooth/foot/hand/ear/kidney/breast/lens/baby/blood/{med}/valve/operation/limb/finger/vaccine ; neg
wrong ~1 patient/person/chart/notes/label ; &med
epidural/spinal/operation/procedure/surgery/birth/delivery/section/injection ~2 went/gone/goes ~1 wrong/badly
now/ended/left/i/he/she/will ~3 need/needs/has/have/wear/wears/with ~2 bag/stoma/catheter/hysterectomy/transplant/dialysis ~2 ; &failed
bag/catheter/stoma/limp/tubes for life/ever/good
allergic/allergy ~4 again/yet/still/red/band/notes/anyway/despite/although/ignored ; !checked
anaphyla(xis|ctic) ; &failed
dead for ~2 hours/day/days/hour
no/not/nobody/without ~2 pulse/obs/observations/checks ~3 night/hours/day/done
alarm ~2 switched/turned/off/ignored/silenced ; &weak
crash/cardiac/resus team ~3 couldnt/didnt/late/never/locked
wrong/different street/address/house/postcode ~8 gone/died/dead/late
what was ~2 done ~2 first time
back to theatre ~4 
should have been ~2 day/routine/simple/minor/straightforward ~8 {bigharm}/weeks/ventilator/bag/intensive
{bigharm} ~8 should/supposed ~2 have? ~1 been? routine/simple/minor/day
supposed to ~1 be ~1 routine/simple/minor
died/gone/dead ~2 #/two/three/four/five/eleven/ten/six ~1 days/hours/weeks/months later
# days/weeks/hours ~1 later ~4 {bigharm}/planning/dead/gone
two/three/four/five/six/ten/eleven days/weeks/hours ~1 later ~4 {bigharm}/planning/dead/gone
multi organ
fitted/seizures/seizure ~6 {many}/# times ~2 ; &failed
by mistake ~6 ; &med
mistake ~4 {med} ; neg
pharmacy/chemist/pharmacist/nurse ~3 wrong/mistake/mixed/someone/strong ~4 {med}/ones/strength/box/bag
cancelled/wrong/late ~6 ambulance ~6 died/gone/dead/late
ambulance ~4 took/hours/late/cancelled/never/wrong ~9 died/gone/dead/stroke/late
`
