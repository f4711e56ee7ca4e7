/** What stands around every page: where one is, where one can go, who is signed in. */

import { useQuery } from '@tanstack/react-query';
import { LogOut, Moon, Stethoscope, Sun } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Button } from '../ui/parts';
import { plain } from '../ui/plain';
import { useClient, useServices } from './services';
import { chooseTheme, currentTheme } from './theme';

const PLACES = [
  ['/', 'Workloads'],
  ['/diagnoses', 'Diagnoses'],
  ['/alarms', 'Alarms'],
  ['/knowledge', 'Knowledge'],
  ['/usage', 'Usage'],
  ['/settings', 'Settings'],
] as const;

export function Frame(props: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  const [location] = useLocation();
  const before = useRef(location);
  useEffect(() => {
    if (before.current !== location) {
      before.current = location;
      main.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }, [location]);
  return (
    <>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-accent focus:px-3 focus:py-2 focus:text-on-accent"
      >
        Skip to the page
      </a>
      <header className="sticky top-0 z-20 border-b border-line bg-surface print:static">
        <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-4 px-4 py-1.5">
          <Link href="/" className="flex items-center gap-2 py-1 font-semibold">
            <Stethoscope aria-hidden size={20} className="text-accent" />
            Casebook
          </Link>
          <nav
            aria-label="Pages"
            className="order-last -mx-2 w-[calc(100%+1rem)] overflow-x-auto sm:order-none sm:mx-0 sm:w-auto"
          >
            <ul className="flex sm:gap-1">
              {PLACES.map(([path, name]) => (
                <li key={path}>
                  <Link
                    href={path}
                    aria-current={isWithin(location, path) ? 'page' : undefined}
                    className="inline-flex min-h-8 items-center rounded px-1 text-xs sm:px-2.5 sm:text-sm text-muted hover:bg-sunken aria-[current]:bg-accent-soft aria-[current]:font-semibold aria-[current]:text-accent"
                  >
                    {name}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <div className="ml-auto flex items-center gap-1">
            <Person />
            <ThemeButton />
          </div>
        </div>
      </header>
      <main
        id="main"
        ref={main}
        tabIndex={-1}
        className="mx-auto max-w-7xl px-4 py-3 outline-none sm:py-5"
      >
        {props.children}
      </main>
    </>
  );
}

/** Where pages of a place are that do not lie below its own path. */
const ROOTS: Readonly<Record<string, string>> = { '/': '/workloads', '/knowledge': '/projects' };

function isWithin(location: string, path: string): boolean {
  const root = ROOTS[path] ?? path;
  return location === path || location.startsWith(`${root}/`);
}

function Person() {
  const client = useClient();
  const { identity } = useServices();
  const me = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => client.readMe(signal) });
  return (
    <>
      {me.data && (
        <span
          className="hidden max-w-48 truncate text-sm text-muted sm:inline"
          title={`Projects: ${me.data.projects.join(', ') || 'none'}`}
        >
          {plain(me.data.user)}
        </span>
      )}
      <Button kind="bare" onClick={() => identity.signOut()} aria-label="Sign out" title="Sign out">
        <LogOut aria-hidden size={16} />
      </Button>
    </>
  );
}

function ThemeButton() {
  const [theme, setTheme] = useState(currentTheme);
  const other = theme === 'light' ? 'dark' : 'light';
  return (
    <Button
      kind="bare"
      aria-label={`Show it ${other}`}
      title={`Show it ${other}`}
      onClick={() => {
        chooseTheme(other);
        setTheme(other);
      }}
    >
      {theme === 'light' ? <Moon aria-hidden size={16} /> : <Sun aria-hidden size={16} />}
    </Button>
  );
}
