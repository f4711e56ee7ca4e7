/** Where a message is written. Enter sends it, Shift and Enter begin a new line. */

import { SendHorizontal, Square } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Spent } from '../api/types';
import { NOTHING_SPENT } from '../fold/spending';
import { Button } from '../ui/parts';
import { awsWords, costWords, tokenWords } from '../ui/spending';
import type { AgentChat } from './useAgentChat';

export function Composer(props: { chat: AgentChat; onSent: () => void }) {
  const { chat } = props;
  const input = useRef<HTMLTextAreaElement>(null);
  const hasEnded = chat.chat?.status === 'ended';
  const canStop = chat.chat?.status === 'answering';
  const send = () => {
    if (chat.send()) {
      props.onSent();
    }
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // An input method uses Enter to choose a word.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useEffect(() => grow(input.current), [chat.draft]);
  return (
    <form
      className="border-t border-line px-4 pt-3 pb-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex items-end gap-2">
        <textarea
          ref={(element) => {
            input.current = element;
            // React's own autoFocus sets no attribute, which is what a dialog goes by.
            element?.toggleAttribute('autofocus', hasKeyboard());
          }}
          rows={1}
          dir="auto"
          aria-label="Your message"
          placeholder={hasEnded ? 'Ask in a new chat' : 'Ask about this workload'}
          className="max-h-48 min-h-10 flex-1 resize-none rounded-md border border-line bg-page px-3 py-2"
          value={chat.draft}
          onChange={(event) => chat.setDraft(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {canStop ? (
          <Button
            className="min-h-10"
            kind="danger"
            disabled={chat.ending !== null}
            onClick={() => void chat.stop()}
          >
            <Square aria-hidden size={14} /> {chat.ending === 'answer' ? 'Stopping…' : 'Stop'}
          </Button>
        ) : (
          <Button
            type="submit"
            kind="primary"
            className="min-h-10"
            disabled={!chat.canSend || chat.draft.trim() === ''}
          >
            <SendHorizontal aria-hidden size={16} /> Send
          </Button>
        )}
      </div>
      <div className="mt-1 flex items-center justify-between gap-2 text-xs text-muted">
        <p>
          {canStop
            ? 'You can write on; send it when the answer is there.'
            : 'Enter sends, Shift + Enter begins a new line.'}
        </p>
        {chat.chat?.status === 'open' && (
          <button
            type="button"
            className="min-h-6 underline"
            disabled={chat.ending !== null}
            onClick={() => void chat.end()}
          >
            End this chat
          </button>
        )}
      </div>
      <Spending usage={chat.chat?.usage ?? NOTHING_SPENT} />
    </form>
  );
}

/**
 * What the session has used so far. The line is there before there is anything to tell: what stands
 * above it must not move when an answer ends.
 */
function Spending({ usage }: { usage: Spent }) {
  const words = [usage.calls > 0 && costWords(usage), awsWords(usage)].filter(Boolean).join(', ');
  return (
    <p
      className="h-4 truncate text-xs text-muted"
      title={words && `${words} (${tokenWords(usage)})`}
    >
      {words && `Used in this chat: ${words}`}
    </p>
  );
}

/** On a phone the focus would bring up its keyboard, over half of the chat. */
function hasKeyboard(): boolean {
  return window.matchMedia?.('(pointer: fine)').matches ?? true;
}

function grow(input: HTMLTextAreaElement | null): void {
  if (input !== null) {
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight + 2}px`;
  }
}
