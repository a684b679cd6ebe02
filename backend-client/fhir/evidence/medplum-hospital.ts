import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { getStatus, OperationOutcomeError, validateResource } from '@medplum/core';
import { FhirRouter, type HttpMethod, MemoryRepository } from '@medplum/fhir-router';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import './definitions.ts';

/**
 * A FHIR server that nobody here wrote: Medplum's router and repository behind a plain HTTP server. The repository does not
 * validate, so Medplum's validator stands in front. Its transactions are not atomic and it knows no CapabilityStatement.
 */
export interface MedplumHospital {
  readonly baseUrl: string;
  readonly repository: MemoryRepository;
  /** `POST /fhir/Patient/_search` and so on, in order. */
  readonly requests: readonly string[];
  all<Type extends Resource>(resourceType: Type['resourceType']): Promise<readonly Type[]>;
  close(): Promise<void>;
}

export async function openMedplumHospital(capabilityStatement?: unknown): Promise<MedplumHospital> {
  const router = new FhirRouter();
  const repository = new MemoryRepository();
  const requests: string[] = [];

  const server = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    requests.push(`${method} ${url}`);
    const body = await bodyOf(request);
    const [status, answer] = url === '/fhir/metadata' ? [200, capabilityStatement] : await answerTo(method, url, body);
    response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  return {
    baseUrl: `http://127.0.0.1:${port}/fhir`,
    repository,
    requests,
    all: async <Type extends Resource>(resourceType: Type['resourceType']) =>
      repository.searchResources<Type>({ resourceType, count: 1000 }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function answerTo(method: string, url: string, body: unknown): Promise<[number, unknown]> {
    try {
      for (const { resource } of (body as Bundle | undefined)?.entry ?? []) if (resource) validateResource(resource);
    } catch (error) {
      if (error instanceof OperationOutcomeError) return [400, error.outcome];
      throw error;
    }
    const [outcome, resource] = await router.handleRequest(
      {
        method: method as HttpMethod,
        url: url.replace(/^\/fhir\/?/, '/'),
        pathname: '',
        body,
        params: {},
        query: {},
      },
      repository,
    );
    return [getStatus(outcome), resource ?? outcome];
  }
}

/** JSON, or the fields of a search form; a repeated field becomes an array, as frameworks do. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return JSON.parse(text);
  const form = new URLSearchParams(text);
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, oneOrAll(form.getAll(name))]));
}

function oneOrAll(values: readonly string[]): string | readonly string[] {
  const [first = '', ...others] = values;
  return others.length === 0 ? first : values;
}
