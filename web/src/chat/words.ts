/** What happens in a chat, in words. */

import type { ChatMessage, ChatView } from '../fold/chat';
import type { ToolRun } from '../fold/tools';
import { plain, shortened } from '../ui/plain';

/** `get_log_patterns` as `get log patterns`. */
export function toolWords(tool: string): string {
  return plain(tool.replaceAll('_', ' '));
}

/** What a tool was asked, in a line: `resource checkout-fn, limit 20`. */
export function parameterWords(parameters: ToolRun['parameters']): string {
  const given = Object.entries(parameters).filter(([, value]) => !isEmpty(value));
  const words = given.map(([name, value]) => {
    const said = typeof value === 'string' ? value : JSON.stringify(value);
    return `${spaced(name)} ${said}`;
  });
  return shortened(plain(words.join(', ')).replace(/\s+/g, ' '), 120);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function spaced(name: string): string {
  return name.replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, (_, end, begin) => {
    return `${end} ${begin.toLowerCase()}`;
  });
}

const ENDINGS: Record<NonNullable<ChatView['ended']>, string> = {
  user: 'You have ended this chat.',
  idle: 'This chat has ended: nothing happened in it for too long.',
  'workload-removed': 'This chat has ended: its workload was removed.',
};

export function endingWords(chat: ChatView): string {
  return chat.ended === null ? 'This chat has ended.' : ENDINGS[chat.ended];
}

/** What the API says of an answer that its reader stopped. */
export const STOPPED = 'you stopped this answer';

/** Why there is no whole answer, in a sentence. */
export function failureWords({ reason }: NonNullable<ChatMessage['failure']>): string {
  return reason === STOPPED
    ? 'You stopped this answer.'
    : `The agent could not answer: ${plain(reason)}.`;
}

/** What a screen reader hears: that the state has changed, not each piece of text. */
export function stateWords(chat: ChatView | null, isAnswering: boolean): string {
  const last = chat?.messages.at(-1);
  if (chat?.status === 'ended') {
    return endingWords(chat);
  }
  if (isAnswering) {
    return last?.withdrawals.length ? 'The agent begins its answer anew.' : 'The agent answers.';
  }
  if (last?.failure) {
    return failureWords(last.failure);
  }
  return last === undefined || last.role === 'user' ? '' : OUTCOMES[last.status];
}

const OUTCOMES: Record<ChatMessage['status'], string> = {
  streaming: 'The agent answers.',
  complete: 'The agent has answered.',
  failed: 'The agent could not answer.',
};

/** What an answer quotes: its words in backticks or quotation marks. */
export function quotedIn(answer: string): string[] {
  const quoted = answer.matchAll(/`([^`\n]+)`|“([^”\n]+)”|"([^"\n]+)"/g);
  return Array.from(quoted, (found) => found[1] ?? found[2] ?? found[3] ?? '');
}
