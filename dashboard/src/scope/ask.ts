import { type FilterName, only, type Scope } from './scope.ts';

/** The filters that each list of the API takes. */
export const TAKES = {
  overview: ['experiment_id', 'service_name', 'agent_name', 'user_id', 'model'],
  traces: [
    'q',
    'status',
    'agent_name',
    'model',
    'tool',
    'user_id',
    'session_id',
    'service_name',
    'name',
    'experiment_id',
    'min_cost_usd',
    'max_cost_usd',
    'min_duration',
    'max_duration',
    'tag',
    'attribute',
    'assessment',
    'failed',
    'error',
    'unpriced',
    'noise',
  ],
  live: [
    'experiment_id',
    'service_name',
    'agent_name',
    'name',
    'status',
    'session_id',
    'user_id',
    'model',
    'tool',
  ],
  sessions: ['user_id', 'agent_name', 'model', 'tool', 'experiment_id', 'min_cost_usd'],
  models: ['experiment_id', 'service_name', 'agent_name', 'user_id', 'provider', 'model'],
  // Of the overview's filters those that these lists know.
  topSessions: ['experiment_id', 'agent_name', 'user_id', 'model'],
  topTools: ['experiment_id', 'service_name', 'agent_name'],
  tools: ['experiment_id', 'service_name', 'agent_name', 'tool'],
  people: ['experiment_id', 'service_name', 'agent_name', 'user_id', 'model'],
  errors: ['experiment_id', 'service_name', 'agent_name', 'user_id', 'model', 'tool'],
} as const satisfies Record<string, readonly FilterName[]>;

/** A scope as the parameters of a list that takes these filters. */
export function ask<N extends FilterName>(scope: Scope, takes: readonly N[]) {
  const { workspace, from, to } = scope;
  return { workspace, from, to, ...only(scope.filters, takes) };
}
