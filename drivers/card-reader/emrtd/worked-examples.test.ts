import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, privateEncrypt } from 'node:crypto';
import { test } from 'vitest';
import { readTd1 } from '../../identity-documents/mrz.ts';
import { isIso9796Valid } from './active-authentication.ts';
import { createPlainChannel, encodeCommand } from './apdu.ts';
import { openWithBac } from './bac.ts';
import { bytesFromHex, concat, numberFromBytes } from './bytes.ts';
import { paceOffersFrom } from './card-access.ts';
import { cipherSuites, decryptCbc, encryptCbc, macOfMessage } from './cipher-suite.ts';
import { curves, pointFromBytes, sharedSecret } from './curves.ts';
import { deriveKey, deriveSessionKeys, mrzSecret } from './key-derivation.ts';
import { openWithPace } from './pace.ts';
import { bsiPace, icaoPace, type PaceExample } from './pace-examples.bench.ts';
import { connectTo, createScriptedChip, scriptedBytes } from './sample-chips.simulator.ts';
import type { SecureMessaging } from './secure-messaging.ts';
import { createSimulatedChip, type SimulatedChip } from './simulated-chip.simulator.ts';
import type { SimulatedChipSettings } from './simulated-chip-settings.simulator.ts';

/**
 * The worked examples of ICAO Doc 9303 part 11, eighth edition (appendices D, F and G) and of the BSI's "Worked Example
 * for Extended Access Control" 1.01. Reader and simulated chip are held against them separately.
 */

const tripleDes = cipherSuites['3des'];
const aes128 = cipherSuites['aes-128'];
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();

test('ICAO appendix D.2: a document number of more than nine characters gives the key seed', () => {
  const zone = readTd1('I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<');
  assert.deepEqual(zone, {
    documentCode: 'I',
    issuer: 'UTO',
    documentNumber: 'D23145890734',
    optionalData: '',
    nationality: 'UTO',
    birth: '340712',
    sex: 'male',
    expiry: '950712',
    name: 'STEVENSON PETER JOHN',
  });
  assert.equal(zone && hex(mrzSecret(zone)).slice(0, 32), 'B366AD857DDCA2B08C0E299811714730');
});

test('ICAO appendix D.1 and D.2: seed, encryption key and MAC key of the sample document', () => {
  const seed = mrzSecret({ documentNumber: 'L898902C', birth: '690806', expiry: '940623' }).subarray(0, 16);
  const keys = deriveSessionKeys(seed, tripleDes);
  assert.deepEqual([seed, keys.encryption, keys.mac].map(hex), [
    '239AB9CB282DAF66231DC5A4DF6BFBAE',
    'AB94FDECF2674FDFB9B391F85D7F76F2',
    '7962D9ECE03D1ACD4C76089DCE131543',
  ]);
});

const bacRandom = { terminal: '781723860C06C226', terminalKey: '0B795240CB7049B01C19B33E32804F0B' };
const bacCommand = '008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728';
const bacReply = '46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D74499000';
const erikssonMrz = { kind: 'mrz', documentNumber: 'L898902C', birth: '690806', expiry: '940623' } as const;

async function openLikeAppendixD(): Promise<{ messaging: SecureMessaging; sent: readonly string[] }> {
  const wire = connectTo(createScriptedChip('4608F919887022129000', bacReply));
  const random = scriptedBytes(bacRandom.terminal, bacRandom.terminalKey);
  const opened = await openWithBac(createPlainChannel(wire), erikssonMrz, random);
  assert.ok(opened.ok);
  return { messaging: opened.value, sent: wire.commands.map(hex) };
}

test('ICAO appendix D.3: basic access control, command for command', async () => {
  const { sent } = await openLikeAppendixD();
  assert.deepEqual(sent, ['0084000008', bacCommand]);
});

test('ICAO appendix D.4: secure messaging, select and two reads, command and reply', async () => {
  const { messaging } = await openLikeAppendixD();
  const select = { cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: bytesFromHex('011E') };
  const trace = [
    [select, '0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800', '990290008E08FA855A5D4C50A8ED', ''],
    [
      { cla: 0, ins: 0xb0, p1: 0, p2: 0, le: 4 },
      '0CB000000D9701048E08ED6705417E96BA5500',
      '8709019FF0EC34F9922651990290008E08AD55CC17140B2DED',
      '60145F01',
    ],
    [
      { cla: 0, ins: 0xb0, p1: 0, p2: 4, le: 0x12 },
      '0CB000040D9701128E082EA28A70F3C7B53500',
      '871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D74',
      '04303130365F36063034303030305C026175',
    ],
  ] as const;
  for (const [command, protectedCommand, reply, data] of trace) {
    assert.equal(hex(encodeCommand(messaging.protect(command))), protectedCommand);
    const opened = messaging.open({ data: bytesFromHex(reply), status: 0x9000 });
    assert.deepEqual(opened, { ok: true, value: { data: bytesFromHex(data), status: 0x9000 } });
  }
});

