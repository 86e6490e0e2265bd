package sentiment

// dangerIdioms are the turns of phrase that use the words of danger and mean
// none. What an idiom covers raises no flag.
const dangerIdioms = `
{wait}/feet/foot/back/tooth/toothache/head/knee/knees/leg/legs/heat/heels/shoes/pain/queue/parking/hip/ankle/arm/shoulder/chair/seat/bed/corns/hip/eyes/suspense/boredom/laughter ~5 kill(|ed|s|ing) me/him/her/us/you
kill(|ed|ing|s) me/us laughing/with/slowly/financially/off?
killing it/time
kill time/for
kill/killed ~1 two birds
kill ~3 hour/hours/bugs/germs/bacteria/infection/pain/virus/cancer/time/nits
killed/kills/kill/killing ~2 bugs/germs/bacteria/infection/pain/virus/cancer/cells/nits/mood/appetite/time
killer heels/sense/smile/view/cake/cakes/curry
{death}/dying ~2 laughing/laughter/embarrassment/boredom/shame/thirst/curiosity/hunger/cold/heat
nearly/almost/could/couldve/just/about/thought ~2 died/die/dead ~2 when/laughing/embarrassment/boredom/shame/thirst/waiting/heat/of ~3 price/saw/bill/laughing/parking/laughter/embarrassment/boredom/cost/curtain/gown/heard/told/joke/shame
died ~1 of ~1 embarrassment/boredom/shame/laughter/thirst
dead good/nice/easy/quick/on/helpful/friendly/chuffed/cheap/slow/funny/posh/lucky/clever/smart/pleased/busy/happy/simple/keen/kind/handy/clean/calm/polite/cosy/lovely/patient/professional/brilliant/cool/sweet/impressed/convenient/efficient/comfy/tired/hungry/slow/early/late/long/boring/bored
dead end/line/weight/heat/skin/batteries/battery/phone/straight/centre/zone/tooth/teeth/nerve/flowers/plants/plant/leg/arm/ringer/pan/tissue/fly/flies/ahead/right/space
phone/battery/batteries/lift/signal/line/tv/telly/remote/plants/flowers/fish/flies/fly/fire/radio/screen/computer/printer/bulb/car/internet/wifi/leg/arm/clock/calculator/website ~3 {death}/dying
drop dead gorgeous
over my dead body
back from the dead
raise/wake/woke the dead
dead of night
dead to the world
dead on ~2 feet/time
dying for/to ~1 a/the/wee/pee/see/try/meet/know/get/tell/drink/cuppa/coffee/tea/thank/use/share/come/go
to die for
die for a/their/the/those
die hard
die young ; !self
or die trying
do or die
matter/question ~1 of life ~1 death
life and/or death
fighting for {own} life
life ~1 threatening/saving/saver/savers
life/lives saved
a real/true ~1 life saver
threatening ~1 condition/illness/disease/asthma/allergy/attack/clouds/bleed/infection/situation/emergency/event/weather/looking/rain
threat(|s|ened|ening) ~2 rain/closure/closing/snow/close/weather/thunder/strike/strikes/cuts/redundancy/storm/covid/life
non/less/not/never/isnt threatening
under threat
no/idle threat(|s)
scared/frightened/terrified/worried to death
scare(d|s) ~1 the life
worked/sick/bored/starved/froze/frozen/freezing/tickled/thrilled/done/talked to death
catch/caught {own}/my death
death trap
death by powerpoint/paperwork/forms/parking
death certificate/bed/row/in/knell/benefit/defying ; !blame2
like death ~1 warmed?
look(|ed|ing)/feel/felt/feeling like death
bereavement/death ~1 support/certificate/cafe
sudden/infant/cot death ~2 leaflet/advice/charity
suicide/selfharm/safeguarding/abuse/neglect/bullying/racism/discrimination/trafficking/exploitation/grooming ~1 prevention/awareness/training/policy/policies/poster/posters/leaflet/leaflets/charity/course/talk/module/information/screening/questions/questionnaire/lead/stickers
awareness/training/poster/posters/leaflet/leaflets/policy/course/talk/talks/questions/asked/training ~3 suicide/suicidal/selfharm/safeguarding/abuse/neglect/racism/discrimination/bullying/equality
career/commercial/political suicide
anti bullying/racism/discrimination/abuse
overdos(e|ed|ing) ~3 biscuits/cake/cakes/chocolate/tea/coffee/kindness/sugar/custard/sprouts/toast/sandwiches/daytime/telly/television/puzzles/sudoku/magazines/disinfectant/perfume/cheese/pudding
accidental(|ly) ~1 overdose(|d)/cut/hurt/injured/burnt
overdose advice/training/naloxone/kit
cut(|s|ting) {self} ~6 work/shaving/chopping/cooking/slicing/peeling/opening/gardening/accident/accidentally/diy/grinder/saw/tin/glass/bread/onions/onion/carrots/veg/vegetables/bagel/avocado/scissors/paper/stanley/mower/shears/job/while/whilst/when/badly/fence/kitchen/pruning/secateurs/barbed
accident(|ally) ~2 cut/hurt/burnt/burned/scalded/stabbed/injured ~2 {self}
hurt/hurting/injured/burnt/burned/scalded {self} ~6 work/at/football/rugby/gardening/gym/skiing/running/falling/playing/tripping/slipping/when/while/whilst/lifting/trampoline/accident/fell/kettle/oven/iron/tea/cooking/netball/dancing/stairs
stop(|ped)/prevent(|ed)/without/avoid(|ed)/afraid/scared/worried/frightened/before/nearly ~4 hurting/hurt/harming/injuring {self}
fell and/over ~2 hurt/cut/hit {self}
cut(|ting) it/short/down/back/out/edge/corners/through/off/to/costs/queue/queues/red/grass/hair/nails/toenails/sandwiches/cake/along/across/and/a/the/his/her/their/stitches
cut(|ting) {own} ~1 hair/nails/toenails/stitches/losses/visit/stay/holiday/food/toast/sandwich/cast/plaster
cut {own} ~1 finger/thumb/hand/head/knee/chin/foot/shin/lip/toe/eyebrow/ear/forehead
started/start/keep/back/still/kept/been cutting ~1 down/back/out/the/my/grass/hair/costs/corners/services/beds/funding/staff/sugar/salt/things
hang(|ing) around/about/on/out/up/onto
hang(|ing) in there
hung ~1 up/on/over
jump(|ed|ing) ~2 queue/joy/hoops/conclusions/out/up/chance/through/ship/gun
end of {own} life/lives care
end of life
change(|d|s)/turned ~1 {own} life
save(|d|s)/saving/owe/owes/gave/give/got/get/transformed/improved/back/extended ~3 {own} ~1 life/lives back?
took/taken/take {own}/their/his/her/my time/temperature/blood/bloods/pulse/coat/pressure/history/weight/hand/mind/details/name/worries
want to live closer/near/nearer/in/here/there/at/with/longer/well/healthily/on
{dont} want to live/be/go/carry ~1 in/with/near/there/far/alone/like/without/here/home/on ~3 fear/pain/stairs/bus/town/noise/medication/hospital/parents/house/flat/tablets ; !dying
couldnt/cant/cannot/wouldnt live without ~3 {staff}/them/you/team/service/help/support/tea/physio/group/carers/her/him/my
wouldnt/wouldn/not be here/alive/around today/now/if ~3
would/could/might/may ~1 have ~1 died/dead ~3 without/if/but/hadnt/had ~6 team/them/crew/staff/not/for/paramedics/you/doctors/nurses/quick/they
would be dead ~2 without/if/but
if ~1 ~1 wasnt/werent/hadnt/not ~8 dead/died/alive
better off here/with/now/on/in/at/going/elsewhere/having/seeing/as/financially/getting/using/than
{death} ~1 giveaway/simple
hope never to ~2
lost/losing/lose the will to live ~6 {wait}/queue/queuing/hold/phone/form/forms/parking/park/automated/music/menu/options/booking/online/website/reception/trying
{wait}/queue/queuing/hold/phone/form/parking/trying/music/menu/website ~8 lost/losing/lose the will to live
tired/sick/fed ~2 of living ~1 in/on/with/off/like/here/there/near/next/out
life ~1 worth living
worth living ~1 again
looking/look forward to living
enjoy/enjoying/love/loving/back/resume/carry/start/started/began ~2 living ~1 again/life
no/any point ~2 in? ~1 going/carrying/being/living ~2 there/again/back/here/to/online/far/private
cant/couldnt ~2 go/carry on ~3 {praise}/enough/holiday/without/bike/trip
cant/couldnt ~1 take ~2 anymore/more ~2 food/visitors/tea/patients/calls/bookings/new/cake
give/gave/given/giving up ~2 work/life/time/smoking/waiting/phoning/seat/drinking/alcohol/sugar/trying/hope/driving/job/chocolate
not/never/no/isnt/wasnt/arent/werent/aint/nor/no/neither suicidal
never/not/dont/didnt/no ~4 {think} ~3 harm(|ing)/suicide/hurting/killing/ending ~2
do/did/doing something silly ~1 like/and
not ~1 complain(|t|ts|ing)
no/any/zero/few/without/nil/nae ~2 complaint/complaints/complain/complaining/complants/complant
cant/cannot/couldnt/wont/never/not/nothing/dont/didnt/wouldnt/hardly/anything/couldn/wouldn/mustnt/shouldnt/nowt/nout/nuthin/nuffin ~5 complain/complaint/complaints/complaining/complained/complane
never/not/didnt ~2 had ~2 complain/complaint/complaints/cause
if ~2 had/have/want/must/could/were ~3 complain/complaint/complaints
hate/hesitate/reluctant/loath/sorry to complain/moan
nothing/anything ~2 to ~1 complain/report/sue
{mild} ~1 complaint/complaints/gripe
complaint/complaints ~1 is/was/being/would/are/about ~5 {trifle}
complain(|ing|t|ts) ~3 about ~5 {trifle}
complain(|ing|ed) ~1 of ~5 {symptom}
complaining/complained ~2 {symptom}
patients/people/others/some/everyone/man/woman/lady/person/anyone/somebody/someone/folk/he/she/they ~4 complain/complaining/complained/complains
presenting/chief/medical/stomach/skin/chest/minor/heart/chronic/bowel complaint(|s)
complaint(|s) ~1 leaflet/form/box/poster/department/process/procedure/policy/none/nil/nope/no ~2 ; !wronged
complaint(|s) ~3 resolved/sorted/handled/dealt/answered/quickly/none/nil
pals ~3 helpful/desk/lovely/brilliant/great/kind/excellent/volunteer/office/wonderful/pointed/good
{legal} ~6 do/make/write/sign/about ~2 will
{legal}/court/police/mp ~4 opened/visited/lovely/kind/helpful/officer/officers/yard/came/bed/brought/wonderful/brought/shoes/tennis/attended/arrived/arrive
court yard/shoe/shoes/room/jester/case
courtyard
tennis/squash/basketball/badminton/food court
police ~3 brought/came/arrived/attended/escort/excellent/great/brilliant/officer
{praise} ~4 police
paper(|s) ~2 work/trolley/towels/cups/cup/forms/form/shop/gowns/based/sheets/bag/bags/read/round/to/for/copy
news(|papers|paper)/papers/paper/magazines/council/media/mp/secretary/minister ~5 trolley/read/buy/provide/free/available/would/delivered/shop/daily/lovely/opened/helpful/nice/rang/rude/kind/parking/tax/worker/more/up/old/please
more/free/daily/some/provide/have newspapers/papers/magazines/newspaper/paper
medical secretary
apology/apologised/apologies/apologise ~4 delay/delays/wait/late/lateness/kept/given/straight/offered/received/immediately/gracious/sincere/for
written/full/clear/good/great/proper/excellent/detailed/better/more/an/simple explanation(|s) ~3 of/about/for/given/was/and/in ; !demand
answer(|s|ed) ~1 to? ~1 all? ~1 {own}/all/every/any questions
all {own} questions
get/got/getting/gave/given/had answers
investigation(|s) ~3 into? ~3 heart/stomach/bowel/quick/painless/scan/blood/thorough/done/carried/camera/results/test/tests/symptoms/lump/bleeding/explained/were/was/completed ; !wronged
investigat(e|ed|ing) ~3 heart/stomach/symptoms/pain/pains/cause/blood/lump/bleeding/properly/thoroughly/further/my/bowel/headaches ; !wronged
further/medical/blood/heart/bowel/more/some/several/various/other/all investigation(|s) ; !wronged
look(|ed|ing) in/into ~2 my/his/her/eyes/eye/ear/ears/throat/mouth/it/history/problem/cause
compensat(e|ed|es|ion|ing) for ~4 {mild}/wait/delay/cold/parking/weather/food/by ; !wronged
claim ~1 to ~1 fame
claim(|ed|ing|s) ~2 mileage/expenses/travel/benefits/pip/parking/back/benefit/esa/fares/fare/allowance/money
in case/any/that/this/which/my/each/every case
accountable honest/and/open
accountable ~3 honest/open/professional/caring
sack(|s) ~2 of/potatoes/race/christmas/santa/laundry/linen/full
do/dont/not/never/please ~2 sack anyone/anybody/them
sacked ~2 ; &praise2
money back ~2 on/from
report(|s|ed|ing) ~2 to ~1 reception/desk/gp/me/ward/front/outpatients/clinic/xray
report ~1 was/sent/from/to ; !wronged
reported ~2 symptoms/to/in/my
chief executive ~4 popped/visited/came/lovely/nice/hello/met/praise/thank/thanks/know/proud/should
{praise} ~6 chief/executive/ceo/manager/mp/board
letter/wrote/written/write ~3 of ~1 thanks/thank/praise
crime to close
crime/criminal ~4 close/shut/waste/lose/parking/charge/price ~4 unit/ward/service/hospital/centre/this
over the moon
nothing illegal
touched by
touch(|ed|ing) ~1 wood/base/moment/story/gesture/me/us ; !sexual
finishing/personal/soft/gentle/human/nice/lovely/caring touch
hit the ~1 nail/spot/mark/road/floor/jackpot/target/door/ground/sack/bullseye/wall/kerb
hit(|ting) {own} ~1 head/hand/elbow/knee/toe/shin/thumb/face/funny/chin/back/leg
hit a ~1 wall/brick/tree/car/pothole/nerve ; !surgery2
hit by ~1 car/bus/ball/van/bike/cricket/lorry/vehicle/motorbike/taxi/door
hit {person}? ~1 head/with ~2 ; !helpless2
beat(|ing|s|en) ~1 the ~1 queue/traffic/clock/bugs/rush/heat/odds/cancer/flu/price/virus/drum/boredom
beat(|ing|en|s) ~2 cancer/record/time/odds/addiction/illness/disease/it/boredom/heart/drink/drugs/score
heart ~3 beat(|s|ing)
cannot/cant/hard/couldnt/not ~2 beat/beaten ~2
kick(|ed|ing|s) ~1 off/in/start/started/butt/habit/about/myself/back/ball/football
kicking ~1 myself/ball/football/about
punch(|ed|ing) ~1 the ~1 air/bag/biopsy/line/ticket
punch biopsy/bag/line/above/drunk
slap(|ped) ~1 up/bang/on/dash/back ~1 meal/plaster/cream/bandage/on
pat/slap on the back
smash(ing|ed) ~1 it/bunch/nurse/nurses/job/lass/team/lad/staff/service/bloke/people/girl/food/dinner/time/lot/crew/avocado/potato/potatoes/glass/plate/cup
bomb ~1 disposal/proof/scare/with/squad/shell
went/go/going/cost/costs down? a bomb
like a bomb
bath bomb(|s)
shoot(|ing)/shot ~1 pain/pains/breeze/star/up/through/down/past/hoops/range
shot(|s) ~1 of ~1 insulin/whisky/steroid/espresso/coffee/vodka/adrenaline
flu/booster/insulin/steroid/big/long/good/best/screen/mug/vitamin/cortisone/penicillin/covid shot(|s)
stab(|bing|bed) ~1 pain/pains/in ~2
stab in the dark
stabbing pain(|s)/sensation/headache/feeling
gun metal/shot
glue/nail/massage/temperature/heat gun
burn(|ing|s|t|ed) sensation/feeling/pain/out/calories/toast/toasts/ends/smell/candle/question/mouth/tongue/when/wee
burnt/burned/burn/burning ~1 toast/food/dinner/out/porridge/sausages/pizza/hand/finger/fingers/tongue/offering/rice/bacon/roof/mouth/chip/crumpets
burnt/burned/scalded {own} ~2 hand/arm/finger/tongue/fingers/leg/foot/mouth/face ~6 oven/kettle/iron/stove/tea/barbecue/cooking/bbq/cooker/grill/home
sunburn(|t|ed)
attack(|s) ~1 of ~1 giggles/nerves/hiccups/asthma/gout/vertigo/coughing/wind/hay/sneezing
heart/asthma/panic/angina/anxiety/gout/suspected attack(|s) ~3 {praise}
murder ~1 a/mystery/finding/trying/to/on ~3 space/tea/curry/pint/park/parking/cup/steak/coffee/brew/feet/book/burger/books/novel/weekend
could/would/id murder/kill ~1 a/for ~4
kill for ~3 a/their/that/some/those
id/would/could/i shoot whoever/who ~3 designed/invented/built
would/could/should/ought ~3 shoot/shot/strangle/throttle/hang/hanged ~2 whoever/who/alarm/designed/inventor/seagulls/clock
fire ~1 alarm/drill/exit/door/doors/away/engine/brigade/service/fighter/extinguisher/safety/escape/works/place
fight(|ing) ~1 fit/cancer/infection/it/off/back/illness/spirit/for/covid/disease/my/his/her/flab/cold
fist ~1 bump/pump/bumps
fists of
{praise} ~3 watch/watched your/my/their/his/her back
watch ~1 your/my ~1 step/weight/back ~1 sign/signs/when/as/scheme/clinic/club
knock(|ed|s) ~1 my/your/our ~1 socks/spots ~1
knocked ~2 socks/spots/door
knock(|ed|ing) ~1 on ~2 door/head/wood/effect
knocked off ~1 bike/my/his/her/motorbike/bicycle/scooter
break/broke/broken/breaking {own} ~2 leg/arm/neck/wrist/ankle/fast/hip/heart/news ~6 {praise}/skiing/football/home/ice/rugby/bike/stairs/fall/fell/playing/sorted/fixed/plaster/ladder
break a leg
neck of the woods
pain in the neck
up to my neck
stiff/sore/bad/painful/trapped neck
fell/fall/falling/fallen/falls ~1 asleep/in/apart/behind/short/ill/pregnant/silent/down/through/love/on ~2 love/deaf/cracks/ears/time/feet/badly
fell/fall/fallen/falls/fallen ~5 work/home/garden/street/tesco/asda/kitchen/sainsburys/pavement/ladder/stairs/ice/bike/horse/road/house/bathroom/path/shop/outside/bus/park/drive/step/steps/school/town/wall/roof/lidl/aldi/morrisons/church/pub/tree/scooter/skateboard/trampoline/climbing/playground/slide/swing/flat/car ; !inside
after/following/had/having/with/from/when/since a/my/his/her/another/bad/nasty ~1 fall ~6 home/garden/paramedics/ambulance/crew/called/came/street/kitchen ; !inside
home/garden/stairs/ladder/bungalow ~6 fell/fall/fallen/slipped ; !inside
fell/fall/falls/fallen/slipped/tripped ~6 at home
at home ~6 fell/fall/fallen/slipped
falls ~1 clinic/team/prevention/group/service/class/risk/pendant/exercise/sensor/alarm/mat/course
no/prevent/prevented/preventing/stop/avoid/reduce/risk/fewer/less/against ~2 fall(|s|ing)
night/snow/rain/leaves/leaf/darkness/silence/temperature/temperatures/standards/numbers/tiles/plaster/sleet/hair/waiting/curtain ~2 fell/fall/falls/fallen/falling
slip(|ped) ~1 on/into/off/of ~2 slippers/gown/shoes/tongue/mind/paper/ice/leaves
slipped ~1 disc/my/through/out/up/disk ~2 ; !ward2
slipped ~2 ice/leaves/snow/grass/frost/path ; !inside
drop(|ped|s|ping) ~2 off/in/by/down/home/everything/back/outside/at/round ~3
drop(|ped|s) ~2 blood/pressure/off/point/zone/weight/eye/phone/glasses/temperature/sats/everything/charges/hat/keys/kerb/bag/medication
eye drop(|s)
lost ~2 stone/weight/way/glasses/phone/appetite/track/count/keys/dentures/property/voice/job/time/touch/confidence/letter/notes/paperwork/teeth/hearing/coat/bag/referral/sleep/hope
missed/miss/missing ~3 appointment/appointments/call/calls/bus/train/birthday/lunch/dinner/breakfast/home/dog/bed/cat/family/nurses/you/staff/slot/turn/train/christmas/wedding/out/opportunity/period
early/quickly/time/prompt ~2 diagnosis/diagnosed/detected ; !blame2
turned out ~2 fine/well/ok/okay/great/good/nothing/lovely/all/nice/alright/be ~1 nothing/fine/great/ok/good/viral/minor/false/better/nice/kind
wrong ~1 clinic/number/address/postcode/entrance/door/size/sandwich/time/day/date/floor/room/building/way/turn/meal/food/phone/foot/end/lunch/dinner/impression/order/car/site/department/place/name/hospital/box ; !drugs2
nothing/anything/something/whats/go/goes/went/going/gone ~2 wrong
right ~1 or wrong
no/any/not side effects
no harm/errors/mistakes/mix/falls/infection/infections
harm ~1 done/less/free/reduction/minimisation ; !self
do no harm
wet floor(|s)? ~1 sign(|s)
neglect(|ed|s|ing) to ~1 mention/tell/say/inform/ask/write/put/bring/give/explain/add/include/book/send/read
garden/building/paintwork/decor/gardens/courtyard/flowerbeds/car ~4 neglect(|ed)
neglected ~1 garden/building/decor/part/area/corner/to ~1
substance/alcohol/drug/drugs/solvent/steroid ~1 abuse/misuse ~2
abuse ~3 parking/bays/spaces/system/nhs/service/privilege/tiles/bay
staff/nurses/receptionists/doctors/paramedics/they/crew/crews ~4 get/take/put/face/receive/suffer/endure/have/gets/subjected/tolerate ~5 abuse/abused/abusive ~4
abuse/abusive/assaulted/attacked ~2 staff/nurses/paramedics/receptionists/them/crews
staff ~3 abused/assaulted/attacked
zero tolerance
abuse ~4 patients/people/drunks/public/visitors/some ~3 give/gives/throw/hurl/gave/dish
laugh/laughed/laughing/laughter/giggled/giggling/funny/hilarious ~6 died/die/dying/killed
never ~1 made/felt/feel/feeling/make ~6 because ~2 of? ~2 {trait}/{group}
disabled ~2 parking/bay/bays/space/spaces/toilet/toilets/access/facilities/badge/loo/ramp/car ; !discrim
blind(|s) ~2 broken/broke/stuck/window/windows/sun/fabric/close/closed/open/down/up/spot/man/new/curtains
black ~1 coffee/tea/board/pudding/friday/ice/pen/bag/bags/bin/mould/spot/market/shoes/taxi/cab/gown/trousers/hole/screen/and
white ~1 coffee/tea/board/wall/walls/coat/coats/bread/noise/lie/and/sheets
indian/chinese/turkish/african/italian ~1 food/meal/takeaway/curry/nurse/doctor/nurses/doctors/dish/menu/options/delight/rug
brown ~1 bread/sauce/toast/envelope/water/sugar/rice/envelopes
race ~2 time/night/clock/life/against/for/pulse/heart
rat/egg/human/relay/charity/sack race
heart/pulse ~2 race/raced/racing
young at heart
age ~2 ago/uk/concern/related/group/range/friendly/appropriate/well/concern
ages ago/waiting/to/for/and
old ~1 fashioned/building/hospital/equipment/beds/school/magazines/chairs/fabric/furniture/site/ward/decor/toys/style
weight ~2 clinic/loss/management/off/mind/shoulders/bearing/group/lifted/watchers/lost/gain
whatever/regardless/all/every/irrespective/different ~3 {trait}/race/creed ~4
no matter ~4 {trait}/{group}
because ~2 of ~1 {own} age/weight/size/disability/pregnancy/autism/deafness/blindness/background ~6 {praise}/extra/seen/priority/help/helped/given/carefully/risk/regularly/gently/prioritised/checked/scan/vitamin
because ~3 {group} ~6 {praise}/priority/prioritised/quickly/seen
{praise} ~6 because ~4 {group}/{trait}
{group} ~3 nurse/nurses/doctor/doctors/staff/porter/team/lady/paramedic/carer/carers ~3 was/were/is/who/had/are ~2 {praise}
treat(|ed|s) ~2 {who}/the ~1 same
treated ~3 equally/fairly/well/respectfully/royalty/family/same/human/person/individual/king/queen/vip/adult/properly/gently
treated ~2 like ~2 royalty/family/human/person/king/queen/individual/vip/adult/friend/princess/one
like/as/such one of the family
restrain(|ed|t) ~2 from/laughing/seat
seat ~1 belt(|s) ~3
tied up ~2 with/elsewhere/in/on ~2 ; !helpless2
tied ~2 phone/gown/knots/shoelace/laces
lock(|ed) ~3 in/out ~4 toilet/loo/gown ~3 funny/laughed/stuck/broken/rescued
locked ~2 doors/door/toilet/toilets/car/cupboard/cabinet/wheels/gate/knee/jaw/back/bike/out ; !helpless2
door(|s)/toilet/toilets/gate/gates/cupboard/cabinet/car/lockers/locker ~3 locked/lock
lock down
lockdown
bruis(e|es|ed|ing) ~4 blood/cannula/needle/injection/small/minor/little/easily/bit/normal/fell/fall/test/vaccination/gone/heal/healed/healing/ribs/ego
blood/cannula/needle/injection/small/little/slight/minor/no ~4 bruis(e|es|ed|ing)
cuts and bruises
cruel ~1 world/fate/disease/illness/irony/weather/blow
cruel to be kind
wander(|ed|ing) ~2 around/about/corridors/grounds/in/minds/looking ; !helpless2
starving ~3 after/operation/sandwich/toast/by/when/because/and/so/before/fast/fasting/food/lunch ; !weeks
starved ~1 of ~2 funding/information/sleep/staff/investment/resources/money/light/conversation
{who}/i/was/were/absolutely starving ~6 sandwich/toast/biscuits/tea/meal/lunch/laugh
scream(|ed|ing|s) ~3 laughter/laughing/laughed/plaster/film/joy/delight/funny
a ~1 scream
stole/stolen/steal/steals/stealing ~2 heart/hearts/show/limelight/thunder/biscuits/biscuit/chips/kiss/grapes/spotlight
a steal
card/cash ~2 machine/payment/payments/only/reader/point/desk
bank holiday(|s)/staff/nurse/nurses
ring(|s) ~3 bell/reception/road/back
pushed/push/pushing ~3 wheelchair/xray/bed/trolley/hard/exercise/limits/button/harder/gently/chair/bell/door/buzzer ~2 ; !hurts
touch and go
alone ~1 time/and ~2 quiet
left alone to ~1 sleep/rest/recover/read/get/enjoy ; !helpless2
never/not/wasnt/werent/arent/dont left/leave/felt/feel/feeling ~3 alone
not/never once/ever? left/alone/shouted/rushed
{praise} ~3 with/to/for ~3 {kin} ~3 {group}
{praise} ~4 wheelchair/deaf/autism/autistic/dementia
brought/bring/bringing ~2 to life/tears/joy
shake/shook/shaken/shaking ~2 hand/hands/head/off
bite/bitten/bit/bites ~2 insect/tongue/dog/bullet/eat/eats/cat/horse/spider/midge
in ~1 a ~1 nightmare
burning ~1 question
bully ~1 for/off
wrist band(|s)
wristband(|s)
hunting ~2 parking/space/vein/veins/lodge
driver/taxi/ambulance/transport ~3 dropped
pressure ~1 stockings/washer/cooker/cushion/mattress/gauge/cuff/socks/relief ; !inflicted
no/without/avoid(|ed|ing)/prevent(|ed|ing) ~2 pressure sore(|s)/ulcer(|s)
choked ~1 up ~2
stroke/heart attack/cancer/sepsis/stroke ~3 unit/ward/team/nurse/nurses/club/association/clinic/rehab/rehabilitation/group
bill/charge/charges/price/prices/cost/fee/fees/fine/parking/saw ~5 stroke/heart/fit ~1 attack? ; !blame2
nearly/almost ~2 had? ~2 heart/stroke/fit ~1 attack? ~4 when/saw/bill/price/parking/at/seeing
have kittens/fit
had a fit ~2 of ~1 giggles/laughing
fit ~1 me/us/in/for/and/as/my/into/perfectly/well/again/everyone
going/go ~1 back to ~2 work/ward/normal/sleep/bed/see/school/gp/hospital/clinic/living/being/room/house/flat
go home ~1 to/and/with/the/same/early/from/on/that/in/for/happy
get back ~1 to/home/on/into/in ~1
get back home
went/go/goes/gone/get back/home from ~1
first class ~1
second/third class post/stamp/stamps/ticket/carriage
class citizen treatment
your/their kind ~2 words/help/staff/attention/and/support/manner/face/nurses/team/care/nature/smile/heart/gesture/thoughts/service/donation/people/assistance/letter
spoke/speak/speaks ~1 good/excellent/clear/perfect/better/more/any english
english ~2 breakfast/channel/lessons/weather/class/classes
a foreign ~1 country/language/holiday/object/body
without ~2 them/you/him/her/team/staff/crew/nhs ~4 dead/died/alive
paint(|work)/painting/decor/decoration/grounds/building ~3 work? ~2 neglected
know/knows where {pro}/to ~2 live/lives/go ~2 so/which/transport/pick/driver
solicitor/lawyer/barrister/police/policeman/policewoman daughter/son/friend/wife/husband/sister/brother/neighbour
my solicitor/lawyer/barrister/police ~1 daughter/son/friend/wife/husband ~4 {praise}/impressed/recommended
sue the nurse/doctor/receptionist/porter/volunteer/healthcare/physio
{praise} ~8 papers/press/media/news/mp/manager/executive
papers/press/media/news/mp/manager/executive/board ~8 {praise}
ask(|ed|s) ~3 about ~1 domestic/abuse/suicide/selfharm/violence/safety
rude ~1 man/woman/lady/person/girl/boy
took/taken/take/brought all ~2 tablets/pills/meds/medication ~1 with/to/in/out/as/for
violent(|ly) ~1 sick/vomiting/headache/cough/coughing/shaking/shivering/ill/reaction/storm/diarrhoea/nausea
knocked me out ~3
in coma ~3 {praise}
theft insurance/alarm
charge(d)? ~2 for parking
very/too/really/quite/so low seat/chair/bed/toilet/blood/table/bp/iron/sugar/price/priced/standard/ceiling/volume/noise/lighting/risk/dose
hurt/hurts/hit/banged/bumped/twisted/sprained/grazed/bashed/stubbed {own} ~1 knee/ankle/back/foot/hand/wrist/arm/shoulder/elbow/finger/thumb/toe/leg/head/hip/neck/ribs/nose
if ~1 wanted/want/wish/wished/like to complain ~4 not/no/didnt/dont/never
sue ~3 builders/architect/whoever/designer/weather/makers
threatening to rain/snow/wake/close/strike/overflow/fall/thunder
`
