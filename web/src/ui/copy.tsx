/** A button that copies a text, and says that it did. */

import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from './parts';

export function CopyButton(props: {
  text: string | (() => string);
  label: string;
  children?: ReactNode;
}) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    const timer = outcome === null ? undefined : setTimeout(() => setOutcome(null), 2500);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    const text = typeof props.text === 'string' ? props.text : props.text();
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  };
  return (
    <Button
      kind="bare"
      onClick={copy}
      aria-label={props.children ? undefined : props.label}
      title={props.label}
    >
      {outcome === 'copied' ? <Check aria-hidden size={15} /> : <Copy aria-hidden size={15} />}
      {props.children}
      <span role="status" className="sr-only">
        {outcome === 'copied' && 'Copied'}
        {outcome === 'failed' && 'The browser did not let the page copy'}
      </span>
    </Button>
  );
}
