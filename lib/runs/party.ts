/** Who answers a run, in words: nothing of a simulated one leaves the machine, so no provider is spoken of. */
export function partyOf(simulated: boolean): 'sandbox' | 'provider' {
  return simulated ? 'sandbox' : 'provider';
}

/** Words that are kept for every run alike, such as lines of the log, as they are read of this one. */
export function inPartyWords(text: string, simulated: boolean): string {
  return simulated ? text.replaceAll(/\b([Tt]he) provider\b/g, '$1 sandbox') : text;
}
