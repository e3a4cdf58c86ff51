// A sweep that is being written: one document, seen as a form and as text.

import { parse } from "yaml";
import type { Document } from "./document";
import { yaml } from "./yaml";

export interface Draft {
  document: Document;
  text: string;
  /** Why the text is no document. */
  why?: string;
}

export const drafted = (document: Document): Draft => ({ document, text: yaml(document) });

/** The draft after its text was edited. Where it cannot be read, the form stays as it was. */
export function edited(draft: Draft, text: string): Draft {
  try {
    const document: unknown = parse(text);
    if (typeof document !== "object" || document === null || Array.isArray(document))
      return { ...draft, text, why: "a sweep is a map of keys" };
    return { document: document as Document, text };
  } catch (error) {
    return { ...draft, text, why: (error as Error).message.split("\n")[0] ?? "cannot be read" };
  }
}
