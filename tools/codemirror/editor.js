// What the query page takes from CodeMirror, as one module. tools/vendor-codemirror bundles it.
export { Compartment, EditorState, Prec } from "@codemirror/state";
export { EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { HighlightStyle, StreamLanguage, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
export { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
export { lintGutter, setDiagnostics } from "@codemirror/lint";
export { sparql } from "@codemirror/legacy-modes/mode/sparql";
export { tags } from "@lezer/highlight";
