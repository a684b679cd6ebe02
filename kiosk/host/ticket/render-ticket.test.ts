import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import unicodeRanges from '@fontsource/be-vietnam-pro/unicode.json' with { type: 'json' };
import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { type BusinessDay, createVisitId } from '#config/agreements/ids.ts';
import { deskReasons } from '#config/catalogues/outcomes.ts';
import { sayIn } from '#config/strings/messages.ts';
import type { TicketImage } from '#drivers/contract/ticket-printer.ts';
import { encodeTicket } from '#drivers/ticket-printer/escpos-codec.ts';
import { startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { whiteAboveCode } from '#drivers/ticket-printer/native-qr.ts';
import type { DotPicture } from './dot-picture.ts';
import { marginDots, type PaperLayout } from './paper-sheet.ts';
import { createTicketRenderer } from './render-ticket.ts';
import { ticketCode } from './ticket-code.ts';
import { maskName, type TicketContent } from './ticket-content.ts';
import { fontOf, registerTicketFonts } from './ticket-fonts.ts';
import { type CodePlace, layOutTicket } from './ticket-layout.ts';

/** CommonJS that calls itself an ES module; its types describe the latter. */
const jsQR = createRequire(import.meta.url)('jsqr') as (
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
) => { readonly data: string } | null;

const ordinary: TicketContent = {
  language: 'vi',
  hospitalName: 'Trung tâm Y tế Yên Phong',
  number: 'A012',
  replaces: undefined,
  serviceName: 'Khám Nội',
  room: '101',
  floor: 'Tầng 1',
  directions: 'Đi thẳng, rẽ phải cạnh quầy thuốc.',
  issuedAt: '08:12 · 21/11/2026',
  priority: undefined,
  maskedName: 'N. T. N. Ánh',
  code: 'TIEPDON:1:27005:20261121:A012:0123456789ABCDEFGHJK',
  copy: undefined,
  test: false,
  desk: undefined,
  remark: undefined,
};

const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength }),
    fc
      .array(fc.constantFrom('Nguyễn', 'Thị', 'ĐƯỜNG', 'Ẫ', 'W'.repeat(30), '\u0000', '\n', 'ﷺ'), { maxLength: 12 })
      .map((words) => words.join(' ').slice(0, maxLength)),
  );
/** `UA012`, and `A-K2-07` of a kiosk that has gone on by itself; at most `UABC-Z1234567-999999`. */
const numbers = fc.stringMatching(/^[A-Z]{1,4}([0-9]{3,6}|-[A-Z0-9]{1,8}-[0-9]{2,6})$/);
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

const contents: fc.Arbitrary<TicketContent> = fc
  .record({
    language: fc.constantFrom('vi' as const, 'en' as const),
    hospitalName: text(120),
    number: numbers,
    replaces: maybe(numbers),
    serviceName: text(80),
    room: text(40),
    floor: maybe(text(40)),
    directions: maybe(text(120)),
    issuedAt: fc.constant('08:12 · 21/11/2026'),
    priority: maybe(fc.record({ certain: fc.boolean() })),
    maskedName: maybe(text(255).map((name) => maskName(name) ?? 'Ánh')),
    facilityCode: fc.stringMatching(/^[A-Z0-9]{1,20}$/),
    tag: maybe(fc.constant('0123456789ABCDEF')),
    visitId: fc.uint8Array({ minLength: 11, maxLength: 11 }).map((bytes) => createVisitId(() => bytes, 0)),
    copy: maybe(fc.integer({ min: 1, max: 99 })),
    test: fc.boolean(),
    desk: maybe(fc.record({ name: text(80), why: fc.constantFrom(...deskReasons) })),
    remark: maybe(fc.constant({ kind: 'appointment-early', at: '09:30' } as const)),
    map: maybe(fc.uint8Array({ minLength: 4, maxLength: 4 }).map(mapOf)),
  })
  .map(({ facilityCode, visitId, tag, ...content }) => ({
    ...content,
    code: ticketCode({ facilityCode, day: '2026-11-21' as BusinessDay, number: content.number, visitId, tag }),
  }));

