import { type ReactNode, useSyncExternalStore } from 'react';
import { Link, useLocation } from 'wouter';
import icon from '../icon.svg';
import { href } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { theme } from './theme.ts';

const PAGES: [path: string, name: string][] = [
  ['/', 'Overview'],
  ['/traces', 'Traces'],
  ['/sessions', 'Sessions'],
  ['/users', 'Users'],
  ['/agents', 'Agents'],
  ['/tools', 'Tools'],
  ['/models', 'Models'],
  ['/errors', 'Errors'],
  ['/sql', 'SQL'],
  ['/system', 'System'],
];

/** What is around every page. */
export function Layout({ children }: { children: ReactNode }) {
  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to content
      </a>
      <Side />
      <main className="main" id="content">
        {children}
      </main>
    </div>
  );
}

function Side() {
  const [path] = useLocation();
  const { scope } = useScope();
  const current = useSyncExternalStore(theme.subscribe, theme.get);
  const isCurrent = (page: string) =>
    page === '/'
      ? path === '/'
      : path.startsWith(page) || (page === '/sessions' && path === '/session');
  return (
    <div className="side">
      <Link className="brand" href={href('/', { ...scope, filters: {} })}>
        <img src={icon} alt="" /> Millrace
      </Link>
      <nav className="nav" aria-label="Pages">
        {PAGES.map(([page, name]) => (
          <Link
            key={page}
            href={href(page, { ...scope, filters: {} })}
            aria-current={isCurrent(page) ? 'page' : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      <div className="foot">
        <a href="/openapi.yaml">API contract</a>
        <button type="button" onClick={theme.toggle}>
          {current === 'dark' ? 'Light colours' : 'Dark colours'}
        </button>
      </div>
    </div>
  );
}
