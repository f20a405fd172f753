// A page's cells as a notebook.

// asNotebook returns a copy of the page's notebook with the learner's cells: change
// returns what a cell has become, {source, outputs, count}, or null.
export function asNotebook(notebook, change) {
  const copy = structuredClone(notebook);
  copy.cells.forEach((cell, i) => {
    if (cell.cell_type !== "code") return;
    const { source, outputs, count } = change(i);
    cell.source = lines(source);
    cell.outputs = (outputs ?? []).map(filed);
    cell.execution_count = count ?? null;
  });
  return JSON.stringify(copy, null, 1) + "\n";
}

const lines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const filed = (output) => output.output_type === "stream" ? { ...output, text: lines(output.text) } : output;

// download hands a file to the learner.
export function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
