/** What a color says: good is kept for saved and succeeded, warn for "needs you", bad for "failed for good", busy for "in progress". */
export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'busy';
