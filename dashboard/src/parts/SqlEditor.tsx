import { useEffect, useRef } from 'react';
import { type Editor, edit, type View } from '../sql/editor.ts';

interface Props {
  /** What stands there at first; a question that is opened is another editor's, by its key. */
  start: string;
  views: readonly View[];
  change: (text: string) => void;
  run: (text: string) => void;
}

/** A field to write SQL in, which completes views and columns. */
export function SqlEditor({ start, views, change, run }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const told = useRef({ change, run });
  told.current = { change, run };
  const editor = useRef<Editor>(undefined);
  const first = useRef(start);
  useEffect(() => {
    const made = edit(place.current as HTMLElement, {
      text: first.current,
      label: 'SQL',
      run: (now) => told.current.run(now),
      changed: (now) => told.current.change(now),
    });
    editor.current = made;
    return () => made.dispose();
  }, []);
  useEffect(() => editor.current?.complete(views), [views]);
  return <div className="editor" ref={place} />;
}
