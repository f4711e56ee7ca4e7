/** The document of the team's knowledge, to be edited, checked and saved. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useMemo, useRef } from 'react';
import EXAMPLE from '../../../../docs/examples/team-knowledge.toml?raw';
import { ApiError } from '../../api/errors';
import type { RowProblem, TeamKnowledgePage } from '../../api/types';
import { useLeaving } from '../../app/leaving';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { Button, Notice, Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { Editor, goToLine } from './Editor';
import { Problems } from './Problems';
import { lineOf } from './place';
import { SourceText } from './SourceText';
import { useCheck } from './useCheck';
import type { EditedDraft } from './useDraft';

const MOST_BYTES = 64 * 1024;
const NONE: readonly RowProblem[] = [];

export function DocumentPanel(props: { newest: TeamKnowledgePage; draft: EditedDraft }) {
  const { newest, draft } = props;
  const { project } = newest;
  const { text, isUnsaved } = draft;
  const client = useClient();
  const queries = useQueryClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const told = useId();
  const { question } = useLeaving(isUnsaved, draft.forget);
  const bytes = useMemo(() => new TextEncoder().encode(text).length, [text]);
  const isTooLarge = bytes > MOST_BYTES;
  const check = useCheck(project, text, !isTooLarge);
  const newestKey = ['team-knowledge', project, 'newest'];
  const save = useMutation({
    mutationFn: () =>
      client.replaceTeamKnowledge(project, { document: text, version: draft.version }),
    onSuccess: (saved) => {
      queries.setQueryData(newestKey, saved);
      draft.close();
    },
    onError: async (error) => {
      if (error instanceof ApiError && error.status === 409) {
        await queries.invalidateQueries({ queryKey: newestKey });
      }
    },
  });
  const refused = save.error instanceof ApiError ? save.error.fields : NONE;
  const problems = useMemo(
    () => placed(text, refused.length > 0 ? refused : (check.checked?.problems ?? [])),
    [text, refused, check.checked],
  );
  const wrong = useMemo(() => new Set(problems.flatMap(({ line }) => line ?? [])), [problems]);
  /** What the last try to save said is over once the text, or its version, is another. */
  const settle = (change: () => void) => {
    save.reset();
    change();
  };
  const type = (typed: string) => settle(() => draft.type(typed));
  return (
    <Panel title="Document">
      {question}
      <div className="space-y-3">
        {draft.isRestored && (
          <Notice tone="accent">
            <p>What you typed here before, and did not save, is back.</p>
          </Notice>
        )}
        {text.trim() === '' && (
          <div className="flex flex-wrap items-center gap-3">
            <p className="min-w-0 flex-1 text-sm text-muted">
              Rows are written in TOML. Each shows by examples what it means, and is checked by
              them.
            </p>
            <Button onClick={() => type(EXAMPLE)}>Insert an example</Button>
          </div>
        )}
        <Editor
          label="Document, in TOML"
          text={text}
          wrong={wrong}
          field={field}
          isReadOnly={save.isPending}
          describedBy={told}
          onChange={type}
        />
        <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
          <p id={told} role="status" className={problems.length > 0 ? 'text-bad' : 'text-muted'}>
            {outcome()}
          </p>
          <p className={`tabular-nums ${isTooLarge ? 'text-bad' : 'text-muted'}`}>
            {(bytes / 1024).toFixed(1)} of 64 KiB
          </p>
        </div>
        <Problems
          problems={problems}
          onGo={(line) => field.current && goToLine(field.current, line)}
        />
        {check.error && check.isCurrent && <Failure error={check.error} retry={check.ask} />}
        {save.error && refused.length === 0 && !draft.isBehind && <Failure error={save.error} />}
        {draft.isBehind && (
          <Behind
            newest={newest}
            began={draft.version}
            onGoOn={() => settle(draft.rebase)}
            onDiscard={() => settle(draft.close)}
          />
        )}
        <div className="flex flex-wrap items-center gap-2">
          <Button
            kind="primary"
            disabled={!isUnsaved || isTooLarge || draft.isBehind || save.isPending}
            onClick={() => save.mutate()}
          >
            {save.isPending ? 'Saving…' : 'Save'}
          </Button>
          <Button disabled={isTooLarge} onClick={check.ask}>
            Check
          </Button>
          {isUnsaved && !draft.isBehind && (
            <Button onClick={() => settle(draft.close)}>Discard changes</Button>
          )}
          <p role="status" className="text-sm text-muted">
            {isUnsaved && 'Not saved yet.'}
            {!isUnsaved &&
              save.data &&
              `Saved as version ${save.data.version}. What begins from now on uses it, everywhere within half a minute.`}
          </p>
        </div>
      </div>
    </Panel>
  );

  function outcome(): string {
    if (isTooLarge) {
      return 'It is too large. Leave something out.';
    }
    if (problems.length > 0) {
      return problems.length === 1 ? 'One problem' : `${problems.length} problems`;
    }
    if (!check.isCurrent) {
      return 'Checking…';
    }
    const rows = check.checked?.rows.length ?? 0;
    return check.error ? 'Not checked' : `Nothing is wrong: ${rows} ${rows === 1 ? 'row' : 'rows'}`;
  }
}

function placed(text: string, problems: readonly RowProblem[]) {
  return problems.map((problem) => ({ ...problem, line: lineOf(text, problem) }));
}

/** Another has written a version since: theirs, and what can be done. */
function Behind(props: {
  newest: TeamKnowledgePage;
  began: number;
  onGoOn: () => void;
  onDiscard: () => void;
}) {
  const { newest, began } = props;
  return (
    <Notice
      tone="warn"
      title={`${plain(newest.writtenBy ?? 'Someone')} has written version ${newest.version} since you began with version ${began}`}
    >
      <p>What you typed is kept. Put what you need of theirs in, then go on and save.</p>
      <SourceText label={`Document of version ${newest.version}`} text={newest.document} />
      <p className="mt-2 flex flex-wrap gap-2">
        <Button onClick={props.onGoOn}>Go on with mine</Button>
        <Button onClick={props.onDiscard}>Load theirs, discard mine</Button>
      </p>
    </Notice>
  );
}