test("ICAO appendix D.3: the simulated chip's side of basic access control", () => {
  const chip = chipLike(erikssonMrz, {
    randomBytes: scriptedBytes('4608F91988702212', '0B4F80323EB3191CB04970CB4052790B'),
  });
  chip.transmit(bytesFromHex('00A4040C07A0000002471001'));
  assert.equal(hex(chip.transmit(bytesFromHex('0084000008'))), '4608F919887022129000');
  assert.equal(hex(chip.transmit(bytesFromHex(bacCommand))), bacReply);
  const select = '0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800';
  assert.equal(hex(chip.transmit(bytesFromHex(select))), '990290008E08FA855A5D4C50A8ED9000');
});

/** Command and reply, from the first word to the last. */
function traceOf({ choice, encryptedNonce, publicKeys, tokens }: PaceExample): readonly (readonly [string, string])[] {
  return [
    [choice, '9000'],
    ['10860000027C0000', `7C128010${encryptedNonce}9000`],
    [`10860000457C438141${publicKeys.terminal[0]}00`, `7C438241${publicKeys.chip[0]}9000`],
    [`10860000457C438341${publicKeys.terminal[1]}00`, `7C438441${publicKeys.chip[1]}9000`],
    [`008600000C7C0A8508${tokens.terminal}00`, `7C0A8608${tokens.chip}9000`],
  ];
}

async function openLike(example: PaceExample): Promise<{ messaging: SecureMessaging; sent: readonly string[] }> {
  const wire = connectTo(createScriptedChip(...traceOf(example).map(([, reply]) => reply)));
  const [offer] = paceOffersFrom(bytesFromHex(example.cardAccess));
  assert.ok(offer);
  const randomBytes = scriptedBytes(...example.privateKeys.terminal);
  const opened = await openWithPace(createPlainChannel(wire), { offer, access: example.access, randomBytes });
  assert.ok(opened.ok);
  return { messaging: opened.value, sent: wire.commands.map(hex) };
}

test.each([
  ['ICAO appendix G.1', icaoPace],
  ['BSI worked example', bsiPace],
])("%s: the reader's side of PACE over brainpoolP256r1, command for command", async (_, example) => {
  const { sent } = await openLike(example);
  assert.deepEqual(
    sent,
    traceOf(example).map(([command]) => command),
  );
});

test.each([
  ['ICAO appendix G.1', icaoPace],
  ['BSI worked example', bsiPace],
])("%s: the simulated chip's side of PACE, reply for reply", (_, example) => {
  const mrz = example.access.kind === 'mrz' ? example.access : { documentNumber: '', birth: '', expiry: '' };
  const randomBytes = scriptedBytes(example.nonce, ...example.privateKeys.chip);
  const pace = { curve: 'brainpool-p256r1', suite: 'aes-128' } as const;
  const chip = chipLike(mrz, { pace, randomBytes });
  const trace = traceOf(example);
  assert.deepEqual(
    trace.map(([command]) => hex(chip.transmit(bytesFromHex(command)))),
    trace.map(([, reply]) => reply),
  );
});

test('ICAO appendix G.1: password key, nonce and session keys on the way', () => {
  const secret = mrzSecret({ documentNumber: 'T22000129', birth: '640812', expiry: '101031' });
  const passwordKey = deriveKey(secret, 'password', aes128);
  const blocks = bytesFromHex(icaoPace.encryptedNonce);
  const session = deriveSessionKeys(
    bytesFromHex('28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925'),
    aes128,
  );
  assert.deepEqual(
    [secret, passwordKey, decryptCbc({ suite: aes128, key: passwordKey, blocks }), session.encryption, session.mac].map(
      hex,
    ),
    [
      '7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD',
      '89DED1B26624EC1E634C1989302849DD',
      icaoPace.nonce,
      'F5F0E35C0D7161EE6724EE513A0D9A7F',
      'FE251C7858B356B24514B3BD5F4297D1',
    ],
  );
});

test('BSI worked example: AES secure messaging after PACE, one command and its reply', async () => {
  const { messaging } = await openLike(bsiPace);
  const data = bytesFromHex('830D44454356434141543030303031');
  const sent = messaging.protect({ cla: 0, ins: 0x22, p1: 0x81, p2: 0xb6, data });
  assert.equal(hex(sent.data ?? data).slice(0, 38), '871101BE90237EEB4BA0FF253EA246AE31C8B8');
  const opened = messaging.open({ data: bytesFromHex('990290008E08A89570A68664A7D6'), status: 0x9000 });
  assert.deepEqual(opened, { ok: true, value: { data: new Uint8Array(), status: 0x9000 } });
});

