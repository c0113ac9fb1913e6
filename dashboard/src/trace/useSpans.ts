import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { get, type Span, type Trace } from '../api/client.ts';

const PAGE = 10_000;

/**
 * The spans of a trace, the first of them at once, the rest page by page. More spans of a running
 * trace come with the next first page, or begin the pages anew.
 */
export function useSpans(
  trace: Trace,
  first: readonly Span[],
  cursor: string | null,
): readonly Span[] {
  const [rest, setRest] = useState<{ key: string; spans: readonly Span[] }>();
  const queries = useQueryClient();
  const key = `${trace.workspace} ${trace.trace_id} ${trace.updated_time}`;
  useEffect(() => {
    if (cursor === null) {
      return;
    }
    const abort = new AbortController();
    void (async () => {
      const read: Span[] = [];
      for (let next: string | null = cursor; next !== null;) {
        const page: { spans: Span[]; next_cursor: string | null } = await queries.fetchQuery({
          queryKey: ['spans', key, next],
          queryFn: () =>
            get(
              '/api/v1/traces/{trace_id}/spans',
              {
                trace_id: trace.trace_id,
                workspace: trace.workspace,
                limit: PAGE,
                cursor: next ?? '',
              },
              abort.signal,
            ),
          staleTime: Number.POSITIVE_INFINITY,
        });
        read.push(...page.spans);
        next = page.next_cursor;
        // Each page is drawn while few are there, then only the whole.
        if (next === null || read.length <= 2 * PAGE) {
          setRest({ key, spans: [...read] });
        }
      }
    })().catch((cause: unknown) => {
      if (!abort.signal.aborted) {
        // What is there stays; the count beside the tree says that spans are missing.
        console.warn('the rest of the spans could not be read', cause);
      }
    });
    return () => abort.abort();
  }, [queries, key, cursor, trace.trace_id, trace.workspace]);
  const later = cursor === null ? undefined : rest?.spans;
  return useMemo(() => (later ? [...first, ...later] : first), [first, later]);
}
