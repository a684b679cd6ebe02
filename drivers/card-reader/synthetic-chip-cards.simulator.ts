import { generateKeyPairSync } from 'node:crypto';
import { createCanvas } from '@napi-rs/canvas';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { SimulatedCard } from '../contract/simulator.ts';
import { syntheticCards } from '../identity-documents/synthetic-cards.simulator.ts';
import {
  buildCommon,
  buildDg1,
  buildDg2,
  buildDg13,
  buildDg14,
  buildDg15,
  zoneOf,
} from './emrtd/chip-files.simulator.ts';
import { chipFiles } from './emrtd/data-groups.ts';
import {
  createSyntheticCountry,
  type SyntheticCountry,
} from './emrtd/passive-authentication/synthetic-pki.simulator.ts';
import { createSimulatedChip, type SimulatedChip } from './emrtd/simulated-chip.simulator.ts';
import type {
  SimulatedActiveKey,
  SimulatedAgreementKey,
  SimulatedChipSettings,
} from './emrtd/simulated-chip-settings.simulator.ts';
import { writeTlv } from './emrtd/tlv.ts';

/** Somebody's data as the chip has them. Dates are `dd/mm/yyyy`. */
export interface ChipHolder {
  /** 12 digits. */
  readonly number: string;
  readonly oldNumber: string | undefined;
  readonly fullName: string;
  readonly birth: string;
  readonly sex: string;
  readonly address: string;
  readonly issued: string;
  readonly expiry: string;
}

/** What BAC's keys come from. That the document number is the last nine digits is UNKNOWN (devices.md §5). */
export interface HolderMrz {
  readonly documentNumber: string;
  /** `yyMMdd` */
  readonly birth: string;
  /** `yyMMdd` */
  readonly expiry: string;
}

/** Chips of the same people who do not exist as the QR codes of `syntheticCards`: scan a card's QR, then lay it on the reader. */
export interface SyntheticChipCard extends SimulatedCard {
  readonly holder: ChipHolder;
  /** The last six digits of the number (devices.md §5, CONFIRMED). */
  readonly can: string;
  readonly mrz: HolderMrz;
  /** With keys and files of its own. */
  createChip(issuers: ChipIssuers): SimulatedChip;
}

export interface ChipIssuers {
  readonly trusted: SyntheticCountry;
  /** Of the same name, with another key. */
  readonly impostor: SyntheticCountry;
  readonly randomBytes: RandomBytes;
}

export function createChipIssuers(now: Date, randomBytes: RandomBytes): ChipIssuers {
  const dayMs = 86_400_000;
  const settings = {
    algorithm: 'ecdsa-brainpool-p256r1',
    validFrom: new Date(now.getTime() - 365 * dayMs),
    validTo: new Date(now.getTime() + 3_650 * dayMs),
  } as const;
  return { trusted: createSyntheticCountry(settings), impostor: createSyntheticCountry(settings), randomBytes };
}

interface ChipMaking {
  readonly pace?: NonNullable<SimulatedChipSettings['pace']>;
  readonly proof: 'chip-authentication' | 'active-rsa' | 'active-ecdsa' | 'none';
  readonly fault?:
    | 'unknown-details'
    | 'forged-details'
    | 'copied'
    | 'impostor'
    | 'no-security-object'
    | 'weakened-pace'
    | 'other-can';
}

const brainpool256 = { curve: 'brainpool-p256r1', suite: 'aes-128' } as const;
const brainpool384 = { curve: 'brainpool-p384r1', suite: 'aes-256' } as const;
const nist256 = { curve: 'p-256', suite: 'aes-128' } as const;
const oldSuite = { curve: 'p-256', suite: '3des' } as const;

