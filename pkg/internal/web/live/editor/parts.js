// What a live page takes from npm: README.md says how libraries.js is made of it.
export { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
export { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
export { goLanguage } from "@codemirror/lang-go";
export { bracketMatching, indentOnInput, indentUnit, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
export { EditorState } from "@codemirror/state";
export { Decoration, drawSelection, EditorView, keymap, MatchDecorator, ViewPlugin } from "@codemirror/view";
export { highlightCode, tagHighlighter, tags } from "@lezer/highlight";
export { AnsiUp } from "ansi_up";
export { createStore, delMany, entries, getMany, setMany } from "idb-keyval";
