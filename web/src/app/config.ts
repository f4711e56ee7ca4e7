/** `config.json`: where the page finds the API and the sign-in (infra/web_config.py). */

export interface Config {
  api: string;
  websocket: string;
  authority: string;
  clientId: string;
  region: string;
  scopes: string[];
}

/** The page cannot start. The message says to whoever serves it what to do. */
export class ConfigMissing extends Error {
  override readonly name = 'ConfigMissing';
}

const TEXTS = ['api', 'websocket', 'authority', 'clientId', 'region'] as const;

/** Reads `/config.json`. Throws ConfigMissing when it is absent or says too little. */
export async function readConfig(get: typeof fetch = fetch): Promise<Config> {
  let body: unknown;
  try {
    const response = await get('/config.json', { cache: 'no-store' });
    if (!response.ok) {
      throw new Error(`it answers HTTP ${response.status}`);
    }
    body = await response.json();
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message;
    throw new ConfigMissing(
      `This page needs /config.json beside it and cannot read it: ${reason}. Deploy Casebook ` +
        'again, or start it with `casebook up`.',
    );
  }
  return checked(body);
}

function checked(body: unknown): Config {
  const found = (typeof body === 'object' && body !== null ? body : {}) as Partial<Config>;
  const missing = TEXTS.filter((name) => typeof found[name] !== 'string' || found[name] === '');
  if (missing.length > 0) {
    throw new ConfigMissing(`/config.json lacks ${missing.join(', ')}. Deploy Casebook again.`);
  }
  const { api, ...rest } = found as Config;
  return { ...rest, api: api.replace(/\/+$/, ''), scopes: found.scopes ?? ['openid'] };
}
