import { problem, reach, type Schemas } from '../api/client.ts';

export type Question = Schemas['SqlQuestion'];
export type Result = Schemas['SqlAnswer'];

/** Asks in SQL. */
export async function askSql(question: Question, signal?: AbortSignal): Promise<Result> {
  const response = await reach('/api/v1/sql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
    signal: signal ?? null,
  });
  if (!response.ok) {
    throw await problem(response);
  }
  return (await response.json()) as Result;
}
