import { createHash } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet, { type HelmetOptions } from 'helmet';
import { wholePageScript } from '#config/agreements/whole-page.ts';

/** Without any other: no second window, dialog, print, download, form or lock of the pointer, whatever script runs. */
export type PageLiberty = 'allow-scripts' | 'allow-same-origin';

export interface SecurityHeaderParts {
  /** What the page may do of all that a sandbox takes away (CSP `sandbox`). Default: everything. */
  readonly sandbox?: readonly PageLiberty[] | undefined;
  /** Pages play sound files of their own server. */
  readonly sounds?: boolean | undefined;
  /** Pages load themselves anew when they came in half (`config/agreements/whole-page.ts`), by the one script that stands in them. */
  readonly staysWhole?: boolean | undefined;
}

const wholePage = `'sha256-${createHash('sha256').update(wholePageScript).digest('base64')}'` as const;

/**
 * What helmet makes of these policies. None of them looks at a request, so it is made once: helmet would write the same policy anew for
 * each answer of a hub.
 */
function headersOf(policies: HelmetOptions): Readonly<Record<string, string>> {
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  helmet(policies)(answer.req, answer, () => {});
  return Object.fromEntries(Object.entries(answer.getHeaders()).map(([name, value]) => [name, String(value)]));
}

/** A page loads from its own server and from nowhere else. */
export function securityHeaders({ sandbox, sounds = false, staysWhole = false }: SecurityHeaderParts) {
  return headersOf({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ...(staysWhole ? [wholePage] : [])],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        ...(sounds ? { mediaSrc: ["'self'"] } : {}),
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        ...(sandbox ? { sandbox: [...sandbox] } : {}),
      },
    },
    // Never insisted on: plain HTTP on loopback has no TLS, and a browser that has once been told to insist shows no way round a
    // certificate that nobody has vouched for.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    // With helmet's own opener and resource policies: no page of elsewhere shares a process or a byte with this one.
    crossOriginEmbedderPolicy: true,
  });
}

/** By the names of Chromium 156. */
const features = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'captured-surface-control',
  'clipboard-read',
  'clipboard-write',
  'compute-pressure',
  'digital-credentials-get',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'keyboard-map',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'speaker-selection',
  'storage-access',
  'sync-xhr',
  'usb',
  'window-management',
  'xr-spatial-tracking',
] as const;

/** A page that asks a browser for no more than it was permitted: no script could make it ask whoever stands before it. */
export function permissionsPolicyWith(permits: readonly (typeof features)[number][]): string {
  return features.map((feature) => `${feature}=(${permits.includes(feature) ? 'self' : ''})`).join(', ');
}

/** A page of a kiosk asks for nothing. */
export const permissionsPolicy = permissionsPolicyWith([]);
