import { useState } from 'react';

interface State {
  busy: boolean;
  error: Error | undefined;
}

/** Something that is written when asked to, and what became of it. */
export function useWrite<A extends unknown[]>(
  work: (...told: A) => Promise<void>,
): State & { run: (...told: A) => void } {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const run = (...told: A) => {
    setBusy(true);
    setError(undefined);
    work(...told)
      .catch((cause: unknown) =>
        setError(cause instanceof Error ? cause : new Error(String(cause))),
      )
      .finally(() => setBusy(false));
  };
  return { busy, error, run };
}

export function WriteState({ busy, error }: State) {
  if (error) {
    return (
      <span className="bad" role="alert">
        Not saved: {error.message}
      </span>
    );
  }
  return busy ? (
    <span className="muted" role="status">
      Saving…
    </span>
  ) : null;
}
