import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { openLogStore } from '../log/open-log-store.ts';
import { benchSettings } from './decider.bench.ts';
import { openDecider } from './group-commit-decider.ts';

/** A hub as a process of its own, so that it can be killed and stopped. A line in: `{actId, act}`; lines out: its standing, and answers. */
const store = await openLogStore({ settings: JSON.parse(process.argv[2] ?? '{}'), clock: machineClock });
const decider = openDecider({ store, settings: benchSettings, clock: machineClock, randomBytes });
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);
decider.onStanding((standing) => say({ standing: standing.is }));
for await (const line of createInterface({ input: process.stdin })) {
  const { actId, act } = JSON.parse(line);
  void decider.decide(actId, act).then((answer) => say({ actId, isDone: answer.ok }));
}
