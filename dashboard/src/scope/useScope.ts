import { useMemo } from 'react';
import { useLocation } from 'wouter';
// wouter's own decodes the text once too often: a filter's % would be taken for an escape
import { useSearch } from 'wouter/use-browser-location';
import {
  type FilterName,
  isRepeated,
  readScope,
  type Scope,
  valuesOf,
  withValues,
  writeScope,
} from './scope.ts';

export interface ScopeInPage {
  scope: Scope;
  /** Changes part of the scope: the address bar follows, and so does what is shown. */
  change: (part: Partial<Scope>) => void;
  /** Sets a filter, or adds to one that may be given several times. */
  add: (name: FilterName, value: string) => void;
  /** Takes a value of a filter away. */
  remove: (name: FilterName, value: string) => void;
}

/** The scope of the address bar. */
export function useScope(): ScopeInPage {
  const asked = useSearch();
  const [path, navigate] = useLocation();
  return useMemo(() => {
    const given = new URLSearchParams(asked);
    const scope = readScope(given);
    const change = (part: Partial<Scope>) => {
      const search = writeScope({ ...scope, ...part });
      const sort = given.get('sort');
      if (sort) {
        search.set('sort', sort);
      }
      const query = search.toString();
      navigate(query ? `${path}?${query}` : path);
    };
    const set = (name: FilterName, values: readonly string[]) =>
      change({ filters: withValues(scope.filters, name, values) });
    const others = (name: FilterName, value: string) =>
      valuesOf(scope.filters, name).filter((each) => each !== value);
    return {
      scope,
      change,
      add: (name, value) => set(name, [...(isRepeated(name) ? others(name, value) : []), value]),
      remove: (name, value) => set(name, others(name, value)),
    };
  }, [asked, path, navigate]);
}
