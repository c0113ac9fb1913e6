import { useState } from 'react';
import type { Schemas, Span } from '../api/client.ts';
import { pretty } from '../trace/chat.ts';
import { readEvents, restOf, stackOf } from '../trace/events.ts';
import { Took } from './cells.tsx';
import { LongMarkdown, LongText } from './LongText.tsx';

/** What a span carried, by the name of the tab that tells it. */
export function Carried(props: { tab: string; span: Span; content: Schemas['SpanContent'] }) {
  const { tab, span, content } = props;
  switch (tab) {
    case 'Input & output':
      return (
        <>
          <Said title="Input" text={content.input} />
          <Said title="Output" text={content.output} />
        </>
      );
    case 'Attributes':
      return (
        <>
          <KeyValues title="Attributes" map={content.attributes} />
          <KeyValues title="Resource" map={content.resource} />
        </>
      );
    default:
      return (
        <>
          <Events span={span} events={content.events} />
          <h3>Links</h3>
          <LongText text={pretty(content.links)} />
        </>
      );
  }
}

/** Where it failed, as the span's exceptions tell. */
export function Stack({ span, events }: { span: Span; events: string }) {
  const stack = readEvents(events, span.start_time).map(stackOf).find(Boolean);
  return stack ? (
    <details>
      <summary>Stack</summary>
      <LongText text={stack} />
    </details>
  ) : null;
}

function Events({ span, events }: { span: Span; events: string }) {
  const all = readEvents(events, span.start_time);
  return (
    <>
      <h3>Events ({all.length})</h3>
      {all.map((event, index) => (
        // Events have no identity but their place.
        <div className="call" key={index}>
          <strong>{event.name}</strong>{' '}
          <span className="muted">
            after <Took nanos={event.offsetNanos} />
          </span>
          {restOf(event) && <LongText text={restOf(event)} />}
          {stackOf(event) && <LongText text={stackOf(event)} />}
        </div>
      ))}
    </>
  );
}

/** What went in or came out: JSON laid out, a text as markdown or as it is. */
function Said({ title, text }: { title: string; text: string }) {
  const [plain, setPlain] = useState(false);
  const laidOut = pretty(text);
  const isText = text !== '' && laidOut === text;
  return (
    <>
      <h3 className="chips">
        {title}
        {isText && (
          <button type="button" aria-pressed={plain} onClick={() => setPlain(!plain)}>
            As it is
          </button>
        )}
      </h3>
      {isText && !plain ? <LongMarkdown text={text} /> : <LongText text={laidOut} />}
    </>
  );
}

function KeyValues({ title, map }: { title: string; map: Record<string, string> }) {
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <>
      <h3>
        {title} ({entries.length})
      </h3>
      <table className="keyvalues">
        <tbody>
          {entries.map(([key, value]) => (
            <tr key={key}>
              <td>{key}</td>
              <td>
                <LongText text={value} plain />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
