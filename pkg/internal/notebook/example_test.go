package notebook_test

import (
	"fmt"
	"log"

	"littlesteps/pkg/internal/notebook"
)

func ExampleRead() {
	n, err := notebook.Read("testdata/executed.ipynb")
	if err != nil {
		log.Fatal(err)
	}
	for _, cell := range n.Codes() {
		fmt.Printf("%s showed %d things\n", cell, len(cell.Outputs))
	}
	_, err = notebook.Read("testdata/exekuted.ipynb")
	fmt.Println(err)
	// Output:
	// cell [1] (imports) showed 0 things
	// cell [2] (table) showed 2 things
	// cell [3] (boom) showed 2 things
	// testdata/exekuted.ipynb isn't there (beside it: executed.ipynb)
}

func ExampleNotebook_Check() {
	n, err := notebook.Parse("mine.ipynb", []byte(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
		{"cell_type": "code", "id": "imports", "source": ["%noautoget\n", "import \"fmt\""]},
		{"cell_type": "code", "id": "main", "source": ["func main() {}\n", "%%\n", "fmt.Println(2)"]},
		{"cell_type": "code", "id": "late", "source": ["import \"math\""]}]}`))
	if err != nil {
		log.Fatal(err)
	}
	for _, finding := range n.Check() {
		fmt.Println(finding)
	}
	// Output:
	// cell [2] (main), line 1: func main and "%%" in one cell: the kernel runs only the one that stands last
	// cell [3] (late), line 1: import "math" belongs into the first code cell, cell [1] (imports), with all the others: there every cell has it, also after a restart
}

func ExampleNotebook_Strip() {
	n, err := notebook.Read("testdata/executed.ipynb")
	if err != nil {
		log.Fatal(err)
	}
	removed, err := n.Strip()
	fmt.Println(removed, err)
	removed, err = n.Strip()
	fmt.Println(removed, err)
	// Output:
	// outputs of 2 cells, 3 execution counts, metadata cell.collapsed, cell.execution <nil>
	// nothing <nil>
}

func ExampleCell_Text() {
	n, err := notebook.Read("testdata/executed.ipynb")
	if err != nil {
		log.Fatal(err)
	}
	table, err := n.Cell("table")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(table.Text())
	// Output:
	// -31.25 -34.25
	// -36.25
	//
	// Belts
	// in	cm
	// 30.5	77
}
