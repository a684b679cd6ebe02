import type { PatientCodeForm } from '../contract/patient-code-form.ts';

/** The code in capitals; `undefined` where the site has no such card or the text is none. */
export function readPatientCode(text: string, form: PatientCodeForm | undefined): string | undefined {
  if (!form) return undefined;
  const { prefix = '' } = form;
  const code = text.toUpperCase();
  const digits = code.slice(prefix.length);
  const isCode = code.startsWith(prefix) && digits.length === form.digits && /^\d+$/.test(digits);
  // Zeros fill a field that must not be empty.
  return isCode && /[1-9]/.test(digits) ? code : undefined;
}
