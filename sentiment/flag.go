package sentiment

// flagSlugs names the danger signs in keys and files; the names never change.
var flagSlugs = [flagEnd]string{
	SelfHarm: "self-harm", Safeguarding: "safeguarding", Threat: "threat",
	ClinicalHarm: "clinical-harm", Discrimination: "discrimination", Complaint: "complaint",
}

// Slug gives the flag's short lower-case name, for example "self-harm"; empty
// if f is not a danger sign.
func (f Flag) Slug() string {
	if f >= flagEnd {
		return ""
	}
	return flagSlugs[f]
}
