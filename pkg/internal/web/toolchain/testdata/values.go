package main

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

type shape interface{ Area() float64 }

type square struct{ side float64 }
type circle struct{ r float64 }

func (s square) Area() float64  { return s.side * s.side }
func (c *circle) Area() float64 { return math.Pi * c.r * c.r }

type tree[K any] struct {
	left, right *tree[K]
	value       K
}

func (t *tree[K]) insert(v K, less func(a, b K) bool) *tree[K] {
	if t == nil {
		return &tree[K]{value: v}
	}
	if less(v, t.value) {
		t.left = t.left.insert(v, less)
	} else {
		t.right = t.right.insert(v, less)
	}
	return t
}

func (t *tree[K]) all(yield func(K) bool) bool {
	return t == nil || t.left.all(yield) && yield(t.value) && t.right.all(yield)
}

type broken struct{ at int }

func (b broken) Error() string { return fmt.Sprint("broken at ", b.at) }

var (
	grid    [64][64]*int
	byName  = map[string]shape{"square": square{2}, "circle": &circle{1}}
	started = strings.Repeat("go", 3)
	nested  = []struct {
		name string
		next *circle
	}{{"a", &circle{2}}, {"b", nil}}
)

func main() {
	fmt.Println(started, len(byName), nested[0].next.r)
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		fmt.Printf("%s %.6f %T\n", name, byName[name].Area(), byName[name])
	}
	var t *tree[string]
	for _, w := range strings.Fields("the penguins walk down the hill") {
		t = t.insert(w, func(a, b string) bool { return a < b })
	}
	t.all(func(w string) bool { fmt.Print(w, " "); return true })
	fmt.Println()

	for i := range grid {
		for j := range grid[i] {
			v := i * j
			grid[i][j] = &v
		}
	}
	for range 5 {
		runtime.GC()
		waste := make([][]byte, 0)
		for range 200 {
			waste = append(waste, make([]byte, 10_000))
		}
		_ = waste
	}
	sum := 0
	for i := range grid {
		for j := range grid[i] {
			sum += *grid[i][j]
		}
	}
	fmt.Println("after the collector:", sum, sum == 63*64/2*63*64/2)

	var wait sync.WaitGroup
	var lock sync.Mutex
	total := 0
	for i := range 100 {
		wait.Go(func() {
			time.Sleep(time.Duration(i%3) * time.Millisecond)
			lock.Lock()
			defer lock.Unlock()
			total += i
		})
	}
	wait.Wait()
	fmt.Println(total)

	err := fmt.Errorf("wrapped: %w", broken{7})
	var b broken
	fmt.Println(errors.As(err, &b), b.at, err)
	fmt.Println(reflect.TypeOf(t).Elem().NumField(), reflect.ValueOf(square{3}).MethodByName("Area").Call(nil)[0].Float())
	select {
	case <-time.After(5 * time.Millisecond):
		fmt.Println("later")
	}
	fmt.Println(math.Sqrt(2), float32(0.1), 1e21, math.Inf(1), -0.0)
	defer fmt.Println("never printed: Exit runs no deferred call")
	os.Exit(3)
}
