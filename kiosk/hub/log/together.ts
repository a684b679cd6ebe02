/**
 * What many ask for is done in few commits: one at a time, and whoever asks in the same breath or while one is on its way is in the next.
 * Each gets the answer of its own commit.
 */
export function together<Item, Answer>(
  mostTogether: number,
  commit: (items: readonly Item[]) => Promise<Answer>,
): (item: Item) => Promise<Answer> {
  let waiting: { readonly item: Item; readonly answered: PromiseWithResolvers<Answer> }[] = [];
  let isCommitting = false;

  return (item) => {
    const answered = Promise.withResolvers<Answer>();
    waiting.push({ item, answered });
    if (!isCommitting) {
      isCommitting = true;
      setImmediate(() => void commitAll());
    }
    return answered.promise;
  };

  async function commitAll(): Promise<void> {
    while (waiting.length > 0) {
      const some = waiting.slice(0, mostTogether);
      waiting = waiting.slice(mostTogether);
      const answer = commit(some.map(({ item }) => item));
      for (const { answered } of some) answered.resolve(answer);
      // Whoever asked is told of a bug; the others go on.
      await answer.catch(() => undefined);
    }
    isCommitting = false;
  }
}
