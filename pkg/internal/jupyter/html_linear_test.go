package jupyter

import (
	"context"
	"encoding/json"
	"testing"
	"time"
)

// A page of fifty times as long an output takes about as many times as long, not 2500
// times: one long line, a line that is written over and over, and many pieces.
// Only ratios are looked at, of the fastest of three.
func TestPagesOfLongOutputsAreLinear(t *testing.T) {
	e := realEnv(t)
	const program = `
import json, time
from nbformat import NotebookNode
from littlesteps_exporter.outputs import joined, text_block

def stream(text): return NotebookNode(output_type="stream", name="stdout", text=text)
trials = {
    "a long line": lambda size: [stream("0 " * (size // 2))],
    "one written over": lambda size: [stream("0 % done\r" * (size // 9))],
    "many pieces": lambda size: [stream("0123456789")] * (size // 10),
}
def seconds(outputs):
    began = time.process_time()
    for output in joined(outputs):
        text_block(output.text, output.name)
    return time.process_time() - began
print(json.dumps({name: [min(seconds(make(size)) for _ in range(3)) for size in (40_000, 2_000_000)] for name, make in trials.items()}))
`
	session, err := e.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	limited, stop := context.WithTimeout(t.Context(), 2*time.Minute) // what isn't linear takes hours
	defer stop()
	out, err := session.Command(limited, "python", "-I", "-c", program).CombinedOutput()
	var took map[string][2]float64
	if err == nil {
		err = json.Unmarshal(out, &took)
	}
	if err != nil || len(took) != 3 {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, seconds := range took {
		if ratio := seconds[1] / seconds[0]; ratio > 800 {
			t.Errorf("%s of 2 MB takes %.1f times as long as one of 40 kB", name, ratio)
		}
	}
}
