import { isIP } from 'node:net';
import * as z from 'zod';
import { expecting } from './site-mistakes.ts';
import { visibleText } from './text-fields.ts';

/** Fields that stand in several parts of a site file. */
export const port = z.int().min(0).max(65535);
export const tcpHost = z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/, expecting('host'));

const loopbackForm = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|::1)$/;

/** Whether only this machine can reach what listens there. */
export function isLoopback(host: string): boolean {
  return loopbackForm.test(host);
}

export const loopback = z.string().regex(loopbackForm, expecting('loopback'));
export const listenAddress = z
  .string()
  .max(45)
  .refine((host) => host === 'localhost' || isIP(host) !== 0, expecting('listen-address'));

/** Whom to ask over HTTP. Without user, password and fragment: addresses are shown. */
export const httpUrl = visibleText(400).refine(isHttpUrl, expecting('http-address')).describe('Address.');

function isHttpUrl(text: string): boolean {
  const parsed = URL.parse(text);
  if (!parsed) return false;
  const { protocol, username, password, hash } = parsed;
  return (protocol === 'http:' || protocol === 'https:') && !username && !password && !hash;
}
