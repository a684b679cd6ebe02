import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CardProblem } from '../../contract/card-reader.ts';
import { type CardText, readCardText } from '../../identity-documents/card-text.ts';
import { smallInteger } from './asn1.ts';
import { readTlv, readTlvs, type Tlv } from './tlv.ts';

/**
 * DG13 of Vietnamese cards: fields of an INTEGER and a string (devices.md §5, CONFIRMED by four parsers). The wrapper
 * around them varies, so the walk goes down wherever something is constructed and takes fields by their id. Of the sixteen
 * only these are kept; nationality, ethnicity, religion, origin, distinguishing marks, relatives and unknown ids never leave this function.
 */
export interface VietnameseDetails {
  readonly number: CardText | undefined;
  readonly fullName: CardText | undefined;
  /** `dd/MM/yyyy` */
  readonly birth: CardText | undefined;
  /** `Nam` or `Nữ` */
  readonly sex: CardText | undefined;
  readonly residence: CardText | undefined;
  /** `dd/MM/yyyy` */
  readonly issuedOn: CardText | undefined;
  readonly oldNumber: CardText | undefined;
}

const keptIds: Readonly<Record<keyof VietnameseDetails, number>> = {
  number: 1,
  fullName: 2,
  birth: 3,
  sex: 4,
  residence: 9,
  issuedOn: 11,
  oldNumber: 15,
};

/** UTF8String, PrintableString, T61String, IA5String. */
const stringTags = new Set([0x0c, 0x13, 0x14, 0x16]);
/** Known cards nest four deep. */
const deepest = 8;

export function readDg13(dg13: Uint8Array): Result<VietnameseDetails, CardProblem> {
  const outer = readTlv(dg13);
  if (outer?.tag !== 0x6d) return problem({ kind: 'damaged' });
  const found = new Map<number, Uint8Array>();
  collectFields(outer.value, found, 0);
  if (found.size === 0) return problem({ kind: 'damaged' });

  const text = (field: keyof VietnameseDetails): CardText | undefined => {
    const value = found.get(keptIds[field]);
    return value && readCardText(value);
  };
  return ok({
    number: text('number'),
    fullName: text('fullName'),
    birth: text('birth'),
    sex: text('sex'),
    residence: text('residence'),
    issuedOn: text('issuedOn'),
    oldNumber: text('oldNumber'),
  });
}

/** The first of each id counts: the fields come before the nested ones of parents and spouse, which have no ids known to us. */
function collectFields(bytes: Uint8Array, found: Map<number, Uint8Array>, depth: number): void {
  const children = depth < deepest ? readTlvs(bytes) : undefined;
  for (const child of children ?? []) {
    if ((child.tag & 0x20) === 0 || child.tag > 0xff) continue;
    const field = fieldIn(child);
    if (!field) collectFields(child.value, found, depth + 1);
    else if (field.value && !found.has(field.id)) found.set(field.id, field.value);
  }
}

function fieldIn({ value }: Tlv): { readonly id: number; readonly value: Uint8Array | undefined } | undefined {
  const [id, content] = readTlvs(value) ?? [];
  const number = smallInteger(id);
  if (number === undefined) return undefined;
  return { id: number, value: content && stringTags.has(content.tag) ? content.value : undefined };
}
