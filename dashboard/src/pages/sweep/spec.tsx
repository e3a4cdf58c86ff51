// The sweep as it was submitted.

import type { Sweep } from "../../api/types";
import { Code } from "../../components/copy";
import { Panel } from "../../components/panel";
import { yaml } from "../new-sweep/yaml";

export const SpecView = ({ sweep }: { sweep: Sweep }) => (
  <Panel
    title="As submitted"
    note={`Submitted ${new Date(sweep.created_at).toLocaleString()}. The same sweep gives the same table.`}
    actions={
      <a class="button" href={`/api/v1/sweeps/${sweep.id}/export?format=csv`} download={`${sweep.name}.csv`}>
        All trials, CSV
      </a>
    }
  >
    <Code label="The sweep as YAML" text={yaml(sweep.spec)} />
  </Panel>
);
