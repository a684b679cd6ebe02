import * as z from 'zod';

/** Fields that stand in several documents of the webhook. Whatever is not known is left out; there is no null. */

export const text = (longest: number) => z.string().min(1).max(longest);

/** Without meaning, at most 20 capital letters and digits; a kiosk's own are 20 of Crockford's base32 (100 random bits). */
export const randomId = z.string().regex(/^[0-9A-Z]{1,20}$/);

/** `2026-11-22T08:12:00+07:00`, at the facility's own time. */
export const moment = z.iso.datetime({ offset: true });

export const day = z.iso.date();

/** As precise as the card: `1990-08-15`, `1990-08` or `1990`. */
export const birthDate = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/);

/** A code of the hospital's: patient code, appointment id. */
export const hospitalCode = z.string().regex(/^[!-~]{1,64}$/);

export const citizenNumber = z.string().regex(/^\d{12}$/);

export const phone = z.string().regex(/^\+?\d{8,15}$/);
