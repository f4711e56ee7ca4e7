/** What jsdom lacks of a browser, and patience with a machine that does other things too. */

import { configure } from '@testing-library/dom';
import { vi } from 'vitest';

configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 60_000 });

if (typeof HTMLDialogElement !== 'undefined') {
  const { prototype } = HTMLDialogElement;
  prototype.show ??= function show() {
    this.open = true;
  };
  prototype.showModal ??= prototype.show;
  prototype.close ??= function close() {
    this.open = false;
  };
}

if (typeof window !== 'undefined') {
  // A light screen with a mouse, narrow until a test says otherwise.
  window.matchMedia ??= (media) => {
    const matches = media === '(pointer: fine)';
    return Object.assign(new EventTarget(), { matches, media }) as unknown as MediaQueryList;
  };
  window.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
}
