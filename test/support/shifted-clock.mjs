// Preloaded into every process of a platform (node --import): its time runs CLOCK_SHIFT_MS ahead of the machine's.
const aheadMs = Number(process.env.CLOCK_SHIFT_MS ?? 0);
const MachineDate = Date;

globalThis.Date = class Date extends MachineDate {
  constructor(...parts) {
    if (parts.length === 0) super(MachineDate.now() + aheadMs);
    else super(...parts);
  }

  static now() {
    return MachineDate.now() + aheadMs;
  }
};
