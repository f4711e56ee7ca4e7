/** What an empty chat shows: what can be asked. */

import { MessageCircleQuestion } from 'lucide-react';

export const SUGGESTIONS = [
  'What is wrong right now?',
  'Which errors came up in the last hour?',
  'What has changed lately?',
  'How many requests and errors are there, against before?',
  'Have we seen this before?',
];

export function Suggestions(props: {
  questions: readonly string[];
  onAsk: (question: string) => void;
}) {
  return (
    <div className="m-auto max-w-md py-6 text-center">
      <MessageCircleQuestion aria-hidden size={32} className="mx-auto mb-2 text-accent" />
      <p className="mb-4 text-muted">
        Ask about logs, metrics, changes and earlier diagnoses of this workload. The agent looks,
        and says what its answer rests on. It changes nothing.
      </p>
      <ul className="space-y-2">
        {props.questions.map((question) => (
          <li key={question}>
            <button
              type="button"
              className="min-h-9 w-full rounded-md border border-line px-3 py-1.5 text-sm font-medium hover:bg-sunken"
              onClick={() => props.onAsk(question)}
            >
              {question}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
