//go:build linux

package load

// fill works out a result from what was seen.
func (r *Result) fill(members []member, w *watch) {
	var ready, took []float64
	spent := 0.0
	for i, m := range members {
		ready = append(ready, m.ready)
		took = append(took, m.took...)
		spent += w.spent(i)
	}
	r.ReadyMiddle, r.ReadyMost = percentile(ready, 0.5), percentile(ready, 1)
	r.Cell50, r.Cell95 = percentile(took, 0.5), percentile(took, 0.95)
	cells := float64(max(len(took), 1))
	r.CPUCell, r.CPUHub = spent/cells, w.spent(len(members))/cells
	r.MemoryMiddle, r.MemoryMost = percentile(w.each, 0.5), percentile(w.each, 1)
	r.MemoryAll, r.MemoryHub = w.togetherMax/float64(len(members)), w.hubMax
	r.Busy = w.used
	r.Programs = map[string]float64{}
	for name, sum := range w.programs {
		r.Programs[name] = sum / float64(w.looks*len(members))
	}
}
