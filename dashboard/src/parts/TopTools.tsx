import type { Schemas } from '../api/client.ts';
import { useApi } from '../api/useApi.ts';
import { toolColumns } from '../pages/toolColumns.tsx';
import { ask, TAKES } from '../scope/ask.ts';
import { isLive } from '../scope/scope.ts';
import { useScope } from '../scope/useScope.ts';
import { ShortTable } from './ShortTable.tsx';

const MOST = 8;

/** The tools that were called most: calls, success, latency. */
export function TopTools() {
  const { scope } = useScope();
  const tools = useApi('/api/v1/tools', ask(scope, TAKES.topTools), isLive(scope));
  const { user_id, model } = scope.filters;
  return (
    <ShortTable
      title="Top tools by calls"
      query={tools}
      rows={(answer) => [...answer.tools].sort((a, b) => b.calls - a.calls).slice(0, MOST)}
      id={(tool: Schemas['Tool']) => tool.tool ?? ''}
      columns={toolColumns(scope)}
      note={
        user_id || model
          ? 'Of all users and models: calls of tools are not told apart by them.'
          : undefined
      }
    />
  );
}
