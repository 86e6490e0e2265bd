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
anaesthetic/anesthetic/epidural/sedation ~3 wore/wear/didnt/failed/not ~3 work/off/working ; neg
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
left ~6 instead ~3 right
right ~6 instead ~3 left
operated/operation/injected/scanned/removed/cut/drilled/xrayed ~4 instead of
fell/fall/falls ~3 in/on ~1 hospital/ward ~3 ; neg
not/didnt/failed/never/nobody/noone ~2 notice/spot/realise/see/recognise ~6 heart/stroke/fit/fitting/seizure/collapsed
given/gave/prescribed/injected ~4 when/though/although/but/despite ~4 not/arent/wasnt/isnt/dont/never/even ~3 diabetic/mine/prescribed/supposed/meant/need/epileptic/pregnant/hers/his
found ~3 on ~1 floor/ground ~8 ; &ward2
`
