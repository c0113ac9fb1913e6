import { useState } from 'react';
import type { Trace } from '../api/client.ts';
import { TagForm } from '../parts/Tags.tsx';

/** What can be done with the traces that are chosen. */
export function TraceChoice(props: {
  rows: readonly Trace[];
  chosen: ReadonlySet<string>;
  choose: (ids: ReadonlySet<string>) => void;
  workspace: string;
}) {
  const { rows, chosen, choose, workspace } = props;
  const [done, setDone] = useState('');
  const ids = rows.map((trace) => trace.trace_id).filter((id) => chosen.has(id));
  return (
    <section className="card chips" aria-label="Chosen traces">
      <strong>{ids.length} chosen</strong>
      <button type="button" onClick={() => choose(new Set(rows.map((trace) => trace.trace_id)))}>
        All {rows.length} shown
      </button>
      <button type="button" onClick={() => choose(new Set())}>
        None
      </button>
      {ids.length > 0 && (
        <TagForm
          workspace={workspace}
          traceIds={ids}
          removable
          done={(tags) => setDone(told(tags, ids.length))}
        />
      )}
      {done && (
        <span className="muted" role="status">
          {done}
        </span>
      )}
    </section>
  );
}

function told(tags: Record<string, string | null>, count: number): string {
  const [[key, value] = ['', null]] = Object.entries(tags);
  return `${value === null ? 'Removed' : 'Added'} ${key} ${value === null ? 'from' : 'to'} ${count} traces.`;
}
