import type { Span } from '../api/client.ts';
import { picodollars } from '../format/money.ts';
import { nanosBetween } from '../format/time.ts';

/** A line of the tree as it is drawn. */
export interface Row {
  span: Span;
  /** 0 = a root. */
  depth: number;
  /** Where among the rows the first one is that is not below this one. */
  end: number;
  /** Start after the trace's, in nanoseconds. */
  offsetNanos: number;
  /** Tokens of this span and all below it, own usage only, so each is counted once. */
  tokens: number;
  /** Likewise, in picodollars. */
  cost: bigint;
  /** Calls below and here whose price is not known. */
  unpriced: number;
}

/** What tells the story: what a dialect gave a kind, what failed, and the roots. */
export function tells(span: Span): boolean {
  return !span.noise && (span.kind !== 'SPAN' || span.status === 'ERROR');
}

/**
 * The rows of a trace in the order in which a tree is drawn: each before its children, siblings by
 * start. Spans that tell nothing are left out unless all are wanted; what hangs below them hangs
 * below their nearest shown ancestor then.
 */
export function rows(spans: readonly Span[], all: boolean): Row[] {
  const sorted = [...spans].sort(byStart);
  const first = sorted[0];
  if (!first) {
    return [];
  }
  const shown = all || !sorted.some(tells) ? () => true : tells;
  const drawn = draw(forest(sorted), shown, first.start_time);
  return rollUp(drawn);
}

interface Forest {
  roots: Span[];
  children: Map<string, Span[]>;
}

function byStart(a: Span, b: Span): number {
  return compare(a.start_time, b.start_time) || compare(a.span_id, b.span_id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function forest(sorted: readonly Span[]): Forest {
  const ids = new Set(sorted.map((span) => span.span_id));
  const children = new Map<string, Span[]>();
  const roots: Span[] = [];
  for (const span of sorted) {
    const parent = span.parent_span_id;
    if (!ids.has(parent) || parent === span.span_id) {
      roots.push(span);
    } else {
      const siblings = children.get(parent);
      siblings ? siblings.push(span) : children.set(parent, [span]);
    }
  }
  return { roots: [...roots, ...heldByCycles(sorted, roots, children)], children };
}

/** A cycle of parents hangs on no root: it is drawn from its earliest span. */
function heldByCycles(
  sorted: readonly Span[],
  roots: readonly Span[],
  children: Map<string, Span[]>,
): Span[] {
  const reached = new Set<string>();
  const reach = (from: Span) => {
    const open = [from];
    for (let span = open.pop(); span; span = open.pop()) {
      if (!reached.has(span.span_id)) {
        reached.add(span.span_id);
        open.push(...(children.get(span.span_id) ?? []));
      }
    }
  };
  roots.forEach(reach);
  return sorted.filter((span) => {
    const held = !reached.has(span.span_id);
    if (held) {
      reach(span);
    }
    return held;
  });
}

interface Open {
  span: Span;
  depth: number;
}

function draw({ roots, children }: Forest, shown: (span: Span) => boolean, start: string): Row[] {
  const drawn: Row[] = [];
  const seen = new Set<string>();
  const open: Open[] = roots.map((span) => ({ span, depth: 0 })).reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    const { span, depth } = next;
    if (seen.has(span.span_id)) {
      continue;
    }
    seen.add(span.span_id);
    const kept = shown(span) || (depth === 0 && !span.parent_span_id && !span.noise);
    if (kept) {
      const offsetNanos = nanosBetween(start, span.start_time);
      drawn.push({ span, depth, end: 0, offsetNanos, tokens: 0, cost: 0n, unpriced: 0 });
    }
    const below = children.get(span.span_id) ?? [];
    for (let i = below.length - 1; i >= 0; i--) {
      open.push({ span: below[i] as Span, depth: kept ? depth + 1 : depth });
    }
  }
  return drawn;
}

/** From the last row up: each adds itself to the one it hangs on. */
function rollUp(drawn: Row[]): Row[] {
  const above: number[] = [];
  const parents = drawn.map((row, index) => {
    above.length = row.depth;
    const parent = above[row.depth - 1];
    above.push(index);
    return parent;
  });
  for (let index = drawn.length - 1; index >= 0; index--) {
    const row = drawn[index] as Row;
    row.end = Math.max(row.end, index + 1);
    if (row.span.owns_usage) {
      row.tokens += row.span.input_tokens + row.span.output_tokens;
      row.cost += row.span.cost_usd === null ? 0n : picodollars(row.span.cost_usd);
      row.unpriced += row.span.cost_usd === null ? 1 : 0;
    }
    const parent = drawn[parents[index] ?? -1];
    if (parent) {
      parent.end = Math.max(parent.end, row.end);
      parent.tokens += row.tokens;
      parent.cost += row.cost;
      parent.unpriced += row.unpriced;
    }
  }
  return drawn;
}

/** Which rows can be seen: none below a folded one. */
export function unfolded(all: readonly Row[], folded: ReadonlySet<string>): number[] {
  const visible: number[] = [];
  for (let index = 0; index < all.length;) {
    const row = all[index] as Row;
    visible.push(index);
    index = folded.has(row.span.span_id) ? row.end : index + 1;
  }
  return visible;
}

/** The rows that a reader looks for, by name, tool, model, agent, id or error. */
export function search(all: readonly Row[], text: string): number[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) {
    return [];
  }
  const found: number[] = [];
  all.forEach(({ span }, index) => {
    const told = [
      span.name,
      span.tool_name,
      span.request_model,
      span.response_model,
      span.agent_name,
      span.span_id,
      span.error_type,
      span.status_message,
    ];
    if (told.some((one) => one.toLowerCase().includes(wanted))) {
      found.push(index);
    }
  });
  return found;
}
