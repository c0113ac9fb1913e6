import type { ReactNode } from 'react';
import { Link } from 'wouter';

interface Props {
  label: string;
  /** Where what is behind the number is. */
  to: string;
  note?: ReactNode;
  /** Against the time before. */
  change?: string | undefined;
  children: ReactNode;
}

/** One number, with its way to what is behind it. */
export function Stat({ label, to, note, change, children }: Props) {
  return (
    <Link className="card stat" href={to} data-stat={label}>
      <span className="label">{label}</span>
      <span>
        <span className="value">{children}</span>{' '}
        {change && (
          <span className="note" title="Against the equally long time before">
            {change}
          </span>
        )}
      </span>
      <span className="note">{note ?? '\u00a0'}</span>
    </Link>
  );
}
