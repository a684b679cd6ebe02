/**
 * A robot at a whole kiosk in Chromium that knows roles, names and what it wants, as whoever hears a screen knows them: nothing of the page's
 * code. How many taps and screens it takes.
 */
import assert from 'node:assert/strict';
import { test } from 'vitest';
import { openScriptedReceiver, type Script, testSecret } from '#backend-client/webhook/scripted-receiver.bench.ts';
import { sayIn } from '#config/strings/patient-messages.ts';
import { encodeAppointment } from '#drivers/identity-documents/encode-cards.simulator.ts';
import { describeInChromium } from './bench/kiosk-in-chromium.system.bench.ts';

const say = sayIn('vi');
/** What whoever agrees presses, the dearest first. */
const agrees = [
  say('screens.confirm.yes'),
  say('contact.yes'),
  'Khám Nội',
  say('screens.ticket.done'),
  say('screens.attract.otherWays'),
];

const record: Script = ({ method, body }) => {
  if (method === 'GET') return { body: { acknowledgedBy: null } };
  const { kind } = JSON.parse(body);
  const appointment = { appointmentId: 'LK-7', kind: 'appointment', serviceHisCode: 'K01' };
  if (kind === 'find-appointment') return { body: { appointment } };
  if (kind === 'find-appointments') return { body: { appointments: knowsPhone ? [] : [appointment] } };
  if (kind === 'find-patient' && knowsPhone)
    return { body: { result: 'found', patientCode: 'BN1', phone: '0912000567' } };
  if (kind === 'find-patient') return { body: { result: 'unknown' } };
  return { status: 204, body: '' };
};
let knowsPhone = false;

interface Walked {
  readonly taps: number;
  readonly screens: number;
}

async function surroundings() {
  const receiver = await openScriptedReceiver(record);
  const rest = { id: 'rest', protocol: 'webhook', url: receiver.url, secretVariable: 'WEBHOOK_SECRET' };
  const capabilities = ['registrations', 'patient-look-up', 'appointment-look-up'];
  return {
    hospital: [{ ...rest, simulated: true, capabilities }],
    environment: { WEBHOOK_SECRET: testSecret },
    site: { checkIn: { waysIn: { typedNumber: true, phone: true, passport: true, name: true } } },
    opened: [receiver],
  };
}

describeInChromium('a robot that knows only names', surroundings, (bench) => {
  const question = (name: string) => bench.page.getByRole('heading', { level: 1, name }).waitFor();
  const heading = async () => (await bench.page.getByRole('heading', { level: 1 }).first().textContent()) ?? '';
  const rests = async () => (await heading()) === say('screens.attract.title');

  /** From the first screen that asks something to the kiosk at rest: whatever agrees is pressed, or what `also` knows of this screen. */
  async function walk(also: (heading: string) => readonly string[] = () => []): Promise<Walked> {
    let [taps, screens] = [0, 0];
    for (let turn = 0; turn < 20; turn += 1) {
      const asked = await heading();
      const known = also(asked);
      const wanted = known.length > 0 ? known : [await agreeable()];
      screens += 1;
      // Whoever taps has read the screen first.
      await bench.page.locator('[data-settling], [data-shielded]').first().waitFor({ state: 'detached' });
      for (const name of wanted) {
        await bench.page
          .getByRole('button', { name, exact: name.length < 3 })
          .first()
          .click();
        taps += 1;
        // A key that comes within 60 ms of another is one that bounced.
        if (wanted.length > 1) await bench.page.waitForTimeout(80);
      }
      await bench.page.getByRole('heading', { level: 1 }).filter({ hasNotText: asked }).waitFor();
      if (await rests()) return { taps, screens };
    }
    throw new Error(`still at ${await heading()}`);
  }

  /** The first button of this screen that the robot would press; it waits for one. */
  async function agreeable(): Promise<string> {
    for (let looks = 0; looks < 200; looks += 1) {
      const names = await bench.page.getByRole('button').allTextContents();
      const found = agrees.find((each) => names.some((name) => name.startsWith(each)));
      if (found !== undefined) return found;
      await bench.page.waitForTimeout(25);
    }
    throw new Error(`nothing to agree to at ${await heading()}`);
  }

  test('a returning insured patient is done with four taps', async () => {
    knowsPhone = true;
    await bench.scan('insured-bhyt');
    await question(say('screens.confirm.title'));
    assert.deepEqual(await walk(), { taps: 4, screens: 4 });
  });

  test('whoever has an appointment is done with two', async () => {
    knowsPhone = false;
    await bench.scan(Uint8Array.of(...encodeAppointment('27005', 'LK-7'), 0x0d));
    await question(say('screens.scanCardToo.title'));
    await bench.scan('old-person');
    await question(say('screens.confirm.title'));
    assert.deepEqual(await walk(), { taps: 2, screens: 2 });
  });

  test('whoever has no papers sees eight screens at most', async () => {
    const walked = await walk((asked) => {
      if (asked === say('screens.whoAreYou.title')) return ['A', 'N', say('screens.keys.goOn')];
      if (asked === say('screens.whenBorn.title')) return ['1', '9', '4', '8', say('screens.keys.goOn')];
      if (asked === say('screens.waysIn.title')) return [say('screens.waysIn.name')];
      return [];
    });
    assert.ok(walked.screens <= 8, `${walked.screens} screens`);
  });
});
