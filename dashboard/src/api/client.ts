import type { components, paths } from '#contract';
import { isRepeated } from '../scope/scope.ts';
import { Gate } from './gate.ts';

/** The API answers 503 to more queries at once than query-api.max-concurrent-queries, 4 by default. */
const gate = new Gate(3);

/** The parts of the API's contract that the page speaks of. */
export type Schemas = components['schemas'];
export type Trace = Schemas['Trace'];
export type Span = Schemas['Span'];
export type Session = Schemas['Session'];
export type Usage = Schemas['Usage'];

type Get<P extends keyof paths> = paths[P] extends { get: infer G } ? G : never;
type Ok<G> = G extends { responses: { 200: { content: { 'application/json': infer A } } } }
  ? A
  : never;

/** What a path answers when all is well. */
export type Answer<P extends keyof paths> = Ok<Get<P>>;

type Asked<G, Where extends 'query' | 'path'> = G extends { parameters: infer A }
  ? Where extends keyof A
    ? [NonNullable<A[Where]>] extends [never]
      ? unknown
      : NonNullable<A[Where]>
    : unknown
  : never;

/** The parameters of a path, in query and path. */
export type Parameters<P extends keyof paths> = Partial<Asked<Get<P>, 'query'>> &
  Asked<Get<P>, 'path'>;

/** What the API answered instead: problem details of RFC 9457, or that it does not answer. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly parameter?: string,
  ) {
    super(detail);
  }
}

/** Asks the API. Empty values are left out: they are the contract's defaults. */
export async function get<P extends keyof paths & string>(
  path: P,
  parameters: Parameters<P>,
  signal?: AbortSignal,
): Promise<Answer<P>> {
  return gate.pass(async () => {
    signal?.throwIfAborted();
    const response = await reach(address(path, parameters), { signal: signal ?? null });
    if (!response.ok) {
      throw await problem(response);
    }
    return (await response.json()) as Answer<P>;
  });
}

/** Writes through the API; what is written is shown when the log has been read so far. */
export async function write(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  workspace: string,
  body: object = {},
): Promise<void> {
  const response = await reach(path, {
    method,
    headers: { 'content-type': 'application/json', 'x-mlflow-workspace': workspace },
    body: method === 'DELETE' ? null : JSON.stringify(body),
  });
  if (!response.ok) {
    throw await problem(response);
  }
}

/** An answer of the API, whatever it is; no answer is a problem too. */
export async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (init.signal?.aborted) {
      throw cause;
    }
    throw new ApiProblem(0, 'The query API does not answer. Is Millrace running?');
  }
}

/** Path and query as they are asked. */
export function address(path: string, parameters: object): string {
  const rest = new URLSearchParams();
  const filled = Object.entries(parameters).reduce((to, [name, value]) => {
    if (to.includes(`{${name}}`)) {
      return to.replace(`{${name}}`, encodeURIComponent(String(value)));
    }
    // Other lists are texts between commas.
    for (const each of isRepeated(name) ? [value].flat() : [value]) {
      if (each !== undefined && each !== '' && each !== null) {
        rest.append(name, String(each));
      }
    }
    return to;
  }, path);
  const query = rest.toString();
  return query ? `${filled}?${query}` : filled;
}

/** What the API says is the matter. */
export async function problem(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  if (body && typeof body === 'object' && 'detail' in body) {
    const parameter = 'parameter' in body ? String(body.parameter) : undefined;
    return new ApiProblem(response.status, String(body.detail), parameter);
  }
  return new ApiProblem(response.status, `The query API answered ${response.status}.`);
}
