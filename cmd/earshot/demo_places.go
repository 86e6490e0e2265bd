package main

// demoPlaces is the directory of the demonstration. Every name and code in it
// is invented.
const demoPlaces = `icb,icb_name,provider,provider_name,site,site_name,ward,setting,area,area_name,public_code
ZZ1,Northmere and Vale ICB,ZZA,Northmere Hospitals NHS Trust,ZZA01,Northmere General Hospital,Willow Ward,inpatient,E06999901,Northmere,WILLOW
ZZ1,Northmere and Vale ICB,ZZA,Northmere Hospitals NHS Trust,ZZA01,Northmere General Hospital,Hazel Ward,inpatient,E06999901,Northmere,HAZEL
ZZ1,Northmere and Vale ICB,ZZA,Northmere Hospitals NHS Trust,ZZA01,Northmere General Hospital,Emergency Department,ae,E06999901,Northmere,NORTH-ED
ZZ1,Northmere and Vale ICB,ZZA,Northmere Hospitals NHS Trust,ZZA01,Northmere General Hospital,Outpatient Eye Clinic,outpatient,E06999901,Northmere,EYES
ZZ1,Northmere and Vale ICB,ZZA,Northmere Hospitals NHS Trust,ZZA02,Vale Cottage Hospital,Bramble Ward,inpatient,E10999902,Valeshire,BRAMBLE
ZZ1,Northmere and Vale ICB,ZZA,Northmere Hospitals NHS Trust,ZZA02,Vale Cottage Hospital,Minor Injuries Unit,ae,E10999902,Valeshire,VALE-MIU
ZZ1,Northmere and Vale ICB,ZZB,Valeshire Community NHS Trust,ZZB01,Orchard House,Community Nursing,community,E10999902,Valeshire,ORCHARD
ZZ1,Northmere and Vale ICB,ZZB,Valeshire Community NHS Trust,ZZB01,Orchard House,Talking Therapies,mental_health,E10999902,Valeshire,TALK
ZZ2,Eastholm ICB,ZZC,Eastholm University Hospitals NHS Trust,ZZC01,Eastholm Royal Infirmary,Ward 7,inpatient,E08999903,Eastholm,WARD7
ZZ2,Eastholm ICB,ZZC,Eastholm University Hospitals NHS Trust,ZZC01,Eastholm Royal Infirmary,Ward 9,inpatient,E08999903,Eastholm,WARD9
ZZ2,Eastholm ICB,ZZC,Eastholm University Hospitals NHS Trust,ZZC01,Eastholm Royal Infirmary,Birth Centre,maternity_birth,E08999903,Eastholm,BIRTH
ZZ2,Eastholm ICB,ZZC,Eastholm University Hospitals NHS Trust,ZZC02,Harbour Children's Hospital,Starfish Ward,inpatient,E08999903,Eastholm,STARFISH
ZZ2,Eastholm ICB,ZZD,Eastholm Ambulance Service NHS Trust,,,Patient Transport,patient_transport,E08999903,Eastholm,RIDE
`

// demoHome is the place that a text to the demonstration's number is about.
const demoHome = "WILLOW"
