import type { MessageKey } from '#config/strings/messages.ts';
import type { SaveProblemKind, SecretRefusalKind } from '#kiosk/bridge/console/settings-words.ts';
import type { ConsoleTools } from '../tools.ts';

/** Why something was not done, in words. */
export const secretRefusals = {
  'no-secret-there': 'console.settings.secretRefusals.noSecretThere',
  'too-short': 'console.settings.secretRefusals.tooShort',
  'too-long': 'console.settings.secretRefusals.tooLong',
  'not-a-line': 'console.settings.secretRefusals.notALine',
  'not-pem': 'console.settings.secretRefusals.notPem',
  'does-not-read': 'console.settings.secretRefusals.doesNotRead',
  'disk-full': 'console.settings.secretRefusals.diskFull',
  'not-writable': 'console.settings.secretRefusals.notWritable',
} as const satisfies Readonly<Record<SecretRefusalKind, MessageKey>>;

const saveProblems = {
  mistakes: 'console.settings.saveProblems.mistakes',
  'changed-meanwhile': 'console.settings.saveProblems.changedMeanwhile',
  'nothing-changed': 'console.settings.saveProblems.nothingChanged',
  'no-such-version': 'console.settings.saveProblems.noSuchVersion',
  'disk-full': 'console.settings.saveProblems.diskFull',
  'not-writable': 'console.settings.saveProblems.notWritable',
} as const satisfies Readonly<Record<SaveProblemKind, MessageKey>>;

export function saveProblem(kind: string): MessageKey {
  return isSaveProblem(kind) ? saveProblems[kind] : callProblem(kind);
}

function isSaveProblem(kind: string): kind is SaveProblemKind {
  return Object.hasOwn(saveProblems, kind);
}

/** What any call may be answered. */
export function callProblem(kind: string): MessageKey {
  return kind === 'not-noted' ? 'console.settings.callProblems.notNoted' : 'console.settings.callProblems.other';
}

/** Epoch ms as a local date and time. */
export function timeIn(at: number, { language }: Pick<ConsoleTools, 'language'>): string {
  return new Date(at).toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', {
    dateStyle: 'short',
    timeStyle: 'short',
  });
}
