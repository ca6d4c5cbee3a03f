import { LIMITS } from '@signalbox/contracts/vocabulary';

/**
 * Bytes of messages that may be with us at once, none of them settled, however many they are: four batches of the largest, so
 * that the next is there when one is on disk. What they become when they are read takes some times as much.
 */
export const HELD_MOST_BYTES = 32 * 1_024 * 1_024;

/** So many fit, whatever their size. */
export const SURELY_HELD = HELD_MOST_BYTES / LIMITS.messageBytes;
