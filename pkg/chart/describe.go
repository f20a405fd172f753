package chart

import "strings"

// about writes a value that is interpolated.
func about(v float64, label string) string {
	name, _ := splitUnit(label)
	return name + " about " + Number(v) + unitAfter(label)
}

// describe tells what a field shows, and its lowest and highest places.
func (g *field) describe(p *panel) []string {
	if !g.usable() {
		return []string{"No data."}
	}
	kind := "Contours of "
	if p.projected {
		kind = "A landscape of "
	}
	name, _ := splitUnit(p.levelLabel())
	text := kind + name + " over " + spanOf(g.as, p.x.label, "the first parameter") + " and " +
		spanOf(g.bs, p.y.label, "the second parameter") + "."
	if g.low == g.high {
		return []string{text, "It is level: " + value(g.low, p.levelLabel()) + " everywhere."}
	}
	return []string{text, "The lowest of the grid is " + Number(g.low) + unitAfter(p.levelLabel()) + ", at " +
		value(g.lowA, p.x.label) + ", " + value(g.lowB, p.y.label) + "; the highest is " +
		Number(g.high) + unitAfter(p.levelLabel()) + "."}
}

// describePanels says what some panels show, leaving out what was told before.
func describePanels(panels []*panel, told map[string]bool) string {
	var text []string
	add := func(sentence string) {
		if sentence != "" && !told[sentence] {
			told[sentence] = true
			text = append(text, sentence)
		}
	}
	for _, p := range panels {
		if p.part != "" {
			add(sentence(capital(p.part)))
		}
		if p.grid != nil {
			for _, sentence := range p.grid.describe(p) {
				add(sentence)
			}
		} else if len(p.marks) == 0 {
			add("No data.")
		}
		for i, m := range p.marks {
			if i == 12 {
				add("And " + Plural(len(p.marks)-i, "layer") + " more.")
				break
			}
			add(m.describe(p))
		}
	}
	return strings.Join(text, " ")
}

// subject says what a panel shows, when no title does.
func (p *panel) subject() string {
	x, _ := splitUnit(p.x.label)
	y, _ := splitUnit(p.y.label)
	z, _ := splitUnit(p.levelLabel())
	switch {
	case p.grid != nil && x != "" && y != "":
		return capital(z) + " over " + x + " and " + y
	case p.grid != nil:
		return capital(z) + " over two parameters"
	case x != "" && y != "":
		return capital(y) + " against " + x
	case y != "":
		return capital(y)
	case x != "":
		return capital(x)
	}
	return "Chart"
}

// subjects says what several panels show.
func subjects(panels []*panel) string {
	if panels[0].part != "" {
		return panels[0].subject() + ", in " + Plural(len(panels), "part")
	}
	ys, x := "", ""
	for i, p := range panels {
		name, _ := splitUnit(p.y.label)
		across, _ := splitUnit(p.x.label)
		if p.grid != nil || name == "" || across == "" || i > 0 && across != x {
			ys = ""
			break
		}
		x = across
		switch {
		case i == 0:
			ys = name
		case i == len(panels)-1:
			ys += " and " + name
		default:
			ys += ", " + name
		}
	}
	if ys != "" {
		return capital(ys) + " against " + x
	}
	text := ""
	for i, p := range panels {
		if i > 0 && p.subject() == panels[i-1].subject() {
			continue
		}
		if text != "" {
			text += "; "
		}
		text += p.subject()
	}
	return text
}
