/**
 * Blood pressure by protocol, at a whole kiosk in Chromium with a TM-2657 on the wire: from the ticket to the paper, by accessible names.
 * What comes of it is read by receivers that nobody here wrote: python3-hl7, Medplum, and Python's own http.server.
 */
import assert from 'node:assert/strict';
import type { Observation } from '@medplum/fhirtypes';
import { test } from 'vitest';
import { type MedplumHospital, openMedplumHospital } from '#backend-client/fhir/evidence/medplum-hospital.ts';
import {
  observationsIn,
  openPythonHospital,
  type PythonHospital,
} from '#backend-client/hl7v2/python-hospital.bench.ts';
import { openPythonReceiver, type PythonReceiver } from '#backend-client/webhook/python-receiver.bench.ts';
import { testSecret } from '#backend-client/webhook/scripted-receiver.bench.ts';
import { sayIn } from '#config/strings/patient-messages.ts';
import { type SimulatedMonitor, startSimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { hastyClock } from './bench/hasty-clock.ts';
import { describeInChromium, type Surroundings } from './bench/kiosk-in-chromium.system.bench.ts';

const say = sayIn('vi');
const driver = 'and-tm2657';

let monitor: SimulatedMonitor;
let hl7: PythonHospital;
let fhir: MedplumHospital;
let webhook: PythonReceiver;

async function surroundings(): Promise<Surroundings> {
  const clock = hastyClock(5);
  [monitor, hl7, fhir, webhook] = await Promise.all([
    startSimulatedMonitor({ driver, measuringMs: 9_000, wirePort: 0, controlPort: 0, clock }),
    openPythonHospital(),
    openMedplumHospital(),
    openPythonReceiver(),
  ]);
  const simulated = true;
  const capabilities = ['registrations', 'readings'];
  return {
    stations: ['check-in', 'vitals'],
    devices: [{ id: 'bp', kind: 'blood-pressure-monitor', driver, wirePort: monitor.wirePort }],
    hospital: [
      { id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: hl7.port, capabilities, simulated },
      { id: 'fhir', protocol: 'fhir-r4', baseUrl: fhir.baseUrl, capabilities, simulated },
      { id: 'rest', protocol: 'webhook', url: webhook.url, secretVariable: 'WEBHOOK_SECRET', capabilities, simulated },
    ],
    environment: { WEBHOOK_SECRET: testSecret },
    site: { measuring: { restSeconds: 40, gapSeconds: 15 } },
    clock,
    opened: [monitor, { close: async () => hl7.close() }, fhir, webhook],
  };
}

/** As the simulated cuff has them: the first is more than 10 mmHg above the second, so there is a third, and the last two count. */
const taken = [
  [158, 96],
  [118, 76],
  [118, 76],
];

/** Nothing that raises pressure, and medicine for it today. */
const answers = [
  ['symptoms', 'no'],
  ['half-hour', 'no'],
  ['bladder', 'no'],
  ['medicine', 'yes'],
] as const;

describeInChromium('blood pressure by protocol', surroundings, (bench) => {
  const { on, press } = bench;

  test('from the number through the rest and three readings to the result on paper', async () => {
    await on('attract');
    await bench.scan('old-person');
    await on('confirm-identity');
    await press(say('screens.confirm.yes'));
    await on('choose-service');
    await press('Khám Nội');
    await on('take-ticket');
    await press(say('screens.ticket.measure'));
    await on('get-ready');
    await bench.reads(say('screens.getReady.tips.feet'));
    await monitor.act({ do: 'set-next-result', result: 'high' });
    await press(say('screens.getReady.beginRest'));
    await on('resting');
    for (const [question, answer] of answers) {
      await bench.reads(say(`screens.resting.questions.${question}.ask`));
      await press(say(`screens.resting.questions.${question}.${answer}`));
    }
    await bench.reads(say('screens.resting.goesOn'));
    for (const [at] of taken.entries()) {
      await on('measuring');
      await bench.reads(say('screens.measure.reading', { number: at + 1, of: at < 2 ? 2 : 3 }));
      if (at === 2) break;
      await on('resting');
      await monitor.act({ do: 'set-next-result', result: 'normal' });
    }
    await on('show-reading');
    assert.match(await bench.words(), /118\s*\/\s*76/);
    assert.match(await bench.words(), /158\/96\s*chưa tính/);
    const papers = bench.printer.state().ticketsCut;
    await press(say('screens.reading.print'));
    await bench.reads(say('screens.reading.paper.printed'));
    assert.equal(bench.printer.state().ticketsCut, papers + 1);
    await bench.done();
    assert.doesNotMatch(await bench.page.content(), /158|118|Ví Dụ/);
    assert.doesNotMatch(bench.log(), /\b(158|118)\b|quietHalfHour|systolic/);
  }, 90_000);

  test('python3-hl7 reads three readings and their mean, each with how it was taken', async () => {
    const heard: ReadonlyMap<string, string>[] = [];
    while (heard.length < 4) {
      const observed = observationsIn(await hl7.next());
      if (observed.size > 0) heard.push(observed);
    }
    const [mean, ...others] = heard.filter((each) => each.has('96608-5'));
    assert.ok(mean && others.length === 0);
    const readings = heard.filter((each) => each.has('8480-6'));
    assert.deepEqual(
      readings.map((each) => [each.get('8480-6'), each.get('8462-4'), each.get('READING-NUMBER')]),
      taken.map(([systolic, diastolic], at) => [String(systolic), String(diastolic), String(at + 1)]),
    );
    assert.deepEqual([mean.get('96608-5'), mean.get('96609-3')], ['118', '76']);
    for (const each of heard) {
      const quality = ['REST-BEFORE', '8361-8', 'PROTOCOL', 'PROTOCOL-VERSION', 'QUIET-HALF-HOUR', 'EMPTY-BLADDER'];
      assert.deepEqual(
        quality.map((code) => each.get(code)),
        ['40', '33586001', 'esh', '1', 'Y', 'Y'],
      );
      assert.equal(each.get('SITTING'), mean.get('SITTING'));
      assert.match(each.get('DEVICE-MODEL') ?? '', /TM-?2657/);
      assert.ok(each.has('VALIDATION'));
    }
  });

  test('Medplum holds three panels and their mean, which names the two that it is made of', async () => {
    let observations: readonly Observation[] = [];
    while (observations.filter(is('96607-7')).length === 0) {
      await bench.page.waitForTimeout(50);
      observations = await fhir.all<Observation>('Observation');
    }
    const panels = observations.filter(is('85354-9'));
    const [mean] = observations.filter(is('96607-7'));
    assert.deepEqual(panels.map(pressuresOf), taken);
    assert.deepEqual(mean && pressuresOf(mean), [118, 76]);
    assert.deepEqual(
      mean?.derivedFrom?.map(({ identifier }) => identifier?.value),
      panels.slice(1).map(({ identifier }) => identifier?.[0]?.value),
    );
    for (const each of [...panels, mean]) {
      const quality = each?.extension?.flatMap(({ extension = [] }) => extension) ?? [];
      const known = new Map(quality.map(({ url, ...value }) => [url, Object.values(value)[0]]));
      assert.deepEqual(
        [known.get('restSeconds'), known.get('protocol'), known.get('quietHalfHour')],
        [40, 'esh', true],
      );
    }
  });

  test('Python’s http.server is told three readings and their mean under a signature that it checks', async () => {
    const readings: ReadingTold[] = [];
    while (readings.length < 4) {
      const fact = (await webhook.next()) as { readonly kind: string; readonly reading: ReadingTold };
      if (fact.kind === 'reading') readings.push(fact.reading);
    }
    assert.deepEqual(
      readings.map(({ panel, observations }) => [panel.loinc, ...observations.slice(0, 2).map(({ value }) => value)]),
      [...taken.map((pressures) => ['85354-9', ...pressures]), ['96607-7', 118, 76]],
    );
    const [, second, third, mean] = readings;
    assert.deepEqual(mean?.mean, {
      rule: 'esh',
      of: [2, 3],
      readingIds: [second?.readingId, third?.readingId],
      spread: { systolic: 0, diastolic: 0 },
    });
    for (const each of readings) {
      assert.deepEqual(each.said, { quietHalfHour: true, emptyBladder: true, medicineToday: true });
      assert.deepEqual([each.restSeconds, each.posture, each.protocol.name], [40, 'sitting', 'esh']);
    }
  });
});

interface ReadingTold {
  readonly readingId: string;
  readonly panel: { readonly loinc: string };
  readonly observations: readonly { readonly value: number }[];
  readonly mean?: unknown;
  readonly said?: unknown;
  readonly restSeconds: number;
  readonly posture: string;
  readonly protocol: { readonly name: string };
}

const is = (loinc: string) => (observation: Observation) => observation.code.coding?.[0]?.code === loinc;

function pressuresOf({ component = [] }: Observation): readonly (number | undefined)[] {
  return component.slice(0, 2).map(({ valueQuantity }) => valueQuantity?.value);
}
