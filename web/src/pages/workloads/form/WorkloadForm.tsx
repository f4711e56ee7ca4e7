/** The whole description of a workload, to be registered or changed. */

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { DescribeWorkload, Workload } from '../../../api/types';
import { keepDraft, keptDraft } from '../../../app/kept';
import { useLeaving } from '../../../app/leaving';
import { useClient } from '../../../app/services';
import { Choice, TextArea, TextField } from '../../../ui/fields';
import { To } from '../../../ui/links';
import { Button, Notice, Panel } from '../../../ui/parts';
import { DatabaseFields, McpServers, RepositoryFields, SearchFields } from './ConnectionFields';
import { descriptionOf } from './description';
import { type Draft, draftOf } from './draft';
import { mistakesFrom, mistakesOf, NO_MISTAKES } from './mistakes';
import { PasteJson } from './PasteJson';
import { CallsPanel, ResourcesPanel } from './Rows';
import { ruleOf } from './rules';
import { Unplaced } from './Unplaced';

const BLANK = draftOf({});

export function WorkloadForm(props: {
  /** Tells the forms apart of which a draft is kept. */
  draftKey: string;
  initial: Draft;
  submitLabel: string;
  cancelTo: string;
  /** Throws ApiError and ConnectionLost. */
  save: (described: DescribeWorkload) => Promise<Workload>;
  onSaved: (workload: Workload) => void;
}) {
  const { draftKey, initial } = props;
  const kept = useRef(keptDraft(draftKey, BLANK));
  const [draft, setDraft] = useState(kept.current ?? initial);
  const [isRestored, setRestored] = useState(kept.current !== null);
  const [mistakes, setMistakes] = useState(NO_MISTAKES);
  const [failure, setFailure] = useState<unknown>(null);
  const [isSaving, setSaving] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const isUnsaved = JSON.stringify(descriptionOf(draft)) !== JSON.stringify(descriptionOf(initial));
  const { question, leaveFor } = useLeaving(isUnsaved, () => keepDraft(draftKey, null));

  useEffect(() => keepDraft(draftKey, isUnsaved ? draft : null), [draftKey, draft, isUnsaved]);
  useEffect(() => {
    if (mistakes.size > 0) {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [mistakes]);

  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const seen = mistakesOf(draft);
    setFailure(null);
    setMistakes(seen);
    if (isSaving || seen.size > 0) {
      return;
    }
    setSaving(true);
    try {
      const workload = await props.save(descriptionOf(draft));
      keepDraft(draftKey, null);
      props.onSaved(workload);
      await leaveFor(`/workloads/${workload.workloadId}`);
    } catch (error) {
      setMistakes(mistakesFrom(error, draft));
      setFailure(error);
      setSaving(false);
    }
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="space-y-4">
      {question}
      {isRestored && (
        <Notice
          tone="accent"
          action={
            <Button
              onClick={() => {
                setDraft(initial);
                setRestored(false);
              }}
            >
              Discard it
            </Button>
          }
        >
          <p>What you typed here before, and did not save, is back.</p>
        </Notice>
      )}
      <Panel
        title="Workload"
        actions={
          <PasteJson
            draft={draft}
            onRead={(read) => {
              setMistakes(NO_MISTAKES);
              setDraft(read);
            }}
          />
        }
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label="Name"
            name="name"
            hint={ruleOf('name')}
            error={mistakes.get('name')}
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
          />
          <ProjectField
            value={draft.project}
            error={mistakes.get('project')}
            onChange={(project) => change({ project })}
          />
        </div>
      </Panel>
      <ResourcesPanel draft={draft} mistakes={mistakes} onChange={setDraft} />
      <CallsPanel draft={draft} mistakes={mistakes} onChange={setDraft} />
      <Panel title="Alarms">
        <TextArea
          label="Alarms by name"
          name="alarms"
          hint="One a line. Alarms on the metrics of the resources above are found by themselves; name others, as composite ones."
          error={mistakes.get('alarms')}
          value={draft.alarms}
          onChange={(event) => change({ alarms: event.target.value })}
        />
      </Panel>
      <div className="grid gap-4 lg:grid-cols-2">
        <RepositoryFields
          value={draft.repository}
          mistakes={mistakes}
          onChange={(repository) => change({ repository })}
        />
        <SearchFields
          value={draft.search}
          mistakes={mistakes}
          onChange={(search) => change({ search })}
        />
        <DatabaseFields
          value={draft.database}
          mistakes={mistakes}
          onChange={(database) => change({ database })}
        />
        <McpServers value={draft.mcp} mistakes={mistakes} onChange={(mcp) => change({ mcp })} />
      </div>
      <Unplaced form={form} mistakes={mistakes} failure={failure} />
      <div className="flex flex-wrap items-center gap-3">
        <Button kind="primary" type="submit" aria-disabled={isSaving}>
          {isSaving ? 'Saving…' : props.submitLabel}
        </Button>
        <To href={props.cancelTo}>Cancel</To>
      </div>
    </form>
  );
}

function ProjectField(props: {
  value: string;
  error: string | undefined;
  onChange: (project: string) => void;
}) {
  const client = useClient();
  const me = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => client.readMe(signal) });
  const projects = me.data?.projects ?? [];
  const shared = {
    label: 'Project',
    name: 'project',
    error: props.error,
    value: props.value,
    hint: 'The group in the user pool whose members may see it.',
    onChange: (event: { target: { value: string } }) => props.onChange(event.target.value),
  };
  if (!me.isPending && projects.length === 0) {
    return <TextField {...shared} />;
  }
  const isForeign = props.value !== '' && !projects.includes(props.value);
  return (
    <Choice {...shared}>
      <option value="">{me.isPending ? 'Loading your projects…' : 'Choose a project'}</option>
      {(isForeign ? [...projects, props.value] : projects).map((project) => (
        <option key={project} value={project}>
          {project}
        </option>
      ))}
    </Choice>
  );
}
