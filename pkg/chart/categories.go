package chart

import "slices"

// groupRoles are the colours of groups, in turn.
var groupRoles = [...]Role{Data, Guess, Minimum, Path, Gradient, Loss}

// overCategories returns a figure whose x axis holds names.
func overCategories(names []string, m mark) *Figure {
	f := New().add(m)
	f.panels()[0].x.names = names
	return f
}

// groupClass returns the colour of the i-th group: one for each, as ScatterBy
// has it, unless As has said one for all.
func (p *plot) groupClass(s *style, i int) string {
	if s.role != Automatic {
		return s.role.String()
	}
	return groupRoles[i%len(groupRoles)].String()
}

// distinct returns the different names, in alphabetical order.
func distinct(names []string) []string {
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

// rowsOf returns the rows that have a name.
func rowsOf(by []string, name string) []int {
	var rows []int
	for i, other := range by {
		if other == name {
			rows = append(rows, i)
		}
	}
	return rows
}

func pickRows[T any](values []T, rows []int) []T {
	picked := make([]T, len(rows))
	for k, i := range rows {
		picked[k] = values[i]
	}
	return picked
}
