package main

import (
	"encoding/json"
	"fmt"
	"littlesteps/pkg/descent"
	"slices"
	"sort"
	"strings"
)

type penguin struct {
	Name string
	Mass float64
}

func (p penguin) String() string { return "<" + p.Name + ">" }

type byMass []penguin

func (b byMass) Len() int           { return len(b) }
func (b byMass) Less(i, j int) bool { return b[i].Mass < b[j].Mass }
func (b byMass) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

func sum[T int | float64](xs ...T) (t T) {
	for _, x := range xs {
		t += x
	}
	return
}

var table = map[string]int{"a": 1, "b": 2}

func init() { table["c"] = 3 }

func main() {
	ps := []penguin{{"Adelie", 3700.5}, {"Gentoo", 5000}, {"Chinstrap", 3733}}
	sort.Sort(byMass(ps))
	fmt.Println(ps, table, sum(1, 2, 3), sum(0.5, 0.25))
	fmt.Printf("%+v %T %#v\n", ps[0], ps, ps[1])
	slices.SortFunc(ps, func(a, b penguin) int { return strings.Compare(a.Name, b.Name) })
	b, err := json.Marshal(ps)
	fmt.Println(string(b), err)
	c := make(chan int)
	for i := range 10 {
		go func() { c <- i * i }()
	}
	t := 0
	for range 10 {
		t += <-c
	}
	fmt.Println(t)
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		var a []int
		_ = a[t]
	}()
	f := func(p []float64) (float64, []float64, error) { return p[0] * p[0], []float64{2 * p[0]}, nil }
	h, err := descent.Run(f, []float64{3}, descent.GradientDescent(0.1), 100)
	fmt.Println(h.Last(), err)
	var keep [][]byte
	for i := range 2000 {
		keep = append(keep, make([]byte, 10000))
		if i%100 == 0 {
			keep = nil
		}
	}
	fmt.Println(len(keep))
	panic("the end")
}
