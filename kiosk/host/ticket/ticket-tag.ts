import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { readSecretFile } from '#backend-client/connection/tls-files.ts';
import type { SecretFileProblem } from '#backend-client/contract/secret-problem.ts';
import { deriveKey } from '#backend-client/store/master-key.ts';
import { crockford } from '#config/agreements/ids.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { type TicketCode, type UntaggedCode, untaggedCode } from './ticket-code.ts';

/**
 * What tells a ticket of this hospital from one that somebody has made up: the first 80 bits of HMAC-SHA-256 over the code, in 16
 * characters of Crockford base32. Kiosks that only measure know no visits, and by this they know a ticket.
 *
 * 80 bits: whoever guesses shows one code at a time to a scanner. The label keeps this use of a key apart from any other.
 */
export interface TicketTags {
  tagOf(code: UntaggedCode): string;
  /** Whether the code carries the tag that belongs to it. Takes as long for every tag. */
  vouchFor(code: TicketCode): boolean;
}

const label = 'tiep-don ticket 1';
const tagBytes = 10;

export function createTicketTags(secret: Uint8Array): TicketTags {
  const key = createSecretKey(secret);

  function tagOf(code: UntaggedCode): string {
    const mac = createHmac('sha256', key)
      .update(`${label}\0${untaggedCode(code)}`)
      .digest();
    return base32(mac.subarray(0, tagBytes));
  }

  return {
    tagOf,
    vouchFor({ tag, ...code }) {
      const [given, right] = [Buffer.from(tag ?? ''), Buffer.from(tagOf(code))];
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}

/** Those of this kiosk: under the hospital's key, where the site file names one, and under one of its own. */
export function ticketTagsOf(
  { site: { ticketKeyFile } }: Pick<SiteFile, 'site'>,
  masterKey: Uint8Array,
): Result<{ readonly hospitalTags: TicketTags | undefined; readonly ownTags: TicketTags }, SecretFileProblem> {
  const ownTags = createTicketTags(deriveKey(masterKey, 'ticket-tag'));
  if (ticketKeyFile === undefined) return ok({ hospitalTags: undefined, ownTags });
  const secret = readSecretFile(ticketKeyFile, shortestSecret);
  return secret.ok ? ok({ hospitalTags: createTicketTags(Buffer.from(secret.value)), ownTags }) : secret;
}

const shortestSecret = 32;

/** 5 bits to a character, from the left. */
function base32(bytes: Uint8Array): string {
  let text = '';
  let [bits, count] = [0, 0];
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    count += 8;
    for (; count >= 5; count -= 5) text += crockford[(bits >> (count - 5)) & 31];
    bits &= (1 << count) - 1;
  }
  return text;
}
