package main

import (
	"errors"
	"fmt"
	"littlesteps/pkg/exercise/check"
	"littlesteps/pkg/race"
	"os"
	"reflect"
	"sort"
	"strings"
	"time"
)

// Types of the base become interfaces in a cell: also what nothing in the base makes one
// of, and whose methods are copies in each package that needs them.
func main() {
	month, day, wait := time.March, time.Sunday, 3*time.Second
	fmt.Println(&month, &day, &wait, time.Unix(0, 0).UTC())
	at := time.Unix(7, 0).UTC()
	fmt.Println(&at, reflect.ValueOf(&at).MethodByName("Year").Call(nil)[0])
	var s fmt.Stringer = &wait
	fmt.Println(s, sort.Reverse(sort.IntSlice{1, 2}).Len())
	var b strings.Builder
	fmt.Fprintf(&b, "%v", &month)
	fmt.Println(b.String(), errors.Is(&os.PathError{Err: os.ErrNotExist}, os.ErrNotExist))
	ints := sort.IntSlice{3, 1, 2}
	var i sort.Interface = &ints
	sort.Sort(i)
	fmt.Println(ints, reflect.TypeOf(i).NumMethod(), struct{ time.Month }{month})
	mode := os.FileMode(0o644)
	fmt.Printf("%v %s %T\n", &mode, &mode, &mode)
	fmt.Println(race.Result{Name: "Adam", Finish: 7})

	// Inlined, it calls instances of generic functions that its own package inlines.
	fmt.Println(check.OwnBelts(nil, nil))
}
