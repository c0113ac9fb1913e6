import { useMemo } from 'react';
import type { Span } from '../api/client.ts';
import { countColumn, tookColumn } from '../pages/columns.tsx';
import { agentGraph, type Edge, type Node } from '../trace/agentGraph.ts';
import { ListCard } from './ListCard.tsx';

const WIDTH = 170;
const HEIGHT = 34;
const COLUMN_GAP = 110;
const ROW_GAP = 12;
/** More would be no picture: the table below has them all. */
const MOST_NODES = 40;
const MOST_NAME_CHARS = 22;

/** Which agents called which others and which tools, as a picture and as a table. */
export function AgentGraph({ spans }: { spans: readonly Span[] }) {
  const { nodes, edges } = useMemo(() => agentGraph(spans), [spans]);
  const places = useMemo(() => placed(nodes.slice(0, MOST_NODES)), [nodes]);
  if (edges.length === 0) {
    return (
      <p className="card muted">
        No agent of this trace called another or a tool, as far as its spans are read.
      </p>
    );
  }
  return (
    <>
      <section className="card scroll free" tabIndex={0} aria-label="Who called whom">
        <svg
          className="agents"
          width={places.width}
          height={places.height}
          role="img"
          aria-label={`${nodes.length} agents and tools; the table below tells the calls`}
        >
          {edges.map((edge) => (
            <Line key={`${edge.from.id}\n${edge.to.id}`} edge={edge} at={places.at} />
          ))}
          {[...places.at].map(([node, at]) => (
            <g key={node.id} transform={`translate(${at.x} ${at.y})`}>
              <title>{node.name}</title>
              <rect width={WIDTH} height={HEIGHT} rx={6} className={node.kind} />
              <text x={10} y={HEIGHT / 2} dominantBaseline="central">
                {node.name.length > MOST_NAME_CHARS
                  ? `${node.name.slice(0, MOST_NAME_CHARS - 1)}…`
                  : node.name}
              </text>
            </g>
          ))}
        </svg>
      </section>
      <ListCard
        title="Calls between agents and tools"
        columns={COLUMNS}
        rows={edges}
        id={(edge) => `${edge.from.id}\n${edge.to.id}`}
      />
    </>
  );
}

const COLUMNS = [
  { name: 'From', value: (edge: Edge) => edge.from.name },
  { name: 'To', value: (edge: Edge) => edge.to.name },
  { name: 'What', wide: true, value: (edge: Edge) => edge.to.kind },
  countColumn('Calls', (edge: Edge) => edge.calls, false),
  countColumn('Failed', (edge: Edge) => edge.errors, false),
  tookColumn('Time', (edge: Edge) => edge.durationNanos),
];

type Places = Map<Node, { x: number; y: number }>;

function placed(nodes: readonly Node[]) {
  const used = new Map<number, number>();
  const at: Places = new Map();
  for (const node of nodes) {
    const row = used.get(node.column) ?? 0;
    used.set(node.column, row + 1);
    at.set(node, { x: node.column * (WIDTH + COLUMN_GAP) + 1, y: row * (HEIGHT + ROW_GAP) + 1 });
  }
  const columns = Math.max(0, ...used.keys()) + 1;
  const rows = Math.max(1, ...used.values());
  return {
    at,
    width: columns * (WIDTH + COLUMN_GAP) - COLUMN_GAP + 2,
    height: rows * (HEIGHT + ROW_GAP) - ROW_GAP + 2,
  };
}

function Line({ edge, at }: { edge: Edge; at: Places }) {
  const from = at.get(edge.from);
  const to = at.get(edge.to);
  if (!from || !to) {
    return null;
  }
  const forward = to.x > from.x;
  const x1 = from.x + WIDTH;
  const x2 = forward ? to.x : to.x + WIDTH;
  const y1 = from.y + HEIGHT / 2;
  const y2 = to.y + HEIGHT / 2;
  const bend = forward ? (x2 - x1) / 2 : COLUMN_GAP / 2;
  const end = forward ? x2 - bend : x2 + bend;
  return (
    <g className={edge.errors > 0 ? 'line failed' : 'line'}>
      <path d={`M${x1} ${y1} C${x1 + bend} ${y1} ${end} ${y2} ${x2} ${y2}`} />
      <text x={forward ? x2 - 8 : x2 + 8} y={y2 - 6} textAnchor={forward ? 'end' : 'start'}>
        {edge.calls}×
      </text>
    </g>
  );
}
