import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { get, type Trace } from '../api/client.ts';
import { type Message, mergeChats, type Part, type ToolCall } from '../trace/chat.ts';
import type { Row } from '../trace/tree.ts';
import { LongMarkdown, LongText } from './LongText.tsx';

/** Model calls whose chats are read for a span above them; the last ones tell what came before. */
const MOST_CALLS = 20;

/** What was said: in a span itself, else in the model calls below it, each message once. */
export function Conversation({
  trace,
  row,
  rows,
}: {
  trace: Trace;
  row: Row;
  rows: readonly Row[];
}) {
  const calls = useMemo(() => tellers(row, rows), [row, rows]);
  const answers = useQueries({
    queries: calls.map((spanId) => ({
      queryKey: ['chat', trace.workspace, trace.trace_id, spanId],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        get(
          '/api/v1/traces/{trace_id}/spans/{span_id}',
          { trace_id: trace.trace_id, span_id: spanId, workspace: trace.workspace },
          signal,
        ),
      staleTime: 60_000,
    })),
  });
  if (answers.some((answer) => answer.isPending)) {
    return <p className="muted">Loading…</p>;
  }
  const chat = mergeChats(answers.map((answer) => answer.data?.content?.messages ?? ''));
  if (chat.length === 0) {
    return (
      <p className="muted">
        No messages here. Most agents send them only when told to: see Input &amp; output, and the
        agent’s setting for capturing content.
      </p>
    );
  }
  return (
    <>
      {chat.map((message, index) => (
        // Messages have no identity but their place.
        <MessageView key={index} message={message} />
      ))}
    </>
  );
}

function tellers(row: Row, rows: readonly Row[]): string[] {
  if (row.span.kind === 'LLM' || row.span.kind === 'TOOL') {
    return [row.span.span_id];
  }
  const index = rows.indexOf(row);
  const below = rows.slice(index + 1, row.end).filter(({ span }) => span.kind === 'LLM');
  return below.length === 0
    ? [row.span.span_id]
    : below.slice(-MOST_CALLS).map(({ span }) => span.span_id);
}

function MessageView({ message }: { message: Message }) {
  return (
    <div className={`message ${message.role}`}>
      <div className="role">{message.role}</div>
      {message.parts.map((part, index) => (
        // Parts have no identity but their place.
        <PartView key={index} part={part} />
      ))}
    </div>
  );
}

function PartView({ part }: { part: Part }) {
  switch (part.type) {
    case 'text':
      return <LongMarkdown text={part.content} />;
    case 'reasoning':
      return (
        <details>
          <summary className="muted">Reasoning</summary>
          <LongText text={part.content} />
        </details>
      );
    case 'tool_call':
      return <CallView call={part} />;
    case 'tool_call_response':
      return (
        <div className="call">
          <strong className={part.failed ? 'bad' : ''}>{part.name || 'Result of a tool'}</strong>
          <LongText text={part.text} />
        </div>
      );
    case 'other':
      return <LongText text={part.json} />;
  }
}

function CallView({ call }: { call: ToolCall }) {
  return (
    <div className="call">
      <strong>{call.name || 'tool'}</strong> <span className="muted">called with</span>
      <LongText text={call.arguments} />
      {call.answer && (
        <>
          <span className={call.answer.failed ? 'bad' : 'muted'}>
            {call.answer.failed ? 'failed with' : 'answered'}
          </span>
          <LongText text={call.answer.text} />
        </>
      )}
    </div>
  );
}