/** As wide as narrow paper is between its margins; of stripes and squares, as floor plans are. */
function mapOf(pattern: Uint8Array): DotPicture {
  const rows = Uint8Array.from(
    { length: 45 * 90 },
    (_, at) => pattern[Math.floor(at / (45 * 8)) % pattern.length] ?? 0,
  );
  return { widthDots: 360, heightDots: 90, bytesAcross: 45, rows };
}

describe.each([576, 384] as const)('a ticket of %i dots', (dotsAcross) => {
  const renderer = createTicketRenderer({ dotsAcross, qr: 'raster' });

  test('its code can be read from the paper, whatever else stands on it, and nothing reaches the margins', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const image = renderer.render(content);
        assert.equal(image.rows.length, (image.widthDots / 8) * image.heightDots);
        assert.deepEqual(inkInMargins(image), []);
        const pixels = pixelsOf(image);
        assert.equal(jsQR(pixels, image.widthDots, image.heightDots)?.data, content.code);
      }),
      { numRuns: 4 },
    );
  });

  test('for a printer that draws the code itself, the picture has all the words, white below them, and what the code says', () => {
    const native = createTicketRenderer({ dotsAcross, qr: 'native' });
    fc.assert(
      fc.property(contents, (content) => {
        const image = native.render(content);
        assert.equal(image.codeBelow, content.code);
        assert.deepEqual(inkInMargins(image), []);
        // The reader takes some rows of letters for a code that says nothing.
        assert.equal(jsQR(pixelsOf(image), image.widthDots, image.heightDots)?.data ?? '', '');
        const lines = (code: CodePlace) => textsIn(layOut(content, dotsAcross, code)).join(' ');
        assert.equal(
          lines({ by: 'native', whiteBelow: whiteAboveCode(dotsAcross) }).replaceAll(/\s/g, ''),
          lines({ by: 'raster', codeDots: 0 }).replaceAll(/\s/g, ''),
        );
        const below = image.rows.subarray(-(dotsAcross / 8) * whiteAboveCode(dotsAcross));
        assert.ok(below.every((byte) => byte === 0));
        // Whatever a ticket's code says, the printer's bytes can say it.
        assert.ok(encodeTicket(image).length > image.rows.length);
      }),
      { numRuns: 4 },
    );
  });

  test('for a slow line it has less than a third of the bytes, nothing is cut off, and its code can be read from the paper', async () => {
    const simulator = await startSimulatedPrinter({
      wirePort: 0,
      controlPort: 0,
      paperWidthMm: dotsAcross === 576 ? 80 : 58,
    });
    const small = renderer.render(ordinary, 'small');
    const [fullBytes, smallBytes] = [encodeTicket(renderer.render(ordinary)), encodeTicket(small)];
    assert.ok(smallBytes.length * 3 < fullBytes.length, `${smallBytes.length} of ${fullBytes.length} bytes`);
    const host = connect(simulator.wirePort, '127.0.0.1');
    const cut = once(host, 'data');
    host.write(smallBytes);
    await cut;
    host.destroy();
    const paper = simulator.papers().at(-1);
    await simulator.close();
    assert.ok(paper);
    assert.deepEqual([paper.widthDots, inkInMargins(paper)], [dotsAcross, []]);
    assert.equal(jsQR(pixelsOf(paper), paper.widthDots, paper.heightDots)?.data, ordinary.code);
    fc.assert(
      fc.property(contents, (content) => {
        const image = renderer.render(content, 'small');
        assert.deepEqual([image.widthDots, image.scale, inkInMargins(image)], [dotsAcross / 2, 2, []]);
      }),
      { numRuns: 4 },
    );
  });

  test('the paper of such a printer is the same down to the code, and the code can be read from it', async () => {
    const simulator = await startSimulatedPrinter({
      wirePort: 0,
      controlPort: 0,
      paperWidthMm: dotsAcross === 576 ? 80 : 58,
    });
    const papers = await Promise.all(
      (['raster', 'native'] as const).map(async (qr) => {
        const host = connect(simulator.wirePort, '127.0.0.1');
        const cut = once(host, 'data');
        host.write(encodeTicket(createTicketRenderer({ dotsAcross, qr }).render(ordinary)));
        await cut;
        host.destroy();
        return simulator.papers().at(-1);
      }),
    );
    await simulator.close();
    const [drawnHere, drawnThere] = papers;
    assert.ok(drawnHere && drawnThere);
    const codes = [drawnHere, drawnThere].map((paper) => jsQR(pixelsOf(paper), paper.widthDots, paper.heightDots));
    assert.deepEqual(
      codes.map((code) => code?.data),
      [ordinary.code, ordinary.code],
    );
    assert.deepEqual(inkInMargins(drawnThere), []);
    // Down to the dashed line both are the same ticket.
    const head = (dotsAcross / 8) * 400;
    assert.deepEqual(Buffer.from(drawnThere.rows.subarray(0, head)), Buffer.from(drawnHere.rows.subarray(0, head)));
  });

  test('a long ticket leaves nothing behind on the next one', () => {
    const before = renderer.render(ordinary);
    const long = {
      ...ordinary,
      maskedName: 'Ẫ'.repeat(255),
      directions: 'W'.repeat(255),
      hospitalName: 'W'.repeat(255),
    };
    assert.ok(renderer.render(long).heightDots > before.heightDots);
    assert.deepEqual(renderer.render(ordinary), before);
  });

  test('the number is the largest thing on the paper and stands whole in one line, also under the mark of a kiosk', () => {
    const heightOf = (number: string) => {
      const { marks } = layOut({ ...ordinary, number }, dotsAcross);
      const sizes = marks.flatMap((mark) => (mark.kind === 'text' ? [[sizeIn(mark.font), mark.text] as const] : []));
      const [largest] = sizes.sort(([a], [b]) => b - a);
      assert.equal(largest?.[1], number);
      return largest?.[0] ?? 0;
    };
    assert.ok(heightOf('A012') > heightOf('UAB012'));
    assert.ok(heightOf('UAB012') > 80);
    assert.ok(heightOf('A-K2-07') > 64);
    assert.ok(heightOf('UA-K12-107') > 48);
  });
});

