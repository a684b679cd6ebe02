import { blockOf, type RunningReceiver, runReceiver } from './receiver.bench.ts';

/** The Python receiver of the README, which prints each fact whole: http.server, hmac and json, and no code of ours. */
export interface PythonReceiver extends Pick<RunningReceiver, 'url' | 'close'> {
  /** The next fact as Python's json has read it. */
  next(): Promise<unknown>;
}

export async function openPythonReceiver(): Promise<PythonReceiver> {
  const source = blockOf('python').replace(/print\(fact\["kind"\].*$/m, 'print(json.dumps(fact), flush=True)');
  const { url, said, close } = await runReceiver('/usr/bin/python3', 'receiver.py', source);
  return { url, next: async () => JSON.parse(await said()), close };
}
