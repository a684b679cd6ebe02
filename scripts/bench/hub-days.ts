import { machineClock } from '#config/agreements/machine-clock.ts';
import { keepSmall } from '#kiosk/hub/small-footprint.ts';
import { openBenchHub } from './hub-day.ts';

/** A hub as a process of its own that lives so many days one after the other; says how much memory it holds at the end of each, in MB. */
const [dataDir = '', days = '20', visits = '10000'] = process.argv.slice(2);
let later = 0;
keepSmall();
const hub = await openBenchHub(dataDir, { ...machineClock, now: () => Date.now() + later });
for (let day = 0; day < Number(days); day += 1) {
  await hub.livesADay(Number(visits));
  process.stdout.write(`${JSON.stringify({ day, megabytes: process.memoryUsage.rss() / 1e6 })}\n`);
  later += 86_400_000;
}
await hub.close();
