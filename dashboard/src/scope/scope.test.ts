import { expect, it } from 'vitest';
import { failedTraces, unpricedTraces } from './behind.ts';
import { href, instant, interval, isLive, readScope, sessionHref, writeScope } from './scope.ts';

const scope = readScope(new URLSearchParams('workspace=team-a&from=-7d&model=a%26b&colour=blue'));

it('an address gives back its scope', () => {
  expect(scope).toEqual({
    workspace: 'team-a',
    from: '-7d',
    to: 'now',
    filters: { model: 'a&b' },
  });
  expect(readScope(writeScope(scope))).toEqual(scope);
});

it('defaults stay out of the address', () => {
  expect(href('/traces', readScope(new URLSearchParams()))).toBe('/traces');
});

it('a link adds its filter to the scope', () => {
  expect(href('/traces', scope, { tool: 'bash' }, { live: 0 })).toBe(
    '/traces?workspace=team-a&from=-7d&model=a%26b&tool=bash&live=0',
  );
});

it('a filter that may be given several times keeps each of its values', () => {
  const many = readScope(
    new URLSearchParams('error=model%3D&error=kind%3DTOOL&tag=a%3Db%26c&tool='),
  );
  expect(many.filters).toEqual({ error: ['model=', 'kind=TOOL'], tag: ['a=b&c'] });
  expect(readScope(writeScope(many))).toEqual(many);
});

it('a failed span is asked for as the page is filtered', () => {
  const filters = { experiment_id: '7', tool: 'bash', agent_name: 'lead' };
  const address = failedTraces({ ...scope, filters }, { error_type: '', model: undefined });
  expect(readScope(new URL(address, 'http://localhost').searchParams).filters).toEqual({
    experiment_id: '7',
    error: ['agent_name=lead', 'tool_name=bash', 'error_type='],
  });
});

it('a call without a price is any, unless the page or the row says which', () => {
  const of = (address: string) =>
    readScope(new URL(address, 'http://localhost').searchParams).filters;
  expect(of(unpricedTraces({ ...scope, filters: {} }))).toEqual({ unpriced: ['any'] });
  expect(of(unpricedTraces({ ...scope, filters: {} }, { model: '', provider: 'openai' }))).toEqual({
    unpriced: ['model=', 'provider=openai'],
  });
});

it('a session of any id has an address', () => {
  const address = sessionHref(scope, 'a/../b?c');
  const search = new URL(address, 'http://localhost').searchParams;
  expect(new URL(address, 'http://localhost').pathname).toBe('/session');
  expect(readScope(search).filters).toEqual({ session_id: 'a/../b?c' });
});

it('relative times are read as the API reads them', () => {
  expect(instant('-2h', 10_000_000)).toBe(2_800_000);
  expect(instant('2026-11-21T00:00:00Z')).toBe(1_795_219_200_000);
});

it('a chart has neither one bar nor a thousand', () => {
  expect(interval({ ...scope, from: '-1h' })).toBe('minute');
  expect(interval({ ...scope, from: '-24h' })).toBe('hour');
  expect(interval({ ...scope, from: '-30d' })).toBe('day');
});

it('a scope with an end is history', () => {
  expect(isLive(scope)).toBe(true);
  expect(isLive({ ...scope, to: '2026-11-21T00:00:00Z' })).toBe(false);
});
