// What stands in for something that is not there: still to come, empty, or refused.

import type { ComponentChildren } from "preact";
import type { Resource } from "../live/resource";

/** Room for what is on its way, so that nothing jumps when it comes. */
export const Loading = ({ height = 240 }: { height?: number }) => (
  <div class="skeleton" style={{ height: `${height}px` }} role="status" aria-label="Loading" />
);

/** Nothing is here yet: says what would fill it. */
export const Empty = ({ title, children }: { title: string; children?: ComponentChildren }) => (
  <div class="empty">
    <strong>{title}</strong>
    {children && <div>{children}</div>}
  </div>
);

/** It was refused: says why, and offers to ask again. */
export const Refused = ({
  title,
  message,
  retry,
}: {
  title: string;
  message: string;
  retry?: () => void;
}) => (
  <div class="refused" role="alert">
    <strong>{title}</strong>
    <p>{message}</p>
    {retry && (
      <button type="button" onClick={retry}>
        Try again
      </button>
    )}
  </div>
);

/** Shows a value once it is there, and what stands in for it until then. */
export function Shown<T>({
  of,
  height,
  children,
}: {
  of: Resource<T>;
  height?: number;
  children: (value: T) => ComponentChildren;
}) {
  if (of.value !== undefined) {
    return (
      <>
        {of.isStale && (
          <p class="stale" role="status">
            Not renewed since {new Date(of.readAt).toLocaleTimeString()}: {of.refusal?.message}{" "}
            <button type="button" class="plain" onClick={of.reload}>
              Try again
            </button>
          </p>
        )}
        {children(of.value)}
      </>
    );
  }
  if (of.refusal)
    return <Refused title={sentence(of.refusal.title)} message={of.refusal.message} retry={of.reload} />;
  return <Loading height={height} />;
}

const sentence = (it: string) => it.charAt(0).toUpperCase() + it.slice(1);
