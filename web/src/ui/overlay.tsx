/**
 * What lies over a page: a dialog in its middle, or a panel at its side. Esc closes it, and the
 * focus goes back to where it was.
 *
 * It is the browser's own `<dialog>`: it keeps the focus inside and makes the page behind inert, and
 * adds no style element, which the console's Content-Security-Policy refuses.
 */

import { X } from 'lucide-react';
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useId,
  useLayoutEffect,
  useRef,
} from 'react';
import { createPortal } from 'react-dom';
import { Button } from './parts';

/** What overlays are put into; the end of the page where nothing is said. */
export const OverlayRoot = createContext<HTMLElement | null>(null);

const PLACES = {
  middle: 'm-auto max-h-[90dvh] w-[min(34rem,calc(100vw-2rem))] rounded-lg border',
  side: 'my-0 mr-0 ml-auto h-dvh max-h-none w-[min(44rem,100%)] max-w-none border-l',
};

interface Props {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  place?: keyof typeof PLACES;
  /** Whether the page behind cannot be used meanwhile; false for a panel that is read beside it. */
  modal?: boolean;
  /** Whether the children lay themselves out in the whole body, without its padding and scrolling. */
  fills?: boolean;
  /** Stands beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

export function Overlay(props: Props) {
  const root = useContext(OverlayRoot);
  return props.open ? createPortal(<Shown {...props} />, root ?? document.body) : null;
}

function Shown({ onClose, title, place = 'middle', modal = true, fills, ...props }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Before the element leaves the page: only then does its `close` give the focus back.
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (modal) {
      shown?.showModal();
    } else {
      shown?.show();
    }
    return () => shown?.close();
  }, [modal]);
  const onKeyDown = (event: KeyboardEvent) => {
    // A modal dialog is told by `cancel`; one beside the page hears its own keys alone.
    if (!modal && event.key === 'Escape' && !event.defaultPrevented) {
      event.stopPropagation();
      event.preventDefault(); // or a modal dialog that it stands in would be closed with it
      onClose();
    }
  };
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault(); // whoever shows it decides
        if (event.target === event.currentTarget) {
          onClose();
        }
      }}
      onClick={(event) => modal && event.target === event.currentTarget && onClose()}
      onKeyDown={onKeyDown}
      className={`fixed inset-y-0 z-40 flex flex-col border-line bg-surface p-0 text-text shadow-xl outline-none backdrop:bg-black/40 ${PLACES[place]} ${modal ? 'locks-page' : ''}`}
    >
      <div className="flex shrink-0 items-center gap-2 border-b border-line px-4 py-2">
        <h2 id={heading} className="min-w-0 flex-1 truncate font-semibold">
          {title}
        </h2>
        {props.actions}
        <Button kind="bare" aria-label="Close" title="Close (Esc)" onClick={onClose}>
          <X aria-hidden size={18} />
        </Button>
      </div>
      <div
        className={
          fills ? 'flex min-h-0 flex-1 flex-col' : 'min-h-0 flex-1 overflow-auto px-4 py-3'
        }
      >
        {props.children}
      </div>
    </dialog>
  );
}
