/**
 * `npm run document-key -- --out documents.key`: makes a facility's document key, once for all of its kiosks (design §14).
 *
 * A technician carries the file to each kiosk, where `hub.documentKeyFile` names it, and to no other machine: with it and the hub's
 * database, card numbers could be tried. A file that is there is never written over.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { documentKeyFrom } from '#backend-client/hub-link/document-day-mac.ts';
import { readCommandLine, stop } from '#config/agreements/command-line.ts';
import { fileProblemCode, writeWhole } from '#config/agreements/durable-file.ts';

const usage = 'Usage: npm run document-key -- --out documents.key';
const { out } = readCommandLine(usage, { options: { out: { type: 'string' } } }).values;
if (out === undefined) stop(2, usage);

const key = randomBytes(32);
writeOnce(out, `${key.toString('base64url')}\n`);
process.stdout.write(
  `${out} is the document key of this facility, ${documentKeyFrom(key).fingerprint}. Copy it to each kiosk and to no other machine.\n`,
);

function writeOnce(path: string, text: string): void {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeWhole(file, Buffer.from(text));
    fsyncSync(file);
    closeSync(file);
  } catch (error) {
    const isThere = fileProblemCode(error) === 'EEXIST';
    stop(
      1,
      isThere
        ? `${path} is there already and stays as it is: cards that have a number are known by one key on all kiosks.`
        : `${path} cannot be written (${fileProblemCode(error)}).`,
    );
  }
}
