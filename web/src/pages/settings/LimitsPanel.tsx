import type { LimitsInForce } from '../../api/types';
import { Panel } from '../../ui/parts';
import { count, dollars } from '../usage/figures';

const BUDGETS: Record<LimitsInForce['budgets'][number]['kind'], string> = {
  session: 'One chat',
  diagnosis: 'One diagnosis',
  'workload-day': 'A workload in a day (UTC)',
  'project-day': 'A project in a day (UTC)',
};

/** What may be started, and what model calls may use. */
export function LimitsPanel(props: { limits: LimitsInForce }) {
  const { limits } = props;
  const rows: [string, number][] = [
    ['Chats that a user may start in an hour', limits.sessionsPerHour],
    ['Messages in a chat', limits.messagesPerSession],
    ['Characters in a message', limits.messageCharacters],
    ['Diagnoses of a workload in a day', limits.diagnosesPerDay],
    ['Diagnoses under way in the account', limits.diagnosesAtOnce],
    ['Diagnoses under way of a project', limits.projectDiagnosesAtOnce],
    ['Evidence of a diagnosis or chat asked again in an hour', limits.rechecksPerHour],
    ['Days that events and evidence are kept', limits.eventDays],
    ['Days that the usage is kept', limits.usageDays],
  ];
  return (
    <Panel title="Limits">
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
        <table className="w-full self-start text-sm">
          <caption className="sr-only">What may be started and kept</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Limit</th>
              <th scope="col">At most</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, most]) => (
              <tr key={name} className="border-b border-line">
                <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                  {name}
                </th>
                <td className="py-1.5 text-right tabular-nums">{count(most)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <table className="w-full self-start text-sm">
          <caption className="sr-only">What model calls may use</caption>
          <thead>
            <tr className="border-b border-line text-left text-muted">
              <th scope="col" className="py-1.5 pr-3 font-medium">
                Model calls of
              </th>
              <th scope="col" className="py-1.5 pr-3 text-right font-medium">
                Tokens
              </th>
              <th scope="col" className="py-1.5 text-right font-medium">
                Dollars
              </th>
            </tr>
          </thead>
          <tbody>
            {limits.budgets.map((budget) => (
              <tr key={budget.kind} className="border-b border-line">
                <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                  {BUDGETS[budget.kind] ?? budget.kind}
                </th>
                <td className="py-1.5 pr-3 text-right tabular-nums">{count(budget.tokens)}</td>
                <td className="py-1.5 text-right tabular-nums">{dollars(budget.dollars)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
