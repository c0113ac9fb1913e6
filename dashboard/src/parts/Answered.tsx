import type { ReactNode } from 'react';
import { ApiProblem } from '../api/client.ts';

interface Props<A> {
  query: { data: A | undefined; error: Error | null; refetch: () => unknown };
  children: (answer: A) => ReactNode;
}

/** What a query answered; until then that it is asked, or why it was not and what to do. */
export function Answered<A>({ query, children }: Props<A>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error && <Problem error={query.error} again={() => void query.refetch()} />}
        {children(query.data)}
      </>
    );
  }
  if (query.error) {
    return <Problem error={query.error} again={() => void query.refetch()} />;
  }
  return (
    <p className="muted" role="status">
      Loading…
    </p>
  );
}

function Problem({ error, again }: { error: Error; again: () => void }) {
  return (
    <div className="card notice problem" role="alert">
      <strong>{title(error)}</strong>
      <span>{error.message}</span>
      <span className="muted">{advice(error)}</span>
      <button type="button" onClick={again}>
        Try again
      </button>
    </div>
  );
}

function title(error: Error): string {
  const status = error instanceof ApiProblem ? error.status : undefined;
  switch (status) {
    case 0:
      return 'No answer';
    case 400:
      return 'This cannot be asked so';
    case 404:
      return 'There is no such thing';
    case 503:
      return 'Not now';
    default:
      return 'Something went wrong';
  }
}

function advice(error: Error): string {
  if (!(error instanceof ApiProblem)) {
    return 'Reload the page; if it happens again, the browser’s console says more.';
  }
  switch (error.status) {
    case 400:
      return error.parameter
        ? `Change or remove the filter “${error.parameter}”.`
        : 'Change or remove a filter.';
    case 404:
      return 'Is it in another workspace? The workspace is at the top of the page.';
    case 403:
      return 'Open the page under the name that query-api.allowed-hosts allows.';
    default:
      return '“./millrace status” says which process is not healthy. A shorter time asks for less.';
  }
}
