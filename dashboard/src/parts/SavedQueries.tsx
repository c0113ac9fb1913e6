import { useState } from 'react';
import { useApi } from '../api/useApi.ts';
import { Answered } from './Answered.tsx';

export interface SavedQuery {
  title: string;
  text: string;
}

const OWN = 'millrace.sql.saved';

/** Questions that others asked before, and one's own, which this browser keeps. */
export function SavedQueries(props: { text: string; open: (query: SavedQuery) => void }) {
  const { text, open } = props;
  const saved = useApi('/api/v1/sql/queries', {});
  const [own, setOwn] = useState(readOwn);
  const [title, setTitle] = useState('');
  const keep = (queries: SavedQuery[]) => {
    localStorage.setItem(OWN, JSON.stringify(queries));
    setOwn(queries);
  };
  return (
    <section className="card" aria-label="Saved queries">
      <header>
        <h2>Saved queries</h2>
      </header>
      <form
        className="chips"
        onSubmit={(event) => {
          event.preventDefault();
          const name = title.trim();
          keep([...own.filter((each) => each.title !== name), { title: name, text }]);
          setTitle('');
        }}
      >
        <input
          aria-label="Name to save the question under"
          placeholder="Name"
          required
          value={title}
          onChange={({ target }) => setTitle(target.value)}
        />
        <button type="submit">Save the question</button>
      </form>
      <ul className="queries">
        {own.map((query) => (
          <li key={query.title}>
            <button type="button" onClick={() => open(query)}>
              {query.title}
            </button>{' '}
            <button
              type="button"
              aria-label={`Delete ${query.title}`}
              onClick={() => keep(own.filter((each) => each !== query))}
            >
              ×
            </button>
          </li>
        ))}
        <Answered query={saved}>
          {({ queries }) =>
            queries.map((query) => (
              <li key={query.name}>
                <button type="button" onClick={() => open(query)}>
                  {query.title}
                </button>
              </li>
            ))
          }
        </Answered>
      </ul>
    </section>
  );
}

function readOwn(): SavedQuery[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(OWN) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isSaved) : [];
  } catch {
    // Somebody else wrote under our key; what is kept next replaces it.
    return [];
  }
}

function isSaved(one: unknown): one is SavedQuery {
  const { title, text } = (one ?? {}) as Partial<SavedQuery>;
  return typeof title === 'string' && typeof text === 'string';
}
