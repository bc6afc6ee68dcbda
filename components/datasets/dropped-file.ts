/** A file dropped anywhere on the window, on its way to the form that takes it. */

type Receiver = {
  take(file: File): void;
  /** Why it takes none just now, or null. */
  refusal(): string | null;
};

const receivers = new Set<Receiver>();
let waiting: File | null = null;

/** Gives files to `receiver`, also one that waits for it already, until the returned function is called. */
export function receiveFiles(receiver: Receiver): () => void {
  receivers.add(receiver);
  const file = waiting;
  waiting = null;
  if (file) receiver.take(file);
  return () => receivers.delete(receiver);
}

/** Hands a file to the form on this page. False when there is none: then it waits for the next one that comes. */
export function handFile(file: File): boolean {
  const receiver = [...receivers].at(-1);
  if (!receiver) waiting = file;
  else if (receiver.refusal() === null) receiver.take(file);
  return receiver !== undefined;
}

/** What would happen to a file dropped now. */
export function whatADropDoes(): { isHere: boolean; refusal: string | null } {
  const receiver = [...receivers].at(-1);
  return { isHere: receiver !== undefined, refusal: receiver?.refusal() ?? null };
}
