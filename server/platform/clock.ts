/** The time as everything in the platform sees it; tests pass a clock that they move by hand. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
