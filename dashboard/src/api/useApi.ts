import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { paths } from '#contract';
import { type Answer, ApiProblem, get, type Parameters } from './client.ts';

/** How often what is live is asked again. */
export const REFRESH_MILLIS = 3_000;

/** What a path answers, asked again while it is live. */
export function useApi<P extends keyof paths & string>(
  path: P,
  parameters: Parameters<P>,
  live: boolean | ((answer: Answer<P>) => boolean) = false,
): UseQueryResult<Answer<P>, Error> {
  return useQuery({
    queryKey: [path, parameters],
    queryFn: ({ signal }) => get(path, parameters, signal),
    refetchInterval: ({ state }) => {
      const again = typeof live === 'boolean' ? live : state.data !== undefined && live(state.data);
      return again ? REFRESH_MILLIS : false;
    },
    placeholderData: keepPreviousData,
    retry: worthAnotherTry,
  });
}

/** Only what may pass by itself: ClickHouse busy or away, the API starting. */
export function worthAnotherTry(failures: number, error: Error): boolean {
  return (
    failures < 2 && error instanceof ApiProblem && (error.status === 503 || error.status === 0)
  );
}
