import { useState } from 'react';
import type { Span, Trace } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { exact } from '../format/money.ts';
import type { Row } from '../trace/tree.ts';
import { Answered } from './Answered.tsx';
import { Carried, Stack } from './Carried.tsx';
import { Conversation } from './Conversation.tsx';
import { Count, Money, Status, Took, When } from './cells.tsx';
import { Feedback } from './Feedback.tsx';

const TABS = ['Chat', 'Input & output', 'Attributes', 'Events', 'Feedback'] as const;
type Tab = (typeof TABS)[number];

/** What is known of one span: its numbers and the rule that decided, then what it carried. */
export function SpanDetail({ trace, row, rows }: { trace: Trace; row: Row; rows: readonly Row[] }) {
  const { span } = row;
  const [tab, setTab] = useState<Tab>('Chat');
  const content = useApi('/api/v1/traces/{trace_id}/spans/{span_id}', {
    trace_id: trace.trace_id,
    span_id: span.span_id,
    workspace: trace.workspace,
  });
  return (
    <section className="card detail" aria-label={`Span ${span.name}`}>
      <header>
        <span className={`kind k-${span.kind}`} />
        <h2>{span.name}</h2>
        <span className="badge">{span.kind.toLowerCase()}</span>
        <Status status={span.status} />
      </header>
      {span.status === 'ERROR' && (
        <div className="errorbox">
          <strong>{span.error_type || 'Error'}</strong>
          {span.status_message && <pre>{span.status_message}</pre>}
          <Stack span={span} events={content.data?.content?.events ?? ''} />
        </div>
      )}
      <Facts row={row} span={span} />
      <div className="tabs" role="tablist" aria-label="What the span carried">
        {TABS.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            aria-selected={tab === each}
            onClick={() => setTab(each)}
          >
            {each}
          </button>
        ))}
      </div>
      {tab === 'Chat' ? (
        <Conversation trace={trace} row={row} rows={rows} />
      ) : tab === 'Feedback' ? (
        <Feedback workspace={trace.workspace} traceId={trace.trace_id} spanId={span.span_id} />
      ) : (
        <Answered query={content}>
          {(answer) =>
            answer.content ? (
              <Carried tab={tab} span={span} content={answer.content} />
            ) : (
              <p className="muted">
                Nothing is kept of this span but its numbers: it is plumbing (setting noise.policy).
              </p>
            )
          }
        </Answered>
      )}
    </section>
  );
}

function Facts({ row, span }: { row: Row; span: Span }) {
  const facts: [name: string, value: React.ReactNode][] = [
    ['Start', <When key="start" time={span.start_time} />],
    ['Duration', <Took key="took" nanos={span.duration_ns} />],
  ];
  if (span.owns_usage) {
    facts.push(
      ['Tokens in', <Count key="in" of={span.input_tokens} />],
      ['Tokens out', <Count key="out" of={span.output_tokens} />],
      ['Cache read / write', `${span.cache_read_tokens} / ${span.cache_write_tokens}`],
      ['Reasoning', span.reasoning_tokens],
      ['Cost', <Money key="cost" usd={span.cost_usd} />],
      ['Cost as the agent says', <Money key="said" usd={span.emitter_cost_usd} />],
    );
  } else if (row.tokens > 0) {
    facts.push(
      ['Tokens below', <Count key="tokens" of={row.tokens} />],
      ['Cost below', <Money key="cost" usd={exact(row.cost)} unpriced={row.unpriced} />],
    );
  }
  const texts: [string, string][] = [
    ['Model', span.request_model],
    ['Model that answered', span.response_model],
    ['Provider', span.provider],
    ['Tool', span.tool_name],
    ['Agent', span.agent_name],
    ['User', span.user_id],
    ['Session', span.session_id],
    ['Finish reason', span.finish_reason],
    ['Dialect', span.dialect],
    ['Rule for usage', span.usage_rule],
    ['Prices of', span.price_version],
    ['Span', span.span_id],
  ];
  if (span.time_to_first_token_ns !== null) {
    facts.push(['First token', <Took key="first" nanos={span.time_to_first_token_ns} />]);
  }
  if (span.attempt_count > 1) {
    facts.push(['Attempts', span.attempt_count]);
  }
  facts.push(...texts.filter(([, text]) => text));
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
