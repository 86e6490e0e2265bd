package sentiment

// firstNames are given names that are no English word. Written from general
// knowledge of the names borne in Britain.
const firstNames = `
aaliyah aaron abbie abby abdul abdullah abel abi abigail abraham ada adam adele adrian adriana agata agnes agnieszka
ahmad ahmed aidan aileen aimee aisha aishah ajay akash alan alana alastair albert alberto alec aled alejandro aleksander
aleksandra alessandro alex alexa alexander alexandra alexandria alexis alfie alfred ali alice alicia alina alisha alison
alistair allan allen allison alma alun alwyn alyssa amanda amar amara amarjit amelia amelie amina aminah amir amirah amit
amjad amrit amy ana anastasia andrea andreea andrei andrew andy aneta aneurin angela angelica angelina angus anil anita
anja anjali ann anna annabel annabelle anne annette annie anthea anthony antonia antonio anwar anwen anya aoife arabella
archie ariana arif arjun arlene arnold arron arthur arun asha ashleigh ashley ashok asif asma astrid athena atif aubrey
audrey augustine aurora austin ava avril ayaan ayesha aylin azra babs barbara barney barry bartosz beata beatrice becca
beckie becky belinda bella ben benedict benjamin bennie benny bernadette bernard bernice bert bertie beryl bess bessie
beth bethan bethany betty bev beverley beverly bhavesh bhavna bianca bilal blanche bogdan bonnie boris brad bradley brenda
brendan brenna brian bridget brigid bronagh bronwen bronwyn bruce bryan bryn bryony caitlin caleb callum calum calvin
cameron camilla camille carl carla carlos carly carmel carmen carole carolina caroline carolyn carrie carys caspian
cassandra cassie catalina caterina catharine catherine cathy catriona cecil cecilia cedric celia celine ceri cerys chantal
chantelle charis charlene charles charley charlie charlotte chelsea cheryl chiara chidi chioma chloe chris chrissie
chrissy christian christie christina christine christopher ciara ciaran cillian cindy claire clara clare clarence
clarissa claudia clement cleo clifford clive clodagh colette colin colleen connie connor conor conrad constantin cora
coral coralie corey corinne cormac courtney craig cristian cristina curtis cynthia cyril dafydd dagmar daniel daniela
daniella danielle danny daphne darcey darcy daren daria dariusz darragh darrel darren darryl daryl dave david davina
debbie deborah debra declan deepa deepak deirdre delia delilah delroy della delyth demi denis denise dennis denzel derek
dermot desmond devon diana diane dianne diarmuid dilys dimitri dina dinesh diya dolores dominic dominika donald donna
donovan doreen doris dorota dorothy dougal dougie douglas doug duncan dylan eamon ebony eddie edgar edie edith edmund edna
eduardo edward edwin edyta efa eileen eilidh eimear eira elaine eleanor elena eleri eli elias elif elijah elin eliot
eliza elizabeth ella elle ellen ellie elliot elliott ellis eloise elsa elsie elspeth elton elvira emanuela emeka emil
emilia emilio emily emlyn emma emmanuel emmeline enid enya eoin eric erica erik erika erin ernest ernie errol esme
esmeralda esperanza esther ethan ethel etta eugene eugenie eunice euan evan evangeline evans evelyn evie ewa ewan
ezekiel fadumo faisal farah farhan farida farrah fatima fatimah fatma felicity felix ferdinand fergus fernanda fernando
ffion finbar findlay finlay finley finn fiona flo florence florian folake fran frances francesca francesco francis
francisco frankie franklin freda freddie freddy frederick freya fritz gabriel gabriela gabriella gabrielle gail gareth
garfield garry gary gavin gaynor gemma genevieve geoff geoffrey george georgia georgiana georgie georgina gerald
geraldine gerard germaine gerry gertrude gethin gillian gina giorgio giovanni gisele giulia gladys glen glenda glenn
glenys gloria glyn glynis gordon grainne grazia greg gregor gregory greta gretchen grzegorz guillermo gulsen gurdeep
gurpreet gus gustav gwen gwendolyn gwyn gwyneth habib habiba hadiya haider hakim hamid hamish hamza hana hanna hannah
hari harinder harjit harold harpreet harriet harris harrison harry haruka harvey hasan hassan hattie hayden hayley hazel
heidi helen helena helga henrietta henry herbert herman hilary hilda hollie honor horace howard hubert hugh hugo humphrey
hussain hussein hyacinth iain ian ibrahim ida idris ieuan ifeanyi ifeoma ifor igor ikram ilona imelda imogen imran ina
inderjit indira ines inez inga ingrid ioan ioana iona irena irene irina irma isaac isabel isabella isabelle isaiah isla
ismail isobel israel ivan ivana ivor iwona izabela izzy jacek jackie jackson jaclyn jacob jacqueline jacqui jacquie jagdish
jaime jake jakub jalal jamal james jamie jamila jan jana jane janet janette janice janina janine janis jared jaroslaw
jarvis jaskaran jason jasper jaspreet jatinder javed javier jaya jayden jayne jaz jeanette jeanne jeannie jeff jeffrey
jen jenna jenni jennie jennifer jenny jeremiah jeremy jermaine jerome jerry jerzy jess jesse jessica jessie jethro jill
jillian jim jimmy jo joan joana joanna joanne joao jocelyn jodie jody joe joel johan johanna john johnathan johnny jolene
jolanta jon jonah jonas jonathan jonny jordan jorge jose josef joseph josephine joshua josie joyce juan juana juanita
judith jodi judy julia julian juliana julie juliet juliette julius justin justine justyna kaitlyn kaja kamal kamala
kamil kamila kamran karan karen karin karina karl karol karolina kasia kat kate katarzyna katelyn katherine kathleen
kathryn kathy katia katie katrina katy katya kavita kaye kayla kayleigh keeley keeva keira keith kellie kelly kelsey kelvin
ken kendra kenneth kenny kenya keri kerri kerry kevin keziah khadija khadijah khalid kiara kieran kieron kiki kim
kimberley kimberly kinga kira kirsten kirsty kiran kirstie klaudia klaus kofi krish krishna kristen kristian kristina
kristin krystyna krzysztof kuldeep kulwinder kumar kunal kwame kyle kylie lachlan laila lakshmi lana lara lars latifa latisha
laura lauren laurence lauri laurie lavinia lawrence layla leah leanne lech leigh leila lena lennox lenny leo leon leona leonard
leonardo leonie leonora leroy lesley leslie leticia letitia levi lewis lexi lia liam liana libby liesl lila lilian lilith
lillian lilly lina linda lindsay lindsey lionel lisa lisbeth liv livia liz liza lizzie lizzy llewellyn lloyd logan lois lola
lorcan loredana loretta lorna lorraine lottie lou louis louisa louise lowri lubna luca lucas lucia lucian lucie lucille lucinda lucja lucy
ludmila luigi luis luke luna lydia lyndon lyndsey lynette lynn lynne lynsey mabel maciej maddie maddison madeleine madeline
madge madison maeve magda magdalena maggie magnus mahmood mahmoud mahnoor maira mairead maisie maja malachi malcolm malgorzata
malik mandy manjit mansoor manuel manuela mara marc marcel marcella marcia marcin marco marcus marek margaret margarita
margery margot marguerite maria mariah mariam marian mariana marianne marie mariella marilyn marina mario marion marisa
marissa marjorie marlene marlon marsha marta martha martina martyn marvin mary maryam maryann mateusz mathew matilda
matt matteo matthew maud maura maureen maurice mavis maxine maximilian maxwell maya meera megan mehmet mehwish mel melanie
melinda melissa melvin melvyn mena mercedes mercy meredith merle meryl mia micah michael michaela michal michele michelle
mick mickey miguel mihaela mihai mikael mike mikey mila milan mildred milena millicent millie milo mimi minnie miranda
miriam misbah mitchell mo mohamed mohammad mohammed moira molly mona monica monika morag moray morgan morris morwenna moses
mohsin moyra muhammad muna munir muriel murray musa mustafa mya myfanwy myles myra myrtle nabil nadeem nadia nadine naeem nadira
nancy naomi narinder nasir nasreen nassim nat natalia natalie natasha nathalie nathan nathaniel navdeep naveed nazia neal ned
neelam neha neil nell nellie nelson nerys nesta ngozi nia niamh nicholas nick nicky nico nicola nicolae nicole nigel niki nikita nikki
nikolai nikos nils nina nisha nita noah noel noelle nora norah noreen norma norman nuala nur nusrat nyasha oana octavia odette
ola olamide oleg olga oliver olivia ollie olu oluwaseun oluwaseyi olwen omar oonagh ophelia orla orlaith oscar osman oswald otto owain owen
pablo paddy padraig paige pam pamela paola paolo parminder parveen pascal patricia patrick patrik patrycja patsy patti paul paula
paulette paulina pauline pavel pawel pedro peggy penelope perry peta pete peter petra petros phil philip philippa phillip phillipa phoebe
phyllis pia pierre piotr pippa polly prakash pranav pradeep pratik precious preeti priscilla priti priya priyanka
przemyslaw quentin rabia rachael rachel rachelle radek radu rafael rafal raheem rahul raj raja rajesh rajinder raju rakesh
ralph ramesh ramon ramona rana randolph rani ranjit raphael rashid rashida raul ravi ravinder raymond raymund rebecca rebekah reece reem regina
reginald rehana rehman reilly reinhard rena renata rene renee reuben rhian rhiannon rhoda rhodri rhona rhonda rhys rian
ricardo richard richie rick rickie ricky riley rita ritu riya robbie robert roberta roberto roddy roderick rodney roger roisin
roland roman ron rona ronald ronan ronnie rory rosa rosalie rosalind rosanna roseanne rosemarie rosetta rosie ross rowena roxanne roy
roya rubina rudolf rudy rufus rupert rupinder russ russell ruth ryan saad saba sabina sabrina sacha sadia sadie saeed safiya
sahar saif saima saira sajid sakina salim sally salma salman salvador sam samantha sameer samia samina samir samuel sandeep sandra sanjay sanjeev santiago
sara sarah saskia satnam sawsan scarlett scott sean seamus sebastian selena selina selma serena serge sergio seth shabana
shabnam shaheen shahid shaista shamim shamima shanaya shane shania shanice shannon shanthi sharmaine sharon shaun shauna shaunagh shayla
shazia sheena sheila shelagh sheldon shelley shelly shereen sheree sheridan sherry sheryl shirin shirley shiv shivani shobha shona
shreya sian sidney sidra siegfried sigrid silas silvia simeon simon simone simran sinead siobhan sioned siraj slawomir sofia sofie sohail solomon
sonia sonja sonya sophia sophie spencer stacey stacy stan stanislaw stanley stefan stefania stella steph stephan stephanie
stephen steve steven stevie stewart stu stuart sukhdeep sukhjit sukhwinder suki suleman sultana sunil sunita surinder surjit susan susana susanna
susannah susanne susie suzanna suzanne suzie suzy svetlana swati sybil sydney sylvester sylvia sylwia tabitha tadeusz
tahir tahira tallulah tamara tamsin tamzin tania tanisha tanveer tanya tara tariq tasha tatiana tayyab teagan ted teddy tegan temitope
terence teresa teri terri terry tess tessa thea thelma theo theodora theodore theresa therese thomas tia tiffany tilly tim
timothy tina tobias toby todd tom tomas tomasz tommy toni tonia tony torin tracey tracy tremaine trevor tricia trina trish
trisha tristan trixie trudy tudor tunde tyler tyrone uma umar ursula usha usman val valentina valeria valerie vanessa
vasile vaughan vera verna vernon veronica vicki vickie vicky victoria vidya vijay vikas vikki vikram vince vincent vinnie
viola violetta virginia vishal vitoria vivek vivian vivien vivienne vlad vladimir waheed waleed walter wanda waqar warren wasim wayne wendy
wesley wilfred wilhelmina willem william willie wilma winifred winnie winston wioletta wojciech xavier xanthe yasin yasir yasmeen yasmin yasmine
yetunde yolanda youssef yousuf yuki yusuf yvette yvonne zac zach zachary zack zahid zahir zahra zainab zak zakariya zane zara zarina zeenat zelda zena zeynep
zina kev fred dan danni danniella nicki josh jules becks billy sammy timmy jimmie ricki lea lise suze hillary christy sylvie jojo nickie mandi shaz mags
gord gerri lorrie pete tommie vick vikkie kath kathie cath cathie chrissie shelle shell debs deb jacks jax mo
graham grahame graeme dwayne duane gav gaz baz shaz chaz tel stu trudie tash deano ally allie bex caz daz fi gwennie hal ike
kaz lindy loz maz mim nath oli reggie ronnie sal sasha shel taz tori trace viv wills zeb
adaeze ade adebola adeola afia akua amaka aminata asante ayo ayodele ayomide bola bukola chiamaka chinonso damilola ebere efe emeka esi femi funmi
ikenna kelechi kemi kwabena kwaku lanre nana nneka nnamdi obi ogechi osagie sade segun seun simisola sola tayo temi tobi tolu uche uchenna yaa yaw zuri
bogna bogusia danuta edyta elzbieta ewelina gosia grazyna halina iza jadwiga janusz jarek jurek kacper kuba lukasz marian mariusz mirek ola pawel
slawek staszek teresa wiesława wiktor wojtek zbigniew zosia
adina alin anca bogdan catalin claudiu corina cosmin dorina elena florin gheorghe ionut iulia laurentiu liviu magda marius mirela
ovidiu raluca razvan sorin stefan tudor valeriu viorel
abida adeel adnan amna arshad ayub bushra faiza farooq fawzia hafsa haroon humaira iqra jameela junaid kashif khurram maliha mariyam mehreen
mohsin mubashir naila nargis naseem noreen omair qasim rafiq rizwan rukhsana sabah sadaf samreen sana shabir shazia sidra sobia sumaira tahira tasneem
ubaid umair wajid yousaf zafar zeeshan zohaib zubaida
aarav aditi aditya amita ankit anuj arti ashwin bharat chetan darshan dev gita hema hitesh jayesh jignesh jyoti kalpana ketan kirit kishor komal
lalita madhu mahesh manish meena mukesh naresh nayan nikhil nilesh nirav pankaj paresh pooja prerna rekha rina rohan rohit roshni sachin sangita sarita
shilpa smita suresh sushma tejal usha vandana varun vimal vinod
amandeep balwinder baljit charanjit daljit gurmeet gurmit harbhajan harbinder hardeep jagjit jasbir jaswinder kamaljit karamjit lakhbir
mandeep maninder mohinder nirmal parmjit prabhjot rajwinder ranveer rupinder satinder simranjit sukhbir surjeet tejinder
cheng fei guang hong hui jing jun ling liang lin mei ming peng qiang rong shan shu siew tao ting wei wen xia xiao xin yan ying yong yun zhen
anh duc hoa hung huong lan linh loan nam ngoc nhung phuong quan thao trang tuan van
blessing comfort
zita zofia zoe zoey zohra zuzanna zubair zsofia
`

