/** The page's colours, for what is drawn on a canvas. */

const NAMES = {
  text: '--text',
  muted: '--muted',
  line: '--line',
  sunken: '--sunken',
  accent: '--accent',
  bad: '--bad',
  mark: '--mark',
} as const;

export function coloursOf(root: Element): Record<keyof typeof NAMES, string> {
  const style = getComputedStyle(root);
  const found = Object.entries(NAMES).map(([name, variable]) => [
    name,
    style.getPropertyValue(variable).trim() || '#888',
  ]);
  return Object.fromEntries(found);
}

/** Calls back when the page turns light or dark. Returns how to stop. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
