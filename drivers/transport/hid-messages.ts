/** What the kiosk and the process that holds node-hid say to each other, over Node's own channel between the two. */
export type HidOrder =
  | { readonly do: 'list' }
  | { readonly do: 'open'; readonly address: HidAddress; readonly featureReports: readonly Uint8Array[] }
  | { readonly do: 'write'; readonly bytes: Uint8Array }
  /** Lets go of the device and ends the process. */
  | { readonly do: 'end' };

/** Each order but `end` is answered once: `listed`; `opened` or `refused`; `written`. */
export type HidAnswer =
  | { readonly type: 'listed'; readonly devices: readonly HidDevice[] }
  | { readonly type: 'opened' }
  | { readonly type: 'refused'; readonly kind: 'not-found' | 'busy' | 'not-allowed' }
  | { readonly type: 'written'; readonly taken: boolean }
  /** One input report with its report id first, where the device numbers its reports. */
  | { readonly type: 'report'; readonly bytes: Uint8Array }
  | { readonly type: 'lost' };

/**
 * Which device is meant. By its ids it is found on whatever port it is plugged into; by its path (`/dev/hidraw0`, best a
 * link of udev's) it is what is plugged in there.
 */
export type HidAddress =
  | { readonly by: 'path'; readonly path: string }
  | {
      readonly by: 'ids';
      readonly vendorId: number;
      /** `undefined` for any product of this vendor. */
      readonly productId: number | undefined;
      /** Tells two devices of the same model apart. */
      readonly serialNumber: string | undefined;
      /** HID usage page of the part that is wanted: one plug can be a scanner and a keyboard. */
      readonly usagePage: number | undefined;
    };

/** Usage page of barcode scanners (USB HID POS usage tables). */
export const scannerUsagePage = 0x8c;

/** A HID device as the system lists it. */
export interface HidDevice {
  readonly path: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string | undefined;
  readonly product: string | undefined;
  /** `undefined` where neither the library nor the report descriptor tells. */
  readonly usagePage: number | undefined;
}
