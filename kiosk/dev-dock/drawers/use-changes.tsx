import { useEffect, useRef } from 'preact/hooks';

/** Calls when a known value becomes another one; not for the first, which is no news. */
export function useChanges<Value>(value: Value | undefined, onChange: (now: Value) => void): void {
  const before = useRef<Value>();
  useEffect(() => {
    if (value === undefined) return;
    if (before.current !== undefined && before.current !== value) onChange(value);
    before.current = value;
  }, [value]);
}
