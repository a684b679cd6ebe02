import assert from 'node:assert/strict';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { ControlId } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import type { Endpoint, OutgoingMessage } from '../../contract/delivery.ts';
import type { Fact } from '../../contract/fact.ts';
import { createPassingMemory, type SystemMemory } from '../../contract/system-memory.ts';
import { createFhirEndpoint } from '../endpoint.ts';
import { createFhirLookUps, type FhirLookUps } from '../look-ups.ts';
import { createFhirRenderer } from '../renderer.ts';
import { type FhirServer, openFhirServer } from '../server.ts';
import { controlId, endpointSettings, site, storedAt } from './synthetic-facts.ts';

/** A kiosk's whole FHIR side against one server, on a clock that stands still. */
export interface FhirBench {
  readonly clock: HandCrankedClock;
  readonly server: FhirServer;
  readonly endpoint: Endpoint;
  readonly lookUps: FhirLookUps;
  /** Every line that was logged. */
  readonly logged: readonly (readonly [string, unknown])[];
  render(fact: Fact, id?: ControlId): OutgoingMessage;
  /** Renders and sends. */
  tell(fact: Fact, id?: ControlId): ReturnType<Endpoint['send']>;
}

/** `kept` is what a kiosk still has after a restart. */
export interface Kept {
  readonly memory: SystemMemory;
  readonly clock: HandCrankedClock;
}

export function openFhirBench(chosen: Partial<FhirEndpointSettings>, kept: Partial<Kept> = {}): FhirBench {
  const settings = endpointSettings(chosen);
  const { clock = createHandCrankedClock(storedAt), memory = createPassingMemory() } = kept;
  let drawn = 0;
  const opened = openFhirServer({
    settings,
    clock,
    randomBytes: (size) => new Uint8Array(size).fill(++drawn),
  });
  assert.ok(opened.ok);
  const server = opened.value;
  const logged: [string, unknown][] = [];
  const log: Log = (id, fields) => void logged.push([id, fields]);
  const endpoint = createFhirEndpoint({ settings, server, memory, clock, log });
  const lookUps = createFhirLookUps({ settings, site, server, timeoutMs: 3_000 });
  const renderer = createFhirRenderer({ endpoint: settings, site });
  let told = 0;

  function render(fact: Fact, id = controlId(++told)): OutgoingMessage {
    const bytes = renderer.render(fact, id);
    return { messageId: told, endpointId: settings.id, controlId: id, attempts: 1, bytes };
  }

  return { clock, server, endpoint, lookUps, logged, render, tell: (fact, id) => endpoint.send(render(fact, id)) };
}
