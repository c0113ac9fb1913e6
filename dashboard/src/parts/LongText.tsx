import { useState } from 'react';

const FOLD_OVER_CHARS = 1_500;

/** A text of any length, folded where it is long. */
export function LongText({ text, plain = false }: { text: string; plain?: boolean }) {
  const [open, setOpen] = useState(false);
  if (!text) {
    return <p className="muted">Nothing.</p>;
  }
  const long = text.length > FOLD_OVER_CHARS;
  // What is folded away is not in the document: prompts of megabytes are real.
  const shown = long && !open ? text.slice(0, FOLD_OVER_CHARS) : text;
  return (
    <>
      {plain ? <span>{shown}</span> : <pre className={long && !open ? 'folded' : ''}>{shown}</pre>}
      {long && (
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Less' : `All ${text.length.toLocaleString('en')} characters`}
        </button>
      )}
    </>
  );
}
