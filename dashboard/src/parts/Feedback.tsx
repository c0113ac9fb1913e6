import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Schemas, write } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { Answered } from './Answered.tsx';
import { When } from './cells.tsx';
import { useWrite, WriteState } from './useWrite.tsx';

type Assessment = Schemas['Assessment'];

interface Of {
  workspace: string;
  traceId: string;
  /** Empty: the whole trace. */
  spanId: string;
}

const ASKED = '/api/v1/assessments';
const asked = (workspace: string, traceId: string) => ({
  workspace,
  trace_id: [traceId],
  limit: 1000,
});

/** What was said of a trace, or of one of its spans, and a form to say more. */
export function Feedback(of: Of) {
  const { workspace, traceId, spanId } = of;
  const said = useApi(ASKED, asked(workspace, traceId));
  return (
    <>
      <Answered query={said}>
        {({ assessments }) => {
          const here = assessments.filter((each) => each.span_id === spanId);
          return here.length === 0 ? (
            <p className="muted">Nobody has assessed this {spanId ? 'span' : 'trace'} yet.</p>
          ) : (
            <ul className="assessments">
              {here.map((each) => (
                <Said key={each.assessment_id} workspace={workspace} assessment={each} />
              ))}
            </ul>
          );
        }}
      </Answered>
      <Form {...of} />
    </>
  );
}

function Said({ workspace, assessment }: { workspace: string; assessment: Assessment }) {
  const { trace_id, assessment_id } = assessment;
  const change = useShown(workspace, trace_id);
  const removal = useWrite(async () => {
    await write(
      'DELETE',
      `/api/v1/traces/${trace_id}/assessments/${encodeURIComponent(assessment_id)}`,
      workspace,
    );
    await change((all) => all.filter((each) => each.assessment_id !== assessment_id));
  });
  return (
    <li className={assessment.valid ? '' : 'overridden'}>
      <strong>{assessment.name}</strong> <code>{assessment.value}</code>{' '}
      <span className="muted">
        {assessment.source_id || assessment.source_type.toLowerCase()},{' '}
        <When time={assessment.create_time} />
      </span>{' '}
      <button type="button" aria-label={`Delete ${assessment.name}`} onClick={() => removal.run()}>
        ×
      </button>
      {assessment.rationale && <div>{assessment.rationale}</div>}
      <WriteState {...removal} />
    </li>
  );
}

/** What is typed as the JSON that it looks like: a number, true, false, else a text. */
export function valueOf(typed: string): string | number | boolean {
  const text = typed.trim();
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function Form({ workspace, traceId, spanId }: Of) {
  const [name, setName] = useState('quality');
  const [value, setValue] = useState('');
  const [rationale, setRationale] = useState('');
  const change = useShown(workspace, traceId);
  const saving = useWrite(async () => {
    const told = {
      id: drawId(),
      name: name.trim(),
      kind: 'FEEDBACK',
      value: valueOf(value),
      ...(rationale.trim() ? { rationale: rationale.trim() } : {}),
      source: { type: 'HUMAN', id: 'dashboard' },
      ...(spanId ? { span_id: spanId } : {}),
      create_time: new Date().toISOString(),
    };
    await write('POST', `/api/v1/traces/${traceId}/assessments`, workspace, told);
    setValue('');
    setRationale('');
    await change((all) => [
      shownAtOnce(traceId, told),
      ...all.filter((each) => each.assessment_id !== told.id),
    ]);
  });
  return (
    <form
      className="feedback"
      onSubmit={(event) => {
        event.preventDefault();
        saving.run();
      }}
    >
      <input
        aria-label="Name of the assessment"
        required
        maxLength={512}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <span className="chips">
        <button type="button" aria-pressed={value === 'true'} onClick={() => setValue('true')}>
          Good
        </button>
        <button type="button" aria-pressed={value === 'false'} onClick={() => setValue('false')}>
          Bad
        </button>
        <input
          aria-label="Value: a number, a text, true or false"
          placeholder="or a number, a text"
          required
          value={value}
          onChange={({ target }) => setValue(target.value)}
        />
      </span>
      <textarea
        aria-label="Rationale"
        placeholder="Why"
        rows={2}
        value={rationale}
        onChange={({ target }) => setRationale(target.value)}
      />
      <button type="submit" disabled={saving.busy}>
        Save
      </button>
      <WriteState {...saving} />
    </form>
  );
}

/** What was written is shown at once: the tables show it a second or so later. */
function useShown(workspace: string, traceId: string) {
  const queries = useQueryClient();
  const queryKey = [ASKED, asked(workspace, traceId)];
  return async (change: (all: Assessment[]) => Assessment[]) => {
    // An answer that is under way knows nothing of it, and would take it away again.
    await queries.cancelQueries({ queryKey });
    if (queries.getQueryData(queryKey) === undefined) {
      // That was the first one, and nobody else would ask again.
      await queries.refetchQueries({ queryKey });
    }
    queries.setQueryData<{ assessments: Assessment[]; truncated: boolean }>(
      queryKey,
      (old) => old && { ...old, assessments: change(old.assessments) },
    );
  };
}

/** Of the page's own, so that a repeated request makes no second assessment. */
function drawId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Told {
  id: string;
  name: string;
  kind: string;
  value: string | number | boolean;
  rationale?: string;
  source: { type: string; id: string };
  span_id?: string;
  create_time: string;
}

function shownAtOnce(traceId: string, told: Told): Assessment {
  return {
    trace_id: traceId,
    span_id: told.span_id ?? '',
    assessment_id: told.id,
    name: told.name,
    kind: told.kind,
    value: JSON.stringify(told.value),
    rationale: told.rationale ?? '',
    source_type: told.source.type,
    source_id: told.source.id,
    valid: true,
    create_time: told.create_time,
    update_time: told.create_time,
  };
}
