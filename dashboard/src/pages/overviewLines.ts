import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { get, type Schemas } from '../api/client.ts';
import { worthAnotherTry } from '../api/useApi.ts';
import { type Line, rangeBefore, type Series, times } from '../parts/series.ts';
import { ask, TAKES } from '../scope/ask.ts';
import { instant, interval, type Scope } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';

type Overview = Schemas['Overview'];
type Point = Overview['series'][number];

type Told = [
  name: string,
  value: (point: Point) => number | null,
  nothing: number | null,
  colour?: string,
];

/** The points of an overview as lines of charts. */
export function useLines(overview: Overview, scope: Scope, compared: boolean) {
  const { change: changeScope } = useScope();
  const step = interval(scope);
  const all = times(instant(scope.from), instant(scope.to), step);
  const points = new Map(overview.series.map((point) => [point.time, point]));
  const pointsBefore = usePointsBefore(scope, all, compared);
  const line = (
    how: Pick<Series, 'kind' | 'stacked' | 'format'>,
    told: Told[],
    beforeLines: Line[],
  ): Series => ({
    ...how,
    times: all,
    lines: [
      ...told.map(([name, value, nothing, colour]) => ({
        name,
        ...(colour ? { colour } : {}),
        values: all.map((time) => {
          const point = points.get(time);
          return point ? value(point) : nothing;
        }),
      })),
      ...beforeLines,
    ],
  });
  /** The line of the time before, where that is wanted and known. */
  const before = (value: Told[1], nothing: Told[2], name = 'before'): Line[] =>
    pointsBefore
      ? [
          {
            name,
            before: true,
            values: pointsBefore.map((point) => (point ? value(point) : nothing)),
          },
        ]
      : [];
  /** A click goes into the interval; an interval of a minute is left as it is. */
  const open = (time: string) => {
    const millis = { minute: 60e3, hour: 3600e3, day: 86400e3 }[step];
    const to = new Date(Date.parse(time) + millis).toISOString();
    changeScope({ from: time, to });
  };
  return { open, line, before };
}

/** The points of the time before, one for each of these times. */
function usePointsBefore(scope: Scope, all: string[], on: boolean) {
  const step = interval(scope);
  const { fromMillis, toMillis } = rangeBefore(all, step);
  const parameters = {
    ...ask(scope, TAKES.overview),
    from: new Date(fromMillis).toISOString(),
    to: new Date(toMillis).toISOString(),
    interval: step,
  };
  const asked = useQuery({
    queryKey: ['/api/v1/overview', parameters],
    queryFn: ({ signal }) => get('/api/v1/overview', parameters, signal),
    enabled: on,
    placeholderData: keepPreviousData,
    retry: worthAnotherTry,
  });
  if (!on || !asked.data) {
    return undefined;
  }
  const points = new Map(asked.data.series.map((point) => [point.time, point]));
  return times(fromMillis, toMillis, step).map((time) => points.get(time));
}
