// The editor: CodeMirror with SPARQL colours, completion from the vocabulary, and marks where the server found an error.

export function makeEditor(cm, place, text, { prefixes, words }, nonce, run) {
  const { EditorView, EditorState, tags } = cm;
  const colours = cm.HighlightStyle.define([
    { tag: tags.keyword, class: "tok-keyword" },
    { tag: tags.comment, class: "tok-comment" },
    { tag: tags.string, class: "tok-string" },
    { tag: [tags.atom, tags.meta], class: "tok-atom" },
    { tag: tags.local(tags.variableName), class: "tok-variable" },
    { tag: tags.standard(tags.variableName), class: "tok-builtin" },
  ]);
  const look = EditorView.theme({
    "&": { color: "var(--ink)", backgroundColor: "transparent", fontSize: ".875rem" },
    ".cm-scroller": { fontFamily: "var(--mono, monospace)", lineHeight: "1.5", minHeight: "20rem", maxHeight: "34rem" },
    ".cm-content": { caretColor: "var(--ink)" },
    ".cm-cursor": { borderLeftColor: "var(--ink)" },
    ".cm-gutters": { backgroundColor: "transparent", color: "var(--quiet)", borderRight: "1px solid var(--line)" },
    ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--quiet) 9%, transparent)" },
    ".cm-activeLineGutter": { backgroundColor: "transparent" },
    ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--link, #0b5394) 28%, transparent) !important" },
    ".cm-tooltip": { backgroundColor: "var(--card, Canvas)", color: "var(--ink)", border: "1px solid var(--edge, var(--quiet))" },
    ".tok-keyword": { color: "var(--prohibited, #a3191f)", fontWeight: "600" },
    ".tok-comment": { color: "var(--quiet)", fontStyle: "italic" },
    ".tok-string": { color: "var(--conditional, #875200)" },
    ".tok-atom": { color: "var(--link, #0b5394)" },
    ".tok-variable": { fontWeight: "600" },
  });
  const options = [
    ...words.map((word) => ({ label: word.name, type: { class: "class", property: "property", concept: "enum" }[word.kind], detail: word.label })),
    ...Object.entries(prefixes).map(([prefix, base]) => ({ label: `PREFIX ${prefix}:`, apply: `PREFIX ${prefix}: <${base}>\n`, type: "keyword" })),
  ];
  const complete = (context) => {
    const word = context.matchBefore(/[\w:-]+/);
    return word || context.explicit ? { from: word ? word.from : context.pos, options, validFor: /^[\w:-]*$/ } : null;
  };
  // Where text replaces text, the browser would keep the colours of the old by an inline style, which the policy refuses.
  const replace = EditorView.domEventHandlers({
    beforeinput: (event, view) => {
      if (event.inputType !== "insertText" || view.composing || view.state.selection.main.empty || !/^[^()[\]{}'"]+$/.test(event.data || "")) return false;
      event.preventDefault();
      view.dispatch({ ...view.state.replaceSelection(event.data), userEvent: "input.type", scrollIntoView: true });
      return true;
    },
  });
  const view = new EditorView({
    parent: place,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce),
        cm.lineNumbers(),
        cm.lintGutter(),
        cm.history(),
        cm.drawSelection(),
        cm.highlightActiveLine(),
        cm.bracketMatching(),
        cm.closeBrackets(),
        cm.StreamLanguage.define(cm.sparql),
        cm.syntaxHighlighting(colours),
        cm.autocompletion({ override: [complete] }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Query", tabindex: "0" }),
        look,
        replace,
        // Tab is left alone: with the keyboard, one must get out of here
        cm.Prec.highest(cm.keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }])),
        cm.keymap.of([...cm.closeBracketsKeymap, ...cm.completionKeymap, ...cm.historyKeymap, ...cm.defaultKeymap]),
      ],
    }),
  });
  const clear = () => view.dispatch(cm.setDiagnostics(view.state, []));
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    set: (next) => {
      clear();
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    clear,
    mark: (line, column, message) => {
      const found = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      const from = Math.min(found.from + Math.max(column - 1, 0), found.to);
      const to = Math.min(from + 1, found.to);
      view.dispatch(cm.setDiagnostics(view.state, [{ from: from === to ? Math.max(found.from, from - 1) : from, to, severity: "error", message: message || "Here" }]));
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
  };
}