// wordNames are given names that are English words, months or flowers too.
// They need more than themselves to be taken for a person.
const wordNames = `
abbey amber angel april art august autumn basil bay belle bill blake blossom bob bobby brook brooke buddy candy carol cash
chance charity chase cherry christmas chuck clay cliff clover constance crystal curt daisy dale dawn dean dee destiny dexter dick dolly don dot
drew dusty earl eden elder eve faith fay faye fern flora forest frank gay gem gene gill ginger glory grace grant guy hal hank
harmony heath heather hollis holly honey hope hunter iris ivy jack jade jasmine jay jean jewel joy july june junior kay kit
lance lane laurel lee len lily liberty lotus lyn madonna mae major mark marshall martin mason max may melody merry miles misty myrtle nick nova
oak olive opal pansy parker pat patience patty pearl peg penny petal peony piers poppy prince princess prudence quinn rain ray red reed
reg reggie rex rich river rob robin rocky rod rose rosemary rowan ruby rusty sage sandy saffron sid sienna skip sky skye song sonny star
stew storm sue summer sunny tad tanner taylor temple toni trinity troy ty valentine venus verity vic victor violet wade wally
will willow willy win woody wren young zion
`

// lastNames are family names that are no English word.
const lastNames = `
abbott abdi abdullahi abraham abrams adams adamson adebayo adeleke adeyemi agarwal ahmad ahmadi ahmed akhtar akinola alam
alderson aldridge alexander allan allen allsop anderson andrews anwar appleby appleton archibald armitage armstrong ashcroft ashworth aslam
aspinall atkins atkinson atwood awan aziz babu baggott bailey bains bajwa balogun bamford bannister baptiste
barker barlow barnes barnett baron barr barraclough barrett barron bartlett barton bassett bateman bates batty baxter beattie beaumont beckett
begum benjamin bennett benson bentley berry bhatt bhatti bibi blackburn blackwell blair blythe bolton booth botham boyd boyle bradbury bradford
bradley bradshaw brady brannigan brennan briggs brighton bristow broadbent brookes broughton browne bryant buchanan buckley bukhari
burgess burke burnett burns burrows burton butcher butt butterworth byrne cairns calderwood callaghan cameron campbell carmichael carney carr carroll
cartwright cassidy chadwick chamberlain chambers chan chandra chaplin chapman charlton chatterjee chaudhary chaudhry chen cheung chinedu choudhury chowdhury christie chukwu
clarke clarkson clayton clements clifton coates cochrane coleman collier collins collinson connell connolly connor conway cooke cooney cooper
corbett corcoran cornwell costa cotton coulson cousins cowan cowell cox craig crawford crawley crawshaw crosby crossley cullen cunningham curran
currie curtis dalton daly daniels darby das davey davidson davies davis davison dawson deacon deakin delaney dempsey dennison denton desai devine devlin dewhurst dhillon
diaz dickinson dickson dixon dobson docherty dodd dodds doherty dolan donaldson donnelly donovan doran douglas dowling downes doyle driscoll dubois duckworth dudley duffy dugdale duggan
dunbar duncan dunlop dunn dunne dyer dyson easton eastwood eccles edwards egan elliott ellis ellison emerson emmanuel entwistle eriksson espinosa estrada evans everett faircloth fairhurst
farah farooq farrell faulkner fenton fenwick ferguson fernandes fernandez ferreira finnegan finney fitzgerald fitzpatrick fitzsimmons flanagan fleming fletcher flynn foley forbes ford forster forsyth fowler fraser freeman
friedman frost fuller gallagher galloway garcia gardiner garner garrett gaskell georgiou gibbons gibbs gibson gilbert gilchrist giles gill gillespie gilmore gittins
gleeson glover goddard godfrey gomez goncalves gonzalez goodall goode goodman goodwin gordon gough graham grady greaves greenhalgh greenwood gregory grewal griffin griffith
griffiths grimshaw guha gunn gupta guthrie haigh haines halliday hamid hamilton hammond hancock hanif hansen hanson haque harding hardman hardy hargreaves harland harper harrington harris harrison
hart hartley harvey hassan hawkins hawthorne hayes haynes healy heaney heath heaton hegarty henderson hendry henshaw herbert hernandez heslop hewitt hibbert hickey higgins
higginbottom higgs hilton hindle hirst hobbs hobson hodge hodges hodgson hodgkinson hogan hogg holden holdsworth holgate hollis holloway holmes holt hooper hopkins hopkinson horrocks horton hosseini houghton houston howard howarth howe howell howells hoyle hubbard
huddleston hudson huggins hughes hulme humphrey humphreys humphries hussain hussein hutchinson hutton ibrahim idowu ingham ingram iqbal irving isaacs islam iwanek jackson jacobs
jahan jamal james jameson jamieson janowski jarvis jefferson jeffries jenkins jenkinson jennings johal johansson johnson johnston johnstone jones joseph joshi joyce kamara kaminski kane
kapoor karim kaur kavanagh kaya kearney keating keegan keenan kelleher kellett kelly kemp kendall kennedy kenny keogh kerr kershaw khalid khan khatun khumalo kirby kirk kirkham kirkpatrick
knowles knox kovacs kowalczyk kowalska kowalski kozlowski kumar kumari lally lambert lancaster langley larkin larsen latham lawler lawrence lawson leach leary leclerc ledger lehmann leigh lennon leonard leslie
lester lewandowski lewis li lin lindley lindsay little litchfield livingstone lloyd lockwood logan lomas longworth lopez lowe lowery lucas ludlow lynch lyons macdonald macfarlane mackay
mackenzie mackie maclean macleod macpherson madden maguire mahmood mahoney malik malone maloney mann manning marriott marsden marshall martinez masih masters mather mathews matthews maurya mawson maxwell mazur mcallister
mcardle mcbride mccabe mccall mccann mccarthy mcclure mcconnell mccormack mccormick mcculloch mccullough mcdermott mcdonald mcdonnell mcdowell mcewan mcfarlane mcgee mcgill mcginty mcgowan mcgrath mcgregor mcguinness mcguire mchugh mcintosh mcintyre mckay mckee mckenna
mckenzie mckeown mckinnon mclaughlin mclean mcleod mcloughlin mcmahon mcmanus mcmillan mcnally mcnamara mcneil mcneill mcpherson mcqueen mellor mendes mensah mercer meredith metcalfe meyer michalski middleton miah millar miller mills milne mir mirza mistry
mitchell moffat mohamed mohammad mohammed molloy moloney monaghan montgomery moore morales moran moreno morgan moriarty morley morris morrison morrissey mortimer morton moyle muir mukherjee mulligan mullen mumford munro
murphy murray murtagh musa mustafa myers nair nanda naqvi nasir nath naylor neal neale needham nelson newman newton nguyen nicholas nicholls nichols nicholson nielsen nkosi nolan norman norris norton novak nowak nwosu oakley obi
obrien ocallaghan oconnell oconnor odonnell odonoghue ogden ogrady ohara okafor okeeffe okeke okonkwo okoro oleary olsen olsson oluwole oneill onyango ormerod orourke osborne osullivan osman oyelaran owens owusu
palmer papadopoulos parekh parkes parkin parkinson parmar parnell parr parsons pascoe patel paterson pathak patterson pattison pawlak payne pearce pearson pedersen peel pemberton pendlebury perera pereira perez perkins perry petersen peterson petrov petrova phillips philpott
pickering pickles pillai pinto piotrowski pollard pollock popa popescu powell pratt preston prendergast prescott prior pritchard proctor purcell qureshi quigley quinn radcliffe rafferty rafiq rahman rai rajan rajput ramirez ramos ramsay ramsbottom ramsden randall randhawa rankin rao rashid
ratcliffe rathbone rawlings rawson raza redfern redmond rees reeves rehman reid reilly renshaw reynolds rhodes ribeiro richards richardson riddell ridley rigby riley ritchie rivera roberts robertson robins robinson robson roche rodgers rodrigues rodriguez rogers rogerson romero
rooney rossi rothwell rowe rowland rowley royle rudd ruiz russell russo rutherford ryan saeed saleem salim salter sanchez sanders sanderson sandhu sandhurst sankaran santos sargent saunders savage sawyer saxton schmidt schneider schofield schultz scott seddon
sehgal sengupta sethi shafiq shah shaikh sharma sharples shaw shea sheehan sheikh shelton shepherd sheppard sheridan sherwood shields sidhu siddiqui silva simmons simms simon simpson sims sinclair singh skelton skinner slater sloan smart smith smyth sneddon snell
southern southworth spencer spicer stafford standish stanley stanton stephens stephenson sterling stephen steele stevens stevenson stewart stirling stoddart stokes storey stubbs sullivan sultana sutcliffe sutherland sutton sweeney swift sykes szabo szymanski tait talbot tanner tattersall
tate taylor teixeira templeton tennant thackray thapa thomas thompson thomson thornton thorpe thwaites tierney timms tindall todd tomlinson topham townsend toth travers trent trotter tucker tully turnbull turner tyler tyson underwood unsworth upton
usman uddin vance varghese varley vasquez vaughan vega venter verma vickers vincent vogel wadsworth wagner wainwright wakefield waller wallis walls walmsley walsh walters walton wang warburton warner warwick waterhouse waters watkins watkinson watson watt watts webb weber
webster weir welch weller wells welsh whelan whitaker whiteley whitehead whitehouse whittaker whittle whitworth whyte wilcox wilde wilkes wilkins wilkinson willett williams williamson willis wilson winstanley winterbottom wisniewska wisniewski wojcik wong woodcock woodhead woods woodward
woolley worrall worthington wrigley wright wu wyatt yadav yang yates yeung yilmaz younis yusuf zafar zaman zhang zhao zheng zhou zielinski
`

