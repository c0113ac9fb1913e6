import { instant, type Scope } from '../scope/scope.ts';

/** A parameter of a query as ClickHouse writes it: `{name:Type}`. */
export interface QueryParameter {
  name: string;
  type: string;
}

const PARAMETER = /\{\s*([A-Za-z_]\w*)\s*:\s*([^{}]+?)\s*\}/g;

/** The parameters of a query, each once, in the order in which they stand there. */
export function parametersOf(query: string): QueryParameter[] {
  const found = new Map<string, string>();
  for (const [, name = '', type = ''] of query.matchAll(PARAMETER)) {
    if (!found.has(name)) {
      found.set(name, type);
    }
  }
  return [...found].map(([name, type]) => ({ name, type }));
}

/** What the page looks at, as the parameters that saved queries have for it. */
export function scopeAsParameters(scope: Scope): Record<string, string> {
  return {
    workspace: scope.workspace,
    from: clickHouseTime(instant(scope.from)),
    to: clickHouseTime(instant(scope.to)),
  };
}

function clickHouseTime(millis: number): string {
  return new Date(millis).toISOString().slice(0, 19).replace('T', ' ');
}
