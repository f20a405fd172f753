// Package judge is what a judging program is made with: it holds the checks of one
// notebook, and decides about one answer that lives in another process. It takes
// the place of package display in the checks: what they show is the verdict.
//
// The conversation with the learner's program goes over standard input and output.
// The verdict goes to another file, which the learner's program doesn't have.
package judge

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"littlesteps/pkg/exercise"
	"littlesteps/pkg/exercise/remote"
)

// A Verdict is what a judging program writes.
type Verdict struct {
	Verdict exercise.Verdict `json:"verdict"`
	Text    string           `json:"text"`
	Broken  string           `json:"broken,omitempty"` // the learner's program didn't answer to the end, for this reason
}

// VerdictFile is the number of the open file that the verdict goes to.
const VerdictFile = 3

// Main judges the exercise that the program's first argument names. The second is
// a number that decides which arguments functions are tried with.
func Main(exercises map[string]func()) {
	file := os.NewFile(VerdictFile, "verdict")
	if len(os.Args) != 3 || exercises[os.Args[1]] == nil || file == nil {
		wrongUse()
	}
	seed, err := strconv.ParseUint(os.Args[2], 10, 64)
	if err != nil {
		wrongUse()
	}
	exercise.Reseed(seed)
	if err := json.NewEncoder(file).Encode(decide(os.Stdin, os.Stdout, exercises[os.Args[1]])); err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

func wrongUse() {
	fmt.Fprintln(os.Stderr, "judge: this program is started by `steps grade`")
	os.Exit(2)
}

// peer is the learner's program, and shown is what the check showed of it. One
// judging program decides about one answer.
var (
	peer  *remote.Peer
	shown *exercise.Answer
)

// decide runs a check. Right is only what a check called right, in a conversation
// that was whole.
func decide(in io.Reader, out io.Writer, check func()) (v Verdict) {
	peer, shown = remote.NewPeer(in, out), nil
	defer func() {
		recovered := recover()
		if unfit, ok := recovered.(unfit); ok {
			v = Verdict{Verdict: exercise.NotYet, Text: unfit.Error() + "."}
		} else if recovered != nil {
			v = Verdict{Verdict: exercise.NotYet, Text: fmt.Sprint("The check stopped: ", recovered, ".")}
		}
		if broken := peer.Broken(); broken != nil {
			v = Verdict{Verdict: exercise.NotYet, Broken: broken.Error()}
		}
	}()
	check()
	if shown == nil {
		return Verdict{Verdict: exercise.NotYet, Text: "The check showed no answer."}
	}
	return Verdict{Verdict: shown.Verdict, Text: shown.Text}
}

// unfit is the reason why an answer can't be asked for.
type unfit struct{ error }

// Ask returns the learner's value of a name.
func Ask(name string) any {
	mine, err := peer.Get(name)
	if errors.Is(err, remote.ErrNoAnswer) {
		panic(unfit{fmt.Errorf("`%s`: %w", name, err)})
	}
	if err != nil {
		panic(err)
	}
	return mine
}

// A Shower is what a check may show.
type Shower interface{ HTML() string }

// Show takes the answer from among the things that a check shows. The first one
// counts.
func Show(things ...Shower) {
	for _, thing := range things {
		if answer, ok := thing.(exercise.Answer); ok && shown == nil {
			shown = &answer
		}
	}
}
