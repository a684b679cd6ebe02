import { crockford, type RandomBytes } from '#config/agreements/ids.ts';

declare const brand: unique symbol;

/**
 * 20 characters of Crockford base32, chosen by whoever acts before it is sent: the same act under the same id is done once, however often
 * it comes, and answered alike. Of a kiosk's message it is the control id.
 */
export type ActId = string & { readonly [brand]: 'ActId' };

export function createActId(randomBytes: RandomBytes): ActId {
  return [...randomBytes(20)].map((byte) => crockford[byte & 31]).join('') as ActId;
}
