package sentiment

// complaintSigns: what wants an answer under the complaints procedure or from
// a lawyer, though it came by another door.
const complaintSigns = `
complain/complaint/complaints/complaining/complained ; neg
formal(|ly) ~1 complain/complaint/complaining/grievance/letter/investigation/response/apology
grievance(|s) ; neg
raise/raising/raised/lodge/lodging/lodged/submit/submitted/submitting ~2 issue/concern/concerns/complaint/grievance ~4 formally/management/manager/officially/ward/about/regarding/with ; &wronged
escalat(e|ed|ing) ~2 this/it/my/matter/to/further ; neg
{legal} ~1 ; &wronged
{legal}/{watch} ~5 hear(|ing)/involved/contact(|ed|ing)/inform(|ed|ing)/told/know/letter/touch/notified/writing/wrote/written/case/advice/investigate/interested ; &wronged
contact(|ed|ing)/inform(|ed|ing)/told/telling/tell/see/seeing/speak/speaking/spoke/spoken/pass/passing/send/sending/give/asked/call(|ed|ing)/consult(|ed|ing)/instruct(|ed|ing)/report(|ed|ing)/write/writing/wrote/written/go/going/gone/email(|ed|ing)/refer(|red|ring)/complained/taking/take/taken/ring/rang/phoned/contacting/approach(|ed|ing) ~5 {legal}/{regulator}/nursing/midwifery/commissioner ; neg
contact(|ed|ing)/inform(|ed|ing)/told/telling/tell/write/writing/wrote/written/email(|ed|ing)/report(|ed|ing)/go/going/taking/sending ~5 {watch}/directors/executive/ceo ; !praise
hear(|ing|d) from ~2 {legal}/{watch} ; neg
hear(|ing|d) ~2 about this/it
{watch} ~3 will/should/need(|s)/must/would ~2 hear/hearing/know/investigate/look/told/involved/be/interested ; neg
to ~1 the gmc/nmc/cqc/ombudsman/ico/hcpc/press/papers/newspapers/media ; neg
report(|ed|ing) ~5 gmc/nmc/cqc/ombudsman/police/hcpc/ico/council/nursing/general/manager/him/her/authorities/nurse/doctor/pals/trust ; neg
reported to the ~2 gmc/nmc/cqc/ombudsman/police/hcpc/ico/nursing/authorities
should be reported/investigated/sacked/struck/disciplined/prosecuted/suspended/fired/dismissed/ashamed/held/shut/closed
contact(|ed|ing)/been/rang/phoned/wrote/emailed/complained/spoke/going/told/tried pals ~6 ; &wronged
contact(|ed|ing) pals ; neg
pals/{regulator} ~2 been/be/told/informed/contacted/aware/involved ; !praise
pals ~4 useless/nowhere/ignored/nothing/never/complaint/not/no
local/national ~1 paper/papers/press/newspaper/newspapers/radio/news/mp/tv
my mp ~4 will/hear/told/know/involved/contacted/wrote/has/about/hearing
mp will/shall/is ~2
go/going/went/gone ~1 public/viral
all over facebook/twitter/internet/online/papers
post(|ed|ing) ~4 facebook/twitter/online/social ~4 ; &wronged
sue/suing/sued/sues ; neg
litigat(e|ion|ing)
legal ~1 action/advice/proceedings/case/claim/team/rights/recourse/representation/route ; neg
tak(e|ing|en) ~3 legal/court/further/tribunal ~1 ; neg
tak(e|ing|en) ~2 {who}/you/this/trust/hospital/it ~1 to ~1 court/tribunal/cleaners/ombudsman
tak(e|ing)/took ~1 this/it/matter ~1 further/higher/all ~2 ; neg
taking further action
see you in court
compensat(ed|ion|e) ~2 ; neg
damages ~3 ; &wronged
claim(|ing) ~2 for/against ~3 negligence/negligance/damages/compensation/injury/hospital/trust/you/clinical/medical
insurance/personal ~1 injury claim
claim/case/claims ~3 against ~2 ; &wronged
i have/got a case
have a ~1 case against?
refund(|ed)/reimburse(|d|ment)/money back ; &wronged
negligen(t|ce|tly)/negligance/negligant ; neg
malpractice/misconduct/incompetence/maladministration ; neg
breach(|ed|es|ing) ~4 confidentiality/duty/data/gdpr/privacy/trust/rights/contract/protection/confidence ; neg
confidentiality ~3 breach(|ed)/broken/breeched ; neg
gdpr/data ~1 breach(|ed)
duty of candour
duty of care ; &wronged
human rights
want/demand/expect/need/require/deserve/request/awaiting/await/insist/wanting/demanding/expecting/owed/like ~2 an/a/some/full/proper/written/your/to/my ~3 apology/explanation/investigation/enquiry/inquiry/answers/response/reply/callback/refund/compensation/justice/meeting ; neg
want/demand/expect/need/require/deserve/wants ~1 answers/justice/compensation/apology/explanations/accountability/action/resignation ; neg
apology ~4 owed/demand/expect/never/due/received/still ; neg
never/no/not/without ~3 apology/apologised/apologise/apologies ~3 ; &wronged
investigat(e|ed|ion|ing) ~5 ; &wronged
want/needs/need/should/must/demand/require(|s)/asking/ask/request ~5 investigat(ed|ion|ing|e) ; neg
look(|ed|ing)/looking in/into ~1 to? ~3 ; &seriously
full/independent/internal/proper/urgent/serious/public/immediate enquiry/inquiry/investigation ; neg
enquiry/inquiry ~3 is/into/needed/should/needs ~2 ; neg
held ~1 accountable/responsible/account ; neg
hold ~3 accountable/responsible/account ; neg
accountab(le|ility) ~4 ; &wronged
brought/bring/bringing to ~1 book/justice/account
heads ~1 roll
sack(|ed) ; neg
struck off
strike ~1 off
lose {own}/his/their ~1 job/licence/license/registration/pin
fit to practi(ce|se)
fitness to practi(ce|se)
disciplin(ed|ary) ; neg
prosecut(e|ed|ion)
criminal ~1 offence/charges/negligence/act/investigation/behaviour ; neg
crime number
police ~3 report/matter/involved/reported/statement/complaint
statement ~3 police/solicitor/lawyer
report(|ed|ing) ~3 police
letter ~2 before action/claim
letter ~3 {legal}/citizens/chief/mp/ombudsman/complaint
citizens advice
chief exec(|utive) ; &wronged
ceo ; &wronged
write/writing/written/wrote/letter/email/emailing/emailed ~4 chief/executive/ceo/board/trust/head/director/mp/manager/practice ~2 ; neg
freedom of information
foi/sar ~2 request
subject access
cop(y|ies) ~2 of? ~2 {own} ~2 records/notes/file ~4 ; &wronged
request(|ed|ing) ~3 records/notes/file
medical records ~4 {legal}
evidence ~4 photos/photographs/recorded/recording/diary/kept/video ~2 ; neg
kept/have/took/got/taken/keeping ~4 evidence/diary/photographs/photos/recordings/recording/notes ~3 ; &evid
recorded ~2 conversation
witness(|es) ~3 statement/statements/will/to ~2 ; &wronged
get away with ; neg
wont/not/never/cant let ~1 this/it/matter ~1 drop/go/lie/rest
not/wont/never ~2 be ~1 fobbed
not ~2 end of ~2 matter/this/it
you have/ve? not heard the last
havent heard the last
hear more from me
awaiting/waiting/await/still/received/had/never/no/without ~4 response/reply/answer/acknowledgement ~3 to/about ~3 complaint/letter/emails/email
who do i ~2 speak/talk/contact/write/complain
manager/someone/somebody/pals/matron ~3 contact/call/ring/phone/speak/get/meet ~2 me/us/touch ~3 ; &wronged
please/can/could/want/ask/asked/demand/like ~3 manager/someone/somebody/matron ~3 contact/call/ring/phone/speak/touch ~5 ; &wronged
please contact/call/ring/phone me ~4 ; &wronged
contact me on/at
i expect ~4 response/reply/answer/call/phone/somebody/someone/explanation/within/apology
within # days
within ~1 fourteen/ten/seven/28/twenty ~1 days
on the record
legally/lawfully ~4 ; &wronged
unlawful(|ly)/illegal(|ly) ; &wronged
disgrace(|ful) ~8 investigat(ed|ion)/report/reported/complaint/sacked/heads/mp/cqc
whistle ~1 blow(|ing|er|n)
whistleblow(ing|er)
cover(|ed|ing) ~1 up ~3 ; &wronged
coverup
my rights ~2
right to ~2 complain/appeal/answers
appeal ~3 against/this/decision ~2 ; &wronged
what ~2 going to be? done/do about ~2 ; &wronged
what will be done ~3
what action ~3 taken
someone/somebody ~2 sacked/fired/disciplined/sued
my family ~3 taking/suing/legal/court/complain/demand
justice for
unacceptable ~8 response/investigated/complaint/explain/reply/answers/further
complaing/complane/complant/complaned/complainin/complainant ; neg
accountable for/to ~3 ; neg !praise
who ~3 accountable/responsible/blame/answerable
{want}/need/demand/asked/ask/trying/tried/demanding ~2 speak/talk/see/meet ~1 to/with? ~3 manager/matron/charge/senior/boss/supervisor/director/board ; neg
answer(|s|able) for this/that/what/it/her/his/their
answer to ~2 for ~2 ; &wronged
need/want/expect/demand/insist/require ~3 somebody/someone/manager/you ~2 ring/call/phone/contact/email/respond/reply/explain/visit ; neg !praise
explanation/apology ~2 required/needed/owed/demanded/expected/overdue
report(|ed|ing) ~5 to ~3 manager/boss/supervisor/head/matron/authorities/management/bosses/trust/board ; neg
heard/hear ~2 end/last of this/it/me
matter/this/it ~2 escalated/investigated/addressed ; &want2
swept/brushed/sweep/brush/sweeping ~2 under
whitewash(|ed)
should never ~1 happen(|ed) ~3 ; &wronged
should not/never/cant/cannot/must be allowed ~2 to? work/happen/continue/practise/practice/treat/get
never/not/doesnt/dont/wont/cant happen(|s) ~3 to ~2 anyone/anybody/someone/another/others
lessons ~3 learn(|t|ed) ; neg
something must/has/needs ~2 be done ; &wronged
action ~3 taken ~3 against
action must/should/needs ~2 be taken
trading standards/panorama/watchdog
daily mail/mirror/express
lied/lying/lies/liar/liars ~2 to/about/in/by ~3 me/us/notes/records/staff/doctor/it/what/my
falsified/falsify/doctored/altered/tampered ~3 notes/records/chart
fraud/fraudulent
theft
money ~2 returned/refunded/back ; &wronged
bill you/invoice
charg(e|ing) you/trust for
serve ~1 notice
name and shame
bad review ~2
one star
spread the word ; &wronged
tell everyone ~6 avoid/bad/terrible/awful/disgraceful
speak ~1 to my solicitor/lawyer/mp
advice ~2 from ~3 {legal}
prove it/negligence
intend/intention/going to ~2 prove
reserve ~1 right
i have/got ~1 proof/recordings/recording
proof ~3 of/that ~3 ; &wronged
second/third/fourth/several/multiple/many/numerous/repeated/previous/last/my/our/previous complaint/complaints ; neg
complaint(|s)/complained ~6 ignored/nothing/nobody/noone/unanswered/reply/response/brushed/nowhere/weeks/months
compalint/complait/complaintt/compliant ~2 about/to/against
tribunal
take/taking/took ~1 this/it/matter/things up with
someone/somebody/anyone senior/higher ; &wronged2
deals/deal/responsible/charge ~2 with/for/of? ~1 grievances/complaints
parliamentary ~4 ; neg !praise
see/read ~2 this/it/about ~2 in the gazette/echo/mail/chronicle/post/herald/news/argus/times/mirror/sun/paper/papers
answer for ~3 happened/death/did/done/this
name/names and ~2 registration/number/pin
{want}/need/give ~3 name/names ~4 number/registration/pin/manager/supervisor
bill/invoice ~3 for ~3 ruined/damaged/lost/broken/my
getting/sending/send/receive/get ~2 a? bill/invoice ~2 for
not ~2 last ~2 youll/you/theyll/hear ~3
no/without/awaiting ~2 reply/response/answer ~3 to ~5 email/emails/letter/letters/messages/calls ~4 about/regarding
on ~1 record ~1 that
{want} ~2 on ~1 record
meeting with ~4 manager/matron/consultant/director/chief/head ; &wronged2
apology in writing
written apology
need(|s)/should/must/wants/ought ~3 looking/looked/look in/into ~1 ; neg
needs to be looked into/at
telling/tell/writing/write/told/contact/contacting ~2 {own} mp/councillor ; !praise
formal/official notice/warning/letter
make/making/making it ~1 it? official
union rep/representative ~4 ; &wronged2
union ~4 taking/up/involved/case
{want}/request/requesting/requested/demand/ask/asking ~2 ~1 independent/formal/full/proper/second review/investigation/inquiry/report/inquest ~3
independent review
inquest
coroner
took/take/taking/accept/accepted/accepting ~1 responsibility/blame/ownership ~4 ; &wronged2
nobody/noone ~1 took/takes/taken/accepts/accepted ~1 responsibility/ownership/blame
covered/covering for each other
close(|d|ing) ranks
my brief ~4 ; &wronged2
if i dont/havent hear/heard ~6
go/going to the papers/press/media/police/bbc
kept/keep every/all ~3 letter/letters/email/emails/receipt/receipts
{legal} ~1 will/shall/is/are/has/have ~2 be/in/write/writing/contact/contacting/deal/dealing/advised/told/handling/involved
hear from me/us/my ~1
not/wont/never/cant ~2 letting/let ~1 it/this/that ~1 go/drop/lie
{want} to know why ; neg
`
