/** How the hub's programs are called. */
export const usage = {
  hub: 'Usage: npm run hub -- --site path/to/hub.json [--clock-is-right]',
  key: 'Usage: npm run hub-key -- --site path/to/hub.json --kiosk kiosk-2 [--revoke], --system his-1 [--revoke], or --list',
  person:
    'Usage: npm run hub-person -- --site path/to/hub.json --name lan --role counter|technician|supervisor (a PIN of 6 digits or more on standard input)\n' +
    '       npm run hub-person -- --site path/to/hub.json --name lan --remove, or --list instead of --name',
} as const;
