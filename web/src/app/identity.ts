/**
 * Who is signed in: Cognito's managed login by the authorization code grant with PKCE.
 *
 * Tokens are in the session storage of the tab: a reload keeps them, another site or a closed tab
 * does not. They are renewed before they expire.
 */

import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { forgetChats } from '../chat/memory';
import type { Config } from './config';

export const SIGNED_IN_PATH = '/signed-in';

export interface Identity {
  /** The ID token, whose groups are the projects; null for nobody, or when it has expired. */
  token(): Promise<string | null>;
  /** Sends the browser to managed login; it comes back to this address of the page. */
  signIn(returnTo: string): Promise<void>;
  /** Takes what managed login sent; says where the person was before. */
  finishSignIn(): Promise<string>;
  /** Forgets the tokens and ends the session at managed login. */
  signOut(): Promise<void>;
}

export function identityOf(config: Config, origin = window.location.origin): Identity {
  const manager = new UserManager({
    authority: config.authority,
    client_id: config.clientId,
    redirect_uri: `${origin}${SIGNED_IN_PATH}`,
    scope: config.scopes.join(' '),
    response_type: 'code',
    automaticSilentRenew: true,
    userStore: new WebStorageStateStore({ store: window.sessionStorage }),
    stateStore: new WebStorageStateStore({ store: window.sessionStorage }),
  });
  // Between forgetting the tokens and the other page nothing may lead back to the sign-in.
  let isLeaving = false;
  return {
    async token() {
      const user = await manager.getUser();
      if (user === null) {
        return null;
      }
      if (!user.expired) {
        return user.id_token ?? null;
      }
      // The tab slept longer than the token lived.
      const renewed = await manager.signinSilent().catch(() => null);
      return renewed?.id_token ?? null;
    },
    async signIn(returnTo) {
      if (isLeaving) {
        return;
      }
      await manager.signinRedirect({ state: returnTo });
    },
    async finishSignIn() {
      const user = await manager.signinRedirectCallback();
      return typeof user.state === 'string' && isOwnPath(user.state) ? user.state : '/';
    },
    async signOut() {
      const endpoint = await manager.metadataService.getEndSessionEndpoint();
      const revoked = manager.revokeTokens(['refresh_token']).catch(() => {});
      await revoked;
      isLeaving = true;
      await manager.removeUser();
      forgetChats();
      window.location.assign(endpoint === undefined ? '/' : logoutAddress(endpoint));
    },
  };

  /** Cognito wants `client_id` and `logout_uri`, not what OpenID Connect calls them. */
  function logoutAddress(endpoint: string): string {
    const address = new URL(endpoint);
    address.searchParams.set('client_id', config.clientId);
    address.searchParams.set('logout_uri', `${origin}/`);
    return address.href;
  }
}

/** A path of this page, and not an address that leads elsewhere. */
export function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])/.test(path) && !path.startsWith(SIGNED_IN_PATH);
}
