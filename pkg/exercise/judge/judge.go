// Package judge is what a judging program is made with: it holds the checks of one
// notebook, and decides about one answer that lives in another process. It takes
// the place of package display in the checks: what they show is the verdict.
//
// The conversation with the learner's program goes over standard input and output.
// Task and verdict go over another file, which the learner's program doesn't have. It
// is a socket: unlike a pipe, nobody can open it through /proc. A verdict repeats the
// task's nonce, so that only who has read the task can give one.
package judge

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"littlesteps/pkg/exercise"
	"littlesteps/pkg/exercise/remote"
)

// A Task is what a judging program is asked to judge. Nothing of it stands on a
// command line, which everybody on the machine can read.
type Task struct {
	Exercise string `json:"exercise"`
	Seed     uint64 `json:"seed"`  // decides which arguments functions are tried with
	Nonce    string `json:"nonce"` // nobody else knows it
}

// A Verdict is what a judging program writes.
type Verdict struct {
	Nonce   string           `json:"nonce"` // the task's
	Verdict exercise.Verdict `json:"verdict"`
	Text    string           `json:"text"`
	Broken  string           `json:"broken,omitempty"` // the learner's program didn't answer to the end, for this reason
}

// File is the number of the open file that the task comes from and the verdict goes
// to.
const File = 3

// Main judges one answer, as its task says.
func Main(exercises map[string]func()) {
	remote.Alone()
	err := judge(os.NewFile(File, "grader"), os.Stdin, os.Stdout, exercises)
	if err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
	}
	switch {
	case errors.Is(err, errNoTask):
		os.Exit(2)
	case err != nil:
		os.Exit(1)
	}
}

var errNoTask = errors.New("this program is started by `steps grade`")

// judge reads a task, and writes the verdict on an answer that is asked for over in and out.
func judge(grader io.ReadWriter, in io.Reader, out io.Writer, exercises map[string]func()) error {
	var task Task
	if json.NewDecoder(grader).Decode(&task) != nil || exercises[task.Exercise] == nil {
		return errNoTask
	}
	exercise.Reseed(task.Seed)
	verdict := decide(in, out, exercises[task.Exercise])
	verdict.Nonce = task.Nonce
	return json.NewEncoder(grader).Encode(verdict)
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
