// How the page looks in this browser, and where the rest of the coordinator is.

import { Panel } from "../../components/panel";
import { choose, type Theme, theme } from "./theme";

const THEMES: [Theme, string][] = [
  ["system", "As the system has it"],
  ["light", "Light"],
  ["dark", "Dark"],
];

const ELSEWHERE = [
  ["/docs", "The REST API, described for people"],
  ["/openapi.json", "and for programs: OpenAPI"],
  ["/api/v1/schema/sweep", "The JSON Schema of a sweep, for editors"],
  ["/metrics", "Numbers for Prometheus"],
  ["/readyz", "Whether the coordinator is ready"],
] as const;

export function SettingsPage() {
  document.title = "Settings · Ratesmith";
  return (
    <>
      <div class="title">
        <h1>Settings</h1>
      </div>
      <div class="columns">
        <Panel title="Appearance" note="Kept in this browser.">
          <fieldset class="themes">
            <legend class="quiet">Theme</legend>
            {THEMES.map(([it, name]) => (
              <label key={it}>
                <input type="radio" name="theme" checked={theme.value === it} onChange={() => choose(it)} />{" "}
                {name}
              </label>
            ))}
          </fieldset>
          <p class="note">
            Press <kbd>?</kbd> on any page for the keys.
          </p>
        </Panel>
        <Panel title="Elsewhere">
          <ul class="elsewhere">
            {ELSEWHERE.map(([href, name]) => (
              <li key={href}>
                <a href={href} data-outside>
                  {href}
                </a>{" "}
                <span class="quiet">{name}</span>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </>
  );
}
