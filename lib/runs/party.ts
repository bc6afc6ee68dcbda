/** Who answers a run, in words: nothing of a simulated one leaves the machine, so no provider is spoken of. */
export function partyOf(simulated: boolean): 'sandbox' | 'provider' {
  return simulated ? 'sandbox' : 'provider';
}
