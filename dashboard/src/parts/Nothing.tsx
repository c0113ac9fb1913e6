import { useState } from 'react';
import { Link } from 'wouter';
import { href } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { AGENTS } from './agents.ts';

/** Where there is nothing yet: how to look further, and how to send something. */
export function Nothing({ what }: { what: string }) {
  const { scope, change } = useScope();
  const filtered = Object.keys(scope.filters).length > 0;
  return (
    <div className="card notice">
      <h2>
        No {what} in workspace “{scope.workspace}” in this time
      </h2>
      <span className="chips">
        {filtered && (
          <button type="button" onClick={() => change({ filters: {} })}>
            Without filters
          </button>
        )}
        <button type="button" onClick={() => change({ from: '-30d', to: 'now' })}>
          Look at 30 days
        </button>
        <button type="button" onClick={() => change({ from: '-3650d', to: 'now' })}>
          Look at all time
        </button>
        <Link href={href('/system', { ...scope, filters: {} })}>Did anything arrive?</Link>
      </span>
      <Teach workspace={scope.workspace} />
    </div>
  );
}

function Teach({ workspace }: { workspace: string }) {
  const [name, setName] = useState(AGENTS[0]?.name);
  const agent = AGENTS.find((each) => each.name === name);
  const headers =
    workspace === 'default' ? 'x-mlflow-experiment-id=0' : `x-mlflow-workspace=${workspace}`;
  const lines = [
    `export OTEL_EXPORTER_OTLP_ENDPOINT=http://${location.hostname}:4318`,
    `export OTEL_EXPORTER_OTLP_HEADERS=${headers}`,
    `export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf`,
    ...(agent?.also ?? []),
  ];
  return (
    <>
      <label>
        Point an agent at Millrace:{' '}
        <select value={name} onChange={(event) => setName(event.target.value)}>
          {AGENTS.map((each) => (
            <option key={each.name}>{each.name}</option>
          ))}
        </select>
      </label>
      <pre className="call">{lines.join('\n')}</pre>
      <CopyButton text={lines.join('\n')} />
      {agent?.note && <span className="muted">{agent.note}</span>}
    </>
  );
}

/** Where a browser lets a page write to the clipboard: not on addresses that it does not trust. */
function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState('');
  return navigator.clipboard ? (
    <button
      type="button"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(text))}
    >
      {copied === text ? 'Copied' : 'Copy'}
    </button>
  ) : null;
}
