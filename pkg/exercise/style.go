package exercise

// style follows the notebook's theme: JupyterLab, VS Code and the exported page
// mark theirs on the page, and without a mark it is the reader's preference. The
// verdicts differ in the line at the left as well: solid, dashed, dotted, double.
// Where a style is not allowed, in a notebook that isn't trusted, the plain text
// is left.
const style = `<style>
.ls-answer{color-scheme:light dark;--ls-ink:light-dark(#1b2430,#e8ecf0);--ls-green:light-dark(#1d7a5c,#a1fabb);--ls-amber:light-dark(#a04505,#f2a373);--ls-quiet:light-dark(#56616c,#a4aeb8);--ls-c:var(--ls-quiet);max-width:44em;margin:.5em 0;padding:.1em 0 .1em 1em;border-left:.3em dotted var(--ls-c);color:var(--ls-ink);line-height:1.5}
[data-jp-theme-light=true] .ls-answer,.vscode-light .ls-answer,[data-theme=light] .ls-answer{color-scheme:light}
[data-jp-theme-light=false] .ls-answer,.vscode-dark .ls-answer,[data-theme=dark] .ls-answer{color-scheme:dark}
.ls-answer.ls-right{--ls-c:var(--ls-green);border-left-style:solid}
.ls-answer.ls-guessed{--ls-c:var(--ls-green);border-left-style:double;border-left-width:.4em}
.ls-answer.ls-not-yet{--ls-c:var(--ls-amber);border-left-style:dashed}
.ls-answer p{margin:.4em 0}
.ls-answer>p>strong,.ls-answer>summary>strong{color:var(--ls-c)}
.ls-answer code{color:inherit;background:none;padding:0}
.ls-answer details{margin:.2em 0 .2em .2em;padding-left:.8em}
.ls-answer summary{cursor:pointer;color:var(--ls-quiet)}
@media print{.ls-answer.ls-answer{color-scheme:light}}
</style>
`
