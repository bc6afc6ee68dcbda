const LONGEST_EXIT_MS = 5_000;

/**
 * Ends this process when it is told to (SIGTERM, SIGINT) or when the start script that runs it is gone, however that
 * went. `onExit` runs once, to finish or hand back what is in hand; it has 5 seconds, then the process ends anyway.
 */
export function exitWithParent(onExit: () => Promise<void>): void {
  let leaving = false;
  async function leave(): Promise<void> {
    if (leaving) return;
    leaving = true;
    setTimeout(() => process.exit(1), LONGEST_EXIT_MS);
    await onExit();
    process.exit(0);
  }
  process.on('SIGTERM', leave);
  process.on('SIGINT', leave);
  // biome-ignore lint/style/noProcessEnv: no setting of a person's: the start script tells its children that it holds their stdin.
  if (process.env.ROWMILL_SUPERVISED !== '1') return;
  // The start script keeps our stdin open and writes nothing: its end is the start script's end, even by kill -9.
  process.stdin.on('end', leave).on('close', leave).on('error', leave).resume();
  // Nobody reads what a dead parent's terminal would have shown; failing to write it must not end us half way.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
}
