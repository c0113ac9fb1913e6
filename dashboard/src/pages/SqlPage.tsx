import '../style/sql.css';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useApi } from '../api/useApi.ts';
import { Answered } from '../parts/Answered.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { SqlEditor } from '../parts/SqlEditor.tsx';
import { SqlResult } from '../parts/SqlResult.tsx';
import { type SavedQuery, SavedQueries } from '../parts/SavedQueries.tsx';
import { useScope } from '../scope/useScope.ts';
import { askSql, type Result } from '../sql/ask.ts';
import type { View } from '../sql/editor.ts';
import { parametersOf, scopeAsParameters } from '../sql/question.ts';

const DRAFT = 'millrace.sql.draft';
const MAX_ROWS = [100, 1_000, 10_000];
const FIRST = `SELECT model, sum(calls) AS calls, sum(u.cost_usd) AS cost_usd
FROM usage_1m AS u
WHERE workspace = {workspace:String} AND minute >= {from:DateTime('UTC')}
GROUP BY model
ORDER BY cost_usd DESC`;
const NO_VIEWS: View[] = [];

interface Asked {
  query: string;
  parameters: Record<string, string>;
  maxRows: number;
}

/** Questions in SQL, read-only, to the public views. */
export default function SqlPage() {
  const { scope } = useScope();
  const [text, setText] = useState(() => localStorage.getItem(DRAFT) ?? FIRST);
  const [opened, setOpened] = useState(0);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [maxRows, setMaxRows] = useState(1_000);
  const views = useApi('/api/v1/sql/views', {});
  const asking = useMutation<Result, Error, Asked>({
    mutationFn: ({ query, parameters, maxRows: max_rows }) =>
      askSql({ query, parameters, max_rows }),
  });
  useEffect(() => localStorage.setItem(DRAFT, text), [text]);
  const known = { ...scopeAsParameters(scope), ...typed };
  const wanted = parametersOf(text);
  const open = (query: SavedQuery) => {
    setText(query.text);
    setOpened(opened + 1);
  };
  // Of the text that the editor holds: the page may not know the last letters yet.
  const run = (query: string) => {
    const parameters = Object.fromEntries(
      parametersOf(query).map(({ name }) => [name, known[name] ?? '']),
    );
    asking.mutate({ query, parameters, maxRows });
  };
  return (
    <>
      <PageHead title="SQL" />
      <section className="card" aria-label="Question">
        <SqlEditor
          key={opened}
          start={text}
          views={views.data?.views ?? NO_VIEWS}
          change={setText}
          run={run}
        />
        <div className="chips asked">
          {wanted.map(({ name, type }) => (
            <label key={name} title={type}>
              {name}{' '}
              <input
                value={known[name] ?? ''}
                size={18}
                onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
              />
            </label>
          ))}
          <select
            aria-label="Most rows"
            value={maxRows}
            onChange={({ target }) => setMaxRows(Number(target.value))}
          >
            {MAX_ROWS.map((most) => (
              <option key={most} value={most}>
                At most {most.toLocaleString('en')} rows
              </option>
            ))}
          </select>
          <button
            type="button"
            className="main-action"
            onClick={() => run(text)}
            disabled={asking.isPending}
          >
            Run <kbd>Ctrl Enter</kbd>
          </button>
        </div>
      </section>
      <Outcome asking={asking} again={() => run(text)} />
      <div className="grid2">
        <SavedQueries text={text} open={open} />
        <Answered query={views}>{({ views: all }) => <Views views={all} />}</Answered>
      </div>
    </>
  );
}

function Outcome(props: {
  asking: { data: Result | undefined; error: Error | null; isPending: boolean; isIdle: boolean };
  again: () => void;
}) {
  const { asking, again } = props;
  if (asking.isIdle) {
    return null;
  }
  const query = { data: asking.data, error: asking.error, refetch: again };
  return <Answered query={query}>{(result) => <SqlResult result={result} />}</Answered>;
}

function Views({ views }: { views: readonly View[] }) {
  return (
    <section className="card" aria-label="Views">
      <header>
        <h2>{views.length} views</h2>
      </header>
      {views.map((view) => (
        <details key={view.name}>
          <summary>
            <code>{view.name}</code> <span className="muted">{view.comment}</span>
          </summary>
          <ul className="columns-of-view">
            {view.columns.map((column) => (
              <li key={column.name}>
                <code>{column.name}</code> <span className="muted">{column.type}</span>{' '}
                {column.comment}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
