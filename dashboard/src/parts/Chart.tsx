import { useEffect, useRef, useState } from 'react';
import { csv, save } from '../format/csv.ts';
import type { Series } from './series.ts';

interface Props {
  title: string;
  series: Series;
  /** Where a click on a point leads. */
  open?: (time: string, name: string) => void;
}

/** Values over time as a chart, as a table, and as CSV to take away. */
export function Chart({ title, series, open }: Props) {
  const [asTable, setAsTable] = useState(false);
  const across = series.plainTimes ? '' : 'time (UTC)';
  const rows = [[across, ...series.lines.map((line) => line.name)], ...tableRows(series)];
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="actions">
          <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            Table
          </button>
          <button type="button" onClick={() => save(`${title}.csv`, csv(rows))}>
            CSV
          </button>
        </span>
      </header>
      {series.times.length === 0 ? (
        <p className="muted">Nothing in this time.</p>
      ) : asTable ? (
        <SeriesTable series={series} />
      ) : (
        <Plot title={title} series={series} open={open} />
      )}
    </section>
  );
}

function tableRows(series: Series): (string | number | null)[][] {
  return series.times.map((time, i) => [
    time,
    ...series.lines.map((line) => line.exact?.[i] ?? line.values[i] ?? null),
  ]);
}

function SeriesTable({ series }: { series: Series }) {
  return (
    // What scrolls must be reachable by keyboard.
    <section className="scroll chart" tabIndex={0} aria-label="The chart as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">{series.plainTimes ? 'Value' : 'Time (UTC)'}</th>
            {series.lines.map((line) => (
              <th scope="col" className="num" key={line.name}>
                {line.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.times.map((time, i) => (
            <tr key={time}>
              <td>{series.plainTimes ? time : time.slice(0, 16).replace('T', ' ')}</td>
              {series.lines.map((line) => (
                <td className="num" key={line.name}>
                  {line.values[i] == null ? '–' : series.format(line.values[i] as number)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Plot({ title, series, open }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<{ series: Series; open: Props['open'] }>({ series, open });
  shown.current = { series, open };
  const drawing = useRef<Promise<import('./plot.ts').Plot>>(undefined);
  useEffect(() => {
    const element = place.current as HTMLDivElement;
    const plot = import('./plot.ts').then(({ draw }) =>
      draw(element, (index, name) => {
        const time = shown.current.series.times[index];
        if (time) {
          shown.current.open?.(time, name);
        }
      }),
    );
    drawing.current = plot;
    return () => {
      void plot.then((drawn) => drawn.dispose());
    };
  }, []);
  useEffect(() => {
    void drawing.current?.then((drawn) => drawn.show(series));
  }, [series]);
  return <div className="chart" ref={place} role="img" aria-label={`Chart: ${title}`} />;
}
