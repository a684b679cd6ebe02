/**
 * What a device was asked and has not answered yet. Devices answer in the order in which they were asked, so an answer
 * belongs to the oldest question that it can answer, and what was asked before that one will not be answered any more. That
 * way an answer that comes late, after its question was given up and asked anew, is never taken for the answer of the new one.
 */
export interface Questions<Name extends string> {
  /** Sends a question; `overdue` is called when it is not answered in time. It stays outstanding all the same. */
  ask(name: Name, withinMs: number, overdue: () => void): void;
  /** The same wait for something that is no question of its own, instead of the wait that runs. */
  wait(ms: number, call: () => void): void;
  endWait(): void;
  /** Asked longest ago and not answered. */
  oldest(): Name | undefined;
  /** The same among those whose name begins so. */
  oldestOf(beginning: string): Name | undefined;
  outstanding(name: Name): number;
  /** The oldest question of this name has its answer. False when none is outstanding. */
  settle(name: Name): boolean;
}

export interface QuestionParts<Name extends string> {
  send(name: Name): void;
  after(ms: number, call: () => void): () => void;
  /** A device that was off does not answer what it never heard. Without it a question stays until another one is answered. */
  readonly forgetAfterMs?: number;
}

export function createQuestions<Name extends string>(parts: QuestionParts<Name>): Questions<Name> {
  let asked: readonly { readonly name: Name; readonly callOff: () => void }[] = [];
  let callOffWait = () => {};

  function wait(ms: number, call: () => void): void {
    callOffWait();
    callOffWait = parts.after(ms, call);
  }

  return {
    ask(name, withinMs, overdue) {
      const { forgetAfterMs } = parts;
      const forget = () => {
        asked = asked.filter((each) => each !== question);
      };
      const callOff = forgetAfterMs === undefined ? () => {} : parts.after(forgetAfterMs, forget);
      const question = { name, callOff };
      asked = [...asked, question];
      wait(withinMs, overdue);
      parts.send(name);
    },
    wait,
    endWait: () => callOffWait(),
    oldest: () => asked[0]?.name,
    oldestOf: (beginning) => asked.find(({ name }) => name.startsWith(beginning))?.name,
    outstanding: (name) => asked.filter((each) => each.name === name).length,
    settle(name) {
      const at = asked.findIndex((each) => each.name === name);
      if (at < 0) return false;
      for (const answered of asked.slice(0, at + 1)) answered.callOff();
      asked = asked.slice(at + 1);
      return true;
    },
  };
}
