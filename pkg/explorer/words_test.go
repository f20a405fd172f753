package explorer

import (
	"regexp"
	"strings"
	"testing"

	"littlesteps/pkg/chart"
)

// The verdict and the sentence beside it agree: who has arrived has no way to go.
func TestVerdictAgreesWithWhatIsSaid(t *testing.T) {
	for _, state := range []string{
		"rate=0.5", "rate=0.1", "rate=0.03", "rate=0.02", "rate=0.01", "scale=centred&rate=0.0167", "scale=centred&rate=0.03", "scale=centred&rate=0.0167&epochs=200",
		"scale=centred&rate=0.0167&epochs=70",
		"column=flipper_length_mm&scale=centred&rate=0.002", "a=0.01&b=2",
	} {
		reply := ask(t, Request{Explorer: "penguins", State: state, Guess: "arrives"})
		arrived := strings.Contains(reply.Verdict, "and so it is")
		if arrived == strings.Contains(reply.Said, "still has") {
			t.Errorf("%s: “%s” beside “%s”", state, reply.Verdict, reply.Said)
		}
	}
}

// What is said is for people: no number has more digits than anybody reads, and
// what is 0 but for rounding is 0.
func TestNumbersAreForPeople(t *testing.T) {
	long := regexp.MustCompile(`[1-9]\d*\.\d{7,}|0\.0*[1-9]\d{6,}|10⁻[¹²³]`)
	for _, c := range []struct{ explorer, state string }{
		{"belts", "rate=" + exact(beltBowl().limit())}, {"belts", "rate=" + exact(beltBowl().limit()/2)},
		{"belts", "rate=" + exact(beltBowl().limit()) + "&at=2"}, {"penguins", "scale=centred&rate=0.016766666666666667"},
		{"race", "rate1=0.0123456789"},
	} {
		reply := ask(t, Request{Explorer: c.explorer, State: c.state, Form: true})
		all := []string{reply.Said, reply.Set, reply.Moment, reply.When, reply.Table}
		for _, s := range reply.Settings {
			all = append(all, s.Said)
		}
		for _, text := range all {
			if found := long.FindString(text); found != "" {
				t.Errorf("%s?%s: %q in %q", c.explorer, c.state, found, text)
			}
		}
		if c.explorer == "belts" && !strings.Contains(reply.Code, strings.TrimPrefix(strings.Split(c.state, "&")[0], "rate=")) {
			t.Errorf("%s: the cell has another rate: %s", c.state, reply.Code)
		}
	}
}

// Adam has the notebooks' colour, in whichever lane it runs.
func TestRacersHaveTheirRulesColour(t *testing.T) {
	for _, state := range []string{"", "rule1=adam&rule3=plain", "rule1=none&rule2=none&rule4=adam&rule3=adam&rate3=1"} {
		seen := map[chart.Role]bool{}
		raw := readValues(state)
		v, problem := check(race{}.controls(raw), raw)
		if problem != nil {
			t.Fatal(problem.text)
		}
		adams := 0
		for _, r := range (race{}).racers(v) {
			if seen[r.role] {
				t.Errorf("%s: two are drawn as %s", state, r.role)
			}
			seen[r.role] = true
			if r.rule.value == "adam" {
				if adams++; adams == 1 && r.role != chart.RoleOf("Adam") {
					t.Errorf("%s: Adam is drawn as %s", state, r.role)
				}
			}
		}
	}
}

// A description names each run that it tells of, and each place.
func TestDescriptionsNameTheRuns(t *testing.T) {
	for _, e := range []*Explorer{Belts(), Penguins(), Race()} {
		html := e.HTML()
		for _, nameless := range []string{"The path goes", "A marked place", "\"1 point:", ". 1 point:"} {
			if at := strings.Index(html, nameless); at >= 0 {
				t.Errorf("%s: …%s…", e.name, html[at:at+80])
			}
		}
	}
	race := Race().HTML()
	for _, want := range []string{"Plain goes from intercept 0.5", "Momentum goes from", "Adam goes from", "The lowest place: intercept"} {
		if !strings.Contains(race, want) {
			t.Errorf("the race doesn't say %q", want)
		}
	}
}
