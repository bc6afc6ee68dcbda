/** What asks the server for more than the page came with: not needed to show it. Fails with a sentence for the reader. */
export async function resultCalls() {
  try {
    return await import('./fetch-results.ts');
  } catch (cause) {
    throw new Error('Rowmill cannot be reached. Try again in a moment.', { cause });
  }
}