// wordLastNames are family names that are English words too: they count only
// after a given name, an initial or a title.
const wordLastNames = `
archer ball banks barber bell best bird bishop black bloom bond bourne bowen bowman brewer bridges brook brooks brown bull bush
butler carpenter carter case chance church clark cole cook crane cross crow dale day dean drake drew duke fairbairn farmer field finch fish fisher
flowers fox frank french gardner gold golding good grant gray green grey grove hall hand hardcastle hawk hay head hill hobday hood hope house hunt
hunter hurst jewell judge keen key king kitchen knight lake lamb lane law lee lemon lent little lock long lord love luck mann march marsh martin mason may mead
mole moon moss nash neville newcombe noble north nutt page park parker parks parrot peacock penny pepper perch pike pine place pope porter potter power price
priest prince pugh pye rain read reed rice rich ring rivers rose rush sage salmon sands sharp sharpe shepherd short silver singer small snow sparrow speed
spring stone storm strong summers swan sweet temple thorn tyler vale vine viner wade waite walker wall ward warden warren webb weeks west wheeler white
wild winter winters wise wolf wood woodman worth wren wynn york young
`

// titles stand before a family name.
const titles = `mr mrs ms miss mx dr doctor prof professor sir dame lady lord rev reverend`

// roleNames are what a member of staff is, and what stands for their name.
var roleNames = map[string]string{
	"nurse": "nurse", "sister": "sister", "matron": "matron", "midwife": "midwife", "doctor": "doctor", "dr": "doctor",
	"consultant": "consultant", "registrar": "registrar", "surgeon": "surgeon", "gp": "GP", "paramedic": "paramedic",
	"physio": "physio", "physiotherapist": "physiotherapist", "therapist": "therapist", "pharmacist": "pharmacist",
	"receptionist": "receptionist", "porter": "porter", "carer": "carer", "driver": "driver", "cleaner": "cleaner",
	"volunteer": "volunteer", "hca": "HCA", "radiographer": "radiographer", "dietitian": "dietitian", "dietician": "dietitian",
	"counsellor": "counsellor", "psychologist": "psychologist", "psychiatrist": "psychiatrist", "podiatrist": "podiatrist",
	"dentist": "dentist", "hygienist": "hygienist", "optician": "optician", "sonographer": "sonographer", "assistant": "assistant",
	"anaesthetist": "anaesthetist", "technician": "technician", "chaplain": "chaplain", "manager": "manager", "cpn": "CPN",
	"healthcare": "", "student": "", "staff": "", "professor": "professor", "prof": "professor", "GP": "GP", "HCA": "HCA", "CPN": "CPN",
	"ambulanceman": "paramedic", "keyworker": "keyworker", "housekeeper": "housekeeper", "phlebotomist": "phlebotomist",
	"audiologist": "audiologist", "orthoptist": "orthoptist", "secretary": "secretary", "caseworker": "caseworker", "warden": "warden",
}

