// The editor of a cell: CodeMirror, with Go in the colours of the page's other code.

import * as cm from "./editor/libraries.js";

// Pygments' names of what is coloured, which the page's style sheet knows.
const { tags } = cm;
const colours = cm.tagHighlighter([
  { tag: [tags.keyword, tags.bool, tags.null], class: "k" },
  { tag: [tags.standard(tags.typeName), tags.standard(tags.variableName)], class: "nb" },
  { tag: [tags.string, tags.character], class: "s" },
  { tag: tags.number, class: "m" },
  { tag: tags.comment, class: "c" },
]);
const command = /^[%!].*$/gm; // the kernel's own lines

const commands = new cm.MatchDecorator({ regexp: command, decoration: cm.Decoration.mark({ class: "cs" }) });
const commandLines = cm.ViewPlugin.define(
  (view) => ({
    marks: commands.createDeco(view),
    update(update) { this.marks = commands.updateDeco(update, this.marks); },
  }),
  { decorations: (plugin) => plugin.marks },
);

// highlighted returns code as nodes, coloured as in the editor.
export function highlighted(code) {
  const nodes = document.createDocumentFragment();
  const emit = (text, names) => {
    if (!names) return nodes.append(text);
    const span = document.createElement("span");
    span.className = names;
    span.textContent = text;
    nodes.append(span);
  };
  cm.highlightCode(code, cm.goLanguage.parser.parse(code), colours, emit, () => nodes.append("\n"));
  return nodes;
}

// edit puts an editor into a parent. label names it for those who hear the page; hint is
// the id of what explains its keys. onChange is told the text; run what Shift+Enter asks
// for ("next") and Ctrl+Enter ("stay"); leave is called at Escape; complete answers
// CodeMirror's question for completions.
export function edit(parent, { source, label, hint, onChange, run, leave, complete }) {
  const keys = [
    { key: "Shift-Enter", run: () => (run("next"), true) },
    { key: "Mod-Enter", run: () => (run("stay"), true) },
    ...cm.closeBracketsKeymap, ...cm.completionKeymap,
    { key: "Escape", run: () => (leave(), true) },
    ...cm.historyKeymap, cm.indentWithTab, ...cm.defaultKeymap,
  ];
  const extensions = [
    cm.keymap.of(keys),
    cm.history(), cm.drawSelection(), cm.indentOnInput(), cm.bracketMatching(), cm.closeBrackets(),
    matchMedia("(max-width: 34rem)").matches ? cm.EditorView.lineWrapping : [], // on a phone
    cm.indentUnit.of("\t"), cm.EditorState.tabSize.of(4),
    new cm.LanguageSupport(cm.goLanguage), cm.syntaxHighlighting(colours), commandLines,
    cm.autocompletion({ override: [complete], activateOnTyping: false, icons: false }),
    cm.EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": hint, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
    cm.EditorView.updateListener.of((update) => update.docChanged && onChange(update.state.doc.toString())),
  ];
  const view = new cm.EditorView({ parent, state: cm.EditorState.create({ doc: source, extensions }) });
  return {
    focus: () => view.focus(),
    has: () => view.hasFocus,
    set: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
  };
}