test('the map stands between the place and the name, whole; on a slow line it is left out', () => {
  const map = mapOf(Uint8Array.of(0xff));
  const { marks } = layOut({ ...ordinary, map }, 384);
  const order = marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : mark.kind === 'picture' ? ['map'] : []));
  assert.ok(order.indexOf('map') > order.findIndex((line) => line.includes('Phòng 101')));
  assert.ok(order.indexOf('map') < order.indexOf('N. T. N. Ánh'));
  const renderer = createTicketRenderer({ dotsAcross: 384, qr: 'raster' });
  const image = renderer.render({ ...ordinary, map });
  assert.equal(image.heightDots, renderer.render(ordinary).heightDots + 90 + 12);
  const blackRows = Array.from({ length: image.heightDots }, (_, y) => y).filter(
    (y) => isBlack(image, 12, y) && isBlack(image, 191, y) && isBlack(image, 371, y),
  );
  // The rule under the hospital's name is three dots high.
  assert.equal(blackRows.length, 90 + 3);
  assert.deepEqual(renderer.render({ ...ordinary, map }, 'small'), renderer.render(ordinary, 'small'));
});

describe('what stands on a ticket', () => {
  test('an ordinary one, in the order in which it is read', () => {
    assert.deepEqual(linesOf(ordinary), [
      'Trung tâm Y tế Yên Phong',
      'Số thứ tự của quý khách',
      'A012',
      'Khám Nội',
      'Phòng 101 · Tầng 1',
      'Đi thẳng, rẽ phải cạnh quầy thuốc.',
      'Người khám',
      'N. T. N. Ánh',
      '08:12 · 21/11/2026',
      'Xin giữ phiếu đến khi khám xong.',
    ]);
  });

  test('a test copy with uncertain priority and without papers, in English', () => {
    const content: TicketContent = {
      ...ordinary,
      language: 'en',
      room: 'Desk 1',
      floor: undefined,
      directions: undefined,
      maskedName: undefined,
      priority: { certain: false },
      copy: 2,
      test: true,
      desk: { name: 'the reception desk', why: 'no-papers' },
    };
    assert.deepEqual(linesOf(content), [
      'Trung tâm Y tế Yên Phong',
      'TEST · COPY 2',
      'Your number',
      'A012',
      'PRIORITY',
      'Staff will confirm it',
      'No papers yet',
      'First, please go to the reception desk',
      'Khám Nội',
      'Desk 1',
      '08:12 · 21/11/2026',
      'Please keep this ticket until you have been seen.',
    ]);
  });

  test('every Vietnamese letter comes from our own font', () => {
    registerTicketFonts();
    const vowels = 'aăâeêioôơuưy'
      .split('')
      .flatMap((vowel) =>
        ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'].map((tone) => (vowel + tone).normalize('NFC')),
      );
    const small = [...vowels, ...'bcdđghklmnpqrstvx'];
    for (const letter of [...small, ...small.map((each) => each.toLocaleUpperCase('vi')), '·', '’']) {
      const drawn = pictureOf(letter, fontOf(700, 40));
      const isFrom = (family: string) => drawn.equals(pictureOf(letter, `700 40px "${family}"`));
      assert.ok(isFrom('Ticket Vietnamese') || (isFrom('Ticket Latin') && isIn(unicodeRanges.latin, letter)), letter);
      assert.equal(isFrom('No Such Font'), false, letter);
    }
  });
});

