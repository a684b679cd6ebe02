import type { MessageCounts } from '#backend-client/contract/store.ts';
import type { FreeSpace } from '#backend-client/store/free-space.ts';
import type { StoreCondition } from '#backend-client/store/store.ts';
import type { Device, DeviceCondition, DeviceHint, DeviceKind } from '#drivers/contract/device.ts';

/** `GET /healthz`: what a monitoring program may rely on (design §8). Holds no personal data. */
export interface Health {
  /** `out-of-service`: the store cannot be written or read. `degraded`: patients are served, and somebody should look at something. */
  readonly status: 'ok' | 'degraded' | 'out-of-service';
  readonly version: string;
  readonly devices: readonly {
    readonly id: string;
    readonly kind: DeviceKind;
    readonly condition: DeviceCondition;
    /** What a technician should mend though the device may work. */
    readonly hints: readonly DeviceHint[];
  }[];
  /** Of the store's disk. */
  readonly storage: FreeSpace;
  /** Anything but `ok` takes the kiosk out of service. */
  readonly store: StoreCondition;
  readonly outbox: { readonly queued: number; readonly refused: number; readonly unsure: number };
}

export interface HealthParts {
  readonly version: string;
  readonly outOfService: boolean;
  readonly devices: readonly Device[];
  readonly messages: MessageCounts;
  readonly storage: FreeSpace;
  readonly store: StoreCondition;
}

export function healthFrom({ version, outOfService, devices, messages, storage, store }: HealthParts): Health {
  const { queued, sending, refused, unsure } = messages;
  const conditions = devices.map((device) => ({
    id: device.id,
    kind: device.kind,
    condition: device.condition(),
    hints: device.hints(),
  }));
  const degraded =
    storage.condition !== 'ok' ||
    refused + unsure > 0 ||
    conditions.some(({ condition }) => condition !== 'ready' && condition !== 'measuring');
  return {
    status: outOfService || store !== 'ok' ? 'out-of-service' : degraded ? 'degraded' : 'ok',
    version,
    devices: conditions,
    storage,
    store,
    outbox: { queued: queued + sending, refused, unsure },
  };
}
