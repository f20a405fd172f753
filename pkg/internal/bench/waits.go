package bench

import "context"

// waits times what else a learner waits for, in our kernel and in a stock one.
func waits(ctx context.Context, o Options) ([]Table, error) {
	samples, err := besideStock(ctx, o, "waits")
	if err != nil {
		return nil, err
	}
	table := Table{Title: "Waiting: seconds, median (least-most)", Head: besideHead("for", "stock kernel")}
	for _, t := range group(samples, byName) {
		table.Rows = append(table.Rows, t.row())
	}
	return []Table{table}, nil
}
