import { useMemo } from 'react';
import { useLocation } from 'wouter';
// wouter's own decodes the text once too often: a filter's % would be taken for an escape
import { useSearch } from 'wouter/use-browser-location';
import { type FilterName, readScope, type Scope, writeScope } from './scope.ts';

export interface ScopeInPage {
  scope: Scope;
  /** Changes part of the scope: the address bar follows, and so does what is shown. */
  change: (part: Partial<Scope>) => void;
  /** Sets a filter; an empty value takes it away. */
  filter: (name: FilterName, value: string) => void;
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
    return {
      scope,
      change,
      filter: (name, value) => change({ filters: { ...scope.filters, [name]: value } }),
    };
  }, [asked, path, navigate]);
}
