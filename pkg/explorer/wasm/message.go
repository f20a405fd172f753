//go:build js && wasm

package main

import (
	"reflect"
	"syscall/js"

	"littlesteps/pkg/explorer"
)

// request reads a message of the page.
func request(data js.Value) *explorer.Request {
	text := func(name string) string {
		if v := data.Get(name); v.Type() == js.TypeString {
			return v.String()
		}
		return ""
	}
	r := &explorer.Request{
		Explorer:  text("Explorer"),
		ID:        text("ID"),
		State:     text("State"),
		Guess:     text("Guess"),
		Action:    text("Action"),
		Form:      data.Get("Form").Truthy(),
		Details:   data.Get("Details").Truthy(),
		Veil:      data.Get("Veil").Truthy(),
		Still:     data.Get("Still").Truthy(),
		Confirmed: data.Get("Confirmed").Truthy(),
		Numbers:   data.Get("Numbers").Truthy(),
	}
	if n := data.Get("Number"); n.Type() == js.TypeNumber {
		r.Number = n.Int()
	}
	if d := data.Get("Drag"); d.Truthy() {
		r.Drag = &explorer.Drag{Handle: d.Get("Handle").Int(), X: d.Get("X").Float(), Y: d.Get("Y").Float()}
	}
	return r
}

// send sends a reply to the page.
func send(r explorer.Reply) { js.Global().Call("postMessage", value(reflect.ValueOf(r))) }

// value turns a reply into JavaScript: structs into objects with the same names,
// slices into arrays.
func value(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Struct:
		object := map[string]any{}
		for i := range v.NumField() {
			object[v.Type().Field(i).Name] = value(v.Field(i))
		}
		return object
	case reflect.Slice:
		array := make([]any, v.Len())
		for i := range array {
			array[i] = value(v.Index(i))
		}
		return array
	}
	return v.Interface()
}

// doors is a message channel of the program with itself: a way to wait for the
// page's messages that is faster than a timer, which browsers slow down.
var doors = func() js.Value {
	channel := js.Global().Get("MessageChannel").New()
	channel.Get("port1").Set("onmessage", js.FuncOf(func(js.Value, []js.Value) any {
		waiting[0] <- struct{}{}
		waiting = waiting[1:]
		return nil
	}))
	return channel.Get("port2")
}()

// waiting holds those who yield, the first comer first. Callbacks and goroutines
// of the program run one at a time.
var waiting []chan struct{}

// yield lets the messages in that have arrived.
func yield() {
	door := make(chan struct{}, 1)
	waiting = append(waiting, door)
	doors.Call("postMessage", 0)
	<-door
}
