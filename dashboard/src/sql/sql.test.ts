import { expect, it } from 'vitest';
import { readScope } from '../scope/scope.ts';
import { parametersOf, scopeAsParameters } from './question.ts';
import { series, shown } from './result.ts';

it('finds the parameters of a query, each once', () => {
  expect(
    parametersOf(
      "SELECT {a:String}, { b : Array(String) }, {a:String}, {from:DateTime('UTC')}, map('{', 1)",
    ),
  ).toEqual([
    { name: 'a', type: 'String' },
    { name: 'b', type: 'Array(String)' },
    { name: 'from', type: "DateTime('UTC')" },
  ]);
});

it('tells what the page looks at in the words of ClickHouse', () => {
  const scope = readScope(
    new URLSearchParams('workspace=w&from=2026-11-21T09:30:00Z&to=2026-11-21T10:00:00Z'),
  );
  expect(scopeAsParameters(scope)).toEqual({
    workspace: 'w',
    from: '2026-11-21 09:30:00',
    to: '2026-11-21 10:00:00',
  });
});

it('draws numbers over the first column that is none, exact ones as they are told', () => {
  const drawn = series({
    columns: [
      { name: 'cost', type: 'Nullable(Decimal(38, 12))' },
      { name: 'day', type: 'Date' },
    ],
    rows: [
      ['0.1', '2026-11-20'],
      [null, '2026-11-21'],
    ],
    truncated: false,
  });
  expect(drawn).toMatchObject({
    times: ['2026-11-20', '2026-11-21'],
    kind: 'line',
    lines: [{ name: 'cost', values: [0.1, null], exact: ['0.1', ''] }],
  });
});

it('draws nothing where there is no number', () => {
  const columns = [{ name: 'a', type: 'String' }];
  expect(series({ columns, rows: [['x']], truncated: false })).toBeUndefined();
});

it('shows what is no text as JSON', () => {
  expect([null, ['a', 1], { b: 2 }, '1.50', true].map(shown)).toEqual([
    '',
    '["a",1]',
    '{"b":2}',
    '1.50',
    'true',
  ]);
});
