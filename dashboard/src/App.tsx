import { lazy, Suspense } from 'react';
import { Link, Route, Switch } from 'wouter';
import { Layout } from './parts/Layout.tsx';
import { useScope } from './scope/useScope.ts';

const Overview = lazy(() => import('./pages/Overview.tsx'));
const Traces = lazy(() => import('./pages/Traces.tsx'));
const TracePage = lazy(() => import('./pages/TracePage.tsx'));
const Sessions = lazy(() => import('./pages/Sessions.tsx'));
const SessionPage = lazy(() => import('./pages/SessionPage.tsx'));
const Models = lazy(() => import('./pages/Models.tsx'));
const Tools = lazy(() => import('./pages/Tools.tsx'));
const Users = lazy(() => import('./pages/Users.tsx'));
const Agents = lazy(() => import('./pages/Agents.tsx'));
const Errors = lazy(() => import('./pages/Errors.tsx'));
const SqlPage = lazy(() => import('./pages/SqlPage.tsx'));
const System = lazy(() => import('./pages/System.tsx'));

/** Which address shows which page. */
export function App() {
  return (
    <Layout>
      <Suspense fallback={<p className="muted">Loading…</p>}>
        <Switch>
          <Route path="/" component={Overview} />
          <Route path="/traces" component={Traces} />
          <Route path="/traces/:traceId">
            {({ traceId }) => <TracePage key={traceId} traceId={traceId} />}
          </Route>
          <Route path="/sessions" component={Sessions} />
          <Route path="/sessions/:sessionId">
            {({ sessionId }) => <SessionPage key={sessionId} sessionId={lastSegment(sessionId)} />}
          </Route>
          <Route path="/session" component={AskedSession} />
          <Route path="/users" component={Users} />
          <Route path="/agents" component={Agents} />
          <Route path="/tools" component={Tools} />
          <Route path="/models" component={Models} />
          <Route path="/errors" component={Errors} />
          <Route path="/sql" component={SqlPage} />
          <Route path="/system" component={System} />
          <Route>
            <h1>There is no such page</h1>
            <p>
              Go to the <Link href="/">overview</Link>.
            </p>
          </Route>
        </Switch>
      </Suspense>
    </Layout>
  );
}

function AskedSession() {
  const { scope } = useScope();
  const sessionId = scope.filters.session_id ?? '';
  return <SessionPage key={sessionId} sessionId={sessionId} />;
}

/** The end of the address as it was meant; wouter leaves characters such as = and / encoded. */
function lastSegment(asDecoded: string): string {
  try {
    return decodeURIComponent(location.pathname.split('/').at(-1) ?? '');
  } catch {
    // Somebody typed a % that encodes nothing.
    return asDecoded;
  }
}
