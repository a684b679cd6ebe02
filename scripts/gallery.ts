/**
 * `npm run gallery`: every screen in every prepared state, without a host; prints where. With `--pictures` the pictures that the test of
 * pictures compares with are made anew, and with `--all DIR` one of every state goes to DIR, portrait and landscape, in every language.
 */
import { readCommandLine } from '#config/agreements/command-line.ts';
import { openBuiltPage } from '#kiosk/ui/built-page.ts';
import { pictureAll, renewPictures } from './gallery/pictures.ts';

const usage = 'Usage: npm run gallery [-- --pictures] [-- --all DIR]';
const { values } = readCommandLine(usage, {
  options: { pictures: { type: 'boolean', default: false }, all: { type: 'string' } },
});

if (values.pictures) console.log(`${await renewPictures()} pictures are new: look at what changed, then commit them`);
if (values.all !== undefined) console.log(`${await pictureAll(values.all)} pictures in ${values.all}`);
if (!values.pictures && values.all === undefined) {
  const gallery = await openBuiltPage();
  console.log(`The gallery is at ${gallery.url}gallery/index.html until Ctrl+C`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await gallery.close();
      process.exit(0);
    });
  }
}
