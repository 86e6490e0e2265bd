package sentiment

import "fmt"

// The 32 themes of version 7 of the framework of the NHS Patient Experience
// Qualitative Data Categorisation project, in the framework's order. The
// numbers are stored in readings and never change.
const (
	PositiveExperience     Theme = iota + 1 // Positive experience & gratitude
	Organisation                            // Organisation & efficiency
	Funding                                 // Funding & use of financial resources
	FeelingSafe                             // Feeling safe
	LabellingNotPossible                    // Labelling not possible: nothing was said
	StaffManner                             // Staff manner & personal attributes
	Competence                              // Competence & training
	StaffingLevels                          // Staffing levels & responsiveness
	ContactingServices                      // Contacting services
	AppointmentArrangement                  // Appointment arrangements
	AppointmentMethod                       // Appointment method
	Timeliness                              // Timeliness of care
	Communication                           // Unspecified communication
	StaffListening                          // Staff listening, understanding & involving patients
	InformationFromStaff                    // Information directly from staff during care
	InformationProvision                    // Information provision & guidance
	KeptInformed                            // Being kept informed, clarity & consistency of information
	FamilyAndCarers                         // Interaction with family/ carers
	MentalHealthAct                         // Mental Health Act
	Continuity                              // Continuity of care
	Discharge                               // Discharge
	Medication                              // Supplying & understanding medication
	PainManagement                          // Pain management
	Activities                              // Activities & access to fresh air
	Entertainment                           // Electronic entertainment
	Cleanliness                             // Cleanliness, tidiness & infection control
	SensoryExperience                       // Sensory experience: noise, light, heat
	Environment                             // Environment, facilities & equipment
	FoodAndDrink                            // Food & drink provision & facilities
	ServiceLocation                         // Service location
	Transport                               // Transport to/ from services
	Parking                                 // Parking
	themeEnd
)

// ThemeCount is how many themes there are.
const ThemeCount = int(themeEnd) - 1

// themeText holds a theme's three names.
type themeText struct{ name, slug, category string }

// The ten categories of the framework.
const (
	categoryGeneral       = "General"
	categoryStaff         = "Staff"
	categoryAccess        = "Access to medical care & support"
	categoryCommunication = "Communication & involvement"
	categoryMentalHealth  = "Mental Health specifics"
	categoryJourney       = "Patient journey & service coordination"
	categoryMedication    = "Medication & pain"
	categoryActivities    = "Activities"
	categoryEnvironment   = "Environment, equipment & catering"
	categoryLocation      = "Service location, travel & transport"
)

// themeTexts gives the names of themes; index 0 is no theme.
var themeTexts = [themeEnd]themeText{
	PositiveExperience:     {"Positive experience & gratitude", "positive-experience", categoryGeneral},
	Organisation:           {"Organisation & efficiency", "organisation", categoryGeneral},
	Funding:                {"Funding & use of financial resources", "funding", categoryGeneral},
	FeelingSafe:            {"Feeling safe", "feeling-safe", categoryGeneral},
	LabellingNotPossible:   {"Labelling not possible", "labelling-not-possible", categoryGeneral},
	StaffManner:            {"Staff manner & personal attributes", "staff-manner", categoryStaff},
	Competence:             {"Competence & training", "competence", categoryStaff},
	StaffingLevels:         {"Staffing levels & responsiveness", "staffing-levels", categoryStaff},
	ContactingServices:     {"Contacting services", "contacting-services", categoryAccess},
	AppointmentArrangement: {"Appointment arrangements", "appointment-arrangements", categoryAccess},
	AppointmentMethod:      {"Appointment method", "appointment-method", categoryAccess},
	Timeliness:             {"Timeliness of care", "timeliness", categoryAccess},
	Communication:          {"Unspecified communication", "communication", categoryCommunication},
	StaffListening:         {"Staff listening, understanding & involving patients", "staff-listening", categoryCommunication},
	InformationFromStaff:   {"Information directly from staff during care", "information-from-staff", categoryCommunication},
	InformationProvision:   {"Information provision & guidance", "information-provision", categoryCommunication},
	KeptInformed:           {"Being kept informed, clarity & consistency of information", "kept-informed", categoryCommunication},
	FamilyAndCarers:        {"Interaction with family/ carers", "family-and-carers", categoryCommunication},
	MentalHealthAct:        {"Mental Health Act", "mental-health-act", categoryMentalHealth},
	Continuity:             {"Continuity of care", "continuity", categoryJourney},
	Discharge:              {"Discharge", "discharge", categoryJourney},
	Medication:             {"Supplying & understanding medication", "medication", categoryMedication},
	PainManagement:         {"Pain management", "pain-management", categoryMedication},
	Activities:             {"Activities & access to fresh air", "activities", categoryActivities},
	Entertainment:          {"Electronic entertainment", "entertainment", categoryActivities},
	Cleanliness:            {"Cleanliness, tidiness & infection control", "cleanliness", categoryEnvironment},
	SensoryExperience:      {"Sensory experience", "sensory-experience", categoryEnvironment},
	Environment:            {"Environment, facilities & equipment", "environment", categoryEnvironment},
	FoodAndDrink:           {"Food & drink provision & facilities", "food-and-drink", categoryEnvironment},
	ServiceLocation:        {"Service location", "service-location", categoryLocation},
	Transport:              {"Transport to/ from services", "transport", categoryLocation},
	Parking:                {"Parking", "parking", categoryLocation},
}

// Themes lists the 32 themes in the framework's order.
func Themes() [ThemeCount]Theme {
	var all [ThemeCount]Theme
	for i := range all {
		all[i] = Theme(i + 1)
	}
	return all
}

// Valid reports whether t is one of the 32 themes.
func (t Theme) Valid() bool { return t >= 1 && t < themeEnd }

// String gives the theme's name exactly as the framework prints it, for
// example "Staff manner & personal attributes"; "no theme" for 0.
func (t Theme) String() string {
	if t.Valid() {
		return themeTexts[t].name
	}
	if t == 0 {
		return "no theme"
	}
	return fmt.Sprintf("theme %d", uint8(t))
}

// Slug gives a short lower-case name for addresses and keys, for example
// "staff-manner"; empty if the theme is not valid. Slugs never change.
func (t Theme) Slug() string {
	if !t.Valid() {
		return ""
	}
	return themeTexts[t].slug
}

// Category gives the name of the framework's category that holds the theme,
// for example "Staff"; empty if the theme is not valid.
func (t Theme) Category() string {
	if !t.Valid() {
		return ""
	}
	return themeTexts[t].category
}

// ParseTheme reads a theme's name as the framework prints it, or its slug. It
// reports false if there is no such theme.
func ParseTheme(s string) (Theme, bool) {
	for t := Theme(1); t < themeEnd; t++ {
		if s == themeTexts[t].name || s == themeTexts[t].slug {
			return t, true
		}
	}
	return 0, false
}
