export type Theme = 'light' | 'dark';

const KEY = 'millrace.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function chosen(): Theme | undefined {
  const stored = localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : undefined;
}

function apply(): void {
  document.documentElement.dataset.theme = theme.get();
  for (const listener of listeners) {
    listener();
  }
}

/** The colours of the page: what the reader chose, else what the system says. */
export const theme = {
  get: (): Theme => chosen() ?? (dark.matches ? 'dark' : 'light'),
  toggle: (): void => {
    localStorage.setItem(KEY, theme.get() === 'dark' ? 'light' : 'dark');
    apply();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

dark.addEventListener('change', apply);
apply();
