import * as z from 'zod';
import { httpUrl, isLoopback } from './site-fields.ts';
import { expecting } from './site-mistakes.ts';
import { filePath } from './text-fields.ts';

/**
 * The hospital's hub, for a kiosk that shares its numbers with others (design §14). A file that is missing or wrong withholds no number:
 * the kiosk then goes on under its own mark, and its console says what is wrong.
 */
export const hubLink = z
  .strictObject({
    url: httpUrl
      .refine(isOnlyHttpsOffLoopback, expecting('https-off-loopback'))
      .describe('Address of the hub. Off loopback https only.'),
    keyFile: filePath.describe(
      "File with this kiosk's key, as npm run hub-key printed it, readable by the kiosk's user only, relative to the file that names it.",
    ),
    documentKeyFile: filePath
      .optional()
      .describe(
        "File with the facility's document key, the same on all kiosks and on no other machine (npm run document-key makes it), relative to the file that names it. With it a card that has a number of another kiosk is known here; without it at its own kiosk only.",
      ),
    caFile: filePath
      .optional()
      .describe(
        "PEM file with who signed the hub's certificate, or with that very certificate, relative to the file that names it.",
      ),
  })
  .optional()
  .describe(
    'The hub that numbers, calls and shows for all kiosks of the hospital. Without it this kiosk numbers alone.',
  );

export type HubLinkSettings = NonNullable<z.infer<typeof hubLink>>;

function isOnlyHttpsOffLoopback(text: string): boolean {
  const url = URL.parse(text);
  return url === null || url.protocol === 'https:' || isLoopback(url.hostname.replace(/^\[|\]$/g, ''));
}
