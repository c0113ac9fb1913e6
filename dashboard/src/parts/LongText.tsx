import { useState } from 'react';
import { Markdown } from './Markdown.tsx';

const FOLD_OVER_CHARS = 1_500;
const MARKDOWN_UP_TO_CHARS = 20_000;

/** A text of any length, folded where it is long. */
export function LongText({ text, plain = false }: { text: string; plain?: boolean }) {
  return (
    <Folded text={text}>
      {(shown, folded) =>
        plain ? <span>{shown}</span> : <pre className={folded ? 'folded' : ''}>{shown}</pre>
      }
    </Folded>
  );
}

/** A text as markdown, folded likewise; one that is very long as it is. */
export function LongMarkdown({ text }: { text: string }) {
  return text.length > MARKDOWN_UP_TO_CHARS ? (
    <LongText text={text} />
  ) : (
    <Folded text={text}>
      {(shown, folded) => (
        <div className={folded ? 'folded' : ''}>
          <Markdown text={shown} />
        </div>
      )}
    </Folded>
  );
}

function Folded(props: {
  text: string;
  children: (shown: string, folded: boolean) => React.ReactNode;
}) {
  const { text, children } = props;
  const [open, setOpen] = useState(false);
  if (!text) {
    return <p className="muted">Nothing.</p>;
  }
  const long = text.length > FOLD_OVER_CHARS;
  const folded = long && !open;
  return (
    <>
      {/* What is folded away is not in the document: prompts of megabytes are real. */}
      {children(folded ? text.slice(0, FOLD_OVER_CHARS) : text, folded)}
      {long && (
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Less' : `All ${text.length.toLocaleString('en')} characters`}
        </button>
      )}
    </>
  );
}
