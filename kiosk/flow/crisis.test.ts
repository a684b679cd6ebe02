import { expect, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import type { SessionId } from '#config/agreements/ids.ts';
import type { FlowEvent } from './events.ts';
import { startingState } from './moves.ts';
import type { FlowState } from './state.ts';
import { step } from './step.ts';
import { measuringProtocol, reading, settings, ticketOfElsewhere, today } from './synthetic.ts';
import { timersOf } from './timers.ts';
import { mostActs } from './turn.ts';

/** Whoever was measured in danger twice: nothing but a person ends it. */
