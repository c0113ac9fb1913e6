import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { get } from '../api/client.ts';
import { compact } from '../format/count.ts';
import { TIMES } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';

interface Props {
  title: string;
  /** Whether the page looks at a time; a page about one thing does not. */
  timed?: boolean;
  children?: ReactNode;
}

/** The name of a page, and the workspace and time that it looks at. */
export function PageHead({ title, timed = true, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Millrace`;
  }, [title]);
  return (
    <header className="head">
      <h1>{title}</h1>
      <div className="controls">
        {children}
        <WorkspaceField />
        {timed && <TimeField />}
      </div>
    </header>
  );
}

function WorkspaceField() {
  const { scope, change } = useScope();
  const [typed, setTyped] = useState(scope.workspace);
  const [choosing, setChoosing] = useState(false);
  useEffect(() => setTyped(scope.workspace), [scope.workspace]);
  const look = (workspace: string) => {
    if (workspace.trim() && workspace.trim() !== scope.workspace) {
      change({ workspace: workspace.trim(), filters: {} });
    }
  };
  const parameters = { limit: 1000 };
  const known = useQuery({
    queryKey: ['/api/v1/workspaces', parameters],
    queryFn: ({ signal }) => get('/api/v1/workspaces', parameters, signal),
    staleTime: WORKSPACES_STALE_AFTER_MILLIS,
    // Only once somebody is about to choose: the page is there before.
    enabled: choosing,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        look(typed);
      }}
    >
      <label>
        <span className="visually-hidden">Workspace</span>
        <input
          className="workspace"
          value={typed}
          title="Workspace: choose one, or type its name and Enter"
          list="workspaces"
          placeholder={scope.workspace}
          onFocus={() => {
            // A browser offers only what matches what is there.
            setChoosing(true);
            setTyped('');
          }}
          onBlur={() => setTyped(scope.workspace)}
          onChange={({ target, nativeEvent }) => {
            setTyped(target.value);
            if ((nativeEvent as InputEvent).inputType === 'insertReplacementText') {
              look(target.value);
            }
          }}
        />
      </label>
      <datalist id="workspaces">
        {known.data?.workspaces.map(({ workspace, published }) => (
          <option key={workspace} value={workspace}>
            {compact(published)} received
          </option>
        ))}
      </datalist>
    </form>
  );
}

const WORKSPACES_STALE_AFTER_MILLIS = 60_000;
const CUSTOM = 'custom';

function TimeField() {
  const { scope, change } = useScope();
  const preset = scope.to === 'now' && TIMES.some(([from]) => from === scope.from);
  const [custom, setCustom] = useState(!preset);
  return (
    <>
      <label>
        <span className="visually-hidden">Time</span>
        <select
          value={custom || !preset ? CUSTOM : scope.from}
          onChange={({ target }) => {
            setCustom(target.value === CUSTOM);
            if (target.value !== CUSTOM) {
              change({ from: target.value, to: 'now' });
            }
          }}
        >
          {TIMES.map(([from, name]) => (
            <option key={from} value={from}>
              Last {name}
            </option>
          ))}
          <option value={CUSTOM}>From … to …</option>
        </select>
      </label>
      {(custom || !preset) && <CustomTime key={`${scope.from} ${scope.to}`} />}
    </>
  );
}

function CustomTime() {
  const { scope, change } = useScope();
  const [from, setFrom] = useState(scope.from);
  const [to, setTo] = useState(scope.to);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change({ from: from.trim(), to: to.trim() });
      }}
    >
      <input
        aria-label="From: RFC 3339, or relative such as -2h"
        title="RFC 3339, or relative such as -2h"
        value={from}
        size={18}
        onChange={(event) => setFrom(event.target.value)}
      />{' '}
      <input
        aria-label="To: RFC 3339, relative, or now"
        title="RFC 3339, relative, or now"
        value={to}
        size={18}
        onChange={(event) => setTo(event.target.value)}
      />{' '}
      <button type="submit">Show</button>
    </form>
  );
}
