import { createServer } from 'node:net';
import { createMllpFraming, mllpFrame } from '#backend-client/hl7v2/mllp-framing.ts';

/** A hospital in a process of its own that says AA to everything at once. Tells its port to whoever started it. */
const server = createServer({ noDelay: true }, (line) => {
  const framing = createMllpFraming();
  line.on('error', () => line.destroy());
  line.on('data', (bytes) => {
    for (const frame of framing.push(bytes).frames) line.write(mllpFrame(answerTo(frame)));
  });
});

function answerTo(frame: Uint8Array): Uint8Array {
  const controlId = Buffer.from(frame).toString('latin1', 0, 200).split('|')[9] ?? '';
  return Buffer.from(`MSH|^~\\&|HIS|27005|TIEPDON|27005|20261122081200||ACK|1|P|2.5.1\rMSA|AA|${controlId}\r`);
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.(address.port);
});
process.on('disconnect', () => process.exit(0));
