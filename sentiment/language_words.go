package sentiment

// tongue is a language written in Latin letters.
type tongue uint8

const (
	english tongue = iota
	welsh
	polish
	romanian
	french
	spanish
	portuguese
	italian
	german
	turkish
	somali
	dutch
	hungarian
	czech
	lithuanian
	latvian
	albanian
	vietnamese
	swahili
	tagalog
	irish
	swedish
	malay
	croatian
	urduLatin
	tongueCount
)

// tongueTags are the BCP 47 tags, by tongue. Urdu, Hindi and Punjabi in Latin
// letters are not told apart.
var tongueTags = [tongueCount]string{
	"en", "cy", "pl", "ro", "fr", "es", "pt", "it", "de", "tr", "so", "nl", "hu", "cs", "lt", "lv", "sq", "vi",
	"sw", "tl", "ga", "sv", "ms", "hr", "ur",
}

// ownLetters are letters that speak for a language; English loan words with é,
// è, ï, ç and the like speak for none.
var ownLetters = [tongueCount]string{
	welsh:      "ŵŷ",
	polish:     "łąęśźżćń",
	romanian:   "ășțţ",
	spanish:    "ñ",
	portuguese: "ãõ",
	german:     "ß",
	turkish:    "ğış",
	hungarian:  "őű",
	czech:      "řěůťď",
	lithuanian: "ėįųą",
	latvian:    "āēīģķļņ",
	vietnamese: "ơưđă",
	swedish:    "åä",
	croatian:   "đćč",
}

