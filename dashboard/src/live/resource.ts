// Something that is read from the coordinator and kept fresh. An answer that fails leaves what was there, greyed.

import { useEffect, useState } from "preact/hooks";
import { Refusal } from "../api/client";

export interface Resource<T> {
  value: T | undefined;
  /** Why the latest reading failed. */
  refusal: Refusal | undefined;
  /** Whether there is a value that the latest reading could not renew. */
  isStale: boolean;
  /** When the value was read. */
  readAt: number;
  reload: () => void;
}

interface Options {
  /** Read again after so many milliseconds, while the page is looked at. */
  every?: number;
  /** Read again when this changes, and keep what is shown until then. */
  tick?: unknown;
}

/** Reads what `key` names, again for each other key; no key reads nothing. */
export function useResource<T>(
  key: string | undefined,
  read: (signal: AbortSignal) => Promise<T>,
  { every, tick }: Options = {},
): Resource<T> {
  const [state, setState] = useState<{ key?: string; value?: T; refusal?: Refusal; readAt: number }>({
    readAt: 0,
  });
  const [again, setAgain] = useState(0);
  const reload = () => setAgain((it) => it + 1);

  useEffect(() => {
    if (key === undefined) return;
    const ending = new AbortController();
    read(ending.signal).then(
      (value) => ending.signal.aborted || setState({ key, value, readAt: Date.now() }),
      (error: unknown) => {
        if (ending.signal.aborted) return;
        const refusal = error instanceof Refusal ? error : new Refusal(0, "failed", String(error));
        setState((was) => ({ ...(was.key === key ? was : { readAt: 0 }), key, refusal }));
      },
    );
    return () => ending.abort();
  }, [key, tick, again]);

  useEffect(() => {
    if (!every || key === undefined) return;
    const timer = setInterval(() => document.hidden || reload(), every);
    const onVisible = () => document.hidden || reload();
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [every, key]);

  const isCurrent = state.key === key;
  const value = isCurrent ? state.value : undefined;
  const refusal = isCurrent ? state.refusal : undefined;
  return { value, refusal, isStale: Boolean(refusal && value !== undefined), readAt: state.readAt, reload };
}
