import { useEffect, useState } from 'react';
import type { TeamKnowledgePage } from '../../api/types';
import { keepDraft, keptDraft } from '../../app/kept';

/** What was typed, and the version that it began with. */
interface Draft {
  text: string;
  version: number;
}

/** The text that is edited: what was typed, which the tab keeps until it is saved, else the newest. */
export function useDraft({ project, document, version }: TeamKnowledgePage) {
  const key = `knowledge.${project}`;
  const [draft, setDraft] = useState(() => keptDraft<Draft>(key, { text: '', version: 0 }));
  const [isRestored, setRestored] = useState(draft !== null);
  const isUnsaved = draft !== null && draft.text !== document;
  useEffect(() => keepDraft(key, isUnsaved ? draft : null), [key, draft, isUnsaved]);
  const current = isUnsaved ? draft : { text: document, version };
  return {
    ...current,
    isUnsaved,
    /** It was typed before this page was loaded. */
    isRestored: isRestored && isUnsaved,
    /** Another has written a version since. */
    isBehind: current.version < version,
    type: (text: string) => setDraft(text === document ? null : { ...current, text }),
    /** Build on the newest version, which saving will replace. */
    rebase: () => setDraft({ ...current, version }),
    /** Show the newest version, which may be what was typed. */
    close: () => {
      setDraft(null);
      setRestored(false);
    },
    forget: () => keepDraft(key, null),
  };
}

export type EditedDraft = ReturnType<typeof useDraft>;
