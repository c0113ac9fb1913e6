import { useApi } from '../api/useApi.ts';
import { percent } from '../format/count.ts';
import { Took } from './cells.tsx';

const PARTS = [
  ['model_ns', 'Model', 'k-LLM', 'A model call was open'],
  ['tool_ns', 'Tools', 'k-TOOL', 'A tool was open, and no model call'],
  ['own_ns', 'Agent itself', 'k-AGENT', 'A span was open, but neither model call nor tool'],
  [
    'waiting_ns',
    'Waiting',
    'k-WAITING',
    'No span was open: for a person, or for what is not traced',
  ],
] as const;

interface Props {
  workspace: string;
  traceId?: string;
  sessionId?: string;
  experimentId?: string;
  live: boolean;
}

/** How the wall time of a trace or session was spent. */
export function WallTime({ workspace, traceId, sessionId, experimentId, live }: Props) {
  const asked = useApi(
    '/api/v1/wall-times',
    {
      workspace,
      trace_id: traceId ?? '',
      session_id: sessionId ?? '',
      experiment_id: experimentId ?? '',
    },
    live,
  );
  const time = asked.data?.wall_times[0];
  if (!time || time.wall_ns === 0) {
    return null;
  }
  return (
    <section className="card walltime" aria-label="Wall time">
      <div className="stack" aria-hidden="true">
        {PARTS.map(([field, name, colour]) => (
          <span
            key={field}
            className={colour}
            title={name}
            style={{ width: `${(100 * time[field]) / time.wall_ns}%` }}
          />
        ))}
      </div>
      <dl className="chips">
        {PARTS.map(([field, name, colour, meaning]) => (
          <div key={field} className="chips" data-part={field} title={meaning}>
            <dt className="chips">
              <span className={`kind ${colour}`} /> {name}
            </dt>
            <dd>
              <Took nanos={time[field]} />{' '}
              <span className="muted">{percent(time[field], time.wall_ns)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
