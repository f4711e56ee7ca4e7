/** Opens the chat about a workload. The chat is loaded when it is first asked for. */

import { MessageCircleQuestion } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useServices } from '../app/services';
import { Button } from '../ui/parts';
import { SUGGESTIONS } from './Suggestions';

const AgentChatModal = lazy(async () => ({
  default: (await import('./AgentChatModal')).AgentChatModal,
}));

export interface AskAgentButtonProps {
  workloadId: string;
  projectId: string;
  workloadName?: string | undefined;
  /** Stands in the input when the chat opens. */
  question?: string | undefined;
  /** The diagnosis that the questions are about. */
  diagnosisId?: string | undefined;
}

const ABOUT_A_DIAGNOSIS = [
  'Why is this the cause?',
  'What speaks against it?',
  'What changed before it began?',
  'Is it still going on?',
];

export function AskAgentButton(props: AskAgentButtonProps) {
  const { client, config, identity } = useServices();
  const [isOpen, setIsOpen] = useState(false);
  const signIn = () => {
    const { pathname, search, hash } = window.location;
    void identity.signIn(`${pathname}${search}${hash}`);
  };
  return (
    <>
      <Button kind="primary" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        <MessageCircleQuestion aria-hidden size={16} /> Ask an Agent
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <AgentChatModal
            open
            onClose={() => setIsOpen(false)}
            client={client}
            workloadId={props.workloadId}
            projectId={props.projectId}
            workloadName={props.workloadName}
            question={props.question}
            suggestions={props.diagnosisId === undefined ? SUGGESTIONS : ABOUT_A_DIAGNOSIS}
            region={config.region}
            onSignIn={signIn}
          />
        </Suspense>
      )}
    </>
  );
}
