import { ClipboardPaste } from 'lucide-react';
import { useState } from 'react';
import { CopyButton } from '../../../ui/copy';
import { TextArea } from '../../../ui/fields';
import { Overlay } from '../../../ui/overlay';
import { Button } from '../../../ui/parts';
import { descriptionOf } from './description';
import { NotAWorkload, readDocument } from './document';
import type { Draft } from './draft';

/** Fills the form from a JSON document, and gives the form as one. */
export function PasteJson(props: { draft: Draft; onRead: (draft: Draft) => void }) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const read = () => {
    try {
      props.onRead(readDocument(text));
      setOpen(false);
      setError(undefined);
    } catch (failure) {
      if (!(failure instanceof NotAWorkload)) {
        throw failure;
      }
      setError(failure.message);
    }
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <ClipboardPaste aria-hidden size={16} />
        Paste JSON
      </Button>
      <Overlay open={isOpen} onClose={() => setOpen(false)} title="A workload as JSON">
        <div className="space-y-3">
          <TextArea
            label="JSON"
            hint="As the API gives a workload. It takes the place of what the form holds."
            rows={12}
            className="font-mono"
            value={text}
            error={error}
            onChange={(event) => setText(event.target.value)}
          />
          <div className="flex flex-wrap gap-2">
            <Button kind="primary" onClick={read}>
              Fill the form
            </Button>
            <CopyButton
              label="Copy the form as JSON"
              text={() => JSON.stringify(descriptionOf(props.draft), null, 2)}
            >
              Copy the form as JSON
            </CopyButton>
          </div>
        </div>
      </Overlay>
    </>
  );
}
