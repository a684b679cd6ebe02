import type { CallName, ConsoleCalls, ConsoleTopics, TopicName } from '#kiosk/bridge/console/calls.ts';

/** For tests: whoever owns the machine at the console, without a screen: what a page is told, and its buttons' calls. */
export interface ConsoleWithoutScreen {
  /** As last told; `null`: there is nothing to tell. */
  told<Name extends TopicName>(topic: Name): ConsoleTopics[Name] | null | undefined;
  /** Whether it was done, and its answer. */
  call<Name extends CallName>(
    name: Name,
    asks: ConsoleCalls[Name]['asks'],
  ): Promise<{ readonly done: boolean; readonly answer: ConsoleCalls[Name]['answers'] | undefined }>;
  close(): void;
}

const topics: readonly TopicName[] = ['kiosk', 'overview', 'staff', 'settings', 'bench'];

export async function openConsoleWithoutScreen(openingUrl: string): Promise<ConsoleWithoutScreen> {
  const { origin } = new URL(openingUrl);
  const opened = await fetch(openingUrl, { redirect: 'manual' });
  const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const me: { readonly csrfToken: string } = JSON.parse(
    await (await fetch(`${origin}/api/me`, { headers: { cookie } })).text(),
  );
  const states = new Map<string, unknown>();
  // Node's WebSocket takes headers, which the standard one does not.
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/live`, { headers: { cookie, origin } } as never);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  socket.addEventListener('message', ({ data }) => {
    const { topic, state } = JSON.parse(String(data));
    states.set(topic, state);
  });
  socket.send(JSON.stringify({ watch: topics.map((topic) => ({ topic })) }));

  return {
    told: (topic) => states.get(topic) as never,
    async call(name, asks) {
      const answer = await fetch(`${origin}/api/call/${name}`, {
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/json', 'x-csrf-token': me.csrfToken },
        body: JSON.stringify(asks),
      });
      const text = await answer.text();
      const isJson = answer.status === 200;
      return { done: answer.ok, answer: isJson ? JSON.parse(text) : undefined };
    },
    close: () => socket.close(),
  };
}
