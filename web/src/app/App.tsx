/** From a bare page to a signed-in one: configuration, sign-in, then the pages. */

import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { Client } from '../api/client';
import { Button, Loading, Notice } from '../ui/parts';
import { type Config, readConfig } from './config';
import { type Identity, identityOf, isOwnPath, SIGNED_IN_PATH } from './identity';
import { newQueries } from './queries';
import { Routes } from './Routes';
import { type Services, ServicesProvider } from './services';

type Stage =
  | { at: 'starting' }
  | { at: 'broken'; message: string }
  | { at: 'signed-out'; config: Config; identity: Identity; problem?: string }
  | { at: 'signed-in'; services: Services };

export function App() {
  const [stage, setStage] = useState<Stage>({ at: 'starting' });
  useEffect(() => {
    let left = false;
    start().then((next) => left || setStage(next));
    return () => {
      left = true;
    };
  }, []);
  switch (stage.at) {
    case 'starting':
      return <Alone>{<Loading what="Casebook" />}</Alone>;
    case 'broken':
      return (
        <Alone>
          <h1 className="mb-3 text-xl font-semibold">Casebook cannot start</h1>
          <Notice action={<Again />}>
            <p>{stage.message}</p>
          </Notice>
        </Alone>
      );
    case 'signed-out':
      return <SignIn {...stage} />;
    case 'signed-in':
      return (
        <SignedIn
          services={stage.services}
          onSignedOut={() => setStage({ at: 'signed-out', ...stage.services, problem: EXPIRED })}
        />
      );
  }
}

const EXPIRED = 'Your sign-in has expired. Sign in again; you come back to this page.';
let starting: Promise<Stage> | undefined;

/** Once a page: managed login's code works only once, and React may mount twice. */
function start(): Promise<Stage> {
  starting ??= begin();
  return starting;
}

async function begin(): Promise<Stage> {
  let config: Config;
  try {
    config = await readConfig();
  } catch (error) {
    return { at: 'broken', message: (error as Error).message };
  }
  const identity = identityOf(config);
  if (window.location.pathname === SIGNED_IN_PATH) {
    try {
      window.history.replaceState(null, '', await identity.finishSignIn());
    } catch (error) {
      const problem = `Signing in did not work: ${(error as Error).message}`;
      window.history.replaceState(null, '', '/');
      return { at: 'signed-out', config, identity, problem };
    }
  }
  if ((await identity.token()) === null) {
    return { at: 'signed-out', config, identity };
  }
  const client = new Client({ url: config.api, token: () => identity.token() });
  return { at: 'signed-in', services: { config, identity, client } };
}

function SignedIn(props: { services: Services; onSignedOut: () => void }) {
  const { services, onSignedOut } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: one cache for one sign-in
  const queries = useMemo(() => newQueries(onSignedOut), [services]);
  return (
    <QueryClientProvider client={queries}>
      <ServicesProvider services={services}>
        <Routes />
      </ServicesProvider>
    </QueryClientProvider>
  );
}

function SignIn(props: { identity: Identity; problem?: string }) {
  const [problem, setProblem] = useState(props.problem);
  const signIn = () => {
    const { pathname, search, hash } = window.location;
    const here = `${pathname}${search}${hash}`;
    props.identity.signIn(isOwnPath(here) ? here : '/').catch((error: Error) => {
      setProblem(`The sign-in page cannot be reached: ${error.message}`);
    });
  };
  return (
    <Alone>
      <div className="rounded-lg border border-line bg-surface p-6">
        <h1 className="text-xl font-semibold">Casebook</h1>
        <p className="mt-1 mb-4 text-muted">
          Diagnoses what is wrong with a workload, and shows the evidence.
        </p>
        {problem && (
          <div className="mb-4">
            <Notice tone="warn">{problem}</Notice>
          </div>
        )}
        <Button kind="primary" onClick={signIn}>
          Sign in
        </Button>
      </div>
    </Alone>
  );
}

function Alone(props: { children: React.ReactNode }) {
  return <main className="mx-auto max-w-lg px-4 pt-[15vh]">{props.children}</main>;
}

function Again() {
  return <Button onClick={() => window.location.reload()}>Try again</Button>;
}
