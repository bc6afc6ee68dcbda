// Preloaded into a worker of a test: its clock is off by CLOCK_OFF_MS, and steps by CLOCK_STEP_MS once it is CLOCK_STEP_AFTER_MS old.
// biome-ignore lint/style/noProcessEnv: it runs before everything of ours, and outside of it.
const number = (name) => Number(process.env[name] ?? 0);
const off = number('CLOCK_OFF_MS');
const step = number('CLOCK_STEP_MS');
const stepAfter = number('CLOCK_STEP_AFTER_MS');
const RealDate = Date;

function shifted() {
  return RealDate.now() + off + (step !== 0 && performance.now() > stepAfter ? step : 0);
}

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(shifted());
    else super(...parts);
  }

  static now() {
    return shifted();
  }
};