/** Measured as if all letters had the same width, which is all that the order of lines depends on. */
function layOut(
  content: TicketContent,
  dotsAcross: number,
  code: CodePlace = { by: 'raster', codeDots: 150 },
): PaperLayout {
  const sizeOf = (font: string) => sizeIn(font);
  return layOutTicket(content, {
    dotsAcross,
    code,
    say: sayIn(content.language),
    measure: (line, font) => line.length * sizeOf(font) * 0.6,
    riseOf: (_line, font) => sizeOf(font) * 0.7,
  });
}

function linesOf(content: TicketContent): readonly string[] {
  // On very wide paper nothing has to be broken.
  return textsIn(layOut(content, 4_000));
}

function textsIn({ marks }: PaperLayout): readonly string[] {
  return marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
}

function sizeIn(font: string): number {
  return Number(/(\d+)px/.exec(font)?.[1]);
}

function isBlack({ rows, widthDots }: TicketImage, x: number, y: number): boolean {
  return (((rows[(y * widthDots + x) >> 3] ?? 0) >> (7 - (x & 7))) & 1) === 1;
}

/** Black dots near the edges of the paper, as `x,y`. */
function inkInMargins(image: TicketImage): readonly string[] {
  const { widthDots, heightDots } = image;
  const found: string[] = [];
  const near = marginDots - 4;
  for (let y = 0; y < heightDots; y++) {
    for (let x = 0; x < widthDots; x++) {
      const inMargin = x < near || x >= widthDots - near || y < 2 || y >= heightDots - 2;
      if (inMargin && isBlack(image, x, y)) found.push(`${x},${y}`);
    }
  }
  return found;
}

function pixelsOf(image: TicketImage): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(image.widthDots * image.heightDots * 4).fill(255);
  for (let dot = 0; dot < image.widthDots * image.heightDots; dot++) {
    if (isBlack(image, dot % image.widthDots, Math.floor(dot / image.widthDots))) pixels.fill(0, dot * 4, dot * 4 + 3);
  }
  return pixels;
}

function pictureOf(letter: string, font: string): Buffer {
  const canvas = createCanvas(64, 64);
  const context = canvas.getContext('2d');
  context.font = font;
  context.fillText(letter, 8, 48);
  return Buffer.from(context.getImageData(0, 0, 64, 64).data);
}

/** `ranges` as in CSS: `U+0102-0103,U+0323`. */
function isIn(ranges: string, letter: string): boolean {
  const point = letter.codePointAt(0) ?? 0;
  return ranges.split(',').some((range) => {
    const [from = '', to = from] = range.replace('U+', '').split('-');
    return point >= Number.parseInt(from, 16) && point <= Number.parseInt(to, 16);
  });
}
