// A kernel for live pages that does what the comments of a cell say: // prints WORDS, // shows
// HTML, // fails NAME, // waits. Outputs of window.replies, by a cell's code, are replayed.
// What it ran is in window.ran.

window.ran = [];
let count = 0, interrupted;

const message = (msg_type, content) => ({ header: { msg_type }, content });

export const kernel = {
  async execute(code, take) {
    window.ran.push(code.split("\n")[0]);
    count++;
    const fail = (ename) => {
      take(message("error", { ename, evalue: "", traceback: [`\u001b[31m${ename}\u001b[0m in Line 1`] }));
      return { status: "error", ename, execution_count: count };
    };
    for (const output of window.replies?.[code] ?? []) {
      const { output_type, ...content } = output;
      take(message(output_type, content));
    }
    for (const [, does, what] of code.matchAll(/\/\/ (\w+) ?(.*)/g)) {
      if (does === "prints") take(message("stream", { name: "stdout", text: what + "\n" }));
      if (does === "shows") take(message("display_data", { data: { "text/html": what } }));
      if (does === "fails") return fail(what);
      if (does === "waits") {
        await new Promise((resolve) => { interrupted = resolve; });
        return fail("Interrupted");
      }
      if (does === "dies") throw new Error("The kernel has ended.");
    }
    return { status: "ok", execution_count: count };
  },
  interrupt: async () => interrupted?.(),
  async restart() {
    count = 0;
    window.ran.push("restart");
  },
  complete: async (code, cursor_pos) => ({ matches: ["Println", "Printf"], cursor_start: cursor_pos - 2, cursor_end: cursor_pos }),
};
