// Something that is read from the coordinator and kept fresh. An answer that fails leaves what was there, greyed.

import { useEffect, useRef, useState } from "preact/hooks";
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

interface State<T> {
  key?: string | undefined;
  value?: T;
  refusal?: Refusal;
  readAt: number;
}

interface Reading {
  ending?: AbortController | undefined;
  isUnderWay: boolean;
  isWanted: boolean;
  timer?: ReturnType<typeof setTimeout>;
  tick?: unknown;
}

/** So long at least lies between two readings. */
const PAUSE_MS = 200;

/** Reads what `key` names, again for each other key; no key reads nothing. */
export function useResource<T>(
  key: string | undefined,
  read: (signal: AbortSignal) => Promise<T>,
  { every, tick }: Options = {},
): Resource<T> {
  const [state, setState] = useState<State<T>>({ readAt: 0 });
  const reading = useRef<Reading>({ isUnderWay: false, isWanted: false });
  const latest = useRef(read);
  latest.current = read;

  /** One reading at a time: what is wanted meanwhile follows it, and not sooner than it took twice. */
  const begin = (ending: AbortController) => {
    const now = reading.current;
    now.isUnderWay = true;
    const began = performance.now();
    const done = (next: (was: State<T>) => State<T>) => {
      if (ending.signal.aborted) return;
      setState(next);
      now.isUnderWay = false;
      if (!now.isWanted) return;
      now.isWanted = false;
      now.timer = setTimeout(() => begin(ending), Math.max(PAUSE_MS, 2 * (performance.now() - began)));
      now.isUnderWay = true;
    };
    latest.current(ending.signal).then(
      (value) => done(() => ({ key, value, readAt: Date.now() })),
      (error: unknown) => {
        const refusal = error instanceof Refusal ? error : new Refusal(0, "failed", String(error));
        done((was) => ({ ...(was.key === key ? was : { readAt: 0 }), key, refusal }));
      },
    );
  };
  const reload = () => {
    const { ending, isUnderWay } = reading.current;
    if (!ending) return;
    if (isUnderWay) reading.current.isWanted = true;
    else begin(ending);
  };

  useEffect(() => {
    if (key === undefined) return;
    const ending = new AbortController();
    reading.current = { ending, isUnderWay: false, isWanted: false, tick };
    begin(ending);
    return () => {
      clearTimeout(reading.current.timer);
      ending.abort();
      reading.current.ending = undefined;
    };
  }, [key]);

  useEffect(() => {
    if (reading.current.tick === tick) return;
    reading.current.tick = tick;
    reload();
  }, [tick]);

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
