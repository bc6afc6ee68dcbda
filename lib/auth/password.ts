export const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 128;

/** What guessers try first, without the digits and signs people hang on it. Short words cover long passwords made of them. */
const COMMON_STEMS = new Set(
  `password passw passwort pass admin administrator root welcome letmein qwerty qwertyuiop qwertz qwertzuiop azerty
  asdfghjkl zxcvbnm qazwsx qazwsxedc qweasdzxc iloveyou monkey dragon football baseball basketball superman batman
  sunshine princess master shadow michael jordan computer internet changeme default secret test testing guest user
  login abcdef abcdefghij abcdefghijkl google starwars pokemon liverpool chelsea whatever trustno trustnoone
  rowmill workspace owner mypassword newpassword thisispassword passwordpassword adminadmin testtest`.split(/\s+/),
);

const ROWS = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
];

/** Why a password would be guessed early, as a sentence; null when nothing speaks against it. */
export function passwordProblem(password: string, email = ''): string | null {
  if (password.length < MIN_PASSWORD_LENGTH) return `Use at least ${MIN_PASSWORD_LENGTH} characters.`;
  if (password.length > MAX_PASSWORD_LENGTH) return `Use at most ${MAX_PASSWORD_LENGTH} characters.`;
  const lower = password.toLowerCase();
  if (email !== '' && lower === email.toLowerCase()) return 'Choose a password that is not your email address.';
  if (isPattern(lower)) return 'This password is among the first to be guessed. A few unrelated words make a good one.';
  return null;
}

function isPattern(lower: string): boolean {
  if (new Set(lower).size < 4) return true;
  if (ROWS.some((row) => row.includes(lower))) return true;
  const word = lower.replaceAll(/^[^a-z]+|[^a-z]+$/g, '');
  return [word, word.replaceAll('@', 'a').replaceAll('0', 'o').replaceAll('$', 's')].some((variant) =>
    COMMON_STEMS.has(variant.replaceAll(/[^a-z]/g, '')),
  );
}
