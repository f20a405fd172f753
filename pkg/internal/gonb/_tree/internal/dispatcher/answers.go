package dispatcher

import (
	"path"
	"strings"
	"sync"

	"github.com/janpfeifer/gonb/internal/cell"
	"github.com/janpfeifer/gonb/internal/kernel"
)

// answers are those that need no time, by the request.
var answers = map[string]func(*server, kernel.Message) any{
	"is_complete_request":     isComplete,
	"history_request":         func(s *server, msg kernel.Message) any { return s.history.answer(msg) },
	"comm_info_request":       func(*server, kernel.Message) any { return map[string]any{"status": "ok", "comms": map[string]any{}} },
	"connect_request":         refuse("whoever started this kernel knows how to connect: from its connection file"),
	"debug_request":           refuse("this kernel has no debugger"),
	"usage_request":           refuse("this kernel doesn't measure itself"),
	"create_subshell_request": refuse("this kernel has no subshells"),
	"delete_subshell_request": refuse("this kernel has no subshells"),
	"list_subshell_request":   func(*server, kernel.Message) any { return map[string]any{"status": "ok", "subshell_id": []string{}} },
}

func refuse(why string) func(*server, kernel.Message) any {
	return func(*server, kernel.Message) any { return refused("NotSupported", why) }
}

// isComplete tells a console whether Enter runs the code or begins a new line.
func isComplete(_ *server, msg kernel.Message) any {
	state, indent := cell.Complete(field(msg, "code", ""))
	answer := map[string]any{"status": state}
	if state == "incomplete" {
		answer["indent"] = indent
	}
	return answer
}

// A history is what has run in this kernel.
type history struct {
	mutex sync.Mutex
	cells []past
}

type past struct {
	count int
	code  string
}

func (h *history) add(count int, code string) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.cells = append(h.cells, past{count, code})
}

// answer answers a history_request: the last n, a range, or what fits a pattern of
// * and ?.
func (h *history) answer(msg kernel.Message) any {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	found := h.cells
	most := int(field(msg, "n", float64(len(found))))
	switch field(msg, "hist_access_type", "tail") {
	case "range":
		start, stop := int(field(msg, "start", 0.0)), int(field(msg, "stop", float64(len(found)+1)))
		found, most = keep(found, func(c past) bool { return c.count >= start && c.count < stop }), len(found)
	case "search":
		pattern := field(msg, "pattern", "*")
		seen := map[string]bool{}
		found = keep(found, func(c past) bool {
			// path.Match has * and ? stop at a slash.
			plain := strings.NewReplacer("/", "\x00", `\`, "\x01", "[", "\x02")
			fits, _ := path.Match(plain.Replace(pattern), plain.Replace(c.code))
			twice := field(msg, "unique", false) && seen[c.code]
			seen[c.code] = seen[c.code] || fits
			return fits && !twice
		})
	}
	found = found[max(0, len(found)-max(0, most)):]
	entries := [][]any{}
	for _, c := range found {
		var entry any = c.code
		if field(msg, "output", false) {
			entry = []any{c.code, nil}
		}
		entries = append(entries, []any{0, c.count, entry})
	}
	return map[string]any{"status": "ok", "history": entries}
}

func keep(cells []past, wanted func(past) bool) []past {
	var kept []past
	for _, c := range cells {
		if wanted(c) {
			kept = append(kept, c)
		}
	}
	return kept
}
