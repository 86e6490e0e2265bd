package sentiment

// moreIdioms are further turns of phrase that mean no danger: what is over and
// mended, what went well, and figures of speech.
const moreIdioms = `
used to ~2 selfharm/selfharming/cut/hurt/harm ~2
no longer ~2 hurt/harm/cut/suicidal/selfharm/selfharming/cutting/hurting ~1 {self}?
not/havent/hasnt ~3 selfharmed/selfharm/cut ~4 since/years/#/months/ages
suicide/suicidal/overdose/selfharm/selfharmed/selfharming ~10 saved/recovered/volunteer/learnt/hopeful
suicide/suicidal/overdose/selfharm ~10 well/better/happy/fine/thankful now/again/today
saved/recovered/recovery/learnt ~8 suicidal/suicide/overdose/selfharm/selfharming
years/long/decades ago ~8 life/suicidal/overdose/selfharm/myself ; !blame
by accident ~6 told/fine/ok/safe
tablets/dose/pills ~4 by accident/mistake ~8 fine/ok/safe/reassured
said/say/saying goodbye ~1 to ~1 the/my/team/ward/crutches/nurse/staff/glasses/pain/cane/stick/you/group
suicide bend/hill/corner/squad/lane/roundabout
swallow/swallowing ~2 tablets/food/pills/camera/coin/water ; &cant
cant/couldnt/cannot/difficulty/unable/hard/trouble/struggle/struggles ~2 swallow/swallowing
nothing helps/helped ~1 with ~2
jump(|ed) when ~6
want to live ~2 here/there/near
{want} to go and never leave
allergic reaction ~8 knew/treated/quick/quickly/calm/calmly/ambulance/arrived/fast/seen/rushed/crew/lovely/great
passed away/on ~3 at home/peacefully
passed/died ~8 peaceful/peacefully/wished/wanted/possible/dignity/praise/sensitive/sensitivity/sensitively
losing/lost ~3 baby/wife/husband/mum/dad/mother/father/son/daughter/sister/brother ~10 kind/sat/forget/lifeline/support/supported/counselling/group/helped/comfort/thank/lovely/wonderful
scared/frightened/terrified/afraid/petrified/nervous ~1 of ~2 scanner/needle/needles/injection/injections/operation/dentist/dentists/machine/results/lift/blood/mri/heights/hospitals/hospital/tunnel/spiders/unknown/op/drill/falling
turn(|ed|s) him/her/me/them every
locked ~3 valuables/bike/bag/car/purse/money/locker/safe/wallet
locked in ~1 the? safe/locker
buzzer/bell ~8 busy/quickly/seconds/straight/promptly/immediately/minutes
xray/ray/rays/scan ~6 break/broken/fracture/fractured ~6 plastered/within/quickly/straight/fixed/cast/sorted/set/immediately
infected/infection ~6 caught/clearing/cleared/healed/treated/healing/better/sorted/gone ; !blame
have/has/with ~1 brain/spinal/head injury
swear(|ing)/shout(|ing)/swore/shouted/abusive/aggressive/rude ~3 staff/nurses/nurse/receptionist/doctors/them ~6 polite/calm/calmly/dealt/handled/professional/patient/patience
people/patients/anyone/those threatening/abusing/attacking/hitting/abuse ~2 ~2 should/shouldnt/must/need/deserve
staff/nurses/they ~3 shouldnt/should ~3 put up ~1 with
first language ~8 kindly/slowly/patient/helped/clear/clearly/understood/kind
treated/treat/treats ~2 like ~1 any/every/everyone/everybody/royalty/king/queen/human/person/family/one/friend/vip/star/own/couple/gold/princess/lady/adult
good/kind/helpful/great/lovely/supportive about ~2
not/isnt/wasnt/never ~1 violent/abusive/aggressive/racist/sexist/cruel/rude
hit(|s|ting) the bottle/hay/road/gym/roof/jackpot/target/mark/nail/spot/vein/shops/button/sack/kerb/headlines/buffers
heating/food/parking/stairs/hill/heat/walk/queue/prices ~3 finished/finish me
sack the caterer(|s)/chef/cook/kitchen/designer/architect/weatherman/dj
watch/mind your/the step ~3
posted/post ~2 thanks/praise/review/card/letter/photo/photos/recipe
paper/papers/gazette/news ~6 story/article/feature ~4 volunteers/heroes/nurses/good/praise
investigation(|s) showed/show/shows/revealed/found/explained/done/were/was/and/clear
tests and investigations
fell/fallen/slipped out of bed ~8 lift/lads/crew/paramedics/ambulance/lifted/home
bit/little/quite/looks/look/looked/seem/seemed/be intimidating ~2 but/until/when/at/yet/deal
because/cos/as im/i/hes/shes/mum/dad ~1 disabled/blind/deaf/partially/elderly/old ~3 need/needs/cant/cannot/use/uses/have/rely/help/driver
scream(|ing|ed)/cry/crying/cried in/with/of ~1 pain/earache/toothache/agony/laughter/joy/relief/colic/happiness/fright/cramp
fitted ~1 me/us/him/her/my/mum/dad/in ~1
nobody/noone ~1 could/can/would/should/ever ~1 complain/complains
ailments/aches/pains/various/medical/health/skin/chest/common/minor and? ~1 complaint/complaints
complaints ~2 with ~1 patience/humour
complaints/complaint? ~1 none
complaints leaflet/box/poster/procedure/policy ~3
discriminating customer(|s)/palate/taste/diner(|s)/shopper(|s)
threat(|en|ened|ens|ening) to tickle/hug/cuddle/sing/dance/adopt/marry/kidnap/smother/bake
burn(|s) unit/ward/team/nurse/cream/dressing/clinic
as death ~3
plant(|s)/garden/flower(|s)/lawn/dog/cat/hedge/hedges/borders/fish/pond/verges/goldfish ~3 neglected/dying/abused/dead/die/died/starving
neglected ~2 garden/plants/lawn/flowerbed/corner/fence
kids/we/i/children/us/im was/were/am/are? starving/starved/famished ~2 but/by/so/after/and/because/lunch/lunchtime/when
contact/speak/talk/write/email/ring/call/phone/wrote/written/contacted/emailed ~8 thank/praise/compliment/commend/congratulate/appreciation
speak/talk/spoke/write/wrote ~3 manager/boss/executive/matron/trust ~4 how ~2 well/good/lovely/kind/great/happy/pleased
manager/boss/executive/matron/trust/mp/paper ~3 know/hear/told ~2 how ~2 well/good/lovely/kind/great/happy/brilliant/wonderful
missed/miss ~2 appointment/bus/train/call/lunch/breakfast/dinner/post/turning/turn/you/deadline/episode/programme/match/wedding/work
skipped/missed a? ~1 beat/meal
wait/queue/suspense/tension/curiosity/laughter/heat/humidity ~3 unbearable/murder
stroke of ~1 luck/genius/midnight/noon
beat(|s|ing|en) ~2 traffic/queue/clock/cancer/crowd/illness/odds/rush/system/bug/blues/eggs/drum/depression
cannot/cant/couldnt/could/hard/nothing ~2 beat/beats/beaten ~2
shot(|s) in/of ~1 arm/insulin/espresso/vitamin/whisky
long/good/best shot ~1
flu/covid/booster/allergy ~1 shot/jab/shots/jabs
shoot/shooting pain(|s)
shooting star(|s)
stab/stabbing pain(|s)/sensation
burning sensation/pain/feeling/question/desire
dead/drop ~1 gorgeous/calm/centre/cert/level/chuffed/keen/set/simple/straight
explode/exploded/bomb/bombed ~2 laughter/laughing/joke
cost(|s)/charge ~2 bomb/fortune/arm/leg
a bomb ~2 car/parking/park/petrol/heating/taxi
bombed down/along/up
kick ~1 up ~1 bum/backside/bottom
kick(|ed|s|ing) in/off/football/ball
punch ~1 line/above/hole/drunk
hang/hung/hanging ~1 gown/coat/curtain/picture/clothes/paintings/washing/baskets/plants
top myself up
cut ~2 chase/mustard/cheese/ribbon/cake/flowers/lawn/rope
give/gave/have/had ~2 good/proper laugh/giggle
laughed/laughing/laugh ~1 with/together/so/about/all/till/until/at ~2 jokes/my/joke/ourselves
staff/nurses/they ~2 attacked/attack ~2 task/job/mess/problem
jury ~1 out
crime ~4 parking/coffee/food/price
criminal ~2 parking/charges/price/waste/close/closing/that/how
robbed/robbery ~3 parking/price/car/meter/vending
daylight robbery
torture ~2 chairs/bed/seat/music/waiting/wait/diet/physio
chairs/bed/seat/music/wait/diet/pillow/pillows ~2 torture/murder/cruel/criminal
race against
stairs/hill/walk/steps/exercises/physio/gym/shoes/diet ~2 nearly/almost? ~1 kill(|ed|s|ing) ~3
killed/kill ~1 for ~1 a/the/some/window/seat/cuppa/tea/coffee/fag
physio/exercises/she/he ~1 nearly/almost killed me but
sudden death penalty/shoot/playoff/round
caught/spotted/found/diagnosed ~3 {illness} ~1 early/quickly/soon/time/straight
{illness} ~3 caught/spotted/found/diagnosed/treated ~2 early/quickly/straight/time/immediately/fast
no missed/late/wrong ~1
never/not/hardly missed/miss ~2
wrong change/sort/time/way/turning/end/kind/day/side/weather/season/shade/colour/queue/sandwich/meal/button/foot/bus/car/entrance/exit/floor/door/room
anaesthetic/anesthetic/epidural wore off ~8 comfy/slowly/comfortable/fine/sandwich
dropped/drops ~2 toy/teddy/phone/bag/glasses/keys/me/us/off/in/him/her/by/subject/everything
broke/broken/breaks/break {own}/the/your heart/ice/silence/record/mould/monotony/habit/promise/promises/fever/sweat
cried/cry/crying ~3 when/because ~4 left/leave/miss/happy/kind/clear/goodbye/finished
neglect(|ing|ed) ~1 of ~1 roof/building/garden/house/grounds/housework/paintwork
neglecting/neglected ~1 my/the garden/house/housework/ironing/plants/hobbies/allotment/stairs/corridor
shelter/roof/bus/wall/walls/corridor/gates/sign/signs/pavement/path/benches/toilets/courtyard ~3 neglected
abuse(|s|d) ~3 badge/bays/bay/zone/parking/car/disabled/spaces/free/privilege/system/taxi/lane
bullied ~2 into ~1 having/going/eating/resting/second/cake/it
force(d|s) ~1 air/myself/march/smile/labour/heating
naked flame/flames/eye/truth/lights
groom(|ed|s|ing) ~2 pony/dog/dogs/horse/cat/beard/hair
rape/rapeseed seed/oil
starv(e|ed|ing) {self} ~1 for/before ~2
skin and bone clinic/team/bank
chain {self} ~2 railings/gates/door
dare ~2 close/shut/retire/leave/move/change/cut/go
close/closing/closure/shut ~6 march/fight/petition/riot/protest
over our/my/your dead body/bodies
have/having words with ~1 anyone/anybody ~1 who
coming for you ~2 marathon/race/cake
know where ~1 you stand/to/we/they/i
know where to ~2 come/go/ring/turn/look/find
i/will/ill/well find you and ~2 hug/thank/kiss/buy
sorry to ~1 see/leave/hear/go/bother/lose
wait/just until/till ~1 papers/press/everyone/friends/family/wife/kids ~1 hear/hears/see/know
you/youll/well/they/we/have/had to? pay ~1 for ~1 parking/tv/car/telly/prescriptions/wifi/taxi/tea/it/it?
welsh/scottish/irish/polish/indian/african/asian/chinese/spanish ~1 speaking/food/choir/night/accent/accents/nurse/doctor/dancing/music/drumming/evening ~6 lovely/made/great/superb/good/machine/day/kind/sang/foxed/understood
hijab/headscarf/turban/scarf ~4 respect/respected/matching/lovely/given/admired
woman/female/lady/male ~1 doctor/nurse ~2 as ~1 asked/requested
age before beauty
joke ~3 telly/tv/radio/cracker/calendar
complaint/complaints ~1 of ~2 backache/cough/gout/pain/back/chest/arthritis ~3
would/could/might ~1 complain/moan if/but
solicitor/lawyer/barrister/mp/police ~2 next door/neighbour/recommended/friend
ombudsman of ~1 {own}
taking/take/took ~1 this/it further ~1 and ~1 running/joining/walking/cycling/training/volunteering/nominating
take/taking it ~1 to ~1 top ~2 deserves/deserve/award/medal/recognition
{praise}/deserves/deserve ~4 award/medal/knighthood/bonus/promotion/rise
mirror/times/star/sun/guardian/express/mail ~6 trolley/crossword/read/shop/delivered
judged ~2 for ~2 ; &nobody
`

// goodClasses are the words by which a sentence is told to be praise or
// thanks all through.
const goodClasses = `
allgood = thank thanks thankyou grateful wonderful brilliant lovely excellent amazing fantastic kindly kindness kinder kindest superb outstanding marvellous fabulous gentle gently beautifully beautiful respectfully recovered saved healed healing comforting comforted dignity godsend credit heroes angels angel perfect perfectly praise blessing treasure gem praised appreciated reassuring reassured patiently compassion compassionate thriving splendid faultless praises welcoming welcomed
unsaid  = but however although though yet except shame wrong missed ignored nobody noone never refused mistake left failed not dont didnt wasnt isnt wont cant couldnt wouldnt no only until then despite if unlike apart before instead should sarcasm hadnt havent
`
