import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { Transport } from '../contract/transport.ts';
import { hidDelays, listHidDevices, openHid } from './hid.ts';
import { type HidProcess, startHidProgram } from './hid-process.ts';

const program = fileURLToPath(new URL('./scripted-hid-child.bench.ts', import.meta.url));
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A line to the device at this path, whose process is a real one, and every process that was started for it. */
function createBench(path: string) {
  const clock = createHandCrankedClock();
  const processes: HidProcess[] = [];
  const start = () => {
    const started = startHidProgram(program);
    processes.push(started);
    cleanUps.push(() => started.kill());
    return started;
  };
  const address = { by: 'path', path } as const;
  return { clock, processes, start, open: openHid({ address }, clock, start) };
}

async function opened(path: string) {
  const bench = createBench(path);
  const result = await bench.open();
  if (!result.ok) throw new Error(`The device did not open: ${result.problem.kind}`);
  cleanUps.unshift(() => result.value.close());
  return { ...bench, transport: result.value };
}

function reports(transport: Transport, count: number): Promise<number[][]> {
  const heard: number[][] = [];
  return new Promise((resolve) => {
    transport.onData((bytes) => {
      heard.push([...bytes]);
      if (heard.length === count) resolve(heard);
    });
  });
}

test('reports arrive one by one, in order and unchanged, the first one too', async () => {
  const { transport } = await opened('/device');
  const heard = reports(transport, 4);
  const long = Array.from({ length: 64 }, (_, at) => at * 3);
  for (const report of [[4], long, [5, 6]]) {
    expect(await transport.write(Uint8Array.from(report))).toEqual({ ok: true, value: 'taken' });
  }
  expect(await heard).toEqual([[1, 2, 3], [4], long, [5, 6]]);
});

test('an addon that crashes is a device that was unplugged, and a new process finds it again', async () => {
  const { transport, open, processes } = await opened('/fragile');
  const lost = new Promise((resolve) => transport.onLost(resolve));
  expect(await transport.write(Uint8Array.of(9))).toEqual({ ok: false, problem: { kind: 'lost' } });
  expect(await lost).toEqual({ kind: 'lost' });
  await transport.close();
  const again = await open();
  if (again.ok) cleanUps.unshift(() => again.value.close());
  expect({ ok: again.ok, processes: processes.length }).toEqual({ ok: true, processes: 2 });
});

test('a crash while the device is being opened is a device that was not found', async () => {
  expect(await createBench('/crash').open()).toEqual({ ok: false, problem: { kind: 'not-found' } });
});

test('after close the process is gone, and its device is free', async () => {
  const { transport, processes, clock } = await opened('/device');
  await transport.close();
  expect({ gone: processes[0]?.isGone(), timers: clock.pending() }).toEqual({ gone: true, timers: 0 });
});

test('a process that hangs in the addon is given up and killed', async () => {
  const { open, clock, processes } = createBench('/deaf');
  const result = open();
  const gone = new Promise<void>((resolve) => processes[0]?.onGone(resolve));
  clock.advance(hidDelays.answerWithinMs);
  expect(await result).toEqual({ ok: false, problem: { kind: 'timed-out' } });
  await gone;
});

test('a device that may not be opened says so, and the same process is asked again', async () => {
  const { open, processes } = createBench('/forbidden');
  const notAllowed = { ok: false, problem: { kind: 'not-allowed' } };
  expect([await open(), await open(), processes.length]).toEqual([notAllowed, notAllowed, 1]);
});

test('a device that is not there is looked for only every few seconds, however often it is asked for', async () => {
  const clock = createHandCrankedClock();
  let lookups = 0;
  const start = () => countLookups(startHidProgram(program), () => lookups++);
  const ids = { by: 'ids', vendorId: 1, productId: undefined, serialNumber: undefined, usagePage: undefined } as const;
  const open = openHid({ address: ids }, clock, start);
  for (let attempt = 0; attempt < 60; attempt++) {
    expect(await open()).toEqual({ ok: false, problem: { kind: 'not-found' } });
    clock.advance(hidDelays.betweenLookupsMs / 10);
  }
  expect(lookups).toBe(6);
});

test('the list of devices ends its process', async () => {
  const { clock, start, processes } = createBench('/device');
  expect(await listHidDevices(clock, start)).toEqual([]);
  expect(processes.map((each) => each.isGone())).toEqual([true]);
});

function countLookups(child: HidProcess, count: () => void): HidProcess {
  cleanUps.push(() => child.kill());
  return {
    ...child,
    tell(order) {
      if (order.do === 'open') count();
      child.tell(order);
    },
  };
}

test('72 crashes and new openings in a row leave no timer and no listener behind', async () => {
  const clock = createHandCrankedClock();
  const listeners = new Set<() => void>();
  let started = 0;
  let crash = () => {};
  const open = openHid({ address: { by: 'path', path: '/dev/hidraw0' } }, clock, () => {
    started += 1;
    let gone = false;
    let answer: Parameters<HidProcess['onAnswer']>[0] = () => {};
    crash = () => {
      gone = true;
      const told = [...listeners];
      listeners.clear();
      for (const listener of told) listener();
    };
    return {
      tell: ({ do: what }) => (what === 'open' ? answer({ type: 'opened' }) : undefined),
      onAnswer(listener) {
        answer = listener;
      },
      onGone(listener) {
        if (gone) queueMicrotask(listener);
        else listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      isGone: () => gone,
      letIdle() {},
      kill() {},
    };
  });
  for (let cycle = 0; cycle < 72; cycle++) {
    const result = await open();
    if (!result.ok) throw new Error(`The device did not open: ${result.problem.kind}`);
    const lost = new Promise((resolve) => result.value.onLost(resolve));
    crash();
    expect(await lost).toEqual({ kind: 'lost' });
    await result.value.close();
  }
  expect([started, clock.pending(), listeners.size]).toEqual([72, 0, 0]);
});
