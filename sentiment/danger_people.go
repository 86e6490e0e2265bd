package sentiment

// discriminationSigns: worse treatment or words on a protected characteristic.
const discriminationSigns = `
racis(m|t|ts) ; neg
racial(|ly) ~1 abuse/abused/slur/slurs/profiling/profiled/remark/remarks/comment/comments/discrimination/prejudice/stereotype/stereotypes/stereotyping/motivated/hatred/bias/harassed/harassment ; neg
sexist/sexism/misogyn(y|ist|istic)/chauvinist ; neg
homophob(ic|ia|e)/transphob(ic|ia|e)/biphob(ic|ia)/lesbophobi(a|c) ; neg
islamophob(ic|ia)/antisemit(ic|ism)/xenophob(ic|ia) ; neg
anti semit(ic|ism) ; neg
ageis(m|t) ; neg
ableis(m|t)/disablis(m|t) ; neg
fatphob(ic|ia)/fatsham(e|ed|ing)
bigot(|s|ed|ry) ; neg
prejudice(|d|s)/prejudicial ; neg
discriminat(e|ed|es|ing|ion|ory) ; neg
{slur} ; neg
n/p/f word
stereotyp(e|ed|es|ing) ; neg
hate crime(|s)
hate speech
equality act
protected characteristic(|s)
reasonable adjustment(|s) ~6 {dont}/refused/no/ignored/denied/wasnt/werent
no/refused/denied/not/without/ignored/ignoring ~4 reasonable adjustment(|s)
because ~2 of/for? {own}/the/our ~2 {trait} ; neg
because of/im/i/he/she/were/shes/hes/theyre/they ~3 {group} ; neg
due to/being ~2 {own} ~2 {trait} ; neg
based on ~2 {trait} ; neg
on account/grounds of ~2 {trait} ; neg
just/simply/only/for being/cause/cos/coz/bc ~2 {group} ; neg
cos/coz/cause/cuz/bc ~2 {group} ; neg
for being ~2 {group} ; neg
for having ~1 mental/a/an ~1 health/disability/accent/addiction/hiv/autism ; neg
colour/color of ~1 skin ; neg
my skin colour ; neg
judged/judge/judging/judgemental ~2 on/by/for/because/of/me ~4 {trait}/{group}/tattoos/clothes ; neg
treat(|s|ed|ing) ~3 {ill} ~5 {group}/{trait} ; neg
{group} ~3 treated ~2 {ill}/like ; !equal
treated ~2 like ~3 dirt/criminal/criminals/idiot/stupid/rubbish/animal/animals/second/foreigner/nobody/vermin/scum/leper/thief ; &group
second class citizen(|s) ; neg
as a/an ~3 {group} ~8 ignored/dismissed/dirt/dirty/unwelcome/laughed/judged/refused/last/worse/against/humiliated/mocked/uncomfortable/insulted/belittled/patronised/invisible/unsafe/degraded/denied/passed/stared/sneered/disrespected/misgendered/ashamed ; neg
{group} ~1 patients/people/families/mothers/women/men/users/user/lady/man/person/woman ~3 ignored/dismissed/last/refused/treated ~2 last/until/like/worse/badly/differently?; !equal
{group} ~2 seen/served/helped/treated ~2 first/before/last ; neg
{group} patients/people/families/women/men ~3 left/ignored/refused/made/wait/last/seen
people/women/men/families/types/gypsies/foreigners/patients/muslims/blacks/immigrants like/of you/me/us/him/her/them/that ~3 {think}/always/never/come/should/dont/exaggerate/get/are/cant/only/just
people/women/men/gypsies/foreigners/families like you/us ~2
you/those/these people/lot ~3 are/all/always/come/over ~4 same/over/here/like/country/use/breed/sponge
your/their/those kind/sort/type/lot ; &group
your kind
{pro}/to/should/you ~1 go/goes/went/fuck/get back/off to? ~2 where/your/own/their/home? ~2 from/country/came/come
go back ~4 came/come/country/from/africa/pakistan/poland/india
go/went/gone home ~3 country ; &group
learn/speak/spoke/talk ~1 proper? english ~3 ; neg
told/said/shouted/asked/to ~3 learn/speak ~1 english
laugh(|ed|ing)/mock(|ed|ing)/fun/joke(|d|s)/joking/sneer(|ed|ing)/snigger(|ed|ing)/mimick(|ed|ing)/mimic/mimicked/imitat(ed|ing|e)/ridicul(ed|e|ing)/teased/giggled/comment/comments/remark/remarks/insult/insulted/disgusted/tutted/mocking ~4 {trait}/{group}/stammer/stutter/disabled/culture/clothes/hair/wheelchair/tourettes/lisp/pronouns/body ; neg
mocked/mimicked/ridiculed/insulted/laughed ~4 for/because/being ~3 {group}/{trait} ; neg
too old ~2 to ~2 bother/treat/treated/bothered/matter/operate/help/worth/have/count/waste
too old for ~3 surgery/treatment/operation/transplant/icu/resuscitation/scan
told/said/say ~4 too old
over # and/so/you/they ~4 matter/written/bother/bothered/care/count/treat
written off ~4 age/old/over ; neg
at {own}/your age ~4 expect/expected/what/bother/bothered/waste
refus(e|ed|es|ing)/den(y|ied|ies|ying)/turn(ed|ing)/reject(ed|ing)/ignor(e|ed|ing|es)/exclud(ed|ing|e) ~5 because ~6 {group}/{trait}
refus(e|ed|es|ing)/denied/turned/ignored/excluded/overlooked/dismissed ~8 {group}/{trait}/interpreter/bsl ; neg
refus(e|ed|es|ing)/wouldnt/would/didnt/declined/not ~2 touch/treat/use/shake/examine/serve/help ~6 pronouns/hiv/gay/muslim/black/jewish/trans/hijab/asian/accent/disabled/wheelchair
wouldnt/refused/refuses/refusing/refuse ~3 pronouns
wrong pronoun(|s)
misgender(|ed|ing|s) ; neg
deadnam(e|ed|ing|es) ; neg
dead name(|d|s)
called me/him/her ~1 sir/madam/he/she/he/it ~8 trans/woman/man/transition ; neg
wrong gender
trans ~6 male/female/mens/womens/wrong bay/ward/bed/toilet
no/refused/without/denied/unavailable/not ~3 interpreter/bsl/translator/signer/braille/hoist/ramp/loop ; &sensory
interpreter/translator/bsl/signer ~5 refused/denied/cancelled/ignored/not/never/wouldnt/didnt/wasnt/no
wouldnt/not/didnt/never ~4 interpreter/translator/signer/bsl
no ramp/lift/hoist ~4 no/disabled/wheelchair
halal/kosher ~10 sneer(|ed|ing)/laugh(|ed|ing)/refused/rolled/mocked/mocking/tutted
{trait}/{group} ~3 was/were/is ~1 mocked/ridiculed/insulted/laughed/disrespected/used ; neg
nasty/rude/offensive/derogatory/horrible/snide/inappropriate/disgusting/unkind/vile/hurtful ~2 comment(|s)/remark(|s)/joke(|s)/word(|s)/language ~5 {trait}/{group}/about/my/hijab
offensive/derogatory ~1 comment(|s)/remark(|s)/language/joke(|s)/term(|s) ; neg
assum(e|ed|ing|es)/accus(e|ed|ing)/suspect(|ed) ~8 black/asian/muslim/foreign/gypsy/traveller/romanian/polish/accent/skin/terrorist ; neg
terrorist
illegal immigrant(|s)
i/was/were/asked/if legal because/here
drug dealer ~6 because/black
spoke/speak/talk/talked/speaking/talking ~4 not me/him/her ; &sensory
spoke/talked/speak to {own} ~1 carer/mum/husband/wife/partner/daughter/interpreter ~3 not/instead/rather
speak to {own} carer ~4
does he take sugar
patronis(ed|ing|e) ~8 {group}/{trait}/because
wheelchair ~8 nuisance/turned/refused/problem/inconvenience/burden/ignored/hazard ; neg
wheelchair/disability ~6 away because/due/as ~2 it
guide/assistance dog ~6 refused/not/wasnt/turned/no/denied
refused/no/denied/turned ~6 guide/assistance dog
hearing aids ~4 confiscated/taken/removed
institutional(|ly) ~1 racism/racist/sexism/bias
unconscious bias
positive discrimination
bias(|ed) ~2 against/towards/toward ; neg
hostile/horrible/rude/nasty/cold/unwelcoming/dismissive ~4 {group}/{trait} ; !equal
against ~1 muslims/foreigners/women/men/gays/immigrants/disabled/elderly/travellers/gypsies/blacks/asians/jews/christians
{kin}/partner/wife/husband ~3 refused/denied ~4 kin/partner/wife/husband/entry/visit ; &group
man/woman/boy/girl/men/women ~6 because ~3 black/asian/gay/trans/muslim/disabled/woman/female
{group} ~4 get/gets/got/are/were/is/being/made ~3 criminals/dirt/ignored/judged/last ; !equal
my religion/faith/hijab/turban/beliefs/sexuality/disability/gender/accent ~4 ignored/disrespected/mocked/joke/questioned/irrelevant/problem/issue/insulted/against ; neg
remove/take ~1 off? {own} hijab/headscarf/turban/kirpan/cross
spoke/spoken/talked to/at ~4 idiot/stupid/child ~4 accent/foreign/disabled/deaf/wheelchair/english
took/take/taking/takes the mick/mickey/piss/pee ~6 {trait}/{group}/way/speak/talk ; neg
foreigners/immigrants/blacks/gays/lesbos/trannies/darkies/coloureds/gypos/asians/poles/romanians should/must/can/are/all/get/go/come/always/never/in/out/on/taking/first
{want}/hates/hate/like/serve/treat ~1 foreigners/immigrants/blacks/gays/muslims/asians/trannies/gypsies/poles
didnt/doesnt/dont/wont/not ~1 want/like/serve/treat/trust/take ~1 foreigners/immigrants/blacks/gays/muslims/asians/gypsies/travellers/poles/jews/women
fat/ugly/black/white/old/lazy/dirty/stupid/foreign/muslim/asian ~1 cow/pig/bitch/slob/hag/bastard/slag/whore/lump/queer/cunt/twat
call(ed|s|ing) ~2 {own}? ~1 fat/ugly/gay/queer/foreign/old/mental/loony/crazy/psycho/spastic/thick/dirty ; neg
{group}/{trait} ~10 roll(ed|ing|s) ~2 eyes
roll(ed|ing|s) ~2 eyes ~8 {group}/{trait}/english/interpreter/accent
as/being/am/im/is/hes/shes ~3 {group} ~10 believed/contempt/suspicion/disdain/hostility/stupid/nuisance/lesser/burden/problem/thick/criminal/liar/addict/thief/seriously/listened/hostile/rude/stigma ; &notword
judg(ed|mental|emental|ing|ement) ~3 about/of/over/towards/on ~3 {trait}/{group}/lifestyle/choices
jok(e|es|ed|ing)/remarks/remark/comment/comments/laughing/insults/names/fun/gossip(|ing) ~2 about/at/of ~3 {group}/gays/muslims/blacks/{trait} ; neg
back ~2 to ~2 own ~1 country/countries
back to africa/pakistan/poland/india/romania/nigeria/china/jamaica/syria/bangladesh
{condition} ~4 treated ~2 like/as/differently/worse/badly ~2 ; neg !equal
treated ~2 like/as ~3 because ~6 {condition}/{group}/{trait}
{condition} ~4 nuisance/burden/mocked/laughed/joke/cabbage/waste/naughty/stupid/idiot/dismissed/excluded
because/since/as english ~2 not/isnt ~3 language
english ~2 not/isnt/second ~2 first? language ~8 ; &notword
worse/badly/rude/ignored/dismissed/stupid ~8 because ~4 {group}/{trait}/english/language/{condition}
was/is/am/being/like/hes/shes/im a? ~1 waste of ~1 bed/space/resources/money/oxygen
{think}/assume/assumes/assumed/assuming/say/says/said/saying/believe/reckon/reckons/implied/suggested ~2 all? ~1 {groupx} ~3 dont/are/cant/always/never/lie/exaggerate/steal/abuse/feel/dirty/lazy/tougher/faking
all ~1 {groupx} ~1 are/is/do/people ~2
nutter(|s)/loony/loonies/psycho/schizo/junkie(|s)/smackhead/druggie/scrounger(|s)/vegetables/cabbage/chav(|s)/weirdo/freak
treated/ignored/refused/dismissed/worse/differently/only ~5 as/because ~4 {group}/{condition} ; !praise
dont/didnt/doesnt/wont/not ~1 {think}/believe/care/listen/treat ~2 {groupx} ~3
{groupx} ~3 dont/didnt/cant/not ~1 feel pain
different/another/one rule(|s) for ~6 {group}/us/them
colour of {own} ~1 skin
{trait} ~4 held/used against
hear/hearing/heard ~3 foreign/accent ~4 attitude/changed/rude/hung
accent ~6 repeat/understand/rude/attitude/hung/impatient/mocked/copied/copying/imitated ; neg
copied/copying/mimicked/imitated ~3 accent/stammer/walk/voice/tics/twitch
hung up ~6 accent/english/foreign/stammer
single mother/mum/mothers ~6 judged/treated/rude/looked/attitude/sneered
excluded ~4 {group}/{trait}/{condition}/wheelchair ; neg
inaccessible ~8 ; &notword
not/isnt/wasnt/no/never ~2 wheelchair accessible/access/friendly
couldnt/cant/could/unable ~3 get/access/use ~4 wheelchair ; &notword
religious/cultural/dietary needs/beliefs/requirements ~3 ignored/mocked/not/disregarded/dismissed
made/making ~3 feel ~3 dirty/unwelcome/small/inferior/different/stupid ~6 {group}/{trait}/{condition}
{group}/{trait}/{condition} ~6 made/making/make ~3 feel ~3 dirty/unwelcome/inferior/stupid/shame/ashamed
served/seen/helped/treated ~3 white/english/british/younger ~1 first/before
white/english/british/younger ~2 patient/patients/people/families/couple/lady/man/woman/served/seen ~8 first/before/ahead/priority/better
my/your/their/his/her/that kind/sort/type/lot ~1 breed/always/never/come/arent/are/should/dont/steal
pulled/pulling/made/making/pull a face/faces ~6 wife/husband/partner/boyfriend/girlfriend/hijab/accent/religion/disabled
one look at {own} ~2 skin/face/clothes/name/hijab/wheelchair/tattoos/accent
look(|ed|ing|s) ~2 at? {own} ~1 skin/hijab/turban/headscarf/colour ~3
where ~2 really from
where ~1 i/we/she/he ~1 was/were/really/am/are originally/really from
asked/assum(ed|ing) ~6 visa/passport/immigration/papers/illegal/legal ~6 ; &racialword
no/without/lack/never ~3 help/support/provision/adjustments/allowance/access/facilities ~2 for ~1 blind/deaf/disabled/autistic/wheelchair/hearing/visually/learning
read the leaflet ; &sensory
told/tell/telling/said/say ~3 women/men/people ~1 my/your/her/his age
end/back/bottom of ~1 list/queue/line ~6 {trait}/{group}/accent/heard/name/wheelchair
when/once/until they ~1 heard/saw/realised/noticed/found ~3 {own} ~1 accent/name/turban/hijab/headscarf/skin/wheelchair/stick/partner/wife/husband/girlfriend/boyfriend/colour ~5
as soon as ~2 heard/saw/realised/noticed/found ~3 {own} ~1 accent/name/turban/hijab/skin/wheelchair/partner/wife/husband/colour
saw/heard {own} accent/turban/hijab/headscarf/skin ~6 changed/tone/cold/attitude/rude/different/moved
giggl(e|ed|ing)/laugh(|ed|ing)/snigger(|ed|ing)/stared/staring/whisper(|ed|ing) ~6 big/fat/disabled/wheelchair/autistic/weight/size/stammer/gay/trans/accent/hijab
autistic/adhd/downs/tourettes ~4 naughty/thrown/excluded/kicked/told/badly/rude/brat/tantrum
call(ed|ing|s) ~2 me/her/him/them he/she/sir/madam/mr/miss/it/mate ~8 woman/man/trans/years/transition/her/female/male
naughty ~4 autistic/autism
because ~1 were/we/im/i/she/he/they ~1 are/is/am/was? ~1 {group}
{groupp} ~2 get/gets/are/go/come ~2 seen/served/treated/first/everything/priority
monkey/ape/animal/savage(|s)/golly/terrorist ~6 {group}/nurse/doctor/shouted/called
shouted/called/calling/shouting ~4 monkey/ape/savage/terrorist/immigrant/foreigner/queer/poof/freak
wouldnt/not/refused/wont/didnt let ~3 assistance/guide/hearing dog
not/wont/wouldnt/refused/didnt let ~3 assistance/guide/hearing dog
old biddy/bat/codger/bag/dear/fool/crone/fart
depression/anxiety/mental/bipolar/schizophrenia/autism ~6 excuse/blamed/dismissed/ignore/ignored/head/attention
sign language ~6 never/not/no/refused/cancelled/unavailable/wasnt
prayed/preached ~4 me/over ~6 muslim/hindu/jewish/atheist/stop/sikh
muslim/hindu/jewish/sikh ~8 stop/pork/undress/male/prayed/forced/ignored/refused
not/isnt/arent/never ~2 for ~1 our/your kind/sort/type
found/find/realised/learned/learnt/discovered/knew/told/saw ~3 i/he/she/we/im/hes/shes ~1 was/am/is/were/are? ~2 {group} ; &badly
people of colour ~8 ; &badly
like second/third class
foreigners/darkies/coloureds/half-castes ; neg
too many ~2 foreigners/immigrants/asians/blacks/muslims/poles/eastern/african ~2
not/isnt/arent/never/hardly ~2 disabled/autism/autistic/deaf/dementia/wheelchair/blind/lgbt friendly/aware
burden ~2 for/because ~2 needing/need/using/being/hoist/wheelchair/disabled
pronouns ~4 ignored/wrong/refused/laughed/mocked/joke ; neg
refus(e|ed|es|ing)/wouldnt/wont/never/didnt ~8 pronouns
{groupx} ~2 family/families/patients/patient/people/woman/man/lady/nurse/nurses ~4 disgusting/disgraceful/appalling/shocking/terrible/awful/horrible/shameful/abused/insulted/mistreated
`
