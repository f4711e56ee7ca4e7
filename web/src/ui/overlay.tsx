/** What lies over a page: a dialog in its middle, or a panel at its side. The focus stays inside; Esc closes. */

import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './parts';

const PLACES = {
  middle:
    'top-1/2 left-1/2 max-h-[90dvh] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-lg',
  side: 'top-0 right-0 h-dvh w-[min(44rem,100vw)] border-l',
};

export function Overlay(props: {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  place?: keyof typeof PLACES;
  /** Whether the page behind can still be used; true for a panel that is read beside the page. */
  modal?: boolean;
  /** Stands beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { open, onClose, title, place = 'middle', modal = true } = props;
  return (
    <Dialog.Root open={open} modal={modal} onOpenChange={(next) => next || onClose()}>
      <Dialog.Portal>
        {modal && <Dialog.Overlay className="fixed inset-0 z-30 bg-black/40" />}
        <Dialog.Content
          aria-describedby={undefined}
          onInteractOutside={(event) => modal || event.preventDefault()}
          className={`fixed z-40 flex flex-col border-line bg-surface shadow-xl outline-none ${PLACES[place]}`}
        >
          <div className="flex items-center gap-2 border-b border-line px-4 py-2">
            <Dialog.Title className="min-w-0 flex-1 truncate font-semibold">{title}</Dialog.Title>
            {props.actions}
            <Dialog.Close asChild>
              <Button kind="bare" aria-label="Close" title="Close (Esc)">
                <X aria-hidden size={18} />
              </Button>
            </Dialog.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-auto px-4 py-3">{props.children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
