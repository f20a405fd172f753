package remote

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"

	"littlesteps/pkg/descent"
)

// replies is where replies go. What the program prints goes to standard error,
// from the first line of its own code on: this package is initialized before it.
var replies io.Writer = os.Stdout

func init() {
	if os.Getenv(Variable) != "" {
		os.Stdout = os.Stderr
		Alone() // another learner's program may run beside this one
		limitProcesses()
	}
}

// Variable is the environment variable that says that standard output belongs to
// the conversation.
const Variable = "LITTLESTEPS_ANSWERS"

// Processes is the environment variable that says how many processes a learner's
// program may be.
const Processes = "LITTLESTEPS_PROCESSES"

// Serve answers questions about a learner's names on standard input until it
// closes.
func Serve(answers map[string]any) {
	if err := serve(os.Stdin, replies, answers); err != nil {
		fmt.Fprintln(os.Stderr, "remote:", err)
		os.Exit(1)
	}
}

// serve answers one question after the other.
func serve(in io.Reader, out io.Writer, answers map[string]any) error {
	s := server{answers: answers, kept: []any{nil}}
	questions, lines := json.NewDecoder(bufio.NewReader(in)), bufio.NewWriter(out)
	replies := json.NewEncoder(lines)
	for {
		var q question
		if err := questions.Decode(&q); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := replies.Encode(s.reply(q)); err != nil {
			return err
		}
		if err := lines.Flush(); err != nil {
			return err
		}
	}
}

// A server holds what a learner's program is asked about.
type server struct {
	answers map[string]any
	kept    []any // functions, rules and steps by their numbers, which begin at 1
}

func (s *server) keep(thing any) int {
	s.kept = append(s.kept, thing)
	return len(s.kept) - 1
}

// reply answers a question. A panic of the learner's code is an answer too.
func (s *server) reply(q question) (r reply) {
	defer func() {
		if recovered := recover(); recovered != nil {
			r = reply{Panic: reason(recovered)}
		}
	}()
	switch {
	case q.Get != "":
		answer, ok := s.answers[q.Get]
		if !ok {
			panic("there is no " + q.Get)
		}
		return reply{Values: []value{pack(answer, s.keep)}}
	case q.Begin != 0:
		step, err := s.kept[q.Begin].(descent.Rule).Start(q.Params)
		if err != nil {
			return reply{Values: []value{pack(nil, s.keep), pack(err, s.keep)}}
		}
		return reply{Values: []value{pack(step, s.keep), pack(nil, s.keep)}}
	}
	return s.call(q)
}

func (s *server) call(q question) reply {
	f := reflect.ValueOf(s.kept[q.Call])
	in := make([]reflect.Value, len(q.Args))
	for i, arg := range q.Args {
		plain, err := arg.plain()
		if err != nil {
			panic(err)
		}
		in[i] = reflect.ValueOf(plain)
	}
	var r reply
	for _, result := range f.Call(in) {
		r.Values = append(r.Values, pack(result.Interface(), s.keep))
	}
	changed := false
	for i := range in {
		after := pack(in[i].Interface(), s.keep)
		changed = changed || !reflect.DeepEqual(after, q.Args[i])
		r.Args = append(r.Args, after)
	}
	if !changed {
		r.Args = nil
	}
	return r
}
