import { generateKeyPairSync } from 'node:crypto';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import type { CardAccess, CardConnection, CardProblem } from '../../contract/card-reader.ts';
import { bytesFromHex } from './bytes.ts';
import { buildCommon, buildDg1, buildDg2, buildDg13, buildDg14, buildDg15, zoneOf } from './chip-files.simulator.ts';
import { chipFiles } from './data-groups.ts';
import { createSimulatedChip, type SimulatedChip } from './simulated-chip.simulator.ts';
import type { SimulatedActiveKey, SimulatedChipSettings } from './simulated-chip-settings.simulator.ts';

/** Synthetic cards on the bench, and the wires to them. */

export const sampleCan: CardAccess = { kind: 'can', can: '000001' };
export const sampleMrz: CardAccess = {
  kind: 'mrz',
  documentNumber: '090000001',
  birth: '900815',
  expiry: '300815',
};

export const sampleZone = zoneOf({
  documentNumber: '090000001',
  citizenNumber: '001090000001',
  birth: '900815',
  sex: 'M',
  expiry: '300815',
  name: 'NGUYEN<<VAN<A',
});

export const sampleDetails: ReadonlyMap<number, string> = new Map([
  [1, '001090000001'],
  [2, 'Nguyễn Văn A'],
  [3, '15/08/1990'],
  [4, 'Nam'],
  [5, 'Việt Nam'],
  [6, 'Kinh'],
  [7, 'Không'],
  [8, 'Hai Bà Trưng, Hà Nội'],
  [9, 'Số 1, Đại Cồ Việt, Hai Bà Trưng, Hà Nội'],
  [10, 'Nốt ruồi'],
  [11, '25/05/2021'],
  [12, '15/08/2030'],
  [15, '012345678'],
]);

/** A JPEG's first bytes and noise: long enough to need offsets beyond 32 767. */
export const sampleFace = Uint8Array.from({ length: 40_000 }, (_, index) =>
  index < 4 ? ([0xff, 0xd8, 0xff, 0xe0][index] ?? 0) : (index * 31) & 0xff,
);

export function sampleFiles(
  keys: Pick<SimulatedChipSettings, 'pace' | 'chipAuthentication' | 'activeAuthentication'>,
): Map<number, Uint8Array> {
  const { activeAuthentication } = keys;
  return new Map([
    [chipFiles.common, buildCommon([chipFiles.dg1, chipFiles.dg2, chipFiles.dg13, chipFiles.dg14])],
    [chipFiles.dg1, buildDg1(sampleZone)],
    [chipFiles.dg2, buildDg2(sampleFace)],
    [chipFiles.dg13, buildDg13(sampleDetails)],
    [chipFiles.dg14, buildDg14(keys)],
    ...(activeAuthentication ? [[chipFiles.dg15, buildDg15(activeAuthentication)] as const] : []),
  ]);
}

/** A CCCD as the notes describe it, with any setting changed. */
export function createSampleChip(changed: Partial<SimulatedChipSettings> = {}): SimulatedChip {
  const pace = 'pace' in changed ? changed.pace : ({ curve: 'p-256', suite: 'aes-128' } as const);
  return createSimulatedChip({
    documentNumber: '090000001',
    birth: '900815',
    expiry: '300815',
    can: '000001',
    bac: true,
    files: sampleFiles({ ...changed, pace }),
    randomBytes: seededBytes(1),
    ...changed,
    pace,
  });
}

export interface WatchedConnection extends CardConnection {
  /** What was sent, the oldest first. */
  readonly commands: readonly Uint8Array[];
}

/** The wire to a chip; `change` may tamper with what comes back. */
export function connectTo(
  chip: { transmit(command: Uint8Array): Uint8Array },
  change: (reply: Uint8Array, index: number) => Uint8Array = (reply) => reply,
): WatchedConnection {
  const commands: Uint8Array[] = [];
  return {
    commands,
    async transmit(command): Promise<Result<Uint8Array, CardProblem>> {
      commands.push(command);
      return ok(change(chip.transmit(command), commands.length - 1));
    },
  };
}

/** A chip that says one thing after the other whatever it is asked, and then nothing but `6F00`. */
export function createScriptedChip(...replies: readonly string[]) {
  let said = 0;
  return { transmit: (): Uint8Array => bytesFromHex(replies[said++] ?? '6F00') };
}

/** Reproducible noise (xorshift). */
export function seededBytes(seed: number): RandomBytes {
  let state = seed | 1;
  return (size) =>
    Uint8Array.from({ length: size }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return state & 0xff;
    });
}

/** Gives these values one after the other: for worked examples, which print their random numbers. */
export function scriptedBytes(...values: readonly string[]): RandomBytes {
  let given = 0;
  return (size) => {
    const value = bytesFromHex(values[given++] ?? '');
    if (value.length !== size) throw new Error(`Asked for ${size} bytes out of turn`);
    return value;
  };
}

export function createActiveKey(
  kind: { readonly rsaBits: number } | { readonly curve: string },
  hash: NonNullable<SimulatedActiveKey['hash']>,
): SimulatedActiveKey {
  const { privateKey } =
    'rsaBits' in kind
      ? generateKeyPairSync('rsa', { modulusLength: kind.rsaBits })
      : generateKeyPairSync('ec', { namedCurve: kind.curve });
  const der = Uint8Array.from(privateKey.export({ format: 'der', type: 'pkcs8' }));
  return { kind: 'rsaBits' in kind ? 'rsa' : 'ecdsa', privateKey: der, hash };
}
