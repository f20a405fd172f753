package main

import "fmt"

// More data than a base leaves room for, and a heap that begins behind them.
var (
	numbers [3 << 20]int64
	words   = [...]string{"one", "two"}
)

func main() {
	for i := range numbers {
		numbers[i] = int64(i)
	}
	var keep [][]byte
	for range 100 {
		keep = append(keep, make([]byte, 1<<20))
	}
	sum := int64(0)
	for _, n := range numbers {
		sum += n
	}
	fmt.Println(sum, len(keep), words)
}
