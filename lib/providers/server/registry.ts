import 'server-only';
import { AppError } from '#lib/errors.ts';
import { appUrl, env } from '#lib/platform/env.ts';
import { sandboxKey } from '#lib/platform/sandbox-key.ts';
import { endpointFor } from '#lib/providers/catalog.ts';
import { openApiKey } from '#lib/providers/server/credentials.ts';
import { openOpenAi } from '#lib/providers/server/openai.ts';
import { type Provider, ProviderError, type RequestShape } from '#lib/providers/server/provider.ts';

/** A connection with its sealed key. Only the worker and the test of a connection hold one. */
export type SecretConnection = {
  id: string;
  workspaceId: string;
  kind: 'sandbox' | 'openai';
  baseUrl: string | null;
  sealedApiKey: string | null;
  fromEnvironment: boolean;
};

/**
 * Opens the driver of a connection for requests of one shape. Cheap: nothing is sent, connections are pooled.
 *
 * @throws ProviderError 'key_refused' when there is no key to send, with what to do about it
 */
export function openProvider(connection: SecretConnection, shape: RequestShape): Provider {
  const baseUrl = baseUrlOf(connection);
  const endpoint = endpointFor({ kind: connection.kind, baseUrl }, shape.model);
  return openOpenAi({ apiKey: apiKeyOf(connection), baseUrl, shape, endpoint });
}

function baseUrlOf({ kind, baseUrl, fromEnvironment }: SecretConnection): string | null {
  if (kind === 'sandbox') return env.SANDBOX_URL ?? `${appUrl()}/sandbox/v1`;
  return fromEnvironment ? (env.OPENAI_BASE_URL ?? null) : baseUrl;
}

function apiKeyOf({ id, workspaceId, kind, sealedApiKey, fromEnvironment }: SecretConnection): string {
  if (kind === 'sandbox') return sandboxKey();
  if (fromEnvironment) {
    const apiKey = env.OPENAI_API_KEY?.trim();
    if (apiKey) return apiKey;
    throw noKey('The key of this connection is missing: set OPENAI_API_KEY and start Rowmill again.');
  }
  if (sealedApiKey === null) throw noKey('This connection has no key. Enter one in the settings.');
  try {
    return openApiKey(sealedApiKey, { workspaceId, connectionId: id });
  } catch (error) {
    throw error instanceof AppError ? noKey(error.message, error) : error;
  }
}

function noKey(message: string, cause?: unknown): ProviderError {
  return new ProviderError('key_refused', message, { outcome: 'refused', cause });
}
