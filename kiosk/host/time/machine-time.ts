import { uptime } from 'node:os';
import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';

/**
 * The machine's time for a host: its monotonic time goes on while the machine sleeps (CLOCK_BOOTTIME, which Node reads as the
 * uptime), so that a kiosk that sleeps at night wakes as sure of the time as it fell asleep.
 */
export const machineTime: Clock = { ...machineClock, monotonic: () => uptime() * 1_000 };
