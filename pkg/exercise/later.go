package exercise

// Later stands where a check stood that learners don't get: their teacher has it. It
// looks at the answer only as far as a gap goes.
func Later(name string, mine ...any) Answer {
	for _, one := range mine {
		if x, ok := one.(float64); ok && IsOpen(x) {
			return counted(Answer{Exercise: name, Verdict: Open, Text: openText})
		}
	}
	return counted(Answer{Exercise: name, Verdict: Waits, Text: "Your answer runs. Whether it is right, your teacher's check says when you have handed in the notebook."})
}
