import { useEffect, useRef, useState } from 'react';
import { address } from './client.ts';

const AT_MOST_EVERY_MILLIS = 1_000;

/**
 * Rings when a trace appears or changes, soon after the first change and at most once a second; says
 * whether it listens, for who does not has to ask again and again. Only a page that is seen listens:
 * a browser opens few connections to one host, and each stream holds one.
 */
export function useTraceBell(wanted: Record<string, string>, on: boolean, ring: () => unknown) {
  const [listening, setListening] = useState(false);
  const bell = useRef(ring);
  bell.current = ring;
  const url = address('/api/v1/live/traces', wanted);
  useEffect(() => {
    if (!on) {
      return;
    }
    const paced = pace(() => bell.current(), AT_MOST_EVERY_MILLIS);
    let stream: EventSource | undefined;
    const listen = () => {
      stream?.close();
      stream = document.hidden ? undefined : new EventSource(url);
      stream?.addEventListener('open', () => setListening(true));
      stream?.addEventListener('error', () => setListening(false));
      stream?.addEventListener('trace', paced.call);
    };
    listen();
    document.addEventListener('visibilitychange', listen);
    return () => {
      document.removeEventListener('visibilitychange', listen);
      stream?.close();
      paced.stop();
      setListening(false);
    };
  }, [url, on]);
  return listening;
}

/** Works at once, and again when that is done and a pause is over if it was called meanwhile. */
export function pace(work: () => unknown, pauseMillis: number) {
  let busy = false;
  let again = false;
  let stopped = false;
  const call = () => {
    again = busy;
    if (busy) {
      return;
    }
    busy = true;
    const pause = new Promise((over) => setTimeout(over, pauseMillis));
    void Promise.allSettled([work(), pause]).then(() => {
      busy = false;
      if (again && !stopped) {
        call();
      }
    });
  };
  const stop = () => {
    stopped = true;
  };
  return { call, stop };
}
