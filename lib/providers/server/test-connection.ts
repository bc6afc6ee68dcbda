import 'server-only';
import { ProviderError } from '#lib/providers/server/provider.ts';
import { openProvider, type SecretConnection } from '#lib/providers/server/registry.ts';

/** Asks the provider for its newest batch, which costs nothing, and says in a sentence whether the connection works. */
export async function testConnection(connection: SecretConnection): Promise<{ works: boolean; sentence: string }> {
  try {
    const provider = openProvider(connection, { model: 'test', jsonSchema: null });
    for await (const _newest of provider.listBatches()) break;
    return { works: true, sentence: 'The connection works: the provider accepts the key and answers for batches.' };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.trouble === 'not_found') {
      return { works: false, sentence: 'There is no batch API at this address. Check it; it often ends in "/v1".' };
    }
    return { works: false, sentence: error.message };
  }
}
