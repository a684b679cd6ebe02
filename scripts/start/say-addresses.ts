import { type DemoPlan, shortPath } from './demo-plan.ts';
import { addressOf } from './demo-programs.ts';
import { demoCounter, demoPerson } from './hub/demo-person.ts';
import type { Demo } from './prepare-demo.ts';

/** What the terminal says when everything runs. `technicianUrls`: of each kiosk. */
export function sayAddresses({ kiosks, hub, logDir }: Demo, technicianUrls: readonly string[], root: string): string {
  const [{ plan }, ...others] = kiosks;
  const lines = [
    ...addressesOf(plan, technicianUrls[0], ''),
    ...(hub && plan.hub
      ? [
          ['Counter', `${addressOf(plan.hub.port)}counter/${demoCounter}`],
          ['Board', `${addressOf(plan.hub.port)}board/${hub.place}`],
        ]
      : []),
    ...others.flatMap((other, at) => addressesOf(other.plan, technicianUrls[at + 1], ` ${at + 2}`)),
  ].map(([what = '', where]) => `  ${what.padEnd(10)} ${where}`);
  const dataDir = shortPath(root, plan.site.kiosk.dataDir);
  return `
${lines.join('\n')}

  The kiosk address opens ${addressOf(plan.ports.kiosk)} with a fresh one-time token; without one that page stays shut.
  The console's address opens it once, without a PIN. Another one: npm run technician-url -- --data-dir ${dataDir}
${hub ? `  The counter asks who sits there: name ${demoPerson.name}, PIN ${demoPerson.pin}. The board asks nobody.\n` : ''}\
  Scan a card in the dev dock and watch. Logs are in ${shortPath(root, logDir)}. Ctrl-C stops everything.
`;
}

function addressesOf({ ports }: DemoPlan, technicianUrl = '', of: string): string[][] {
  return [
    [`Kiosk${of}`, `${addressOf(ports.devDock)}open-kiosk`],
    [`Dev dock${of}`, addressOf(ports.devDock)],
    ...(of === '' ? [['Hospital', addressOf(ports.hospitalWeb)]] : []),
    [`Console${of}`, technicianUrl],
  ];
}
