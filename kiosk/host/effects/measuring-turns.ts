import type { MeasuringDevice, OpenMeasurement } from '#drivers/contract/measuring.ts';

/** Measurements on the devices of one kiosk, on each device one after the other. */
export interface MeasuringTurns {
  /** Begins as soon as the last measurement on this device has been stopped; one that was stopped by then never begins. */
  begin<Event>(
    device: MeasuringDevice<Event> & { readonly id: string },
    listener: (event: Event) => void,
    owner: string,
  ): RunningTurn;
}

export interface RunningTurn {
  /** Stops the device where it can be stopped. Does nothing when it has ended already. */
  stop(): void;
}

/** `keepBusy`: a cuff that is being stopped is waited for before the host ends. */
export function createMeasuringTurns(keepBusy: (work: Promise<unknown>) => void): MeasuringTurns {
  const stopped = new Map<string, Promise<void>>();
  return {
    begin(device, listener, owner) {
      let open: OpenMeasurement | undefined;
      let isOver = false;
      const begun = (stopped.get(device.id) ?? Promise.resolve()).then(() => {
        if (!isOver) open = device.measure(listener, owner);
      });
      keepBusy(begun);
      return {
        stop() {
          isOver = true;
          const ending = begun.then(() => open?.stop());
          stopped.set(device.id, ending);
          keepBusy(ending);
        },
      };
    },
  };
}
