/** The chat with an agent about a workload, for a component: its state, and what can be done. */

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Client } from '../api/client';
import type { Clock, Connect } from '../stream/ports';
import { Conversation } from './conversation';
import { ChatMemory, type Storing } from './memory';
import type { ConversationState } from './state';

export interface AgentChatOptions {
  client: Client;
  workloadId: string;
  projectId: string;
  /** What stands in the input when nothing was written before. */
  question?: string | undefined;
  /** How the WebSocket is opened, where what is remembered is kept, what time it is: for tests. */
  connect?: Connect | undefined;
  storage?: Storing | undefined;
  clock?: Clock | undefined;
}

export interface AgentChat extends ConversationState {
  /** The agent answers, or is about to. */
  isAnswering: boolean;
  canSend: boolean;
  /** What is being written; a reload keeps it. */
  draft: string;
  setDraft(text: string): void;
  /** Sends a text, or what is being written. False: not now, and nothing is lost. */
  send(text?: string): boolean;
  resend(clientMessageId: string): void;
  /** Takes back what could not be sent, into the draft if that is empty. */
  edit(clientMessageId: string): void;
  discard(clientMessageId: string): void;
  select(sessionId: string): void;
  startAnew(): void;
  /** Stops the answer under way; what was said of it stays. */
  stop(): Promise<void>;
  /** Ends the session, and with it an answer under way. */
  end(): Promise<void>;
  retryNow(): void;
  reconnect(): void;
}

/**
 * Opens the person's last session about the workload, or starts one with the first message, and
 * follows it while the component is there. A message is in `outbox` until the log has it.
 */
export function useAgentChat(options: AgentChatOptions): AgentChat {
  const { client, workloadId, projectId, question, connect, storage, clock } = options;
  const memory = useMemo(
    () => new ChatMemory(projectId, workloadId, storage),
    [projectId, workloadId, storage],
  );
  const conversation = useMemo(
    () =>
      new Conversation({
        client,
        workloadId,
        memory,
        ...(connect && { connect }),
        ...(clock && { clock }),
      }),
    [client, workloadId, memory, connect, clock],
  );
  useEffect(() => {
    conversation.open();
    const retry = () => conversation.retryNow();
    window.addEventListener('online', retry);
    return () => {
      window.removeEventListener('online', retry);
      conversation.close();
    };
  }, [conversation]);
  const state = useSyncExternalStore(conversation.subscribe, () => conversation.state);
  const { draft, setDraft } = useDraft(memory, question);
  return useMemo(
    () => ({
      ...state,
      isAnswering: isAnswering(state),
      canSend: conversation.canSend,
      draft,
      setDraft,
      send(text) {
        const sent = conversation.send(text ?? memory.draft);
        if (sent && text === undefined) {
          setDraft('');
        }
        return sent;
      },
      resend: (id) => conversation.resend(id),
      edit(id) {
        const text = conversation.discard(id);
        setDraft(memory.draft === '' ? text : `${memory.draft}\n${text}`);
      },
      discard: (id) => void conversation.discard(id),
      select: (id) => conversation.select(id),
      startAnew: () => conversation.startAnew(),
      stop: () => conversation.stop(),
      end: () => conversation.end(),
      retryNow: () => conversation.retryNow(),
      reconnect: () => conversation.reconnect(),
    }),
    [state, conversation, memory, draft, setDraft],
  );
}

function isAnswering({ stage, chat, outbox }: ConversationState): boolean {
  const isSending = stage !== 'failed' && outbox.some(({ state }) => state !== 'failed');
  return chat?.status === 'answering' || isSending;
}

/** The memory has it first, so that two sends in a row never send the same draft twice. */
function useDraft(memory: ChatMemory, question = '') {
  const [draft, show] = useState(() => memory.draft || question);
  useEffect(() => {
    memory.draft ||= question;
    show(memory.draft);
  }, [memory, question]);
  const setDraft = useCallback(
    (text: string) => {
      memory.draft = text;
      show(text);
    },
    [memory],
  );
  return { draft, setDraft };
}
