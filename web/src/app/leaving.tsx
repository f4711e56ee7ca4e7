/** Asks before a page is left on which something is not saved. */

import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Overlay } from '../ui/overlay';
import { Button } from '../ui/parts';

/** A link of the console, by its path, or the page before this one. */
type Way = { to: string } | 'back';

/**
 * Links are held up, and so is the browser's Back button: one more entry of the history, with the
 * same address, takes the first press. `leaveFor` goes to an address without asking.
 */
export function useLeaving(isUnsaved: boolean, onLeave: () => void) {
  const [, navigate] = useLocation();
  const [way, setWay] = useState<Way | null>(null);
  const unsaved = useRef(isUnsaved);
  const isHeld = useRef(false);
  unsaved.current = isUnsaved;

  useEffect(() => {
    if (isUnsaved && !isHeld.current) {
      isHeld.current = true;
      window.history.pushState(null, '', window.location.href);
    }
  }, [isUnsaved]);

  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent) => {
      if (unsaved.current) {
        event.preventDefault();
      }
    };
    const onClick = (event: MouseEvent) => {
      const to = ownPath(event);
      if (unsaved.current && to !== null) {
        event.preventDefault();
        setWay({ to });
      }
    };
    const onBack = () => {
      if (!isHeld.current) {
        return;
      }
      if (unsaved.current) {
        window.history.pushState(null, '', window.location.href);
        setWay('back');
      } else {
        isHeld.current = false;
        window.history.back();
      }
    };
    window.addEventListener('beforeunload', onUnload);
    window.addEventListener('popstate', onBack);
    document.addEventListener('click', onClick, { capture: true });
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      window.removeEventListener('popstate', onBack);
      document.removeEventListener('click', onClick, { capture: true });
    };
  }, []);

  /** Takes the entry that was put on top of the history away again, in whose place comes `to`. */
  const leaveFor = async (to: string) => {
    unsaved.current = false;
    if (isHeld.current) {
      isHeld.current = false;
      await backOnce();
    }
    navigate(to, { replace: true });
  };

  const leave = () => {
    onLeave();
    unsaved.current = false;
    if (way === 'back') {
      isHeld.current = false;
      window.history.go(-2);
    } else if (way !== null) {
      navigate(way.to);
    }
    setWay(null);
  };

  const question = (
    <Overlay open={way !== null} onClose={() => setWay(null)} title="Leave without saving?">
      <p>What you typed here is not saved yet.</p>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button kind="primary" onClick={() => setWay(null)}>
          Stay
        </Button>
        <Button kind="danger" onClick={leave}>
          Leave without saving
        </Button>
      </div>
    </Overlay>
  );
  return { question, leaveFor };
}

/** Where a click would lead within the console, in this tab; else null. */
function ownPath(event: MouseEvent): string | null {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const isElsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0;
  if (link === null || isElsewhere || link.target === '_blank') {
    return null;
  }
  const url = new URL(link.href, window.location.href);
  const { origin, pathname, search } = window.location;
  const isHere = url.pathname === pathname && url.search === search;
  return url.origin === origin && !isHere ? `${url.pathname}${url.search}` : null;
}

function backOnce(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 500);
    window.addEventListener(
      'popstate',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
    window.history.back();
  });
}
