package sentiment

// clinicalHarmSigns: harm done by care, or by its absence. A fall at home, a
// heart attack that the crew came to, or a peaceful death is none of that.
const clinicalHarmSigns = `
wrong/incorrect/outdated/expired ~2 {drug} ; neg
someone/somebody elses/else ~1 {drug} ; neg
another/other/different patients/patient/persons/person/ladys/mans/womans/lady/man ~1 {drug} ; neg
{drug} ~4 meant/intended for someone/somebody/another/other/different ; neg
{drug} ~3 was/were ~1 wrong/incorrect ; neg
given/gave/give/giving/injected/prescribed/dispensed/administered/got ~3 another/other/different ~2 patients/persons/mans/ladys/womans ~2 {drug}/notes/records
given/gave/give/giving/injected/prescribed/dispensed/administered ~4 wrong/incorrect ; neg &medword
prescri(bed|bing|be|ption)/medication/drug/dosing/dosage/dispensing ~1 error(|s)/mistake(|s)/mix/mixup ; neg
wrong ~1 leg/knee/hip/eye/arm/foot/side/kidney/breast/tooth/teeth/finger/ankle/limb/patient/baby/operation/procedure/diagnosis/site/shoulder/hand/ear/toe/organ/vein/scan ; neg
wrongly diagnosed/prescribed/treated/given/medicated/discharged/removed ; neg
wrong diagnosis
gave/given/give/giving/prescribed/administered/injected/fed ~8 allerg(ic|y|ies) ; neg
allerg(ic|y|ies) ~8 gave/given/give/giving/prescribed/administered/ignored/anyway/fed ; neg
allergic reaction ~6 because/after/to/nobody/noone/given/gave ; &given
anaphyla(xis|ctic) ~8 because/after/given/gave/nobody/ward/drug/they ; &given
{many}/double/triple/twice/quadruple ~2 times? ~3 dose/doses/strength/amount ; &given
times the ~2 dose
double/wrong/triple strength/dose/dosed ; neg
too much/many ~2 morphine/insulin/medication/sedation/sedative/warfarin/anaesthetic/oxygen/fluid/opioid/potassium ; neg
overdosed/overdosing him/her/me/them/my/our/the
overmedicated/oversedated
{drug}/tablets/insulin ~5 not/never/wasnt/werent/havent ~2 given/administered/prescribed ~4 for/days/day/hours/seizure/seizures/fit/fits
{drug} ~3 missed/forgotten/omitted/stopped ~8 because/seizure/seizures/collapse/collapsed/days/hours ; neg
not/wasnt/werent/never given ~2 {own} ~4 {drug} ; &gravely
missed/forgot/omitted ~4 insulin/epilepsy/parkinsons/heart/anti/antirejection/blood ~2 {drug} ; neg
parkinsons ~6 late/missed/not/never/without
fell/fallen/fall/falls/falling/slipped/slip/tumbled/rolled ~2 out/off/from/of ~3 bed/trolley/chair/commode/toilet/hoist/wheelchair/stretcher/couch/table/ramp/ambulance/gurney ; neg
had/have/having/another/suffered/two/three/several/multiple/bad/nasty/unwitnessed/serious fall/falls ~6 {wards}/bed/trolley/inpatient/care/chair/shower ; neg
fell/fallen/falls/fall/slipped/tripped/collapsed ~5 in/on/at/outside/inside/by the/your/this/our ~2 {wards}/shower/stairs/steps/entrance/loo/xray/scanner/ramp/reception/bathroom/foyer/hall ; neg
fell/fallen/falls/collapsed/slipped ~2 twice/again/times/repeatedly ; &inside
fell/fallen/falls/fall/slipped/collapsed ~8 unattended/unsupervised/nobody/noone/ignored/unaided/unwitnessed ; neg
fell/fallen/fall/falls ~5 while/whilst/when/during ~5 inpatient/care/ward/hospital/unattended/watching/staff/transfer/transferred/physio/supervision ; neg
fell/fallen/fall ~3 broke/fractured/fracturing/breaking/broken ~6 {wards}/unsupervised/care/nobody/staff ; neg
slip(|ped|ping)/tripped/trip/fell ~2 on/over ~4 wet/floor/cable/cables/wire/spill/spilt/spillage/water ; neg
broke/fractured/broken ~4 hip/wrist/arm/leg/neck/pelvis/collarbone/femur/nose ~8 ward/hospital/care/nobody/unsupervised/inpatient/transferring/hoist/staff ; neg
dropped/drop/dropping/drops ~5 hoist/floor/stretcher/trolley/lift/transferring/transfer/stairs/steps/head/ramp/chair ; !delivered
trapped/crushed/caught ~3 hand/fingers/foot/leg/arm/finger ~3 hoist/bed/wheelchair/door/rails/chair/ramp
misdiagnos(ed|e|is|ing|es)/missdiagnosed/misread/undiagnosed ; neg
mis/miss diagnos(ed|e|is|ing|es) ; neg
miss(|ed|es|ing)/overlooked/overlook ~4 {illness} ; neg
miss(|ed|es|ing)/overlooked ~3 signs/symptoms/fact/diagnosis
{illness}/signs/symptoms ~4 missed/overlooked/ignored/dismissed/unnoticed/untreated/undetected ; neg
{illness} ~3 was/were/wasnt/werent/never/not/went ~2 spotted/noticed/seen/picked/detected/diagnosed/found/treated/recognised ~3 until/for/late/weeks/months/days/years/in/by/up
not/never/didnt/failed/fail/wasnt/werent/nobody/noone ~2 to? ~1 spot/spotted/diagnose/diagnosed/pick/picked/detect/detected/recognise/recognised/notice/noticed/realise/realised/see/act/treat ~4 {illness}/sick/dying/unconscious/stopped/collapsed/deteriorat(ing|ed)
fail(|ed|s|ure|ing)/failings to ~1 spot/diagnose/pick/detect/recognise/notice/see/act/treat/monitor/resuscitate/prevent/escalate/check/examine/scan ~1
delay(|ed|s) ~2 diagnosis/diagnosing/diagnosed/treatment ~6 {illness}/died/death/worse/spread/lost
diagnosed/found/spotted/caught/seen/noticed/treated ~2 too late ; neg
until/was/were/by ~2 too late ~2 ; &grave
stage four/4/iv/#
terminal ~8 missed/because/dismissed/late/ignored/delay/delayed/months/told
spread ~6 because/delay/delayed/waiting/missed/while
turned out/to ~4 {illness}/heart/sepsis/perforated/ruptured/burst ; &dismissed
turned out i/he/she/it/to/they ~3 had/have/be/was/having ~4 {illness}/broken/heart/punctured/ruptured/burst/perforated ; &dismissed
sent/discharged/turned/dismissed/fobbed ~2 home/away/off ~8 {illness}/broken/heart/punctured/ruptured/bleeding/collapsed/died/dead/perforated ; neg
told/said/say/saying/thought/dismissed/diagnosed/sent ~8 sprain(|ed)/nothing/fine/virus/anxiety/indigestion/constipation/wind/muscular/muscle/bruising/bruised/flu/migraine/panic/cold/trapped/ibs/attention/home ~12 {illness}/broken/ruptured/burst/perforated/died/heart ; neg
{illness}/broken/heart/neck/ruptured ~6 told/said/sent/dismissed/diagnosed ~6 sprain/nothing/fine/virus/anxiety/indigestion/constipation/wind/muscular/bruising/flu/home ; neg
lump/chest/pain/pains/symptoms/bleeding/headaches/mole ~4 dismissed/ignored/brushed ~6 ; &gravely
x ray/rays ~4 showed/nothing/clear/fine ~10 fracture(|s|d)/break/broken/breaks
xray ~6 nothing/clear/fine/misread/wrong ~10 fracture(|s|d)/break/broken
different/another/other/second hospital/doctor/gp/consultant/opinion ~3 found/spotted/diagnosed/said/confirmed ~4 {illness}/fracture(|s)
should/could have been ~1 picked/spotted/diagnosed/caught/prevented/avoided/found/detected/noticed/treated ~3 ; &gravely
should have ~1 spotted/noticed/known/diagnosed/picked/scanned/admitted/xrayed ~5 ; &gravely
avoidable/preventable/unnecessary/needless/untimely/premature ~1 death/harm/injury/deaths/amputation
never event(|s)
serious/untoward/patient ~1 incident/safety
life ~1 changing/limiting injur(y|ies)
{death} ~10 because/due/result/waiting/corridor/trolley/alone/unnecessarily/needlessly/lack/mistake/error/neglect/failure/failed/delay/delays/delayed/mistakes/unattended/unsupervised/ignored/refused/discharged/treatable ; !deadidiom
{death} ~6 on/in/at/under/within/after/from/before ~2 {wards}/care/hours/days/weeks/floor/discharge/discharged/home/operation/surgery/arrival/arrived/infection/sepsis/covid/mrsa/bedsores/dehydration/starvation ; !comfort
{death} ~1 that/same/next/following/two/three/# night/day/morning/evening/week/hours/days ; !comfort
waiting/delay/delayed/delays/mistake/mistakes/error/errors/missed/ignored/refused/failed/failure/failing/neglect/wrong/choked/infection/mrsa/overdose/sepsis/unattended/unsupervised/discharged/contracted/because/negligence/covid/home/early ~10 died/dead/death/deaths/killed ; !jest
waiting/delay/delayed/delays/mistake/mistakes/error/errors/missed/ignored/refused/failed/neglect/wrong/choked/discharged/because/negligence ~8 passed away ; !comfort
{kin} ~3 died/dead/killed ; !comfort
{kin} is/was/has/had/he/she/are dead ; !comfort
killed him/her/my/our/them/me/mum/dad/someone/somebody ; !jest
kill(|s|ed|ing) patients/people/babies
found ~4 dead/unresponsive/lifeless/cold/unconscious ; !rescued
passed away ~6 because/due/after/waiting/while/as/alone/corridor/result/from/needlessly
nearly/almost/could/might/would/may/lucky/should ~2 have? ~1 died/dead/killed/die/death/lost/dying ~6 because/of/due/if/waiting/from/through/as/when/after/had/while ; !jest
nearly/almost/could/might/would have? ~1 died/killed/bled/suffocated/choked/drowned/dead ; !saved
nearly/almost lost ~1 {kin} ~8 because/due/mistake/wrong/they/nobody ; !saved
lucky to be alive ~8 because/after/mistake/no ; !saved
left ~2 to die
left for dead
stillborn/stillbirth ; !comfort
miscarr(ied|y|iage|ying) ~8 because/after/nobody/noone/alone/toilet/ignored/corridor/waiting/floor
ignored/waiting/left/refused/alone ~8 miscarr(ied|y|iage|ying)
lost/lose/losing my/our/the/her baby/twins/child ; !comfort
lost/lose/losing/loses {own} ~1 leg/sight/eye/foot/kidney/vision/hearing/womb/arm/hand/toe/toes/finger/fingers/bowel/ovary/limb/eyesight/testicle ; !founditems
lost/lose the use of
amputat(e|ed|ion|ing) ~10 because/delay/delayed/infection/wrong/missed/due/late/avoidable/unnecessary/nobody/could
because/delay/delayed/infection/wrong/missed/late/dismissed ~10 amputat(e|ed|ion)
paralys(ed|ing|is)/paralyz(ed|ing) ~8 because/after/thanks/operation/surgery/from/delay/by/due/since/botched ; !saved
left ~3 paralysed/disabled/brain/blind/deaf/incontinent/crippled/scarred/disfigured
brain damage(|d) ~6 ; &blame
nerve damage(|d) ; neg
permanent(|ly) ~1 damage(|d)/injury/disabled/disability/scar/scarred/scarring/injured/harm ; neg
scarred for life
hit/damaged/severed/cut/nicked/trapped a ~1 nerve/artery/vein/bowel/bladder
perforat(ed|ing|ion)/punctur(ed|ing)/severed/nicked/tore/cut/pierced/lacerated/ruptured ~3 bowel/lung/artery/bladder/uterus/womb/nerve/vein/spleen/oesophagus/colon/intestine/eardrum/stomach/liver ; &they
cut through
swab(|s)/gauze/sponge/instrument/instruments/scissors/clip/packing/tampon/glove/needle ~3 left/inside ; neg
left ~2 swab/gauze/sponge/instrument/scissors/clip/packing/tampon/glove/needle/wire/drain/stent/stitches/cannula/catheter ~2 in/inside/for
cannula/catheter/line/drain ~8 infected/septic/sepsis/infection/weeks/days ~3 ; neg
botched/butchered ; neg
complication(|s) ~4 not/never/nobody/wasnt/ignored/because ~3
burn(|t|ed|s|ing)/scald(|ed|ing) me/him/her/my/the/them ~1 ; &device
awake/woke/conscious ~3 during/in/mid/on ~2 operation/surgery/procedure/theatre/table/caesarean/section ; &feltit
felt everything/it ~3 operation/surgery/cut/cutting/caesarean/section/stitches
anaesthetic/anesthetic/epidural/sedation ~3 wore/wear/didnt/failed/not ~3 off/work/working ; neg
without ~1 anaesthetic/anesthetic/sedation ~2
blood/transfusion/results/notes/samples/babies/patients/medication/records/wristband/labels ~4 mixed/mix/mixup/muddled/swapped/confused/switched/mislabelled ~1 ; neg
mix(|ed)/mixup/muddled/swapped/confused/switched ~1 up? ~6 blood/results/notes/samples/babies/patients/medication/records/files/tablets ; neg
somebody/someone elses/else blood/notes/results/tablets/medication/baby ; neg
caught/contracted/got/picked/catch/developed/acquired ~3 mrsa/cdiff/covid/norovirus/difficile/infection/sepsis/bug/pneumonia/septicaemia/septicemia ~5 {wards}/your/nobody/line/theatre ; neg
sepsis/septic/septicaemia/septicemia/gangrene/gangrenous ; &blame
went/turned/go/going/gone septic/blue/gangrenous ; !saved
infected/infection ~4 because/due/ignored/missed/nobody ~4 ; &gravely
wound ~4 infected/open/burst/maggots/gangrene ; &blame
stopped breathing ~8 nobody/noone/minutes/no/waiting/because/ignored/unnoticed
couldnt/cant/struggling breathe/breathing ~10 ignored/nobody/noone/told/sent/dismissed/refused
cardiac/heart arrest/attack ~8 after/left/waiting/because/nobody/corridor/ignored/dismissed/missed/discharged/sent/hours ; !saved
after/left/waiting/because/nobody/corridor/ignored/dismissed/missed/discharged/told ~10 cardiac/heart arrest/attack ; !saved
having a heart attack/stroke ~6 told/ignored/sent/waited/dismissed/nobody
told/said/sent/dismissed ~10 having/had/having a heart/stroke attack?
collapsed/seizure/seizures/fitting/fits/fit/convulsion/convulsing/unconscious ~8 waiting/corridor/nobody/noone/because/floor/reception/ignored/discharged/hours ; !saved
because/after/not/never/without/missed ~8 seizure(|s)/fits/hypo/coma
collapsed ~6 after/because/hours/day ~4 discharg(ed|e)/sent/home/being ~3
oxygen ~4 ran/run/out/empty/off/disconnected/removed/not/wasnt ; neg
left/without/no ~3 without/no ~1 oxygen/insulin/antibiotics/fluids/monitoring/monitor/obs/observations ~1
bled/bleeding/haemorrhag(ed|ing|e)/hemorrhag(ed|ing|e) ~3 out/death/heavily/brain/internally/badly ; &blame
bled ~2 into
haemorrhag(ed|ing)/hemorrhag(ed|ing) ~8 nobody/noone/ignored/because/left/alone/hours
chok(ed|ing|es|e) ~6 unsupervised/nobody/noone/alone/died/unattended/ignored/death ; neg
discharged/sent/released ~3 too early/soon ~8 {death}/back/readmitted/collapsed/worse/sepsis/ambulance/bleeding/infection/died/pneumonia
unsafe/dangerous/premature discharge ; neg
unsafe/dangerous/negligent/reckless ~1 care/practice/treatment/levels/staffing/doctor/nurse ; neg
put/puts/putting ~2 life/lives ~1 at? risk/danger/jeopardy ; neg
risk(ing|ed) ~1 life/lives
nearly/almost cost ~2 life/leg/sight
cost ~1 {own} ~1 life
cause(|d|s)/causing ~4 harm/injury/stroke/brain/damage/bleed/death/kidney/failure/infection/sepsis ; &they
injur(ed|y|ies|ing) ~3 by ~2 {staff}/hospital/hoist/equipment/surgeon/bed/trolley ; neg
kidney(|s)/liver/heart/organ ~1 fail(|ed|ure) ~6 because/due/medication/after/nobody
delay(|ed|s) ~4 long ~4 lost/died/worse/burst/ruptured
burst/ruptured ~6 because/waiting/missed/told/sent/while/corridor
appendix/appendicitis ~8 burst/ruptured/perforated ~4 ; &blame
refused/wouldnt/didnt/no/never ~3 ambulance/scan/xray/antibiotics/blood/ctg/monitoring ~10 died/dead/death/sepsis/stroke/broken/stillborn/cancer/lost
not/never/wasnt/werent/without ~2 monitored/observed/checked/turned ~8 died/dead/death/sepsis/collapsed/sores/fell
forceps/ventouse/birth/delivery ~4 injur(y|ies|ed)/damage(|d)/fractured/skull/trauma ; neg
sever(ed|ely) ~2 dehydrated ~6 ; &blame
needlestick
contaminated/dirty/unsterile/used/reused ~1 needle(|s)/instrument(|s)/equipment/blood/syringe ; neg
bleed on ~2 brain ~6 missed/nobody/sent/told
blood clot ~8 missed/sent/told/ignored/dismissed
suffocated/asphyxiated
dnr/dnar/dnacpr ~8 without/never/not/nobody/consent/put/placed/behind
do not resuscitate ~8 without/never/not/nobody/consent
without ~1 {own} consent
luck/lucky/luckily ~8 spotted/noticed/checked/realised ~6 wrong/mistake/allergic/dose
stroke/attack/arrest/seizure/fit/fits ~3 in/on ~2 waiting/corridor/reception/queue/toilet ; !saved
stroke/arrest/seizure/fit/fits/collapsed/collapse ~8 nobody/noone/nobodys/unnoticed/ignored ; !saved
cost ~4 life/lives/leg/sight/eye ; neg
went/gone/go/left/going ~1 blind/deaf/lame ~3 in/because/as/due/after/since/one
brain damage(|d)/injury ; neg
only when/after ~5 collapsed/died/unconscious/fitted/stopped/fell/fainted
nobody/noone/never/not/forgot/forgotten/without/didnt/failed ~1 to? gave/give/given/giving/got ~3 insulin/medication/medicine/tablets/epilepsy/antibiotics/meds/inhaler ; &neg2
in/into ~1 a? coma
infected/infection/wound/swollen/bleeding ~6 told/said/dismissed/ignored ~3 nothing/fine/normal/ok/okay/home
long/late/slow/slowly/delay/delays/delayed ~5 died/dead/death ; !comfort
should never have ~1 been? discharged/sent/released/moved/given/operated/left
nearly/almost died ; !saved
nearly/almost killed me/him/her/my/mum/dad/them/us ; !jest
lost ~1 {kin} ~6 because/due/waiting/mistake/needlessly/negligence/care/failed/failures/error/infection ; !comfort
ended up in/on/with/having ~4 intensive/icu/itu/ventilator/resus/dialysis/coma/sepsis/infection/life/peritonitis/transfusion/theatre/hdu ; !saved
ending/ended/wound up ~2 intensive/icu/ventilator/life ; !saved
bad/severe/serious/nasty/terrible/awful reaction ~3 to/because/from/after ~3 ; &given
react(|ed) ~1 badly ~1 to
ignored/overlooked/dismissed/misread/misinterpreted/misplaced ~3 pain/symptoms/test/tests/results/result/scan/bloods/xray/biopsy/lump/concerns ~4 ; &gravely
results/result/scan/tests/xray/biopsy/smear ~4 misread/missed/ignored/mixed/misinterpreted/wrong/swapped
not/never/wasnt/werent told ~4 cancer/tumour/terminal/results/abnormal
pulled/ripped/tore/yanked ~2 out? ~2 catheter/stitches/cannula/drip/tube/drain/hair
tore/torn {own} ~1 ~1 muscle/ligament/skin/arm/bladder/womb/perineum
incorrectly/wrongly/negligently/carelessly ~1 inserted/fitted/placed/given/administered/prescribed/diagnosed/plastered/set/treated/labelled/discharged/read/stitched
inserted/fitted/set/placed/stitched/plastered ~2 incorrectly/wrongly/wrong/badly
aspirat(ed|ion)
poison(ed|ing) ~4 drug/medication/hospital/dose/staff/them
toxic/toxicity ~4 level/levels/dose/lithium/medication ~2
c difficile/diff
hospital acquired
gangrene ~6 ; &blame
puncture(|d) ~2 lung ; neg
collapsed lung ~8 missed/told/sent/after/because
resuscitat(ed|ion|e) ~6 because/after/nobody/floor/corridor/failed
unresponsive ~8 nobody/noone/hours/staff/because/found
deteriorat(ed|ing|ion|es) ~6 nobody/noone/ignored/unnoticed
patient/patients/people/baby/babies ~1 died/dying/die/dead ~4 ; !comfort
going to die ~6 because/waiting/if/corridor/here/nobody ; !saved
left ~3 bleeding/dying/fitting/unconscious/unresponsive/choking
blood everywhere ; neg
gave/given/giving/give ~3 too much/many/little/strong ~3 ; &medword
given/gave ~3 expired/out ~4 ; &medword
not/never/wasnt/didnt/forgot ~2 check(|ed) ~2 allerg(y|ies|ic)
allerg(ic|y|ies) ~4 ignored/missed/not/never/wasnt/overlooked/disregarded/forgotten
hypo/hypos/hyper/ketoacidosis/dka ~8 nobody/because/insulin/ward/left/missed/without/ignored ; !saved
catheter/drip/drain/cannula/stoma ~4 blocked/overflowing/disconnected/leaking ~5 hours/ignored/nobody/days/all
broke/broken/fractured/cracked/fracture ~3 {own} ~2 ~1 when/while/because/by/as ~3 staff/nurse/hoist/dropped/they/physio/carer/porter/rolling/turning/moving/wheelchair
ruptured/burst ~4 ; &dismissed
told/dismissed/put/said/thought/passed ~4 as/was/it/down/off/to ~3 virus/muscle/wind/anxiety/indigestion/sprain/cold/bug/migraine/constipation/pulled/growing/hormones/stress/period ~10 {illness}/leukaemia/clot/ruptured/died
virus/muscle/anxiety/indigestion/sprain/migraine/constipation/hormones/stress ; &fatal
nobody/noone/they/not/never/failed/didnt ~2 spot(|ted)/notice(|d)/realise(|d)/pick(|ed) ~6 twisted/burst/ruptured/bleeding/stroke/broken/blocked/clot/sepsis
took ~4 {often}/hours/days/weeks/months/years ~2 to ~1 realise/notice/spot/find/diagnose/discover ~6 {illness}/broken/heart/bleed/perforated
gone/dead by ~2 morning/weekend/night/monday/friday/then/evening/time/lunchtime
never came home ; &fatalcause
did not/didnt survive ; &fatalcause
not/didnt/never ~1 make it ; &fatalcause
topple(d|s)/tumble(d|s)/toppl(ed|ing) ~2 off/out/from/over ~3 commode/bed/chair/trolley/toilet/couch/scales/table/wheelchair
split/cracked/bashed/gashed/smashed {own} ~1 head/skull/face/lip ~3 open? ; &inside
left/leaving ~2 part/piece/bit/end/tip/some ~2 of ~1 the? ~3 in/inside/behind ~3 ; &bodyword
inside {own} belly/stomach/abdomen/chest/body/womb/leg ; &surgeon
went/gone/goes wrong ~8 feel/walk/move/leg/legs/numb/paralysed/died/pain/nerve/incontinent ; neg
cant/cannot/lost/no ~1 feel/feeling ~2 {own} ~1 leg/legs/arm/hand/foot/face/fingers ; &surgeon
wrong ~1 lens/implant/stuff/fluid/drip/bag/line/solution/type/stent/valve/joint/size/cream/drops/gas/blood ~4 ; &given2
flushed/injected/connected/hooked ~3 wrong
xrayed/scanned/operated/injected/cut/drilled/removed ~2 the? ~1 wrong
bled ~2 so/too/for/heavily/lot/through ~6 ; &fatal2
blacked/passed out ~6 ; &fatal2
collapsed ~4 queue/waiting/corridor/reception/toilet/ward/carpark/floor
stepped/walked over/past/round him/her/me/them ~3 ; neg
blood sugar/sugars/pressure ~6 drop(|ped)/low/high/crash(|ed) ~4 fitted/fit/collapsed/coma/unconscious/died/hypo
fitted/fitting/convuls(ed|ing) ~4 ; &blame
baby/babies ~1 dropped
baby/child/newborn was/were/got dropped
air ~2 got/in/into ~3 line/lung/vein/drip
drip ~2 ran/run dry
told them/him/her/you ~6 allergic/stop/stops/makes/react/reaction/breathing ~6 gave/given/anyway/still
gave/given ~6 told them/him/her ~6 stop/stops/makes/react/allergic
forgot/forgotten/missed/without ~3 tablets/medication/insulin/meds ~8 swallow/walk/move/talk/speak/breathe/fit/fitted/shaking/frozen/morning
caught/got/developed/contracted ~2 pneumonia/sepsis/infection/covid/mrsa ~5 corridor/ward/hospital ~8 ; &fatalcause
infected ~8 waited/days/ignored/nobody
blood clot ~6 pulled/muscle/cramp/put/told/missed
waited/waiting ~2 too long ~8 died/lost/survive/burst/dead
`

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
{kin}/he/she/they/ex/boyfriend ~1 wont/doesnt/wouldnt/never/dont/not let(|s|ting) ~2 me/her/him/us ~2 leave/out/see/go/have/speak/talk/use/eat/work/phone/alone
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
`
