// The frame around every page, and which page stands at which address.

import type { ComponentType } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { askAhead } from "./api/client";
import { answerOf } from "./api/paths";
import { Keys } from "./components/keys";
import { Loading, Refused } from "./components/states";
import { close } from "./live/sweep";
import { SweepsPage } from "./pages/sweeps/sweeps";
import { path } from "./router";

type Load = () => Promise<ComponentType<{ id: string }>>;

const PAGES: [RegExp, Load][] = [
  [/^\/(sweeps)?$/, async () => SweepsPage],
  [/^\/sweeps\/new$/, async () => (await import("./pages/new-sweep/new-sweep")).NewSweepPage],
  [/^\/sweeps\/([\w-]+)/, async () => (await import("./pages/sweep/sweep")).SweepPage],
  [/^\/workers$/, async () => (await import("./pages/workers/workers")).WorkersPage],
  [/^\/queue$/, async () => (await import("./pages/queue/queue")).QueuePage],
  [/^\/compare$/, async () => (await import("./pages/compare/compare")).ComparePage],
  [/^\/schedule$/, async () => (await import("./pages/schedule/schedule")).SchedulePage],
  [/^\/best$/, async () => (await import("./pages/best/best")).BestPage],
  [/^\/settings$/, async () => (await import("./pages/settings/settings")).SettingsPage],
];

/** Where a sweep's answer stands: what it reads is under way before its script is. */
const ANSWER = /^\/sweeps\/(?!new$)([\w-]+)$/;

const PLACES = [
  ["/", "Sweeps"],
  ["/best", "Best rates"],
  ["/compare", "Compare"],
  ["/schedule", "Schedule"],
  ["/queue", "Queue"],
  ["/workers", "Workers"],
  ["/settings", "Settings"],
] as const;

export function App() {
  const here = path.value;
  const place = here.startsWith("/sweeps") ? "/" : here;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <header class="top">
        <a class="brand" href="/">
          <Mark /> Ratesmith
        </a>
        <nav aria-label="Places">
          {PLACES.map(([href, name]) => (
            <a key={href} href={href} aria-current={place === href ? "page" : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <a class="button primary" href="/sweeps/new">
          New sweep
        </a>
      </header>
      <main id="main" tabIndex={-1}>
        <Page here={here} />
      </main>
      <Keys />
    </>
  );
}

/** The page at an address, fetched when it is first gone to. */
function Page({ here }: { here: string }) {
  const [at, found] = match(here);
  const [page, setPage] = useState<{ at: number; Show: ComponentType<{ id: string }> }>();
  const [why, setWhy] = useState("");
  useLayoutEffect(() => {
    const sweep = ANSWER.exec(here)?.[1];
    if (sweep) answerOf(sweep).forEach(askAhead);
  }, [here]);
  useEffect(() => {
    if (at !== SWEEP) close();
    let isWanted = true;
    PAGES[at]?.[1]().then(
      (Show) => isWanted && setPage({ at, Show }),
      () =>
        isWanted &&
        setWhy("A part of this page could not be loaded. Reload it once the coordinator answers."),
    );
    return () => {
      isWanted = false;
    };
  }, [at]);
  if (at < 0) return <Refused title="Nothing stands here" message={`There is no page at ${here}.`} />;
  if (why) return <Refused title="Not loaded" message={why} retry={() => location.reload()} />;
  return page?.at === at ? <page.Show id={found} /> : <Loading height={480} />;
}

const SWEEP = 2;

function match(here: string): [number, string] {
  const at = PAGES.findIndex(([pattern]) => pattern.test(here));
  return [at, PAGES[at]?.[0].exec(here)?.[1] ?? ""];
}

const Mark = () => (
  <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
    <rect width="32" height="32" rx="8" class="mark" />
    <path
      d="M6 9c3 11 6 14 10 14s6-3 7-9"
      fill="none"
      stroke="#fff"
      stroke-width="3"
      stroke-linecap="round"
    />
    <circle cx="16" cy="23" r="3" fill="#facc15" />
  </svg>
);
