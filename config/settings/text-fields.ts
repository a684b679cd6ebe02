import * as z from 'zod';
import { isShownText } from '#config/agreements/shown-text.ts';
import { expecting } from './site-mistakes.ts';

/** Our own short names and the words that patients read. Nothing here needs Node, so the flow knows these settings by type. */
export const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, expecting('short-name'));

/** Text that looks like what it is: nothing that breaks a line, hides or turns what stands beside it. */
export const visibleText = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(
      /^[^\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*$/,
      expecting('control-characters'),
    );
/** A file or directory that the site file names; which fields are such is told by `site-paths.ts`. */
export const filePath = visibleText(400);

/** One line that a patient reads. */
export const line = (longest: number) =>
  z
    .string()
    .trim()
    .normalize()
    .min(1)
    .max(longest)
    .refine((text) => text.length > longest || isShownText(text), expecting('shown-text'));
/** The same in every language of the kiosk; Vietnamese stands in for one that is missing. */
export const localized = (longest: number) => z.strictObject({ vi: line(longest), en: line(longest).optional() });
/** `06:30` */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, expecting('time-of-day'));
