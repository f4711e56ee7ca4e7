import type { EngineInForce } from '../../api/types';
import { Panel } from '../../ui/parts';

/** Who answers: language models, rules, or each a share. */
export function EnginePanel(props: { engine: EngineInForce; hasModels: boolean }) {
  return (
    <Panel title="Engine">
      <p>{inWords(props.engine, props.hasModels)}</p>
      <p className="text-sm text-muted">
        The parameter of the engine in Systems Manager says it: running functions know a new value
        within a minute.
      </p>
    </Panel>
  );
}

function inWords({ engine, share }: EngineInForce, hasModels: boolean): string {
  if (engine === 'deterministic') {
    return 'Rules alone diagnose and answer. Nothing is spent.';
  }
  if (!hasModels) {
    return 'Rules alone diagnose and answer, because no language model is set. Nothing is spent.';
  }
  if (share >= 100) {
    return 'Models answer; rules do where none of them can.';
  }
  return `Models answer ${share} % of all chats and diagnoses; rules the others, and where none of them can.`;
}
