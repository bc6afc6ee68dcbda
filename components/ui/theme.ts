/** What a person may choose; `system` is what their device says. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Kept in a cookie and not in the browser's storage, so that the server sends the first paint in the right colors. */
export const THEME_COOKIE = 'rowmill_theme';

const YEAR_SECONDS = 365 * 24 * 3600;

/** Anything that is no theme is the system's. */
export function parseTheme(text: string | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? 'system';
}

/** For `<html {...}>`: nothing for the system's own colors. */
export function themeAttributes(theme: Theme): { 'data-theme'?: Theme } {
  return theme === 'system' ? {} : { 'data-theme': theme };
}

/** Puts a theme on the page at once and keeps it for a year. In the browser only. */
export function chooseTheme(theme: Theme): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store of browsers does not exist where Rowmill has no https.
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  showTheme(theme);
}

/** For a document that was made without the server's help. In the browser only. */
export function applyKeptTheme(): void {
  showTheme(parseTheme(new RegExp(`(?:^|; )${THEME_COOKIE}=(\\w+)`).exec(document.cookie)?.[1]));
}

function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** The theme the page has now. In the browser only. */
export function currentTheme(): Theme {
  return parseTheme(document.documentElement.dataset.theme);
}
