/**
 * Tells texts that the editor itself said, and that come back a moment later as the value to show, from texts of somebody
 * else. A fast writer is further on by then: putting an echo back in would take letters away again.
 */
export function textEchoes() {
  let said: string[] = [];
  return {
    /** The editor said this. */
    note(text: string): void {
      said.push(text);
    },
    /** Whether `value` is to be put into an editor that has `shown`. */
    isNews(value: string, shown: string): boolean {
      const place = value === shown ? said.length : said.indexOf(value);
      const isNews = place < 0;
      // What is older than this echo never comes back; the echo itself may be shown more than once.
      said = isNews ? [] : said.slice(place);
      return isNews;
    },
  };
}
