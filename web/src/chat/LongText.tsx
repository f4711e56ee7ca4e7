/** Text of any length: its beginning, and the rest for whoever asks. */

import { useState } from 'react';
import { shortened } from '../ui/plain';

const SHOWN = 4_000;
const SLACK = 1_000;

export function LongText(props: { text: string }) {
  const [isWhole, setIsWhole] = useState(false);
  const { text } = props;
  if (isWhole || text.length <= SHOWN + SLACK) {
    return <>{text}</>;
  }
  return (
    <>
      {shortened(text.slice(0, SHOWN), SHOWN)}…{' '}
      <button type="button" className="text-accent underline" onClick={() => setIsWhole(true)}>
        Show all {text.length.toLocaleString('en')} characters
      </button>
    </>
  );
}
