import type { ReactNode } from 'react';
import { Link } from 'wouter';

interface Props {
  label: string;
  /** Where what is behind the number is. */
  to: string;
  /** What more is to say, with a way of its own where it is a number of its own. */
  note?: ReactNode;
  /** Against the time before. */
  change?: string | undefined;
  children: ReactNode;
}

/** One number, with its way to what is behind it. */
export function Stat({ label, to, note, change, children }: Props) {
  return (
    <div className="card stat" data-stat={label}>
      <Link href={to}>
        <span className="label">{label}</span>
        <span>
          <span className="value">{children}</span>{' '}
          {change && (
            <span className="note" title="Against the equally long time before">
              {change}
            </span>
          )}
        </span>
      </Link>
      <span className="note">{note || '\u00a0'}</span>
    </div>
  );
}
