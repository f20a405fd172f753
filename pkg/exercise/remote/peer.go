package remote

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"littlesteps/pkg/descent"
)

// A Peer is a learner's program as a check sees it. It takes nothing on trust:
// whatever comes back is a value of the type that was asked for, or the
// conversation is over.
type Peer struct {
	replies   *bufio.Scanner
	questions io.Writer
	broken    error
}

// longestReply is how long a reply may be. The longest honest one is a list with
// a number for each penguin.
const longestReply = 1 << 20

// NewPeer begins a conversation: replies are read from in, questions go to out.
func NewPeer(in io.Reader, out io.Writer) *Peer {
	p := &Peer{replies: bufio.NewScanner(in), questions: out}
	p.replies.Buffer(nil, longestReply)
	return p
}

// Broken says why the conversation ended early, if it did. Nothing that was
// learned in it counts then.
func (p *Peer) Broken() error { return p.broken }

// ErrNoAnswer is for an answer that can be asked for, but that no check takes.
var ErrNoAnswer = errors.New("no check can take it")

// Get returns a learner's value: a number, a text, a list of numbers, rows of
// them, a rule, or a function of such.
func (p *Peer) Get(name string) (any, error) {
	r, err := p.ask(question{Get: name})
	if err != nil {
		return nil, err
	}
	if r.Panic != "" || len(r.Values) != 1 {
		return nil, p.end(fmt.Errorf("asked for %s: %s, %d values", name, r.Panic, len(r.Values)))
	}
	v := r.Values[0]
	switch v.Kind {
	case kindOther:
		return nil, fmt.Errorf("it is of type %s: %w", v.Text, ErrNoAnswer)
	case kindRule:
		return rule{p, v.Ref}, nil
	case kindFunc:
		signature, err := v.signature()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", err, ErrNoAnswer)
		}
		return p.function(signature, v.Ref).Interface(), nil
	}
	plain, err := v.plain()
	if err != nil {
		return nil, p.end(err)
	}
	return plain, nil
}

// function makes the function that calls the learner's. What stops there stops
// here, with the same reason.
func (p *Peer) function(signature reflect.Type, ref int) reflect.Value {
	return reflect.MakeFunc(signature, func(args []reflect.Value) []reflect.Value {
		packed := make([]value, len(args))
		for i := range args {
			packed[i] = pack(args[i].Interface(), func(any) int { return 0 })
		}
		r, err := p.ask(question{Call: ref, Args: packed})
		if err != nil {
			panic(err)
		}
		if r.Panic != "" {
			panic(r.Panic)
		}
		results, err := p.results(signature, r)
		if err != nil {
			panic(p.end(err))
		}
		copyBack(args, r.Args)
		return results
	})
}

// results reads what a function returned, each of its type.
func (p *Peer) results(signature reflect.Type, r reply) ([]reflect.Value, error) {
	if len(r.Values) != signature.NumOut() {
		return nil, fmt.Errorf("%d results in place of %d", len(r.Values), signature.NumOut())
	}
	results := make([]reflect.Value, len(r.Values))
	for i, v := range r.Values {
		want := signature.Out(i)
		results[i] = reflect.Zero(want)
		if v.Kind == kindNil && (want.Kind() == reflect.Interface || want.Kind() == reflect.Slice) {
			continue
		}
		if name(want) != v.Kind {
			return nil, fmt.Errorf("a result of kind %s in place of %s", v.Kind, name(want))
		}
		var result any = rule{p, v.Ref}
		if v.Kind != kindRule {
			plain, err := v.plain()
			if err != nil {
				return nil, err
			}
			result = plain
		}
		results[i] = reflect.ValueOf(result)
		if want.Kind() == reflect.Interface {
			results[i] = results[i].Convert(want)
		}
	}
	return results, nil
}

// copyBack changes lists as the learner's function has changed them.
func copyBack(args []reflect.Value, after []value) {
	for i, v := range after {
		if i >= len(args) {
			return
		}
		plain, _ := v.plain()
		switch into := args[i].Interface().(type) {
		case []float64:
			if from, ok := plain.([]float64); ok {
				copy(into, from)
			}
		case [][]float64:
			rows, _ := plain.([][]float64)
			for row := range min(len(into), len(rows)) {
				copy(into[row], rows[row])
			}
		}
	}
}

// ask asks one question and waits for the reply.
func (p *Peer) ask(q question) (reply, error) {
	if p.broken != nil {
		return reply{}, p.broken
	}
	line, err := json.Marshal(q)
	if err != nil {
		return reply{}, p.end(err)
	}
	if _, err := p.questions.Write(append(line, '\n')); err != nil {
		return reply{}, p.end(err)
	}
	if !p.replies.Scan() {
		return reply{}, p.end(errors.Join(io.ErrUnexpectedEOF, p.replies.Err()))
	}
	var r reply
	strict := json.NewDecoder(bytes.NewReader(p.replies.Bytes()))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&r); err != nil {
		return reply{}, p.end(err)
	}
	return r, nil
}

func (p *Peer) end(why error) error {
	if p.broken == nil {
		p.broken = fmt.Errorf("the program with the answer stopped talking: %w", why)
	}
	return p.broken
}

// rule is a learner's rule.
type rule struct {
	peer *Peer
	ref  int
}

func (r rule) String() string { return "a learner's rule" }

func (r rule) Start(params int) (descent.Step, error) {
	answer, err := r.peer.ask(question{Begin: r.ref, Params: params})
	switch {
	case err != nil:
		return nil, err
	case answer.Panic != "":
		panic(answer.Panic)
	case len(answer.Values) != 2:
		return nil, r.peer.end(fmt.Errorf("a run that begins with %d values", len(answer.Values)))
	}
	step, problem := answer.Values[0], answer.Values[1]
	if problem.Kind == kindError {
		return nil, errors.New(problem.Text)
	}
	if step.Kind != kindFunc {
		return nil, errors.New("the rule has no step function")
	}
	f := r.peer.function(reflect.TypeFor[func([]float64) []float64](), step.Ref)
	return f.Interface().(func([]float64) []float64), nil
}