// smallWords are the words that speak for each language: its commonest small
// words and what patients say, with and without accents, in lower case and
// without apostrophes. A word that English has too counts for both.
var smallWords = [tongueCount]string{
	english: `a i the and to of in it is was for on that with they my me very were all so not have be as at are
this had good from staff no we by there or but would service could been you when he her him his she our us them
their time about more what who out if up do did done an can cant could couldnt couldve will wont would wouldnt well
great excellent nothing everything helpful friendly kind thank thanks thankyou thx ty pls please professional
care caring nurse nurses doctor doctors dr gp hospital ward patient patients treatment appointment ambulance
crew waiting wait waited long quick quickly fast felt feel feeling made make makes always never ever just like
also after before because being only than then too some any one two three four five six seven eight nine ten
people person phone call called calls ring rang told said say says saying know knew need needed needs help
helped get got give gave given go going went come came back home day days night week weeks month months year
years hour hours minute minutes min mins hrs today yesterday tomorrow first last next best better bad poor
worse worst fine ok okay okey gd gud v vry really quite happy satisfied lovely nice amazing brilliant
fantastic wonderful superb perfect awful terrible rude slow clean dirty food tea room bed pain car park parking
mum dad mother father son daughter husband wife baby child children kids family friend friends how why where
which while during every each other another same own myself yourself himself herself ourselves themselves work
worked working job team everyone everybody someone anyone anything something think thought believe see seen
saw look looked looking listen listened explained explain answer answered question questions information
support supported advice reassuring polite patience understanding communication efficient experience
recommend cannot dont didnt wasnt werent isnt arent havent hasnt hadnt doesnt im ive id ill its youre theyre
weve thats theres lets without within under over into through between off down again still even much many most
more less least few little lot lots own right wrong new old big small enough soon late early able should must
may might keep kept put take took taken let left leave use used using way thing things bit sure yes yeah nope
na none not applicable change improve improvement improved add comment comments else worry anxious scared ill
sick poorly arrived arrive came take transport driver drivers journey paramedics paramedic emergency
service services nhs test covid blood results check checked operation surgery discharge discharged medication
tablets clinic centre reception receptionist therapy therapist mental health school talk talking talked spoke
speak ask asked asking find found try tried trying want wanted hope hard easy easily life live living lives
super nil air con die man sit pan son sat dim si top marks class rate star stars five ten out excellant exellent excelent servise recieved profesional treated
respect dignity attentive kindness compassion compassionate outstanding exceptional superb pleasant cheerful
calm relaxed comfortable safe happy pleased glad grateful appreciate appreciated faultless spot love loved`,
	welsh: `diolch yn fawr iawn mae roedd oedd ydy yw wedi bod ar gyfer gan gyda hyn hwn hon rwyn dwi fy fi ni chi
nhw ei eu eich staff meddyg nyrs nyrsys ysbyty gofal da dda hyfryd ardderchog gwych popeth dim byd ond hefyd
cymraeg siarad gwasanaeth aros amser rhy hir apwyntiad caredig cyfeillgar croesawgar ac neu bawb pawb pob dydd
pam beth sut pryd llawer gwell gallai byddai roeddwn cefais ges wnaeth nid doedd ddim oherwydd felly hapus
teulu plant gwely bwyd oer poeth cleifion claf ffôn ffon i o'r y yr a am`,
	polish: `dziękuję dziekuje bardzo dobrze dobra dobry dobre nie jest się sie był była było były byl byla bylo byly
i w z na do to że ze za od po przez dla jak ale czy oraz personel pielęgniarka pielegniarka pielęgniarki lekarz
szpital opieka czas czekania czekać czekac długo dlugo miła mila miły mily mili uprzejmy pomoc pomocny pomocna
wszystko super obsługa obsluga polecam jestem mam mnie moje moja mój moj moim ich ją jej go tylko tak proszę
prosze tłumacz tlumacz wizyta jedzenie zimne źle zle słabo slabo godziny godzin czekałem czekałam zadowolony
zadowolona pozdrawiam profesjonalna profesjonalny profesjonalnie bez problemu ból zawsze`,
	romanian: `mulțumesc multumesc mulțumim multumim foarte bine bun bună buna și si nu este sunt era erau a fost au
cu pe la din de pentru că ca mai dar sau un o în in care personalul personal asistenta asistente doctor doctorul
medic medicul spital spitalul îngrijire ingrijire amabil amabili amabilă frumos totul tot timp așteptat asteptat
prea mult mi ne am fi fost când cand dacă daca ore recomand profesionisti profesioniști serviciu servicii bravo
mâncare mancare rău rau rece`,
	french: `merci beaucoup très tres bien le la les des du de un une et est était etait ont été ete avec pour dans
sur pas plus que qui je nous vous ils elles mon ma mes votre notre leur personnel infirmière infirmiere
infirmières médecin medecin hôpital hopital gentil gentille gentils accueil attente heures temps tout tous
bonne bon mais trop ne se ce cette sont avons ai aux au par service soins équipe equipe rien jamais toujours
parfait aimable chambre froid repas`,
	spanish: `gracias muchas muy bien bueno buena el la los las de del un una y es era fue fueron con para en por
que no pero me mi mis su sus nos personal enfermera enfermeras médico medico doctor hospital atención atencion
amable amables todo todos tiempo espera horas mucho excelente servicio estaba estaban está esta ha han he lo se
como cuando más mas nada siempre nunca comida fría cama trato rápido rapido`,
	portuguese: `obrigado obrigada muito bem bom boa o os as da do das dos de um uma e é foi foram com para em por
que não nao mas me meu minha nos pessoal enfermeira enfermeiras médico medico hospital atendimento simpático
simpatico simpática tempo espera horas excelente serviço servico estava está tudo todos mais ele ela eles muita
nada sempre comida fria demorou equipe equipa ajuda`,
	italian: `grazie molto bene buono buona il lo la gli le di del della un una e è era stato stata stati sono con
per in che non ma mi mio mia ci personale infermiera infermiere medico dottore ospedale gentile gentili tutto
tutti tempo attesa ore eccellente servizio ho ha hanno più piu quando come niente sempre mai cibo freddo letto
anche questo bravi bravissimi`,
	german: `danke vielen dank sehr gut gute guter gutes der die das den dem ein eine einen und ist war waren mit für
fur in auf nicht ich wir sie es mir mich mein meine hat haben wurde wurden personal schwester krankenschwester
arzt ärzte krankenhaus freundlich nett alles zeit warten stunden lange zu aber auch bei nach vom zum zur auf
immer nur noch kein keine essen kalt schlecht super behandlung betreuung`,
	turkish: `teşekkürler tesekkurler teşekkür tesekkur ederim çok cok iyi güzel guzel ve bir bu da de için icin ile
ama değil degil hemşire hemsire doktor hastane personel bakım bakim zaman bekledim bekleme saat her şey sey
oldu vardı vardi yok var ben biz beni bana onlar kötü kotu yemek soğuk soguk ilgili herkes memnun memnunum
kadar gibi daha sonra hizmet`,
	somali: `mahadsanid mahadsanidiin aad iyo ayaa waa wuxuu waxay waxaan u ku ka oo la in uu ay iska wanaagsan
wanaagsanaa fiican fiicnaa shaqaalaha kalkaaliyaha dhakhtarka dhakhtarku isbitaalka daryeel caawin caawiyeen
badan maanta saacado sugay waan waxa kale markii laakiin qof dadka wax mid hore turjumaan xanuun ma`,
	dutch: `dank bedankt dankjewel zeer goed goede de het een en is was waren met voor op niet ik wij ze zij mij mijn
heeft hebben werd werden personeel verpleegster arts ziekenhuis vriendelijk aardig alles tijd wachten uur lang te
maar ook bij naar van dat die heel erg geen eten koud zorg`,
	hungarian: `köszönöm koszonom szépen szepen nagyon jó jo volt voltak és es a az egy nem hogy de is meg minden
orvos nővér nover kórház korhaz kedves kedvesek segítőkész várni várakozás óra sok idő ellátás köszönet csak`,
	czech: `děkuji dekuji ďakujem dakujem velmi moc dobře dobre dobrý je byl byla bylo boli bola bolo a v na se sa
že ale pro pre jsem som jsme sme sestra sestry lékař lekár nemocnice nemocnica péče všechno všetko personál
čekání hodin hodiny čakanie dlouho dlho milí ochotní nie není ako jak`,
	lithuanian: `ačiū aciu labai gerai buvo ir yra ne su už uz kad bet man mano mes gydytojas gydytoja slaugytoja
ligoninė ligonine personalas malonus malonūs laukti laukiau valandas viskas puikiai geras gera aptarnavimas`,
	latvian: `paldies ļoti loti labi bija un ir nav ar par ka bet man mans mēs ārsts arsts māsa slimnīca personāls
laipns laipni gaidīt stundas viss labs laba apkalpošana`,
	albanian: `faleminderit shumë shume mirë mire ishte ishin dhe në ne me për per që qe nuk por unë une ne mua
infermierja infermierët mjeku spitali stafi kujdes pritje orë ore gjithçka gjithcka të te së se sjellshëm`,
	vietnamese: `cảm cám ơn on rất rat tốt tot và va là la của cua không khong tôi toi bác sĩ si y tá ta bệnh viện
nhân viên chờ giờ nhiều được mọi người cho`,
	swahili: `asante sana nzuri vizuri na ya wa kwa ni la za huduma daktari muuguzi wauguzi hospitali wafanyakazi
watu lakini mimi yangu wangu sisi kila kitu muda saa kusubiri hapana ndiyo walikuwa alikuwa`,
	tagalog: `salamat po maraming ang ng mga sa na at ay ako ko kami namin sila nila siya mabait mahusay magaling
doktor nars ospital serbisyo oras naghintay pero hindi wala lahat napaka maganda`,
	irish: `go raibh maith agat agaibh míle mile an na agus is tá ta bhí bhi ar le do mo mé me dochtúir dochtuir
banaltra ospidéal ospideal foireann cúram an-mhaith iontach ach níl nil bhfuil`,
	swedish: `tack tusen takk tak så mycket meget bra och och jag var är det att en ett på på inte ikke med för men
sjuksköterska läkare sjukhus personalen vänlig trevlig väntan timmar lång mycket alla jeg og sykepleier`,
	malay: `terima kasih sangat baik dan yang di ke saya kami mereka tidak untuk dengan ini itu ada doktor jururawat
perawat hospital rumah sakit layanan perkhidmatan menunggu lama semua tetapi tapi ramah bagus sekali`,
	croatian: `hvala puno vrlo jako dobro je bio bila bilo i u na se da sam su za ali nije sestra sestre doktor
liječnik bolnica osoblje njega čekanje sati dugo sve ljubazni ljubazno lepo lijepo mnogo`,
	urduLatin: `shukriya shukria bahut bohat boht acha achha achi ache hai hain tha thi kya nahi nahin aur mera meri
mere ka ki ke ko se ne mein main aap ap hum bahot zyada intezar doctor sahib sab kuch bilkul dhanyavad dhanvaad
meharbani bara bohut karte kiya karna wala wale accha vadiya changa changi si bhi kyun yeh woh khayal madad`,
}
