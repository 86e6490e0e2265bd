package main

// demoPlaces is the directory of the demonstration. Every name and code in it
// is invented.
const demoPlaces = `icb,icb_name,provider,provider_name,site,site_name,ward,setting,area,area_name,postcode,public_code
ZZ1,Northmere and Vale ICB,ZZA,Northmere Hospitals NHS Trust,ZZA01,Northmere General Hospital,Willow Ward,inpatient,E06999901,Northmere,ZZ1 3EX,WILLOW
ZZ1,Northmere and Vale ICB,ZZA,Northmere Hospitals NHS Trust,ZZA01,Northmere General Hospital,Hazel Ward,inpatient,E06999901,Northmere,ZZ1 3EX,HAZEL
ZZ1,Northmere and Vale ICB,ZZA,Northmere Hospitals NHS Trust,ZZA01,Northmere General Hospital,Emergency Department,ae,E06999901,Northmere,ZZ1 3EX,NORTH-ED
ZZ1,Northmere and Vale ICB,ZZA,Northmere Hospitals NHS Trust,ZZA01,Northmere General Hospital,Outpatient Eye Clinic,outpatient,E06999901,Northmere,ZZ1 3EX,EYES
ZZ1,Northmere and Vale ICB,ZZA,Northmere Hospitals NHS Trust,ZZA02,Vale Cottage Hospital,Bramble Ward,inpatient,E10999902,Valeshire,ZZ4 7QQ,BRAMBLE
ZZ1,Northmere and Vale ICB,ZZA,Northmere Hospitals NHS Trust,ZZA02,Vale Cottage Hospital,Minor Injuries Unit,ae,E10999902,Valeshire,ZZ4 7QQ,VALE-MIU
ZZ1,Northmere and Vale ICB,ZZB,Valeshire Community NHS Trust,ZZB01,Orchard House,Community Nursing,community,E10999902,Valeshire,ZZ4 9AB,ORCHARD
ZZ1,Northmere and Vale ICB,ZZB,Valeshire Community NHS Trust,ZZB01,Orchard House,Talking Therapies,mental_health,E10999902,Valeshire,ZZ4 9AB,TALK
ZZ2,Eastholm ICB,ZZC,Eastholm University Hospitals NHS Trust,ZZC01,Eastholm Royal Infirmary,Ward 7,inpatient,E08999903,Eastholm,ZY1 1AA,WARD7
ZZ2,Eastholm ICB,ZZC,Eastholm University Hospitals NHS Trust,ZZC01,Eastholm Royal Infirmary,Ward 9,inpatient,E08999903,Eastholm,ZY1 1AA,WARD9
ZZ2,Eastholm ICB,ZZC,Eastholm University Hospitals NHS Trust,ZZC01,Eastholm Royal Infirmary,Birth Centre,maternity_birth,E08999903,Eastholm,ZY1 1AA,BIRTH
ZZ2,Eastholm ICB,ZZC,Eastholm University Hospitals NHS Trust,ZZC02,Harbour Children's Hospital,Starfish Ward,inpatient,E08999903,Eastholm,ZY2 8BC,STARFISH
ZZ2,Eastholm ICB,ZZD,Eastholm Ambulance Service NHS Trust,,,Patient Transport,patient_transport,E08999903,Eastholm,ZY1 5ZZ,RIDE
`

// demoHome is the place that a text to the demonstration's number is about.
const demoHome = "WILLOW"
