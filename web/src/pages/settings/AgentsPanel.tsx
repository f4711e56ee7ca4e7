import type { AgentInForce } from '../../api/types';
import { Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';

/** Which tools each agent may use, and what the team decided about them. */
export function AgentsPanel(props: { agents: readonly AgentInForce[] }) {
  return (
    <Panel title="Agents and their tools">
      <dl className="divide-y divide-line">
        {props.agents.map((agent) => (
          <div
            key={agent.agent}
            className="grid gap-x-4 gap-y-1 py-2 sm:grid-cols-[10rem_minmax(0,1fr)]"
          >
            <dt className="font-medium break-words">{plain(agent.agent)}</dt>
            <dd>
              <ul className="flex flex-wrap gap-1.5 text-sm">
                {agent.tools.map((tool) => (
                  <li key={tool} className="rounded bg-sunken px-1.5 py-0.5 break-all">
                    <code>{plain(tool)}</code>
                    {agent.allowed.includes(tool) && ' (allowed in addition)'}
                  </li>
                ))}
                {agent.forbidden.map((tool) => (
                  <li
                    key={`not ${tool}`}
                    className="rounded bg-bad-soft px-1.5 py-0.5 break-all text-bad"
                  >
                    <code className="line-through">{plain(tool)}</code> (forbidden)
                  </li>
                ))}
                {agent.tools.length === 0 && <li className="text-warn">No tool is left to it</li>}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-sm text-muted">
        <code>casebook tools allow</code> and <code>casebook tools forbid</code> change it.
      </p>
    </Panel>
  );
}
