/** The least that a host could be: `node:http`, and a ready line. */
import { createServer } from 'node:http';

const server = createServer((_request, response) => void response.end('here'));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const url = `http://127.0.0.1:${port}/`;
  process.stdout.write(`${JSON.stringify({ ready: true, url, technicianUrl: url })}\n`);
});
