import { expect, it } from 'vitest';
import type { Span } from '../api/client.ts';
import { agentGraph } from './agentGraph.ts';

const span = (id: string, parent: string, agent: string, rest: Partial<Span> = {}) =>
  ({
    span_id: id,
    parent_span_id: parent,
    agent_name: agent,
    name: 'span',
    tool_name: '',
    status: 'UNSET',
    duration_ns: 10,
    counts_as_tool_call: false,
    ...rest,
  }) as Span;

const tool = (name: string, rest: Partial<Span> = {}) => ({
  tool_name: name,
  counts_as_tool_call: true,
  ...rest,
});

it('tells handovers and tool calls, each once', () => {
  const { nodes, edges } = agentGraph([
    span('1', '', 'lead'),
    span('2', '1', 'lead', tool('search')),
    span('3', '1', 'lead', tool('search', { status: 'ERROR' })),
    span('4', '1', 'writer'),
    span('5', '4', 'writer', tool('edit')),
    span('6', '4', 'writer'),
  ]);
  expect(
    edges.map(({ from, to, calls, errors, durationNanos }) => [
      from.name,
      to.name,
      calls,
      errors,
      durationNanos,
    ]),
  ).toEqual([
    ['lead', 'search', 2, 1, 20],
    ['writer', 'edit', 1, 0, 10],
    ['lead', 'writer', 1, 0, 10],
  ]);
  expect(nodes.map(({ name, column }) => [name, column])).toEqual([
    ['lead', 0],
    ['writer', 1],
    ['search', 2],
    ['edit', 2],
  ]);
});

it('agents that call each other in a circle have columns too', () => {
  const { nodes } = agentGraph([
    span('1', '', 'a'),
    span('2', '1', 'b'),
    span('3', '2', 'a'),
    span('4', '3', 'b', tool('t')),
  ]);
  expect(nodes).toHaveLength(3);
  expect(nodes.at(-1)).toMatchObject({ name: 't', column: 2 });
});

it('a tool that nobody called hangs on nobody', () => {
  expect(agentGraph([span('1', '', '', tool('t'))]).edges[0]).toMatchObject({
    from: { name: '(none)' },
    to: { name: 't' },
  });
});
