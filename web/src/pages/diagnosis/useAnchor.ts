/** The anchor of the address: what it names is scrolled to, once it is there. */

import { useEffect, useState } from 'react';

/** Without `#`. */
export function useAnchor(): string {
  const [anchor, setAnchor] = useState(anchorOfAddress);
  useEffect(() => {
    const follow = () => setAnchor(anchorOfAddress());
    window.addEventListener('hashchange', follow);
    window.addEventListener('popstate', follow);
    return () => {
      window.removeEventListener('hashchange', follow);
      window.removeEventListener('popstate', follow);
    };
  }, []);
  return anchor;
}

/** Scrolls to it and puts the keyboard there, once per anchor and not before `isReady`. */
export function useScrollTo(anchor: string, isReady: boolean): void {
  useEffect(() => {
    const target = isReady && anchor !== '' ? document.getElementById(anchor) : null;
    if (target !== null) {
      target.scrollIntoView({ block: 'center' });
      target.setAttribute('tabindex', '-1');
      target.focus({ preventScroll: true });
    }
  }, [anchor, isReady]);
}

function anchorOfAddress(): string {
  try {
    return decodeURIComponent(window.location.hash.slice(1));
  } catch {
    return '';
  }
}
