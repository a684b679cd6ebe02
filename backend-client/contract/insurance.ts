import type { InsurancePath } from '#config/catalogues/insurance-results.ts';

/**
 * What the hospital's own server says about an insurance card (vietnam.md §4). The gateway of the social insurance is never
 * asked from a kiosk: its credentials stay in the hospital.
 */
export interface InsuranceCheck {
  /** `maKetQua` as received, 1–8 characters; `''` when the hospital did not pass it on. */
  readonly resultCode: string;
  readonly path: InsurancePath;
  /** As the gateway knows the card, `yyyy-mm-dd`. */
  readonly validFrom: string | undefined;
  readonly validTo: string | undefined;
  /** `maThe`, when the hospital passes it on: the card of somebody who showed only a citizen card. */
  readonly cardNumber?: string;
  /** The newer card (`maTheMoi`), when the gateway names one: it counts from now on. */
  readonly newCardNumber: string | undefined;
  /** MA_DKBD as the gateway knows it. */
  readonly facilityCode: string | undefined;
  /** `maGiaoDich`, when the hospital passes it on: the proof of this check. */
  readonly transactionId: string | undefined;
  /** Epoch ms by the kiosk's clock. */
  readonly checkedAt: number;
}
