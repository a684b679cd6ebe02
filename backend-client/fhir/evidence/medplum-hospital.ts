import { createServer, type IncomingMessage } from 'node:http';
import { getStatus, OperationOutcomeError, validateResource } from '@medplum/core';
import { FhirRouter, type HttpMethod, MemoryRepository } from '@medplum/fhir-router';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';
import './definitions.ts';

/**
 * A FHIR server that nobody here wrote: Medplum's router and repository behind a plain HTTP server. The repository does not
 * validate, so Medplum's validator stands in front. Its transactions are not atomic.
 */
export interface MedplumHospital {
  readonly baseUrl: string;
  readonly repository: MemoryRepository;
  /** `POST /fhir/Patient/_search` and so on, in order. */
  readonly requests: readonly string[];
  all<Type extends Resource>(resourceType: Type['resourceType']): Promise<readonly Type[]>;
  close(): Promise<void>;
}

/**
 * What goes wrong with one request: nothing comes of it; or it is done and the line drops, before the answer or in its
 * middle.
 */
export type Fault = 'none' | 'refused-500' | 'dropped-before' | 'dropped-after' | 'half-answer';

/** `faults` go wrong in their order with the first requests. */
export async function openMedplumHospital(faults: readonly Fault[] = []): Promise<MedplumHospital> {
  const router = new FhirRouter();
  const repository = new MemoryRepository();
  const requests: string[] = [];

  const server = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    const fault = faults[requests.length] ?? 'none';
    requests.push(`${method} ${url}`);
    const body = await bodyOf(request);
    if (fault === 'dropped-before') return response.destroy();
    if (fault === 'refused-500') return response.writeHead(500).end();
    const [status, answer] = await answerTo(method, url, body);
    if (fault === 'dropped-after') return response.destroy();
    const text = JSON.stringify(answer);
    response.writeHead(status, { 'content-type': 'application/fhir+json', 'content-length': Buffer.byteLength(text) });
    if (fault === 'half-answer') return response.write(text.slice(0, text.length / 2), () => response.destroy());
    return response.end(text);
  });
  const { port, close } = await listenOnLoopback(server);

  return {
    baseUrl: `http://127.0.0.1:${port}/fhir`,
    repository,
    requests,
    all: async <Type extends Resource>(resourceType: Type['resourceType']) =>
      repository.searchResources<Type>({ resourceType, count: 1000 }),
    close,
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
