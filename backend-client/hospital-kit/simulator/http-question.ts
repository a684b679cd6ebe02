import type { IncomingHttpHeaders } from 'node:http';

/** What the simulated hospital is asked over HTTP, and answers; below the sockets. */
export interface HttpQuestion {
  readonly method: string;
  /** Below the base address, without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly ifNoneExist: string | undefined;
  readonly body: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}
