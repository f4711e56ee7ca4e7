/** Resources as they are: settings and health, path by path. */

import { Badge } from '../../ui/parts';
import { plain } from '../../ui/plain';
import type { ResourceState } from './shapes';

export function StateTable({ resources }: { resources: readonly ResourceState[] }) {
  return (
    <div className="space-y-3">
      {resources.map(({ resource, type, exists, settings, health }) => (
        <section key={resource} className="rounded border border-line text-xs">
          <h4 className="flex items-center gap-2 border-b border-line bg-sunken px-2 py-1 font-semibold">
            {plain(resource)} <Badge>{plain(type)}</Badge>
            {!exists && <Badge tone="warn">does not exist</Badge>}
          </h4>
          <Values title="Health" values={health} />
          <Values title="Settings" values={settings} />
        </section>
      ))}
    </div>
  );
}

function Values(props: { title: string; values: Record<string, unknown> }) {
  const entries = Object.entries(props.values).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) {
    return null;
  }
  return (
    <table className="w-full table-fixed">
      <caption className="px-2 pt-1 text-left text-muted">{props.title}</caption>
      <tbody>
        {entries.map(([path, value]) => (
          <tr key={path} className="border-t border-line align-top first:border-t-0">
            <th
              scope="row"
              className="w-2/5 px-2 py-0.5 text-left font-mono font-normal break-words"
            >
              {plain(path)}
            </th>
            <td className="px-2 py-0.5 font-mono break-words">
              {plain(typeof value === 'string' ? value : JSON.stringify(value))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
