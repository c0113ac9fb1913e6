import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { whole } from '../format/count.ts';
import { dollars, exact } from '../format/money.ts';
import { duration } from '../format/time.ts';
import { type Row, search, unfolded } from '../trace/tree.ts';

const ROW_HEIGHT = 30;
const MOST_INDENT = 14;

interface Props {
  rows: readonly Row[];
  traceNanos: number;
  /** Spans read so far, of so many. */
  loaded: number;
  count: number;
  selected: string | undefined;
  select: (spanId: string) => void;
  /** Whether spans that tell nothing are shown too. */
  all: boolean;
  setAll: (all: boolean) => void;
}

/** The tree of a trace on its timeline; only the rows in sight are in the document. */
export function SpanTree(props: Props) {
  const { rows, selected, select } = props;
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const visible = useMemo(() => unfolded(rows, folded), [rows, folded]);
  const [text, setText] = useState('');
  const found = useMemo(() => new Set(search(rows, text)), [rows, text]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  const at = visible.findIndex((index) => rows[index]?.span.span_id === selected);

  const go = (position: number) => {
    const row = rows[visible[Math.max(0, Math.min(position, visible.length - 1))] ?? -1];
    if (row) {
      select(row.span.span_id);
      virtual.scrollToIndex(Math.max(0, Math.min(position, visible.length - 1)));
    }
  };
  const fold = (id: string, close: boolean) => {
    const next = new Set(folded);
    close ? next.add(id) : next.delete(id);
    setFolded(next);
  };
  const nextFound = (step: 1 | -1) => {
    const count = visible.length;
    for (let i = 1; i <= count; i++) {
      const position = (at + step * i + count * 2) % count;
      if (found.has(visible[position] ?? -1)) {
        go(position);
        return;
      }
    }
  };
  const onKey = (event: KeyboardEvent) => {
    const id = rows[visible[at] ?? -1]?.span.span_id;
    const move = MOVES[event.key];
    const step = SEARCHES[event.key];
    if (move !== undefined) {
      go(at + move);
    } else if (step !== undefined) {
      nextFound(step);
    } else if (id !== undefined && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      fold(id, event.key === 'ArrowLeft');
    } else {
      return;
    }
    event.preventDefault();
  };
  const field = useSlash();
  return (
    <section className="card" aria-label="Spans">
      <div className="toolbar">
        <input
          ref={field}
          type="search"
          placeholder="Search spans"
          aria-label="Search spans: name, tool, model, agent, error, id"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && nextFound(event.shiftKey ? -1 : 1)}
        />
        {text && (
          <span className="muted" role="status">
            {whole(found.size)} found
          </span>
        )}
        <button type="button" onClick={() => setFolded(new Set())}>
          Unfold
        </button>
        <button type="button" onClick={() => setFolded(foldedBelow(rows))}>
          Fold
        </button>
        <button type="button" aria-pressed={props.all} onClick={() => props.setAll(!props.all)}>
          All spans
        </button>
      </div>
      <div
        className="tree"
        ref={scroller}
        role="tree"
        tabIndex={0}
        aria-label="Spans as a tree"
        aria-activedescendant={selected && at >= 0 ? `span-${selected}` : undefined}
        onKeyDown={onKey}
      >
        <div className="rows" style={{ height: virtual.getTotalSize() }} role="presentation">
          {virtual.getVirtualItems().map((item) => {
            const index = visible[item.index] as number;
            const row = rows[index] as Row;
            return (
              <TreeRow
                key={row.span.span_id}
                row={row}
                top={item.start}
                traceNanos={props.traceNanos}
                selected={row.span.span_id === selected}
                folded={folded.has(row.span.span_id)}
                leaf={row.end === index + 1}
                match={found.has(index)}
                select={() => select(row.span.span_id)}
                fold={(close) => fold(row.span.span_id, close)}
              />
            );
          })}
        </div>
      </div>
      <p className="keys">
        {whole(rows.length)} of {whole(props.count)} spans shown
        {props.loaded < props.count && `, ${whole(props.loaded)} read so far`}. <kbd>↑</kbd>{' '}
        <kbd>↓</kbd> move, <kbd>←</kbd> <kbd>→</kbd> fold, <kbd>/</kbd> search, <kbd>n</kbd>{' '}
        <kbd>p</kbd> next and previous found
      </p>
    </section>
  );
}

/** How many rows a key moves. */
const MOVES: Record<string, number> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 15,
  PageUp: -15,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** In which direction a key looks for the next row that was searched for. */
const SEARCHES: Record<string, 1 | -1> = { n: 1, p: -1 };

function foldedBelow(rows: readonly Row[]): Set<string> {
  return new Set(
    rows.filter((row, index) => row.depth >= 1 && row.end > index + 1).map((r) => r.span.span_id),
  );
}

/** The field to search in takes the focus when / is pressed anywhere but in a field. */
function useSlash() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const inField = event.target instanceof HTMLElement && event.target.closest('input, select');
      if (event.key === '/' && !inField) {
        event.preventDefault();
        field.current?.focus();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return field;
}

interface TreeRowProps {
  row: Row;
  top: number;
  traceNanos: number;
  selected: boolean;
  folded: boolean;
  leaf: boolean;
  match: boolean;
  select: () => void;
  fold: (close: boolean) => void;
}

function TreeRow(props: TreeRowProps) {
  const { row, top, traceNanos, selected, folded, leaf, match, select, fold } = props;
  const { span } = row;
  const share = (nanos: number) => Math.max(0, Math.min(100, (100 * nanos) / (traceNanos || 1)));
  const left = share(row.offsetNanos);
  return (
    // The tree takes the keys for all its rows.
    <div
      className={match ? 'row match' : 'row'}
      id={`span-${span.span_id}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-selected={selected}
      aria-expanded={leaf ? undefined : !folded}
      style={{ transform: `translateY(${top}px)` }}
      onClick={select}
    >
      <span
        className="label"
        style={{ paddingLeft: Math.min(row.depth, MOST_INDENT) * 14 }}
        title={told(row)}
      >
        <span
          className="fold"
          onClick={(event) => {
            event.stopPropagation();
            fold(!folded);
          }}
        >
          {leaf ? '' : folded ? '▸' : '▾'}
        </span>
        <span className={`kind k-${span.kind}`} />
        <span className="visually-hidden">{span.kind.toLowerCase()}</span>
        <span className={span.status === 'ERROR' ? 'name bad' : 'name'}>
          {span.tool_name || span.name}
          {span.kind === 'LLM' && span.request_model && (
            <span className="muted"> {span.request_model}</span>
          )}
        </span>
      </span>
      <span className="lane">
        <span
          className={`bar k-${span.kind}${span.status === 'ERROR' ? ' error' : ''}`}
          style={{
            left: `${Math.min(left, 99.5)}%`,
            width: `${Math.min(share(span.duration_ns), 100 - left)}%`,
          }}
        />
      </span>
      <span className="cost">{row.cost > 0n && dollars(exact(row.cost))}</span>
      <span className="took">{duration(span.duration_ns)}</span>
    </div>
  );
}

function told(row: Row): string {
  const { span } = row;
  return [
    `${span.name} (${span.kind.toLowerCase()})`,
    row.tokens > 0 && `${whole(row.tokens)} tokens, ${dollars(exact(row.cost))}`,
    row.unpriced > 0 && `${row.unpriced} calls without a known price`,
    span.status_message,
  ]
    .filter(Boolean)
    .join('\n');
}
