import { useState } from 'react';
import { write } from '../api/client.ts';
import { useWrite, WriteState } from './useWrite.tsx';

const AT_ONCE = 4;
const REMOVE = 'remove';

/** What is typed, "key" or "key=value", as a tag. */
export function tagOf(typed: string): [key: string, value: string] | undefined {
  const text = typed.trim();
  const at = text.indexOf('=');
  const key = (at < 0 ? text : text.slice(0, at)).trim();
  return key ? [key, at < 0 ? '' : text.slice(at + 1).trim()] : undefined;
}

/** Sets tags of traces, and removes those that are null; a few traces at a time. */
export async function changeTags(
  workspace: string,
  traceIds: readonly string[],
  tags: Record<string, string | null>,
): Promise<void> {
  for (let from = 0; from < traceIds.length; from += AT_ONCE) {
    const some = traceIds.slice(from, from + AT_ONCE);
    await Promise.all(
      some.map((id) => write('PATCH', `/api/v1/traces/${id}/tags`, workspace, tags)),
    );
  }
}

/** A form that puts a tag on traces, or takes it from them. */
export function TagForm(props: {
  workspace: string;
  traceIds: readonly string[];
  /** Whether it takes tags away too. */
  removable?: boolean;
  done: (tags: Record<string, string | null>) => void;
}) {
  const { workspace, traceIds, removable = false, done } = props;
  const [typed, setTyped] = useState('');
  const saving = useWrite(async (removed: boolean) => {
    const tag = tagOf(typed);
    if (tag) {
      const tags = { [tag[0]]: removed ? null : tag[1] };
      await changeTags(workspace, traceIds, tags);
      setTyped('');
      done(tags);
    }
  });
  return (
    <form
      className="chips"
      onSubmit={(event) => {
        event.preventDefault();
        const { submitter } = event.nativeEvent as SubmitEvent;
        saving.run(submitter?.getAttribute('value') === REMOVE);
      }}
    >
      <input
        aria-label="Tag: key or key=value"
        placeholder="key or key=value"
        required
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <button type="submit" disabled={saving.busy}>
        Add tag
      </button>
      {removable && (
        <button type="submit" value={REMOVE} disabled={saving.busy}>
          Remove tag
        </button>
      )}
      <WriteState {...saving} />
    </form>
  );
}

/** The tags of one trace, to change. */
export function Tags(props: { workspace: string; traceId: string; tags: Record<string, string> }) {
  const { workspace, traceId } = props;
  // The tables show a change a second or so later.
  const [changed, setChanged] = useState<Record<string, string | null>>({});
  const change = (tags: Record<string, string | null>) => setChanged({ ...changed, ...tags });
  const removal = useWrite(async (key: string) => {
    await changeTags(workspace, [traceId], { [key]: null });
    change({ [key]: null });
  });
  const shown = Object.entries<string | null>({ ...props.tags, ...changed });
  return (
    <span className="chips">
      {shown.map(([key, value]) =>
        value === null ? null : (
          <span className="chip" key={key}>
            <b title={value ? `${key}=${value}` : key}>{value ? `${key}=${value}` : key}</b>
            <button
              type="button"
              aria-label={`Remove the tag ${key}`}
              onClick={() => removal.run(key)}
            >
              ×
            </button>
          </span>
        ),
      )}
      <TagForm workspace={workspace} traceIds={[traceId]} done={change} />
      <WriteState {...removal} />
    </span>
  );
}
