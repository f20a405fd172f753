package explorer

// A Request is what a page asks of the program behind it.
type Request struct {
	Explorer string // which kind: "belts"
	ID       string // which one on the page
	Number   int    // counts the page's requests; comes back with the reply
	State    string // the values of the controls, as in a link

	Form      bool   // the page has no controls yet, and still its first picture
	Action    string // a button that changes several values at once
	Details   bool   // the page shows the description and the data
	Veil      bool   // don't show the walk: the learner is to guess first
	Guess     string // what the learner guessed
	Still     bool   // the next picture follows at once: leave out what is told on hover
	Confirmed bool   // a long walk is really meant
	Drag      *Drag  // a handle was dragged
	Numbers   bool   // the walks themselves are asked for, to the last digit
}

// A Drag is a pointer's place on a picture, in the units of its viewBox.
type Drag struct {
	Handle int
	X, Y   float64
}

// A Reply is what the page then shows. What is empty stays as it is.
type Reply struct {
	ID     string
	Number int
	Final  bool // no other reply to the same request follows

	Problem string // a value that can't be meant, in a sentence
	Field   string // and its control
	Ask     string // the walk is long: a question to confirm

	State    string
	Settings []Setting
	Form     string
	Pictures []string
	Handles  []Handle
	Set      string // what is set, in a sentence, for paper
	Said     string // what happens
	Moment   string // what the step looked at does
	When     string // which step that is
	Table    string
	Details  string
	Question string // what the learner is to guess, as HTML
	Verdict  string // how the guess compares
	Code     string // the Go cell that does the same
	Stops    []int  // the steps at which playing stops, the first and the last included
	At       int    // the step looked at
	Progress float64

	// Only where numbers are asked for:
	Walks  []Walk
	Memory int // bytes that the program holds
}

// A Handle is where something can be dragged, in the units of a picture's
// viewBox.
type Handle struct {
	Picture int
	X, Y    float64
	Asks    bool // dragging it is worth a guess before the walk is shown
}

// A Walk is one run in numbers.
type Walk struct {
	Rule           string
	Steps          []int
	Params, Slopes []float64 // all parameters of the first moment, of the second, …
	Losses         []float64
}

func (t *trajectory) walk() Walk {
	w := Walk{Rule: t.outcome, Steps: t.steps, Losses: t.losses}
	for i := range t.params {
		w.Params = append(w.Params, t.params[i]...)
		w.Slopes = append(w.Slopes, t.slopes[i]...)
	}
	return w
}