/** By the id of the person's CCCD. */
const chips: readonly (readonly [string, string, ChipMaking])[] = [
  ['old-person', 'Genuine: PACE with P-256, chip authentication.', { pace: nist256, proof: 'chip-authentication' }],
  [
    'child',
    'Genuine: PACE with brainpoolP256r1, chip authentication.',
    { pace: brainpool256, proof: 'chip-authentication' },
  ],
  [
    'long-name',
    'Genuine: PACE with brainpoolP384r1, chip authentication.',
    { pace: brainpool384, proof: 'chip-authentication' },
  ],
  ['no-old-number', 'Genuine: no PACE, only BAC; active authentication with RSA.', { proof: 'active-rsa' }],
  ['new-card', 'Genuine: PACE with 3DES; active authentication with ECDSA.', { pace: oldSuite, proof: 'active-ecdsa' }],
  ['insured-cccd', 'Cannot prove that it is no copy: not verified.', { pace: nist256, proof: 'none' }],
];

/** Faults and oddities, each on the chip of the first person. */
const faults: readonly (readonly [NonNullable<ChipMaking['fault']>, string])[] = [
  ['forged-details', 'Another name in DG13: does not match.'],
  ['copied', 'The files of a genuine chip on another one: does not match.'],
  ['weakened-pace', 'EF.CardAccess differs from DG14: does not match.'],
  ['impostor', 'Signed by somebody else in the name of the country: not verified.'],
  ['no-security-object', 'Nothing is signed: not verified.'],
  ['other-can', 'Its CAN is not the last six digits: the chip refuses the key.'],
  ['unknown-details', 'Genuine: DG13 of a layout that nobody knows; the name stays as scanned.'],
];

export function syntheticChipCards(currentYear: number): readonly SyntheticChipCard[] {
  const people = new Map(syntheticCards(currentYear).map((card) => [card.id, card]));
  const cardOf = (personId: string, id: string, remark: string, making: ChipMaking): readonly SyntheticChipCard[] => {
    const person = people.get(personId);
    if (!person) return [];
    const holder = holderFromQr(new TextDecoder().decode(person.bytes), currentYear);
    const can = holder.number.slice(-6);
    const card = { id, title: person.title, remark, holder, can, mrz: mrzOf(holder) };
    return [{ ...card, createChip: (issuers) => chipOf(holder, making, issuers) }];
  };
  return [
    ...chips.flatMap(([id, remark, making]) => cardOf(id, id, remark, making)),
    ...faults.flatMap(([fault, remark]) =>
      cardOf('old-person', fault, remark, { pace: nist256, proof: 'chip-authentication', fault }),
    ),
  ];
}

function chipOf(holder: ChipHolder, { pace, proof, fault }: ChipMaking, issuers: ChipIssuers): SimulatedChip {
  const { randomBytes } = issuers;
  const keys = proofKeys(proof, pace, randomBytes);
  const ownKeys = fault === 'copied' ? proofKeys(proof, pace, randomBytes) : keys;
  const dataGroups = new Map([
    [1, buildDg1(zoneFrom(holder))],
    [2, buildDg2(drawnFace())],
    [
      13,
      fault === 'unknown-details'
        ? writeTlv(0x6d, writeTlv(0x30, Uint8Array.of(0x02, 0x01, 0x00)))
        : buildDg13(detailsOf(holder)),
    ],
    [14, buildDg14({ pace: fault === 'weakened-pace' ? brainpool384 : pace, ...keys })],
    ...(keys.activeAuthentication ? [[15, buildDg15(keys.activeAuthentication)] as const] : []),
  ]);
  const issuer = fault === 'impostor' ? issuers.impostor : issuers.trusted;
  const securityObject = issuer.signSecurityObject(dataGroups);
  if (fault === 'forged-details') {
    dataGroups.set(13, buildDg13(detailsOf({ ...holder, fullName: 'Người Khác Ví Dụ' })));
  }
  const files = new Map([...dataGroups].map(([number, bytes]) => [chipFiles.dg1 + number - 1, bytes]));
  files.set(chipFiles.common, buildCommon([...files.keys()]));
  if (fault !== 'no-security-object') files.set(chipFiles.securityObject, securityObject);
  const can = fault === 'other-can' ? '000000' : holder.number.slice(-6);
  return createSimulatedChip({ ...mrzOf(holder), can, pace, bac: true, files, ...ownKeys, randomBytes });
}

interface ProofKeys {
  readonly chipAuthentication?: SimulatedAgreementKey;
  readonly activeAuthentication?: SimulatedActiveKey;
}

