/** The rows of the form that come and go: resources, and the calls between them. */

import { Plus } from 'lucide-react';
import { type Dispatch, type SetStateAction, useCallback, useMemo, useState } from 'react';
import { Button, Panel } from '../../../ui/parts';
import { plain } from '../../../ui/plain';
import { CallFields, type Choices } from './CallFields';
import { type CallDraft, type Draft, newKey, newResource, type ResourceDraft } from './draft';
import type { Mistakes } from './mistakes';
import { ResourceFields } from './ResourceFields';

interface Part {
  draft: Draft;
  mistakes: Mistakes;
  onChange: Dispatch<SetStateAction<Draft>>;
}

export function ResourcesPanel({ draft, mistakes, onChange }: Part) {
  const change = useCallback(
    (next: ResourceDraft) =>
      onChange((before) => ({
        ...before,
        resources: before.resources.map((each) => (each.key === next.key ? next : each)),
      })),
    [onChange],
  );
  /** With the calls that it is part of. */
  const remove = useCallback(
    (key: string) =>
      onChange((before) => ({
        ...before,
        resources: before.resources.filter((each) => each.key !== key),
        calls: before.calls.filter(({ caller, callee }) => caller !== key && callee !== key),
      })),
    [onChange],
  );
  return (
    <Panel title="Resources">
      <div className="space-y-3">
        {mistakes.get('resources') && (
          <p className="text-sm text-bad">{mistakes.get('resources')}</p>
        )}
        {draft.resources.map((resource, index) => (
          <ResourceFields
            key={resource.key}
            resource={resource}
            index={index}
            mistakes={mistakes}
            onChange={change}
            onRemove={draft.resources.length > 1 ? remove : undefined}
          />
        ))}
        <Button
          onClick={() =>
            onChange((before) => ({ ...before, resources: [...before.resources, newResource()] }))
          }
        >
          <Plus aria-hidden size={16} />
          Add a resource
        </Button>
      </div>
    </Panel>
  );
}

/** Two thousand calls at once would take seconds to appear. */
const CALLS_AT_ONCE = 100;

export function CallsPanel({ draft, mistakes, onChange }: Part) {
  const [asked, setAsked] = useState(CALLS_AT_ONCE);
  const wrong = draft.calls.findLastIndex((_, index) =>
    [0, 1].some((side) => mistakes.has(`calls.${index}.${side}`)),
  );
  const shown = Math.max(asked, wrong + 1);
  const names = JSON.stringify(draft.resources.map(({ key, name }) => [key, name]));
  const choices = useMemo(() => choicesOf(JSON.parse(names)), [names]);
  const change = useCallback(
    (next: CallDraft) =>
      onChange((before) => ({
        ...before,
        calls: before.calls.map((each) => (each.key === next.key ? next : each)),
      })),
    [onChange],
  );
  const remove = useCallback(
    (key: string) =>
      onChange((before) => ({ ...before, calls: before.calls.filter((each) => each.key !== key) })),
    [onChange],
  );
  return (
    <Panel title="Calls">
      <div className="space-y-2">
        <p className="text-sm text-muted">
          Who calls whom. An error is followed along the calls to where it comes from.
        </p>
        {draft.calls.slice(0, shown).map((call, index) => (
          <CallFields
            key={call.key}
            call={call}
            index={index}
            choices={choices}
            mistakes={mistakes}
            onChange={change}
            onRemove={remove}
          />
        ))}
        {draft.calls.length > shown && (
          <Button className="mr-2" onClick={() => setAsked(shown + CALLS_AT_ONCE)}>
            Show more of the {draft.calls.length} calls
          </Button>
        )}
        <Button
          onClick={() => {
            setAsked(Math.max(asked, draft.calls.length + 1));
            onChange((before) => ({
              ...before,
              calls: [...before.calls, { key: newKey(), caller: '', callee: '' }],
            }));
          }}
        >
          <Plus aria-hidden size={16} />
          Add a call
        </Button>
      </div>
    </Panel>
  );
}

function choicesOf(resources: [key: string, name: string][]): Choices {
  return resources.map(([key, name], index) => [
    key,
    plain(name.trim()) || `Resource ${index + 1}, without a name`,
  ]);
}
