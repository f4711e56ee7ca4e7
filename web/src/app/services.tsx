/** What every page needs: the API's client, who is signed in, where everything is. */

import { createContext, type ReactNode, useContext } from 'react';
import type { Client } from '../api/client';
import type { Config } from './config';
import type { Identity } from './identity';

export interface Services {
  config: Config;
  identity: Identity;
  client: Client;
}

const Given = createContext<Services | null>(null);

export function ServicesProvider(props: { services: Services; children: ReactNode }) {
  return <Given value={props.services}>{props.children}</Given>;
}

export function useServices(): Services {
  const services = useContext(Given);
  if (services === null) {
    throw new Error('useServices needs a ServicesProvider above it');
  }
  return services;
}

export function useClient(): Client {
  return useServices().client;
}
