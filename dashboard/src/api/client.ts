// Asks the coordinator. What it refuses becomes a `Refusal` that says what a person can do about it.

const ROOT = "/api/v1";

/** One mistake in what was sent, and where. */
export interface Mistake {
  path: string;
  message: string;
}

/** The coordinator's no, or its silence: then the status is 0. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    message: string,
    readonly mistakes: Mistake[] = [],
  ) {
    super(message);
  }
}

/** What was asked for ahead is news for so long. */
const FRESH_MS = 3000;
const asked = new Map<string, { at: number; response: Promise<Response> }>();

/** Asks ahead for what a page will read once its script is there. */
export function askAhead(path: string): void {
  const response = fetch(ROOT + path);
  // Whoever reads it is told why it fails, and maybe nobody does.
  response.catch(() => undefined);
  asked.set(path, { at: performance.now(), response });
}

/** Reads what stands at `path`. */
export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => ask<T>(path, { signal });

/** Asks for something to be done. */
export const post = <T>(path: string, body?: string, type = "application/json"): Promise<T> =>
  ask<T>(path, { method: "POST", body, headers: body === undefined ? {} : { "content-type": type } });

/** Removes what stands at `path`. */
export const remove = (path: string): Promise<void> => ask<void>(path, { method: "DELETE" });

async function ask<T>(path: string, request: RequestInit): Promise<T> {
  const ahead = request.method ? undefined : asked.get(path);
  asked.delete(path);
  const isFresh = ahead && performance.now() - ahead.at < FRESH_MS;
  const response = await (isFresh ? ahead.response : fetch(ROOT + path, request)).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refusal(0, "no answer", "The coordinator does not answer. Is it running?");
  });
  if (!response.ok) throw await refusal(response);
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

async function refusal(response: Response): Promise<Refusal> {
  const said = await response.json().catch(() => ({}));
  const detail = said.detail ?? `The coordinator answered ${response.status}.`;
  return new Refusal(response.status, said.title ?? "refused", detail, said.errors ?? []);
}
