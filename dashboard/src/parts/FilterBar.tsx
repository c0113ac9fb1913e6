import { useState } from 'react';
import { useApi } from '../api/useApi.ts';
import { FILTERS, type FilterName, type Scope, valuesOf } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';

/** The filters in force as chips, and a form for one more; all of them stand in the address bar. */
export function FilterBar({ names }: { names: readonly FilterName[] }) {
  const { scope, add, remove } = useScope();
  const inForce = names.flatMap((name) =>
    valuesOf(scope.filters, name).map((value) => [name, value] as const),
  );
  return (
    <div className="chips">
      {inForce.map(([name, value]) => (
        <span className="chip" key={`${name} ${value}`}>
          {FILTERS[name]} <b title={value}>{shown(value)}</b>
          <button
            type="button"
            aria-label={`Remove the filter ${FILTERS[name]} ${value}`}
            onClick={() => remove(name, value)}
          >
            ×
          </button>
        </span>
      ))}
      <AddFilter names={names} scope={scope} add={add} />
    </div>
  );
}

/** A pair as the API takes it, for reading: nothing behind its = is none. */
function shown(value: string): string {
  return value.endsWith('=') ? `${value}(none)` : value;
}

/** What filters of few words take. */
const WORDS: Partial<Record<FilterName, string[]>> = {
  status: ['OK', 'ERROR', 'UNSET'],
  failed: ['model_calls', 'tool_calls'],
  error: [
    'any',
    'kind=LLM',
    'kind=TOOL',
    'error_type=',
    'name=',
    'tool_name=',
    'provider=',
    'model=',
    'agent_name=',
  ],
  unpriced: ['any', 'provider=', 'model=', 'agent_name='],
  noise: ['false', 'true'],
};

const HINTS: Partial<Record<FilterName, string>> = {
  q: 'words in prompts, answers, attributes',
  min_cost_usd: '0.05',
  max_cost_usd: '1.5',
  min_duration: '10s',
  max_duration: '2m',
  tag: 'key or key=value',
  attribute: 'key=value',
  assessment: 'name or name=value',
  status: 'ERROR',
  failed: 'model_calls or tool_calls',
  error: 'any, error_type=… or tool_name=…',
  unpriced: 'any, or model=…',
  noise: 'true or false',
};

function AddFilter(props: {
  names: readonly FilterName[];
  scope: Scope;
  add: (name: FilterName, value: string) => void;
}) {
  const { names, scope, add } = props;
  const [name, setName] = useState<FilterName>(names[0] as FilterName);
  const [value, setValue] = useState('');
  return (
    <form
      className="chips"
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim()) {
          add(name, value.trim());
          setValue('');
        }
      }}
    >
      <select
        aria-label="Filter by"
        value={name}
        onChange={(event) => setName(event.target.value as FilterName)}
      >
        {names.map((each) => (
          <option key={each} value={each}>
            {FILTERS[each]}
          </option>
        ))}
      </select>
      <input
        aria-label={`Value of the filter ${FILTERS[name]}`}
        list="facet-values"
        value={value}
        placeholder={HINTS[name] ?? 'value'}
        onChange={(event) => setValue(event.target.value)}
      />
      <FacetValues name={name} scope={scope} />
      <button type="submit">Filter</button>
    </form>
  );
}

function FacetValues({ name, scope }: { name: FilterName; scope: Scope }) {
  const { workspace, from, to } = scope;
  const facets = useApi('/api/v1/facets', { workspace, from, to });
  const values =
    WORDS[name] ??
    (facets.data?.facets ?? []).filter(({ facet }) => facet === name).map(({ value }) => value);
  return (
    <datalist id="facet-values">
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}
