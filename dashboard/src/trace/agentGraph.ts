import type { Span } from '../api/client.ts';
import { NOBODY } from '../parts/series.ts';

/** An agent, or a tool that one called. */
export interface Node {
  id: string;
  kind: 'agent' | 'tool';
  name: string;
  /** Agents by how many hands the work went through, tools after the last of them. */
  column: number;
}

/** Calls from an agent to another, or to a tool. */
export interface Edge {
  from: Node;
  to: Node;
  calls: number;
  errors: number;
  durationNanos: number;
}

export interface Graph {
  nodes: Node[];
  edges: Edge[];
}

/**
 * Who called whom in a trace. An agent calls another where a span of the other hangs below one of
 * its own; a tool where a call of it counts as one.
 */
export function agentGraph(spans: readonly Span[]): Graph {
  const byId = new Map(spans.map((span) => [span.span_id, span]));
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  const node = (kind: Node['kind'], name: string) => {
    const id = `${kind} ${name}`;
    const found = nodes.get(id) ?? { id, kind, name: name || NOBODY, column: 0 };
    nodes.set(id, found);
    return found;
  };
  const call = (from: Node, to: Node, span: Span) => {
    const key = `${from.id}\n${to.id}`;
    const edge = edges.get(key) ?? { from, to, calls: 0, errors: 0, durationNanos: 0 };
    edge.calls++;
    edge.errors += span.status === 'ERROR' ? 1 : 0;
    edge.durationNanos += span.duration_ns;
    edges.set(key, edge);
  };
  for (const span of spans) {
    const agent = span.agent_name;
    const caller = byId.get(span.parent_span_id)?.agent_name ?? '';
    if (agent && caller && agent !== caller) {
      call(node('agent', caller), node('agent', agent), span);
    }
    if (span.counts_as_tool_call) {
      call(node('agent', agent), node('tool', span.tool_name || span.name), span);
    } else if (agent) {
      node('agent', agent);
    }
  }
  const graph = { nodes: [...nodes.values()], edges: [...edges.values()] };
  return inColumns(graph);
}

function inColumns({ nodes, edges }: Graph): Graph {
  const handovers = edges.filter(({ to }) => to.kind === 'agent');
  const agents = nodes.filter(({ kind }) => kind === 'agent');
  // Agents that call each other in a circle end after as many rounds as there are agents.
  for (let round = 1; round < agents.length; round++) {
    for (const { from, to } of handovers) {
      to.column = Math.min(agents.length - 1, Math.max(to.column, from.column + 1));
    }
  }
  const last = Math.max(0, ...agents.map(({ column }) => column));
  for (const node of nodes) {
    node.column = node.kind === 'tool' ? last + 1 : node.column;
  }
  edges.sort((a, b) => b.calls - a.calls || (a.to.name < b.to.name ? -1 : 1));
  const order = new Map(
    edges.map(({ to }, index) => [to, edges.length - index]).reverse() as [Node, number][],
  );
  nodes.sort(
    (a, b) =>
      a.column - b.column ||
      (order.get(b) ?? 0) - (order.get(a) ?? 0) ||
      (a.name < b.name ? -1 : 1),
  );
  return { nodes, edges };
}
