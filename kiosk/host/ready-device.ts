import type { Device } from '#drivers/contract/device.ts';

/** Whether somebody can be measured with it. */
export function isThere(device: Pick<Device, 'condition'>): boolean {
  const condition = device.condition();
  return condition === 'ready' || condition === 'measuring';
}

/** The first one that is there, and where none is the first one, which says itself what is wrong with it. */
export function firstReady<Each extends Pick<Device, 'condition'>>(devices: readonly Each[]): Each | undefined {
  return devices.find(isThere) ?? devices[0];
}
