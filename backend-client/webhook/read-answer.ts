import type * as z from 'zod';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { HttpAnswer, HttpProblem } from '../connection/http-client.ts';
import { isSuccess } from './endpoint.ts';

/** The same failures for questions and for alerts. */
export interface AnswerProblem {
  readonly kind: 'no-answer' | 'not-connected' | 'refused' | 'not-understood';
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The JSON of a successful answer; whatever else it may be is a named problem. */
export function readJson(answer: Result<HttpAnswer, HttpProblem>): Result<unknown, AnswerProblem> {
  const body = successOf(answer);
  if (!body.ok) return body;
  try {
    return ok(JSON.parse(utf8.decode(body.value.body)));
  } catch {
    return problem({ kind: 'not-understood' });
  }
}

export function readAnswer<Answer>(
  answer: Result<HttpAnswer, HttpProblem>,
  schema: z.ZodType<Answer>,
): Result<Answer, AnswerProblem> {
  const json = readJson(answer);
  if (!json.ok) return json;
  const read = schema.safeParse(json.value);
  return read.success ? ok(read.data) : problem({ kind: 'not-understood' });
}

export function successOf(answer: Result<HttpAnswer, HttpProblem>): Result<HttpAnswer, AnswerProblem> {
  if (!answer.ok) return problem({ kind: kindFromLine(answer.problem) });
  const { status } = answer.value;
  if (isSuccess(status)) return answer;
  return problem({ kind: status >= 500 || status === 408 || status === 429 ? 'no-answer' : 'refused' });
}

function kindFromLine({ kind }: HttpProblem): AnswerProblem['kind'] {
  return kind === 'not-connected' || kind === 'tls-refused' ? 'not-connected' : 'no-answer';
}
