package bench

import "time"

// timed is one thing's times in our kernel and in the one beside it.
type timed struct {
	name         string
	ours, beside Samples
}

func (t timed) ratio() float64 { return t.ours.Median() / t.beside.Median() }

func besideHead(what, beside string) []string {
	return []string{what, "ours", beside, "ours/" + beside}
}

func (t timed) row() []string {
	return []string{t.name, t.ours.String(), t.beside.String(), short(t.ratio())}
}

// alternate times two ways to do one thing, one right after the other, each as often as
// rounds says. Which one comes first changes from turn to turn; the first turn only fills
// the caches.
func alternate(name string, rounds int, ours, beside func() error) (timed, error) {
	t := timed{name: name}
	ways := [2]func() error{ours, beside}
	for turn := range rounds + 1 {
		var took [2]float64
		for i := range ways {
			way := (turn + i) % 2
			began := time.Now()
			if err := ways[way](); err != nil {
				return t, err
			}
			took[way] = time.Since(began).Seconds()
		}
		if turn > 0 {
			t.ours, t.beside = append(t.ours, took[0]), append(t.beside, took[1])
		}
	}
	return t, nil
}