// kinWords stand before or after the name of a relative.
const kinWords = `mum mother mam dad father husband wife partner son daughter brother sister nan nana gran granny grandma
grandmother grandad granddad grandfather grandson granddaughter aunt auntie aunty uncle niece nephew cousin friend baby boy girl child
fiance boyfriend girlfriend twin twins neighbour carer daughterinlaw stepson stepdaughter`

// roleWords are all that say that a name of a member of staff may follow.
const roleWords = `nurse nurses sister matron midwife midwives doctor consultant registrar surgeon gp paramedic paramedics
physio physiotherapist therapist pharmacist receptionist porter carer carers driver cleaner volunteer hca radiographer dietitian
dietician counsellor psychologist psychiatrist podiatrist dentist hygienist optician sonographer assistant anaesthetist
technician chaplain manager cpn keyworker housekeeper phlebotomist audiologist secretary student ladies lads girls guys crew lady gentleman
chap bloke guy lass lad worker nurse's practitioner specialist advisor adviser operator handler technician crewmate colleague boss supervisor
guard clerk associate trainee apprentice coordinator co-ordinator caseworker helper tutor`

// notPeople are words with a capital that are no person: places, firms, faiths,
// diseases, medicines, days. Months are told apart by what stands before them.
const notPeople = `
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
november december christmas easter ramadan eid diwali boxing bank covid corona nhs england english scotland scottish wales
welsh ireland irish britain british uk usa america american europe european africa african asia asian india indian pakistan
pakistani bangladesh china chinese poland polish romania romanian france french spain spanish italy italian germany german
turkish portugal portuguese greece greek jamaica caribbean nigeria nigerian ghana kenya somali syria ukraine ukrainian russia russian japan japanese australia
australian canada london birmingham manchester leeds liverpool newcastle sunderland durham darlington middlesbrough
hartlepool gateshead tyneside northumberland northumbria cumbria carlisle teesside hull sheffield nottingham nottinghamshire derby leicester lincoln
lincolnshire mansfield worksop newark bassetlaw york yorkshire lancashire preston blackpool bolton bury oldham rochdale stockport
cheshire chester stoke stafford staffordshire wolverhampton coventry warwick worcester hereford gloucester bristol bath
swindon oxford cambridge norwich norfolk suffolk ipswich essex colchester southend kent canterbury maidstone sussex brighton
surrey guildford hampshire southampton portsmouth dorset bournemouth devon exeter plymouth cornwall truro somerset taunton
wiltshire salisbury berkshire reading slough luton bedford bedfordshire hertfordshire watford northampton peterborough cardiff swansea
wrexham glasgow edinburgh aberdeen dundee belfast wansbeck cramlington hexham berwick alnwick ashington blyth morpeth
north south east west northern southern eastern western royal queen king queens kings st saint victoria general infirmary
hospital trust ward unit clinic centre department surgery practice house lodge court road street lane avenue close park
view hall building wing suite floor bay team service services community mental health crisis emergency accident outpatients
maternity paediatrics oncology cardiology radiology orthopaedics dermatology neurology urology ophthalmology endoscopy physiotherapy
pharmacy reception theatre google facebook tesco asda sainsburys morrisons aldi lidl boots costa greggs starbucks amazon
microsoft teams zoom skype whatsapp xbox playstation sky bbc itv netflix wifi dvd cd tv radio ipad iphone android
paracetamol ibuprofen morphine codeine tramadol warfarin insulin metformin clozapine olanzapine quetiapine pregabalin gabapentin sertraline
citalopram fluoxetine diazepam lorazepam zopiclone amoxicillin penicillin methotrexate prednisolone ventolin salbutamol omeprazole lansoprazole
pfizer astrazeneca moderna alzheimer alzheimers parkinson parkinsons crohn crohns asperger aspergers hodgkin hodgkins huntington down downs raynauds tourette tourettes
addison addisons barrett meniere graves cushing macmillan samaritans rethink mencap scope barnardos shelter relate age dignitas
god jesus christ allah bible quran islam muslim christian catholic jewish hindu sikh buddhist church mosque
dvla pip esa dwp cqc pals gp gps mri ct ecg ecg xray icu itu hdu aande hca ot ots cpn cbt ptsd adhd asd copd ibs ms dna obs
bluebird acorn oak oaktree rowan birch willow maple cedar elm ash beech hawthorn cherry rose jasmine primrose snowdrop
ambulance paramedic paramedics doctor doctors nurse nurses staff everyone nothing thank thanks patient patients driver drivers very
excellent good great the and this that they them their there these those when what where which who why how
everything nobody somebody anyone anything something lovely brilliant amazing fantastic wonderful superb first second third
mum mam dad gran nan nana grandad uncle auntie sir madam miss mrs mr ms dr professor sister matron lady lord
personal independence payment disability living allowance universal credit care plan act section children adults memory eye ear
nose throat blood day night dental stroke cancer diabetes heart rapid response district district's virtual
`

