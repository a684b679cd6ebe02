import * as z from 'zod';

/** Fields that stand in several parts of a site file. */
export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'expected 1 to 32 lower-case letters, digits and hyphens');
export const port = z.int().min(0).max(65535);
export const tcpHost = z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/, 'expected a host name or an IP address');
