/** Light or dark: what the person chose on this machine, else what the system says. */

export type Theme = 'light' | 'dark';

const KEY = 'casebook.theme';

export function currentTheme(): Theme {
  const kept = window.localStorage.getItem(KEY);
  if (kept === 'light' || kept === 'dark') {
    return kept;
  }
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function showTheme(theme: Theme): void {
  document.documentElement.setAttribute('data-theme', theme);
}

export function chooseTheme(theme: Theme): void {
  window.localStorage.setItem(KEY, theme);
  showTheme(theme);
}
