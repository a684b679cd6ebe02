import assert from 'node:assert/strict';
import { test } from 'vitest';
import { createPlainChannel } from './apdu.ts';
import { openWithBac } from './bac.ts';
import { bytesFromHex, concat } from './bytes.ts';
import { cipherSuites, encryptCbc, macOfMessage } from './cipher-suite.ts';
import { connectTo, createScriptedChip, scriptedBytes } from './sample-chips.simulator.ts';

/** Keys and numbers of ICAO 9303 part 11, appendix D. */
const suite = cipherSuites['3des'];
const encryption = bytesFromHex('AB94FDECF2674FDFB9B391F85D7F76F2');
const mac = bytesFromHex('7962D9ECE03D1ACD4C76089DCE131543');
const numbers = { chip: '4608F91988702212', terminal: '781723860C06C226', chipKey: '0B4F80323EB3191CB04970CB4052790B' };
const eriksson = { documentNumber: 'L898902C', birth: '690806', expiry: '940623' };

/** A well-signed answer with these numbers in it. */
function answerWith({ chip, terminal, chipKey }: typeof numbers): string {
  const secret = encryptCbc({ suite, key: encryption, blocks: bytesFromHex(chip + terminal + chipKey) });
  return Buffer.from(concat(secret, macOfMessage(suite, mac, secret))).toString('hex');
}

function openWith(answer: string) {
  const chip = createScriptedChip(`${numbers.chip}9000`, answer);
  const random = scriptedBytes(numbers.terminal, '0B795240CB7049B01C19B33E32804F0B');
  return openWithBac(createPlainChannel(connectTo(chip)), eriksson, random);
}

const refused = (kind: string) => ({ ok: false, problem: { kind } });

test('the answer of a chip that has the key opens it', async () => {
  assert.equal((await openWith(`${answerWith(numbers)}9000`)).ok, true);
});

test('every changed byte of the answer is noticed', async () => {
  const sound = bytesFromHex(answerWith(numbers));
  for (let at = 0; at < sound.length; at++) {
    const changed = sound.map((byte, index) => (index === at ? byte ^ 0x10 : byte));
    assert.deepEqual(await openWith(`${Buffer.from(changed).toString('hex')}9000`), refused('damaged'), `byte ${at}`);
  }
});

test.each([
  ['to another challenge of ours', { ...numbers, terminal: '0000000000000000' }],
  ['to another challenge of its own', { ...numbers, chip: '0000000000000000' }],
  ['that is our own command sent back', { ...numbers, chip: numbers.terminal, terminal: numbers.chip }],
])('an answer %s is not taken, however well it is signed', async (_, changed) => {
  assert.deepEqual(await openWith(`${answerWith(changed)}9000`), refused('damaged'));
});

test.each(['6300', '63C2', '6982', '6983', '6985', '6988', '6A80', '6F00'])(
  '%s means that the key is wrong',
  async (status) => {
    assert.deepEqual(await openWith(status), refused('wrong-access-key'));
  },
);

test.each(['6D00', '6E00', '6A86'])('%s means that the chip does not know BAC', async (status) => {
  assert.deepEqual(await openWith(status), refused('not-supported'));
});
