import { describe, expect, it } from 'vitest';
import type { Span } from '../api/client.ts';
import { rows, search, unfolded } from './tree.ts';

function span(id: string, parent: string, start: number, part: Partial<Span> = {}): Span {
  return {
    span_id: id,
    parent_span_id: parent,
    name: id,
    kind: 'CHAIN',
    status: 'OK',
    start_time: `2026-11-21T09:30:${String(start).padStart(2, '0')}.000000000Z`,
    owns_usage: false,
    input_tokens: 0,
    output_tokens: 0,
    cost_usd: null,
    noise: false,
    tool_name: '',
    request_model: '',
    response_model: '',
    agent_name: '',
    error_type: '',
    status_message: '',
    ...part,
  } as Span;
}

const call = (tokens: number, cost: string | null): Partial<Span> => ({
  kind: 'LLM',
  owns_usage: true,
  input_tokens: tokens,
  output_tokens: 1,
  cost_usd: cost,
});

const trace = [
  span('tool', 'plumbing', 4, { kind: 'TOOL', tool_name: 'bash' }),
  span('root', '', 0, { kind: 'AGENT' }),
  span('second', 'root', 5, call(7, null)),
  span('first', 'root', 1, call(10, '0.5')),
  span('plumbing', 'first', 2, { kind: 'SPAN' }),
  span('noise', 'root', 3, { noise: true }),
];

const drawn = (all: boolean) => rows(trace, all).map((row) => `${row.depth} ${row.span.span_id}`);

describe('the tree', () => {
  it('draws each span before its children, siblings by start', () =>
    expect(drawn(true)).toEqual([
      '0 root',
      '1 first',
      '2 plumbing',
      '3 tool',
      '1 noise',
      '1 second',
    ]));

  it('leaves out what tells nothing, and hangs what is below it higher', () =>
    expect(drawn(false)).toEqual(['0 root', '1 first', '2 tool', '1 second']));

  it('rolls tokens and cost up, each once', () => {
    const [root, first] = rows(trace, false);
    expect([root?.tokens, root?.cost, root?.unpriced]).toEqual([19, 500_000_000_000n, 1]);
    expect([first?.tokens, first?.end]).toEqual([11, 3]);
    expect(first?.offsetNanos).toBe(1_000_000_000);
  });

  it('hides what is below a folded span', () => {
    const all = rows(trace, false);
    expect(unfolded(all, new Set(['first'])).map((i) => all[i]?.span.span_id)).toEqual([
      'root',
      'first',
      'second',
    ]);
  });

  it('finds by tool', () => expect(search(rows(trace, false), 'BASH')).toEqual([2]));

  it('shows spans without a root, and cycles of parents, once each', () => {
    const odd = [
      span('a', 'b', 1),
      span('b', 'a', 2),
      span('orphan', 'gone', 3),
      span('self', 'self', 4),
    ];
    expect(rows(odd, true).map((row) => row.span.span_id)).toEqual(['orphan', 'self', 'a', 'b']);
  });

  it('shows all of a trace that nobody gave a kind', () =>
    expect(
      rows([span('x', '', 1, { kind: 'SPAN' }), span('y', 'x', 2, { kind: 'SPAN' })], false),
    ).toHaveLength(2));

  it('draws 100,000 spans in a chain without recursion', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => span(`${i}`, i ? `${i - 1}` : '', 1));
    const all = rows(chain, true);
    expect(all.at(-1)?.depth).toBe(99_999);
    expect(all[0]?.end).toBe(100_000);
  });
});