test('BSI worked example: key agreement of chip authentication', () => {
  const curve = curves['brainpool-p256r1'];
  const chipKey = pointFromBytes(
    curve,
    bytesFromHex(
      '04A44EBE5451DF7AADB01E459B8C928A87746A57927C8C28A6775C97A7E1FE8D9A46FF4A1CC7E4D1389AEA19758E4F75C28C598FD734AEBEB135337CF95BE12E94',
    ),
  );
  const ownKey = numberFromBytes(bytesFromHex('A6A4D255C5BF7A77EC3D0553DB74F693CF044E18C98364D4977A296108AF19BD'));
  assert.equal(
    chipKey && hex(sharedSecret(curve, ownKey, chipKey)),
    '791DA04273CCFE862E52DF60347E2557192E1F8D7517822CE3D306056C1CDEB4',
  );
});

test('ICAO appendix F: the signature block of active authentication with SHA-1', () => {
  const block = bytesFromHex(
    '6A9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991B543F1696546C5524CF23A5303CD6C98599F40B79F377B5F3A1406B3B4D8F96784D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4A207446DAD4E7292E2DCDA3024B47DA8C063AA1E6D22FBD976AB0FE73D94D2D9C6D88127BC',
  );
  // The appendix prints no key: any of 1024 bits will do.
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const signature = privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block);
  const jwk = publicKey.export({ format: 'jwk' });
  const number = (field: string | undefined) => numberFromBytes(Uint8Array.from(Buffer.from(field ?? '', 'base64url')));
  const key = { kind: 'rsa', modulus: number(jwk.n), exponent: number(jwk.e), modulusLength: 128 } as const;
  assert.equal(isIso9796Valid(key, bytesFromHex('F173589974BF40C6'), signature), true);
  assert.equal(isIso9796Valid(key, bytesFromHex('F173589974BF40C7'), signature), false);
  const header = privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block.with(0, 0x4a));
  assert.equal(isIso9796Valid(key, bytesFromHex('F173589974BF40C6'), header), false);
  const smaller = Uint8Array.from(
    Buffer.from((key.modulus - numberFromBytes(signature)).toString(16).padStart(256, '0'), 'hex'),
  );
  assert.equal(isIso9796Valid(key, bytesFromHex('F173589974BF40C6'), smaller), true);
});

test('NIST SP 800-38B: CMAC, cut to eight bytes, with each AES key length', () => {
  const message = bytesFromHex('6BC1BEE22E409F96E93D7E117393172A');
  const keys = {
    'aes-128': '2B7E151628AED2A6ABF7158809CF4F3C',
    'aes-192': '8E73B0F7DA0E6452C810F32B809079E562F8EAD2522C6B7B',
    'aes-256': '603DEB1015CA71BE2B73AEF0857D77811F352C073B6108D72D9810A30914DFF4',
  } as const;
  assert.deepEqual(
    (['aes-128', 'aes-192', 'aes-256'] as const).map((name) =>
      hex(macOfMessage(cipherSuites[name], bytesFromHex(keys[name]), message)),
    ),
    ['070A16B46B4D4144', '9E99A7BF31E71090', '28A7023F452E8F82'],
  );
});

test('ICAO appendix D.3: encryption and retail MAC of the terminal', () => {
  const plain = concat(
    bytesFromHex(bacRandom.terminal),
    bytesFromHex('4608F91988702212'),
    bytesFromHex(bacRandom.terminalKey),
  );
  const key = bytesFromHex('AB94FDECF2674FDFB9B391F85D7F76F2');
  const secret = encryptCbc({ suite: tripleDes, key, blocks: plain });
  assert.deepEqual(
    [hex(secret), hex(macOfMessage(tripleDes, bytesFromHex('7962D9ECE03D1ACD4C76089DCE131543'), secret))],
    ['72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2', '5F1448EEA8AD90A7'],
  );
});

function chipLike(
  mrz: { readonly documentNumber: string; readonly birth: string; readonly expiry: string },
  rest: Partial<SimulatedChipSettings> & Pick<SimulatedChipSettings, 'randomBytes'>,
): SimulatedChip {
  const files = new Map([[0x011e, bytesFromHex('60145F0104303130365F36063034303030305C026175')]]);
  const { documentNumber, birth, expiry } = mrz;
  return createSimulatedChip({
    documentNumber,
    birth,
    expiry,
    can: '123456',
    pace: undefined,
    bac: true,
    files,
    ...rest,
  });
}