// personVerbs follow a name that opens a sentence or stands without a sign.
const personVerbs = `was is were has had took made did helped looked explained listened gave went came said told made got kept
showed treated cared saw phoned rang called held sat spoke talked understood managed found who deserves needs should could would
always really never made reassured calmed answered arranged sorted fixed stayed supported saved assessed examined checked
brought put seemed appeared knew asked let greeted welcomed smiled laughed works worked goes wants wanted visited attended arrived and
on at from in the his her also just especially ensured provided performed carried discharged cleaned fed washed dressed`

// Words of the rules for names.
const (
	// faintNames are given names that are far oftener something else.
	faintNames = `comfort blessing tia thu mo nick lin long van shan yong hung duc quan dev nana ola sal tel fi may april june july august summer autumn christmas will hope chance liberty star sky rain storm river
trinity major prince princess patience young bill mark case penny art grant song lane red max long sunny junior forest
patty reed wade curt cash dot bay chuck holly heath flora clay jewel melody harmony destiny olive song guy don pat jan precious christian
israel kenya devon chelsea florence honor mercy mickey jordan morgan georgia austin sofia reading gene val nat rich drew dale skip
peg petal penny stew tad basil ginger pepper misty rusty dusty rocky woody buddy joy faith charity prudence constance angel crystal eve dawn`
	// agents are what only a person does.
	agents = `took helped said came explained listened looked held told went carried fixed drove wheeled gave showed rang phoned
got brought checked answered greeted did made saw spoke talked smiled stayed kept cared treated calmed reassured who sorted changed called sang found drew
fetched washed cleaned dressed rang scanned injected stitched visited bandaged booked taught advised encouraged hugged comforted prayed joked waved
apologised chatted listens says knows makes`
	coreVerbs = `was is were has had who took helped made did looked explained listened gave came treated cared kept showed
held sat spoke understood deserves reassured calmed and from on`
	beforeNames = `with by thank thanks especially including named called particularly both ask asked saw met see between via thankyou
dear hi hello ta cheers mention well-done`
	placeWords = `hospital ward unit centre center house court clinic surgery wing road street school suite building lodge park
infirmary practice team lane avenue close hall view community trust university college church station services service
ambulance day-unit drive way crescent gardens general memorial health bay floor department room pharmacy hub hospice nursing
care syndrome disease palsy chiari catheter scale stockings collar test`
	beforePlaces = `in at near st saint queen king princess lady ward the via unit within around of hospital leaving outside`
)