function proofKeys(proof: ChipMaking['proof'], pace: ChipMaking['pace'], randomBytes: RandomBytes): ProofKeys {
  switch (proof) {
    case 'none':
      return {};
    case 'chip-authentication': {
      const { curve, suite } = pace ?? oldSuite;
      // 31 bytes lie below the order of each curve.
      return { chipAuthentication: { curve, suite, privateKey: randomBytes(31) } };
    }
    case 'active-rsa': {
      const { privateKey } = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        privateKeyEncoding: pkcs8,
        publicKeyEncoding: spki,
      });
      return { activeAuthentication: { kind: 'rsa', privateKey } };
    }
    case 'active-ecdsa': {
      const { privateKey } = generateKeyPairSync('ec', {
        namedCurve: 'prime256v1',
        privateKeyEncoding: pkcs8,
        publicKeyEncoding: spki,
      });
      return { activeAuthentication: { kind: 'ecdsa', privateKey } };
    }
    default:
      return unreachable(proof);
  }
}

const pkcs8 = { type: 'pkcs8', format: 'der' } as const;
const spki = { type: 'spki', format: 'der' } as const;

function mrzOf({ number, birth, expiry }: ChipHolder): HolderMrz {
  return { documentNumber: number.slice(3), birth: zoneDate(birth), expiry: zoneDate(expiry) };
}

function zoneFrom(holder: ChipHolder): string {
  const sex = holder.sex === 'Nam' ? 'M' : 'F';
  return zoneOf({ ...mrzOf(holder), citizenNumber: holder.number, sex, name: zoneName(holder.fullName) });
}

/** DG13's fields by id (devices.md §5, CONFIRMED). */
function detailsOf(holder: ChipHolder): ReadonlyMap<number, string> {
  return new Map([
    [1, holder.number],
    [2, holder.fullName],
    [3, holder.birth],
    [4, holder.sex],
    [5, 'Việt Nam'],
    [6, 'Kinh'],
    [7, 'Không'],
    [8, 'Xã Ví Dụ, Yên Phong, Bắc Ninh'],
    [9, holder.address],
    [10, 'Nốt ruồi ví dụ'],
    [11, holder.issued],
    [12, holder.expiry],
    ...(holder.oldNumber === undefined ? [] : [[15, holder.oldNumber] as const]),
    [16, `EX${holder.number.padStart(14, '0')}`],
  ]);
}

/** Surname, two fillers, the other names; capitals without marks (ICAO 9303 part 3 §6). */
function zoneName(fullName: string): string {
  const plain = fullName.normalize('NFD').replace(/\p{M}/gu, '').replace(/[Đđ]/g, 'D').toUpperCase();
  const [surname = '', ...others] = plain.replace(/[^A-Z ]/g, '').split(/ +/);
  return `${surname}<<${others.join('<')}`;
}

function zoneDate(date: string): string {
  const [day = '', month = '', year = ''] = date.split('/');
  return `${year.slice(2)}${month}${day}`;
}

/** CCCD QR: number|old number|name|ddMMyyyy|sex|address|ddMMyyyy. */
function holderFromQr(qr: string, currentYear: number): ChipHolder {
  const [number = '', oldNumber = '', fullName = '', birth = '', sex = '', address = '', issued = ''] = qr.split('|');
  return {
    number,
    oldNumber: oldNumber === '' ? undefined : oldNumber,
    fullName,
    birth: dated(birth),
    sex,
    address,
    issued: dated(issued),
    expiry: `15/08/${currentYear + 9}`,
  };
}

function dated(digits: string): string {
  return `${digits.slice(0, 2)}/${digits.slice(2, 4)}/${digits.slice(4)}`;
}

/** A face that is nobody's. */
function drawnFace(): Uint8Array {
  const canvas = createCanvas(120, 160);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#dfe6ea';
  pen.fillRect(0, 0, 120, 160);
  pen.fillStyle = '#8fa3ad';
  pen.beginPath();
  pen.arc(60, 65, 30, 0, 2 * Math.PI);
  pen.arc(60, 175, 60, Math.PI, 2 * Math.PI);
  pen.fill();
  return canvas.toBuffer('image/jpeg');
}
