import { acceptCompletion, autocompletion, closeBrackets } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { type SQLNamespace, sql, StandardSQL } from '@codemirror/lang-sql';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** A view and its columns, for completion. */
export interface View {
  name: string;
  comment: string;
  columns: { name: string; type: string; comment: string }[];
}

export interface Editor {
  complete: (views: readonly View[]) => void;
  dispose: () => void;
}

// The colours of the page: its variables reach into the shadow tree.
const LOOK = EditorView.theme({
  '&': { color: 'var(--text)', fontSize: '13px', minHeight: '140px', maxHeight: '50vh' },
  '&.cm-focused': { outline: '2px solid var(--accent)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { background: 'none', color: 'var(--muted)', border: '0' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    background: 'var(--accent-ground)',
  },
  '.cm-placeholder': { color: 'var(--muted)' },
  '.cm-tooltip': {
    background: 'var(--card)',
    border: '1px solid var(--line)',
    color: 'var(--text)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    background: 'var(--accent-ground)',
    color: 'var(--accent)',
  },
  '.cm-completionDetail': { color: 'var(--muted)' },
});

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: tags.number, color: 'var(--warn)' },
  { tag: tags.comment, color: 'var(--muted)' },
]);

/**
 * An editor of SQL within an element. It lives in a shadow tree: there its styles are style sheets
 * that scripts made, which the policy of the page allows; outside they were inline styles.
 */
export function edit(
  element: HTMLElement,
  told: {
    text: string;
    label: string;
    run: (text: string) => void;
    changed: (text: string) => void;
  },
): Editor {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  const language = new Compartment();
  const run = ({ state }: EditorView) => {
    told.run(state.doc.toString());
    return true;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: told.text,
      extensions: [
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
        keymap.of([{ key: 'Tab', run: acceptCompletion }, ...defaultKeymap, ...historyKeymap]),
        history(),
        lineNumbers(),
        closeBrackets(),
        autocompletion(),
        language.of(sql({ dialect: StandardSQL })),
        syntaxHighlighting(COLOURS),
        LOOK,
        EditorView.lineWrapping,
        EditorView.domEventHandlers({ beforeinput: typedOverSelection }),
        EditorView.contentAttributes.of({ 'aria-label': told.label }),
        placeholder('SELECT …'),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            told.changed(update.state.doc.toString());
          }
        }),
      ],
    }),
  });
  return {
    complete: (views) =>
      view.dispatch({
        effects: language.reconfigure(sql({ dialect: StandardSQL, schema: schema(views) })),
      }),
    dispose: () => view.destroy(),
  };
}

/**
 * Text typed over a selection goes through the editor's state. Left to it, a browser merges what is
 * left of the lines by inline styles, which the policy of the page refuses.
 */
function typedOverSelection(event: InputEvent, view: EditorView): boolean {
  const { data, inputType, isComposing } = event;
  const { from, to, empty } = view.state.selection.main;
  if (inputType !== 'insertText' || data === null || isComposing || empty) {
    return false;
  }
  const insert = () =>
    view.state.update(view.state.replaceSelection(data), {
      userEvent: 'input.type',
      scrollIntoView: true,
    });
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((handle) => handle(view, from, to, data, insert))) {
    view.dispatch(insert());
  }
  return true;
}

function schema(views: readonly View[]): SQLNamespace {
  return Object.fromEntries(
    views.map((view) => [
      view.name,
      {
        self: { label: view.name, type: 'type', info: view.comment },
        children: view.columns.map((column) => ({
          label: column.name,
          type: 'property',
          detail: column.type,
          info: column.comment,
        })),
      },
    ]),
  );
}
