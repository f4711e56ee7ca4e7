/** The element inside of which the package's styles hold: they reach nothing outside of it. */

import { type ReactNode, type Ref, useEffect, useState } from 'react';

/** `system`: as the person's system has it, and as it changes. */
export type Theme = 'light' | 'dark' | 'system';

const DARK = '(prefers-color-scheme: dark)';

export function Styled(props: {
  theme?: Theme | undefined;
  children?: ReactNode;
  ref?: Ref<HTMLDivElement>;
}) {
  const { theme = 'system' } = props;
  const [isDark, setIsDark] = useState(false);
  useEffect(() => {
    const system = window.matchMedia(DARK);
    const follow = () => setIsDark(system.matches);
    follow();
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, []);
  const shown = theme === 'system' ? (isDark ? 'dark' : 'light') : theme;
  return (
    <div className="casebook-chat" data-theme={shown} ref={props.ref}>
      {props.children}
    </div>
  );
}
